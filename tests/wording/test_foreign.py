"""The word sets: every line is found, nothing else is, and no common English word is among them."""

from __future__ import annotations

import random
from pathlib import Path

from mtcheck.wording import foreign

FILE = Path(foreign.__file__).with_name("foreign_words.txt")


def test_the_file_is_in_the_order_of_its_bytes() -> None:
    lines = FILE.read_bytes().splitlines()
    assert lines == sorted(lines)


def test_each_line_is_found() -> None:
    lines = FILE.read_text("utf-8").splitlines()
    sample = [lines[0], lines[-1], *random.Random(1).sample(lines, 2000)]
    for line in sample:
        word, letters = line.split(" ")
        assert foreign.languages(word) == tuple(foreign.LANGUAGES[letter] for letter in letters), word


def test_what_is_not_there_is_not_found() -> None:
    for word in ("", "a", "the", "zzzz", "\uffff", "\ud800", "gouvernemen", "gouvernementt", "governments"):
        assert foreign.languages(word) == ()


def test_no_common_english_word_is_foreign() -> None:
    words = {line.split(" ")[0] for line in FILE.read_text("utf-8").splitlines()}
    assert not words & foreign.common()
