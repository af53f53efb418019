"""Regular expressions that were compiled when the rules were: a check of one story would else spend most of its time on that.

The standard library offers no way to keep a compiled expression, so this takes the code that its own compiler makes and hands it
back to the matching engine later, which checks it. The code fits one version of the engine (`_sre.MAGIC`). Whatever does not
fit, or is not there, is compiled as usual: a store can make a check faster, never different.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import contextlib
import marshal
import mmap
import re
import re._compiler as sre_compiler  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
import struct
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from mtcheck.digest import blake2b

# A store begins with these numbers: the version of the engine, and how many expressions follow. Then come their keys in order,
# where the code of each begins, and all the code.
_HEAD = struct.Struct("=QQ")
_PLACE = struct.Struct("=Q")
_KEY = 10  # bytes


@lru_cache(maxsize=2)
def parsed(pattern: str, ignore_case: bool) -> Any:
    """The tree of an expression; that of the last ones is kept, since whoever wants its code wants its anchors as well. Raises
    re.error for one that does not parse."""
    return sre_parser.parse(pattern, int(re.IGNORECASE) if ignore_case else 0)


def made(pattern: str, ignore_case: bool) -> tuple[bytes, bytes]:
    """The key of an expression and its code. Raises re.error for one that does not compile."""
    flags = int(re.IGNORECASE) if ignore_case else 0
    tree = parsed(pattern, ignore_case)
    code = sre_compiler._code(tree, flags)
    groups = dict(tree.state.groupdict)
    blob = marshal.dumps((flags | tree.state.flags, tree.state.groups - 1, groups, array("I", code).tobytes()), 4)
    return _key(pattern, ignore_case), blob


def _key(pattern: str, ignore_case: bool) -> bytes:
    said = pattern.encode("utf-8", "surrogatepass")
    return blake2b(said, digest_size=_KEY, key=b"i" if ignore_case else b"c").digest()


def packed(blobs: Mapping[bytes, bytes]) -> bytes:
    """The bytes of a store."""
    keys = sorted(blobs)
    places = accumulate((len(blobs[key]) for key in keys), initial=0)
    head = (_HEAD.pack(_sre.MAGIC, len(keys)), *map(_PLACE.pack, list(places)[: len(keys)]))
    return b"".join((*head, *keys, *(blobs[key] for key in keys)))


class Store:
    """A file of expressions, looked up in place; one is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._count = 0
        with contextlib.suppress(OSError, ValueError, struct.error), path.open("rb") as stream:
            # Mapped, so that it stays this file when another process puts a new one in its place.
            self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            magic, count = _HEAD.unpack_from(self._data)
            self._places = _HEAD.size
            self._keys = self._places + _PLACE.size * count
            self._codes = self._keys + _KEY * count
            if magic == _sre.MAGIC:
                self._count = count

    def _key(self, number: int) -> bytes:
        at = self._keys + _KEY * number
        return self._data[at : at + _KEY]

    def get(self, pattern: str, ignore_case: bool) -> re.Pattern[str] | None:
        """The compiled expression, or None if the store does not have it."""
        wanted = _key(pattern, ignore_case)
        number = bisect_left(range(self._count), wanted, key=self._key)
        if number == self._count or self._key(number) != wanted:
            return None
        try:
            (place,) = _PLACE.unpack_from(self._data, self._places + _PLACE.size * number)
            flags, groups, names, code = marshal.loads(memoryview(self._data)[self._codes + place :])
            numbers: list[str | None] = [None] * (groups + 1)
            for name, group in names.items():
                numbers[group] = name
            found: re.Pattern[str] = _sre.compile(
                pattern, flags, array("I", code).tolist(), groups, names, tuple(numbers)
            )
            return found
        except (ValueError, EOFError, TypeError, RuntimeError, OverflowError, struct.error):
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
