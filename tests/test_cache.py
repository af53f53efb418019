from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from mtcheck.cache import Cache


def test_what_was_put_is_there_in_its_namespace_only(tmp_path: Path) -> None:
    with Cache(tmp_path / "x.sqlite", "one") as cache:
        cache.put({"a": b"1", "ü\ud800": b""})
    with Cache(tmp_path / "x.sqlite", "one") as cache:
        assert cache.get(["a", "b", "ü\ud800"]) == {"a": b"1", "ü\ud800": b""}
    with Cache(tmp_path / "x.sqlite", "two") as cache:
        assert cache.get(["a"]) == {}


def test_many_keys_at_once(tmp_path: Path) -> None:
    with Cache(tmp_path / "x.sqlite", "one") as cache:
        cache.put({str(number): str(number).encode() for number in range(2_500)})
        found = cache.get([str(number) for number in range(3_000)])
    assert len(found) == 2_500
    assert found["2499"] == b"2499"


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with Cache(path, "one", most=100) as cache:
        for first in range(0, 300, 10):
            cache.put({str(number): b"x" for number in range(first, first + 10)})
        kept = cache.get([str(number) for number in range(300)])
    assert 80 <= len(kept) <= 100


def test_the_oldest_go_when_they_take_too_much_room(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with Cache(path, "one", most=2_000, most_bytes=1_000_000) as cache:
        for first in range(0, 1_500, 50):
            cache.put({str(number): b"x" * 4_000 for number in range(first, first + 50)})
        kept = cache.get([str(number) for number in range(1_500)])
    assert 150 <= len(kept) <= 300
    assert path.stat().st_size < 1_600_000


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(b"no database at all, and long enough to look like one" * 100)
    with Cache(path, "one") as cache:
        assert cache.get(["a"]) == {}
        cache.put({"a": b"1"})
        assert cache.get(["a"]) == {"a": b"1"}


def test_a_file_that_breaks_while_it_is_open_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with Cache(path, "one") as cache:
        cache.put({str(number): b"x" * 500 for number in range(500)})
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with Cache(path, "one") as cache:
        cache.get([str(number) for number in range(500)])
        cache.put({"a": b"1"})
    with Cache(path, "one") as cache:
        assert cache.get(["a"]) == {"a": b"1"}


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    for path in (None, tmp_path / "file" / "x.sqlite"):
        with Cache(path, "one") as cache:
            cache.put({"a": b"1"})
            assert cache.get(["a"]) == {}


def test_a_file_that_another_program_holds_is_done_without(tmp_path: Path, monkeypatch: object) -> None:
    path = tmp_path / "x.sqlite"
    with Cache(path, "one") as cache:
        cache.put({"a": b"1"})
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin exclusive")
        cache._connection.execute("pragma busy_timeout = 10")  # type: ignore[union-attr]
        cache.put({"b": b"2"})
        other.execute("rollback")
        other.close()
    with Cache(path, "one") as cache:
        assert cache.get(["a", "b"]) == {"a": b"1"}


def test_eight_writers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"

    def write(name: int) -> None:
        with Cache(path, "one") as cache:
            for number in range(20):
                cache.put({f"{name} {number}": str(number).encode()})

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Cache(path, "one") as cache:
        assert len(cache.get([f"{name} {number}" for name in range(8) for number in range(20)])) == 160
