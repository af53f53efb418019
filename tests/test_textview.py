from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.model import Document, Piece, Segment, Span
from mtcheck.textview import Lines, TextView, fold, plain, utf16_length, utf16_offsets
from tests.conftest import document


@given(st.text())
def test_folding_and_plain_text_keep_every_offset(text: str) -> None:
    assert len(fold(text)) == len(plain(text)) == len(text)


def test_a_letter_whose_lower_case_is_longer_stays() -> None:
    assert fold("\u0130stanbul AFRIN") == "\u0130stanbul afrin"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_raw_to_view_to_raw_is_the_identity_for_plain_text(text: str) -> None:
    view = TextView(document(text))
    for span, segment in view.paragraphs:
        assert view.raw(span) == Span(segment.pieces[0].raw.start, segment.pieces[-1].raw.end)
        for at in range(span.start, span.end):
            raw = view.raw(Span(at, at + 1))
            assert view.document.text[raw.start : raw.end] == view.text[at]


def test_a_part_of_an_atomic_piece_stands_for_all_of_it() -> None:
    text = "A&amp;B and C"
    pieces = (Piece(Span(0, 1), "A"), Piece(Span(1, 6), "&"), Piece(Span(6, 13), "B and C"))
    view = TextView(Document("x.html", text, (Segment("body", pieces),)))
    assert view.text == "A&B and C"
    assert view.slice(Span(1, 2)) == "&amp;"
    assert view.slice(Span(0, 3)) == "A&amp;B"
    assert view.slice(Span(2, 5)) == "B a"
    assert view.raw(Span(2, 2)) == Span(6, 6)
    with pytest.raises(ValueError, match="no prose"):
        view.raw(Span(-1, 1))


def test_only_a_line_feed_ends_a_line() -> None:
    lines = Lines("a\u2028b\fc\r\nd\x85e\n")
    assert lines.position(0) == (1, 1)
    assert lines.position(4) == (1, 5)
    assert lines.position(7) == (2, 1)
    assert lines.position(9) == (2, 3)


@given(st.text())
def test_utf16_offsets_come_back_as_code_points(text: str) -> None:
    units = [utf16_length(text[:index]) for index in range(len(text) + 1)]
    assert utf16_offsets(text, units) == list(range(len(text) + 1))


def test_an_offset_inside_a_surrogate_pair_is_its_start() -> None:
    assert utf16_offsets("a😀b", [0, 1, 2, 3, 4]) == [0, 1, 1, 2, 3]
