"""What English knows, looked up in the file as it lies on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.wording import english

LINES = Path(english.__file__).with_name("english_words.txt").read_bytes().splitlines()


def test_the_file_is_sorted_by_bytes_and_has_no_word_twice() -> None:
    words = [line.split(b" ")[0] for line in LINES]
    assert words == sorted(set(words))


def test_every_line_can_be_found_the_first_and_the_last_as_well() -> None:
    step = max(len(LINES) // 500, 1)
    for line in [*LINES[::step], LINES[0], LINES[-1]]:
        word, _, mark = line.decode().partition(" ")
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
