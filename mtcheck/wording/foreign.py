"""Which lower-case words English does not know and a source language does.

`scripts/make_word_sets.py` makes the files.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from mtcheck.wording.wordlist import WordList

LANGUAGES = {"f": "fr", "e": "es", "d": "de", "i": "it", "p": "pt", "c": "ca"}

_FOLDER = Path(__file__).parent


@cache
def words() -> WordList:
    """Words in lower case, behind each the letters of the languages that know it."""
    return WordList(_FOLDER / "foreign.words")


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
    return tuple(LANGUAGES[letter] for letter in words().mark(word) or "")
