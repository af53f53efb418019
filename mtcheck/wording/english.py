"""Which words and names English texts have: bisection in a sorted file, which nothing loads.

`scripts/make_english_words.py` makes the file.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from pathlib import Path

SHORTEST = 4


@cache
def _lines() -> mmap.mmap:
    with (Path(__file__).parent / "english_words.txt").open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


@lru_cache(maxsize=1 << 16)
def _entry(word: str) -> str | None:
    """What stands behind the word in the file, None for a word that is not in it."""
    lines, wanted = _lines(), word.encode("utf-8", "replace")
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", low, middle) + 1 or low
        end = lines.find(b"\n", start)
        found, _, mark = lines[start:end].partition(b" ")
        if found == wanted:
            return mark.decode("ascii")
        if found < wanted:
            low = end + 1
        else:
            high = start
    return None


def knows(word: str) -> bool:
    """True for a word or name that English texts have, in any case; words of under four letters are all known."""
    return len(word) < SHORTEST or _entry(word.lower()) is not None


def is_word(word: str) -> bool:
    """True for a word of the English dictionary, in any case, whether or not it is a name as well."""
    return len(word) < SHORTEST or _entry(word.lower()) == "w"
