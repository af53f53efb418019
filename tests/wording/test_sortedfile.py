"""Bisection in a sorted file."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.wording import sortedfile


@pytest.mark.parametrize(
    ("word", "rest"),
    [("ab", "x"), ("abc", ""), ("b", "y z"), ("zoë", "n"), ("a", None), ("abd", None), ("zz", None), ("", None)],
)
def test_what_stands_behind_a_word(tmp_path: Path, word: str, rest: str | None) -> None:
    path = tmp_path / "words.txt"
    path.write_text("ab x\nabc\nb y z\nzoë n\n", "utf-8")
    assert sortedfile.find(sortedfile.mapped(path), word) == rest
