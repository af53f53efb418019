from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from mtcheck import fixes, inputs
from mtcheck.engine import Checker
from mtcheck.model import Document, Safety
from mtcheck.textview import plain
from tests.conftest import small_checker

PAGE = (
    '<!doctype html>\r\n<html><head><title>A red bus</title><style>red bus{}</style><script>"red bus"</script></head>\r\n'
    "<body><h1>Law &amp; order</h1>\r\n<p class='red bus'>The <b>red</b> bus,&nbsp;he <!-- red bus -->said,\r\n   "
    "left é😀 a red bus.<br>Next.<br><br>Last.</p>\r\n<ul><li>One</ul><figure><figcaption>A bus</figcaption></figure>"
    "<pre>red bus</pre><p>Type <code>red bus</code> now.</p></body>"
)


def read(text: str, path: str = "a.html") -> Document:
    return inputs.read(path, text.encode())


def prose(document: Document) -> list[tuple[str, str]]:
    return [(segment.role, "".join(piece.text for piece in segment.pieces)) for segment in document.segments]


def test_blocks_become_segments_and_the_rest_is_no_prose() -> None:
    assert prose(read(PAGE)) == [
        ("headline", "A red bus"),
        ("headline", "Law & order"),
        ("body", "The red bus,\u00a0he said, left é😀 a red bus. Next. "),
        ("body", "Last."),
        ("list", "One"),
        ("caption", "A bus"),
        ("body", "Type \ufffc now."),
    ]


def test_pictures_and_formulas_stand_where_words_might() -> None:
    page = "<p>If <img src='a.png' alt='x'>, then <math><mi>y</mi></math>; see <svg><text>z</text></svg>.</p><p><img src='b.png'></p>"
    assert prose(read(page)) == [("body", "If \ufffc, then \ufffc; see \ufffc.")]


def test_comments_are_kept_for_marks() -> None:
    document = read(PAGE)
    assert [document.text[span.start : span.end] for span in document.comments] == ["<!-- red bus -->"]


def test_a_fix_lands_on_the_source_and_never_on_markup() -> None:
    made = small_checker(("red bus", "bus"))
    document = read(PAGE)
    found = made.check(document)[0].findings
    assert [finding.text for finding in found] == ["red bus", "red</b> bus", "red bus"]
    fixed = fixes.apply(document.text, fixes.edits_of(fixes.choose(found, Safety.SAFE)))
    expected = PAGE.replace("<title>A red bus", "<title>A bus").replace("😀 a red bus", "😀 a bus")
    assert fixed == expected  # "<b>red</b> bus" is shown: to drop the word would leave an empty tag


def test_markup_within_a_finding_is_kept_where_the_edit_leaves_it_alone() -> None:
    made = small_checker(("firing against them", "firing at them"))
    document = read("<p>He was <i>firing</i> against <b>them</b>.</p>")
    (found,) = made.check(document)[0].findings
    fixed = fixes.apply(document.text, fixes.edits_of(fixes.choose([found], Safety.SAFE)))
    assert fixed == "<p>He was <i>firing</i> at <b>them</b>.</p>"


_PARTS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<br>", "<!-- c -->", "<script>", "</script>", "&amp;", "&", "<", ">", "red bus", " red", " bus ", "\r\n", "é😀", "<li>", "</code>", "<code>", "\u00a0", '<a href="red bus">', "</a>"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=30))
def test_what_is_no_prose_stays_byte_for_byte(parts: list[str]) -> None:
    _check_untouched("".join(parts), read)


def _check_untouched(text: str, reader: Callable[[str], Document]) -> None:
    made: Checker = small_checker(("red bus", "bus"))
    document = reader(text)
    pieces = [piece for segment in document.segments for piece in segment.pieces]
    for piece in pieces:
        if len(piece.raw) == len(piece.text):
            assert piece.text in (
                plain(document.text[piece.raw.start : piece.raw.end]),
                document.text[piece.raw.start : piece.raw.end],
            )
    edits = fixes.edits_of(fixes.choose(made.check(document)[0].findings, Safety.SAFE))
    covered = _covered(document)
    for edit in edits:
        assert all(covered[edit.span.start : edit.span.end])
    # Read again, the corrected text has the same markup, byte for byte: no edit made or unmade any.
    assert _markup(reader(fixes.apply(document.text, edits))) == _markup(document)


def _covered(document: Document) -> list[bool]:
    """For each code point of the text whether it is prose."""
    covered = [False] * len(document.text)
    for segment in document.segments:
        for piece in segment.pieces:
            covered[piece.raw.start : piece.raw.end] = [True] * len(piece.raw)
    return covered


def _markup(document: Document) -> str:
    """All that is no prose."""
    covered = _covered(document)
    return "".join(char for char, is_prose in zip(document.text, covered, strict=True) if not is_prose)
