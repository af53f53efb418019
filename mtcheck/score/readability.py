"""Readability by textstat, without a network.

textstat counts syllables with NLTK's copy of the CMU Pronouncing Dictionary, which it downloads when first asked. What it needs
of that dictionary is in this package, and NLTK is told to look there first.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

_DATA = Path(__file__).parent / "nltk_data"


class Readability(NamedTuple):
    """Flesch reading ease (about 0 to 100, high is easy), Flesch-Kincaid grade (years of school), words in a sentence on
    average; all as textstat counts them."""

    flesch: float
    grade: float
    sentence: float


def readability(text: str) -> Readability:
    """The readability of a prose; zeros for one without words."""
    if not text.strip():
        return Readability(0.0, 0.0, 0.0)
    textstat = _textstat()
    return Readability(
        float(textstat.flesch_reading_ease(text)),
        float(textstat.flesch_kincaid_grade(text)),
        float(textstat.words_per_sentence(text)),
    )


def signature() -> str:
    """What made the figures."""
    from importlib.metadata import version

    return f"readability|textstat:{version('textstat')}|syllables:cmudict"


def _textstat() -> Any:
    # Half a second: only who asks for readability pays it.
    places: list[str] = import_module("nltk.data").path
    if str(_DATA) not in places:
        places.insert(0, str(_DATA))
    from textstat import textstat

    return textstat
