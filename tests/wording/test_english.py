"""What English knows."""

from __future__ import annotations

import pytest

from mtcheck.wording import english


def test_every_word_is_known_as_what_it_is() -> None:
    words = list(english.words())
    assert len(words) > 50_000
    assert {mark for _, mark in words} == {"", "w"}
    for word, mark in words[:: len(words) // 500]:
        assert english.knows(word)
        assert english.is_word(word) is (mark == "w")


@pytest.mark.parametrize(
    ("word", "known", "listed"),
    [
        ("party", True, True),
        ("Party", True, True),
        ("Idlib", True, False),
        ("Idleb", False, False),
        ("the", True, True),
        ("zzzzzz", False, False),
        ("aaaaaa", False, False),
        ("Łódźź", False, False),
    ],
)
def test_names_are_known_and_words_are_listed(word: str, known: bool, listed: bool) -> None:
    assert (english.knows(word), english.is_word(word)) == (known, listed)
