"""Regular expressions that were compiled when the rules were: a check of one story would else spend most of its time on that.

The standard library offers no way to keep a compiled expression, so this takes the code that its own compiler makes and hands it
back to the matching engine later, which checks it. The code fits one version of the engine (`_sre.MAGIC`). Whatever does not
fit, or is not there, is compiled as usual: a store can make a check faster, never different.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import contextlib
import hashlib
import marshal
import mmap
import re
import re._compiler as sre_compiler  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from array import array
from collections.abc import Mapping
from pathlib import Path

_HEAD = 8  # bytes that hold the length of the index


def made(pattern: str, ignore_case: bool) -> tuple[bytes, bytes]:
    """The key of an expression and its code. Raises re.error for one that does not compile."""
    flags = int(re.IGNORECASE) if ignore_case else 0
    tree = sre_parser.parse(pattern, flags)
    code = sre_compiler._code(tree, flags)
    groups = dict(tree.state.groupdict)
    blob = marshal.dumps((flags | tree.state.flags, tree.state.groups - 1, groups, array("I", code).tobytes()), 4)
    return _key(pattern, ignore_case), blob


def _key(pattern: str, ignore_case: bool) -> bytes:
    return hashlib.blake2b(
        pattern.encode("utf-8", "surrogatepass"), digest_size=10, key=b"i" if ignore_case else b"c"
    ).digest()


def packed(blobs: Mapping[bytes, bytes]) -> bytes:
    """The bytes of a store: the length of the index, the index, the code of each expression."""
    at = 0
    index: dict[bytes, tuple[int, int]] = {}
    for key, blob in blobs.items():
        index[key] = (at, len(blob))
        at += len(blob)
    head = marshal.dumps((_sre.MAGIC, index), 4)
    return b"".join((len(head).to_bytes(_HEAD, "little"), head, *blobs.values()))


class Store:
    """A file of expressions; one is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._index: Mapping[bytes, tuple[int, int]] = {}
        self._data: bytes | mmap.mmap = b""
        self._start = 0
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError, OverflowError), path.open("rb") as stream:
            # Mapped, so that it stays this file when another process puts a new one in its place: the old index and the new
            # code would go together badly.
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            length = int.from_bytes(data[:_HEAD], "little")
            magic, index = marshal.loads(data[_HEAD : _HEAD + length])
            if magic == _sre.MAGIC:
                self._data, self._index, self._start = data, index, _HEAD + length

    def get(self, pattern: str, ignore_case: bool) -> re.Pattern[str] | None:
        """The compiled expression, or None if the store does not have it."""
        place = self._index.get(_key(pattern, ignore_case)) if self._index else None
        if place is None:
            return None
        try:
            at = self._start + place[0]
            flags, groups, names, code = marshal.loads(self._data[at : at + place[1]])
            numbers: list[str | None] = [None] * (groups + 1)
            for name, number in names.items():
                numbers[number] = name
            words = array("I", code).tolist()
            found: re.Pattern[str] = _sre.compile(pattern, flags, words, groups, names, tuple(numbers))
            return found
        except (ValueError, EOFError, TypeError, RuntimeError, OverflowError):
            return None


_stores: list[Store] = []


def use(path: Path) -> None:
    """Looks into the store at `path` as well, from now on."""
    _stores.append(Store(path))


def find(pattern: str, ignore_case: bool) -> re.Pattern[str] | None:
    """The compiled expression from one of the stores in use, or None."""
    for store in _stores:
        found = store.get(pattern, ignore_case)
        if found is not None:
            return found
    return None
