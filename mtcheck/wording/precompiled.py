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
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from mtcheck.digest import blake2b

# A store begins with the version of the engine. Then come, as numbers, how many expressions have keys that begin with less than
# each of the values of two bytes, and with any; where the code of each begins; their keys in order; and all the code.
_HEAD = struct.Struct("=Q")
_BUCKETS = 1 << 16
_FULLEST = 100  # keys in a bucket: there is one for each three, so that more are a broken file
_BUCKET, _PLACE = struct.Struct("=I"), struct.Struct("=Q")
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
    held = Counter(map(_bucket, keys))
    buckets = array("I", accumulate((held[bucket] for bucket in range(_BUCKETS)), initial=0))
    places = accumulate((len(blobs[key]) for key in keys), initial=0)
    head = (_HEAD.pack(_sre.MAGIC), buckets.tobytes(), *map(_PLACE.pack, list(places)[: len(keys)]))
    return b"".join((*head, *keys, *(blobs[key] for key in keys)))


def _bucket(key: bytes) -> int:
    return int.from_bytes(key[:2], "big")


class Store:
    """A file of expressions, looked up in place; one is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._fits = False
        with contextlib.suppress(OSError, ValueError, struct.error), path.open("rb") as stream:
            # Mapped, so that it stays this file when another process puts a new one in its place.
            self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            (magic,) = _HEAD.unpack_from(self._data)
            self._places = _HEAD.size + _BUCKET.size * (_BUCKETS + 1)
            count = self._before(_BUCKETS)
            self._keys = self._places + _PLACE.size * count
            self._codes = self._keys + _KEY * count
            self._fits = magic == _sre.MAGIC

    def _before(self, bucket: int) -> int:
        """How many expressions stand before those of a bucket."""
        before: int = _BUCKET.unpack_from(self._data, _HEAD.size + _BUCKET.size * bucket)[0]
        return before

    def _number(self, key: bytes) -> int | None:
        """Where an expression stands."""
        bucket = _bucket(key)
        for number in range(self._before(bucket), self._before(bucket + 1))[:_FULLEST]:
            at = self._keys + _KEY * number
            if self._data[at : at + _KEY] == key:
                return number
        return None

    def get(self, pattern: str, ignore_case: bool) -> re.Pattern[str] | None:
        """The compiled expression, or None if the store does not have it."""
        number = self._number(_key(pattern, ignore_case)) if self._fits else None
        if number is None:
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
