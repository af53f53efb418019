"""The word sets: every word is found, nothing else is, and no common English word is among them."""

from __future__ import annotations

import random

from mtcheck.wording import foreign


def test_each_word_belongs_to_its_languages() -> None:
    words = list(foreign.words())
    assert len(words) > 300_000
    for word, letters in random.Random(1).sample(words, 2000):
        assert foreign.languages(word) == tuple(foreign.LANGUAGES[letter] for letter in letters), word


def test_what_is_not_there_is_not_found() -> None:
    for word in ("", "a", "the", "zzzz", "\uffff", "\ud800", "gouvernemen", "gouvernementt", "governments"):
        assert foreign.languages(word) == ()


def test_no_common_english_word_is_foreign() -> None:
    assert not {word for word, _ in foreign.words()} & foreign.common()
