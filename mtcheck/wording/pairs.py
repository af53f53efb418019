"""How likely an English word is after another: a bigram model with back-off, in a table that is looked up where it lies.

The file is an open hash table. A key is a word or two; a slot holds two bytes that tell keys apart (of 65,535 keys that are not
there, one is taken for another) and the log10 probability in steps of 1/32. Made by `scripts/make_word_pairs.py` (a model of
all words) and `scripts/make_frequent_pairs.py` (frequent words only, and whether two of them have been seen together).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

PATH = Path(__file__).with_name("pairs.bin")
FREQUENT = Path(__file__).with_name("frequent.bin")
_HEAD = struct.Struct("<II")
_WORD, _PAIR = struct.Struct("<HBB"), struct.Struct("<HB")
_STEP = 32
_FULL = 0.72  # share of slots in use


class Pairs:
    """The model. Probabilities are log10; None for a word that it does not know."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        self._data = data
        self._words, self._pairs = _HEAD.unpack_from(data, 0)
        self._start = _HEAD.size
        self._pairs_start = self._start + self._words * _WORD.size
        self._known = lru_cache(maxsize=1 << 14)(self._looked_up)

    def word(self, word: str) -> tuple[float, float] | None:
        """Log10 probability of a word, and its back-off weight."""
        return self._known(word)

    def _looked_up(self, word: str) -> tuple[float, float] | None:
        slot, mark = _place(word, self._words)
        while True:
            found, likelihood, backoff = _WORD.unpack_from(self._data, self._start + slot * _WORD.size)
            if found == mark:
                return -likelihood / _STEP, (127 - backoff) / _STEP
            if not found:
                return None
            slot = (slot + 1) % self._words

    def after(self, first: str, second: str) -> tuple[float, float] | None:
        """Log10 probability of `second` after `first`, and of `second` alone."""
        one, other = self.word(first), self.word(second)
        if one is None or other is None:
            return None
        seen = self._seen(first, second)
        return (one[1] + other[0] if seen is None else seen), other[0]

    def chance(self, first: str, second: str) -> float | None:
        """Log10 probability by which chance alone puts two words side by side; None for a pair that has been seen, or words
        that the model does not know."""
        one, other = self.word(first), self.word(second)
        if one is None or other is None or self._seen(first, second) is not None:
            return None
        return one[0] + other[0]

    def _seen(self, first: str, second: str) -> float | None:
        """Log10 probability of a pair that has been seen."""
        slot, mark = _place(f"{first} {second}", self._pairs)
        while True:
            found, likelihood = _PAIR.unpack_from(self._data, self._pairs_start + slot * _PAIR.size)
            if found == mark:
                return float(-likelihood / _STEP)
            if not found:
                return None
            slot = (slot + 1) % self._pairs


def _place(key: str, slots: int) -> tuple[int, int]:
    data = key.encode()
    return crc32(data) % slots, (crc32(data, 0x5BD1E995) >> 8) % 0xFFFF + 1


@cache
def pairs() -> Pairs:
    """The model of all words, mapped into memory."""
    return _mapped(PATH)


@cache
def frequent() -> Pairs:
    """The frequent words and which of them have been seen together, mapped into memory."""
    return _mapped(FREQUENT)


def _mapped(path: Path) -> Pairs:
    with path.open("rb") as stream:
        return Pairs(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def write(path: Path, words: Mapping[tuple[str], tuple[float, float]], seen: Mapping[tuple[str, str], float]) -> None:
    """Writes a table: words with log10 probability and back-off weight, pairs with log10 probability."""
    word_slots, pair_slots = int(len(words) / _FULL) + 1, int(len(seen) / _FULL) + 1
    data = bytearray(_HEAD.size + word_slots * _WORD.size + pair_slots * _PAIR.size)
    _HEAD.pack_into(data, 0, word_slots, pair_slots)
    for (word,), (likelihood, backoff) in words.items():
        weight = max(0, min(255, round(127 - backoff * _STEP)))
        _put(data, _WORD, _HEAD.size, word_slots, word, (_scaled(likelihood), weight))
    start = _HEAD.size + word_slots * _WORD.size
    for (first, second), likelihood in seen.items():
        _put(data, _PAIR, start, pair_slots, f"{first} {second}", (_scaled(likelihood),))
    path.write_bytes(bytes(data))


def _scaled(likelihood: float) -> int:
    return max(0, min(255, round(-likelihood * _STEP)))


def _put(data: bytearray, shape: struct.Struct, start: int, slots: int, key: str, values: tuple[int, ...]) -> None:
    slot, mark = _place(key, slots)
    while shape.unpack_from(data, start + slot * shape.size)[0]:
        slot = (slot + 1) % slots
    shape.pack_into(data, start + slot * shape.size, mark, *values)
