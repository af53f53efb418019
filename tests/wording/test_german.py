"""German nouns: listed, inflected, put together; and the names that look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.wording import english, german

LINES = Path(german.__file__).with_name("german_nouns.txt").read_text("utf-8").splitlines()


def test_the_file_is_sorted_by_bytes_and_has_its_marks_only() -> None:
    words = [line.split(" ")[0].encode() for line in LINES]
    assert words == sorted(set(words))
    assert {line.split(" ")[1] for line in LINES} == {"n", "p", "np"}


def test_no_noun_is_a_word_or_name_of_english_texts() -> None:
    nouns = [line.split(" ")[0] for line in LINES if german.NOUN in line.split(" ")[1]]
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
