from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtcheck import fixes
from mtcheck.cli._fixing import moved
from mtcheck.model import Edit, Span

TEXT = "".join(chr(ord("A") + index) for index in range(26))


@st.composite
def edits_and_places(draw: st.DrawFn) -> tuple[list[Edit], list[Span]]:
    cuts = sorted(draw(st.lists(st.integers(0, 26), min_size=0, max_size=8, unique=True)))
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [Edit(span, draw(st.text("xyz", max_size=4))) for span in spans]
    ends = st.tuples(st.integers(0, 26), st.integers(0, 26)).map(sorted)
    return edits, [Span(*each) for each in draw(st.lists(ends, max_size=5))]


@given(edits_and_places())
def test_places_move_with_the_text(case: tuple[list[Edit], list[Span]]) -> None:
    edits, places = case
    after = fixes.apply(TEXT, edits)
    for place, (rule, now) in zip(places, moved([("a", place) for place in places], edits), strict=True):
        assert rule == "a"
        assert 0 <= now.start <= now.end <= len(after)
        kept = {
            index
            for index in range(place.start, place.end)
            if not any(edit.span.start <= index < edit.span.end for edit in edits)
        }
        there = {TEXT.index(char) for char in after[now.start : now.end] if char in TEXT}
        assert there == kept


def test_a_place_after_an_edit_and_one_around_it() -> None:
    edits = [Edit(Span(2, 4), "x"), Edit(Span(6, 6), "yy")]
    places = [("a", Span(0, 2)), ("a", Span(4, 6)), ("a", Span(7, 9)), ("a", Span(1, 8))]
    assert [span for _, span in moved(places, edits)] == [Span(0, 2), Span(3, 7), Span(8, 10), Span(1, 9)]
