"""Which lower-case words English does not know and a source language does: bisection in a sorted file, which nothing loads.

`scripts/make_word_sets.py` makes the files.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from pathlib import Path

from mtcheck.wording import sortedfile

LANGUAGES = {"f": "fr", "e": "es", "d": "de", "i": "it", "p": "pt", "c": "ca"}

_FOLDER = Path(__file__).parent


@cache
def _lines() -> mmap.mmap:
    return sortedfile.mapped(_FOLDER / "foreign_words.txt")


@cache
def common() -> frozenset[str]:
    """The most frequent English words, which need no look-up."""
    return frozenset((_FOLDER / "common_english.txt").read_text("utf-8").split())


@lru_cache(maxsize=1 << 16)
def languages(word: str) -> tuple[str, ...]:
    """The languages that know `word` (lower case), the one with most use for it first; empty for a word that English
    knows or that none of them does."""
    if word in common():
        return ()
    return tuple(LANGUAGES[letter] for letter in sortedfile.find(_lines(), word) or "")
