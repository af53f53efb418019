"""Which words and names English texts have.

`scripts/make_english_words.py` makes the file.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from mtcheck.wording.wordlist import WordList

SHORTEST = 4


@cache
def words() -> WordList:
    """Words and names in lower case; the mark `w` behind a word of the dictionary that is not only a name."""
    return WordList(Path(__file__).parent / "english.words")


@lru_cache(maxsize=1 << 16)
def _entry(word: str) -> str | None:
    """What stands behind the word in the file, None for a word that is not in it."""
    return words().mark(word)


def knows(word: str) -> bool:
    """True for a word or name that English texts have, in any case; words of under four letters are all known."""
    return len(word) < SHORTEST or _entry(word.lower()) is not None


def is_word(word: str) -> bool:
    """True for a word of the English dictionary, in any case, whether or not it is a name as well."""
    return len(word) < SHORTEST or _entry(word.lower()) == "w"
