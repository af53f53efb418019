from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.wording.wordlist import WordList, write

LETTERS = st.text("abcé\u0130\U0001f600", min_size=1, max_size=5)


@given(st.dictionaries(LETTERS, st.text("nw ", max_size=3), max_size=20), LETTERS)
def test_what_stands_behind_a_word(tmp_path_factory: pytest.TempPathFactory, marks: dict[str, str], other: str) -> None:
    path = tmp_path_factory.getbasetemp() / "some.words"
    write(path, marks)
    words = WordList(path)
    assert dict(words) == marks
    assert {word: words.mark(word) for word in marks} == marks
    assert words.mark(other) == marks.get(other)


@pytest.mark.parametrize("word", ["", "a", "\ud800", "ab\udfff", "\uffff", "ab "])
def test_what_is_not_there_has_no_mark(tmp_path: Path, word: str) -> None:
    write(tmp_path / "some.words", {"ab": "x"})
    assert WordList(tmp_path / "some.words").mark(word) is None
