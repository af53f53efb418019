"""German nouns, which have a capital wherever they stand: by a list of the frequent ones, and by the parts of compounds.

`scripts/make_word_sets.py` makes the list.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from mtcheck.wording.wordlist import WordList

NOUN, PART = "n", "p"
"""Marks of the list: a noun that English does not know; a word that other words of a compound may follow."""

_SHORTEST_PART, _SHORTEST_HEAD = 3, 5
# What joins the parts of a compound, and the ending that a part may have lost: Sprach·e, Zünd·en.
_JOINTS = ("s", "es", "n", "en", "e")
_LOST = ("", "e", "en")


@cache
def words() -> WordList:
    """Nouns and parts of compounds in lower case, with their marks."""
    return WordList(Path(__file__).parent / "german.words")


@lru_cache(maxsize=1 << 14)
def is_noun(word: str) -> bool:
    """True for a German noun (given in lower case) that English texts don't have, inflected or not: a listed one, or a
    compound of one or two other German words and a listed one."""
    return _listed(word, NOUN) or any(
        _listed(word[cut:], NOUN) and (_is_part(word[:cut]) or _are_parts(word[:cut]))
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_HEAD + 1)
    )


@lru_cache(maxsize=1 << 14)
def _marks(word: str) -> str:
    return words().mark(word) or ""


def _listed(word: str, mark: str) -> bool:
    return mark in _marks(word)


def _is_part(word: str) -> bool:
    """True for a word that a compound may begin with, with its joint or without its ending."""
    if len(word) < _SHORTEST_PART:
        return False
    if any(_listed(word + ending, PART) for ending in _LOST):
        return True
    return any(
        word.endswith(joint) and _listed(word[: -len(joint)], PART)
        for joint in _JOINTS
        if len(word) - len(joint) >= _SHORTEST_PART
    )


def _are_parts(word: str) -> bool:
    return any(
        _is_part(word[:cut]) and _is_part(word[cut:]) for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    )
