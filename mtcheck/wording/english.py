"""Which words and names English texts have: bisection in a sorted file, which nothing loads.

`scripts/make_english_words.py` makes the file.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from pathlib import Path

from mtcheck.wording import sortedfile

SHORTEST = 4


@cache
def _lines() -> mmap.mmap:
    return sortedfile.mapped(Path(__file__).parent / "english_words.txt")


@lru_cache(maxsize=1 << 16)
def _entry(word: str) -> str | None:
    """What stands behind the word in the file, None for a word that is not in it."""
    return sortedfile.find(_lines(), word)


def knows(word: str) -> bool:
    """True for a word or name that English texts have, in any case; words of under four letters are all known."""
    return len(word) < SHORTEST or _entry(word.lower()) is not None


def is_word(word: str) -> bool:
    """True for a word of the English dictionary, in any case, whether or not it is a name as well."""
    return len(word) < SHORTEST or _entry(word.lower()) == "w"
