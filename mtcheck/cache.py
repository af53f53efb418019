"""A bounded store of blobs by key in the user's cache, safe for parallel runs. It knows nothing of what it keeps.

A cache is never a reason to fail: what can't be read is missing, what can't be written is not kept, and a broken file is
made anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from mtcheck.digest import blake2b

_BUSY_SECONDS = 5.0
_AT_ONCE = 500  # keys in one query; SQLite takes 999 values in its oldest builds
_VERSION = 1  # of the table; a file of another one is made to have it
_TABLE = """
create table if not exists blobs (key blob primary key, value blob not null, kept integer not null) without rowid;
create index if not exists by_age on blobs (kept);
"""


def default_path(name: str) -> Path | None:
    """Where a cache of that name lies, or None if the user has no place for caches."""
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("mtcheck")) / f"{name}.sqlite"
    except (OSError, RuntimeError):
        return None


class Cache:
    """Blobs of one namespace. `most` bounds the entries of the whole file, `most_bytes` what they take on the disk; the oldest
    go."""

    def __init__(self, path: Path | None, namespace: str, most: int = 200_000, most_bytes: int | None = None) -> None:
        self._path, self._namespace = path, namespace.encode()
        self._most, self._most_bytes = most, most_bytes
        self._unseen = most  # entries put since they were last counted: before the first count, it might be any number
        self._connection: sqlite3.Connection | None = None
        self._broken = path is None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the use of the file; the next use opens it again."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The blobs there are, by key."""
        hashed = {self._hash(key): key for key in keys}
        found: dict[str, bytes] = {}
        with self._trying() as connection:
            if connection is None:
                return {}
            for part in _parts(list(hashed)):
                marks = ",".join("?" * len(part))
                for key, value in connection.execute(f"select key, value from blobs where key in ({marks})", part):
                    found[hashed[key]] = bytes(value)
        return found

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Keeps the blobs, and lets the oldest go if there are too many."""
        if not blobs:
            return
        with self._trying() as connection:
            if connection is None:
                return
            with connection:
                connection.execute("begin immediate")
                now = int(time.time())
                rows = [(self._hash(key), value, now) for key, value in blobs.items()]
                connection.executemany("insert or replace into blobs values (?, ?, ?)", rows)
                self._unseen += len(rows)
                if self._unseen * 50 >= self._most:  # counting reads all keys: not at each of many small puts
                    self._unseen = 0
                    self._tidy(connection)

    def _tidy(self, connection: sqlite3.Connection) -> None:
        """Lets the oldest go if there are too many. A tenth at a time, so that not every run has to tidy up."""
        (count,) = connection.execute("select count(*) from blobs").fetchone()
        spare = count - self._most + self._most // 10 if count > self._most else 0
        if self._most_bytes is not None:
            (pages,), (free,), (size,) = (
                connection.execute(f"pragma {name}").fetchone()
                for name in ("page_count", "freelist_count", "page_size")
            )
            used = (pages - free) * size
            if used > self._most_bytes:
                spare = max(spare, round(count * (1 - 0.9 * self._most_bytes / used)))
        if spare > 0:
            connection.execute("delete from blobs where key in (select key from blobs order by kept limit ?)", (spare,))

    def _hash(self, key: str) -> bytes:
        return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16, key=self._namespace[:64]).digest()

    @contextlib.contextmanager
    def _trying(self) -> Iterator[sqlite3.Connection | None]:
        """The connection, or None; an error of the file ends in a new file, one of its place in doing without."""
        connection = self._open()
        try:
            yield connection
        except sqlite3.OperationalError:
            # Busy too long, no room, no right to write: the file may be good, and others may be using it.
            self.close()
            self._broken = True
        except sqlite3.DatabaseError:
            self._rebuild()

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is not None or self._broken or self._path is None:
            return self._connection
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _connected(self._path)
        except sqlite3.OperationalError:
            self._broken = True
        except sqlite3.DatabaseError:
            self._rebuild()
        except OSError:
            self._broken = True
        return self._connection

    def _rebuild(self) -> None:
        """A new file instead of one that SQLite can't read."""
        self.close()
        assert self._path is not None
        try:
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
            self._connection = _connected(self._path)
        except (OSError, sqlite3.Error):
            self._broken = True


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        (version,) = connection.execute("pragma user_version").fetchone()
        if version != _VERSION:
            connection.execute("pragma journal_mode = wal")  # the file remembers
            connection.executescript(f"{_TABLE} pragma user_version = {_VERSION};")
        connection.execute("pragma synchronous = off")  # a cache that is lost with the power is made again
    except BaseException:
        connection.close()
        raise
    return connection


def _parts(keys: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    for first in range(0, len(keys), _AT_ONCE):
        yield keys[first : first + _AT_ONCE]
