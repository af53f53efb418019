"""German nouns: listed, inflected, put together; and the names that look like them."""

from __future__ import annotations

import pytest

from mtcheck.wording import english, german


def test_the_words_have_their_marks_only() -> None:
    assert {mark for _, mark in german.words()} == {"n", "p", "np"}


def test_no_noun_is_a_word_or_name_of_english_texts() -> None:
    nouns = [word for word, mark in german.words() if german.NOUN in mark]
    assert len(nouns) > 50_000
    assert not [noun for noun in nouns if english.knows(noun)]


@pytest.mark.parametrize(
    "noun",
    [
        "matratze",
        "balkone",
        "detektiven",
        "absurdität",
        # of two parts, with a joint, without an ending, of three parts
        "plastikwannen",
        "verkehrsminister",
        "wochenendausgaben",
        "sozialversicherungsverwaltung",
    ],
)
def test_nouns(noun: str) -> None:
    assert german.is_noun(noun)


@pytest.mark.parametrize(
    "name",
    [
        "müller",
        "schröder",
        "goldberg",
        "wasserstein",
        "steinmeier",
        "eggenfelden",
        "würzburger",
        "nigerias",
        "kasparov",
    ],
)
def test_names_are_no_nouns(name: str) -> None:
    assert not german.is_noun(name)
