"""What all reporters say alike."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper

import pytest

from mtcheck.model import Edit, Evidence, Failure, Fix, Safety, Span, Verdict
from mtcheck.reporters import _text


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("caf\u00e9", 4), ("e\u0301", 1), ("\u65e5\u672c", 4), ("\U0001f600", 2), ("a\u200bb", 2), ("", 0)],
)
def test_columns_of_a_terminal(text: str, columns: int) -> None:
    assert _text.columns(text) == columns


def test_special_spaces_and_invisible_characters_can_be_seen() -> None:
    assert _text.shown("a\u00a0b\u202fc\u200bd\ne\tf\x1b") == "a\u237db\u237dc<U+200B>d\u23cee\u21e5f\\x1b"


def test_a_stream_without_the_characters_gets_escapes() -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="ascii")
    _text.emit(out, "Idl\u00efb \u2192 \ud800\n")
    out.flush()
    assert raw.getvalue() == b"Idl\\xefb \\u2192 \\ud800\n"


def test_changes_in_words() -> None:
    text = "a\u00a0b\u00a0c Idleb"
    spaces = Fix((Edit(Span(1, 2), " "), Edit(Span(3, 4), " ")), Safety.SAFE)
    assert _text.changes(spaces, text) == "\u237d \u2192 \u00b7 (2 times)"
    assert _text.changes(Fix((Edit(Span(6, 11), "Idlib"),), Safety.SAFE), text) == "Idleb \u2192 Idlib"
    assert _text.changes(Fix((Edit(Span(6, 11), ""),), Safety.SAFE), text) == "delete \u201cIdleb\u201d"
    assert _text.changes(Fix((Edit(Span(6, 6), "in"),), Safety.SAFE), text) == "insert \u201cin\u201d"
    many = Fix(tuple(Edit(Span(at, at + 1), "x") for at in (0, 2, 4, 6, 7)), Safety.SAFE)
    assert _text.changes(many, text) == "a \u2192 x; b \u2192 x; c \u2192 x; and 2 more"


def test_the_verdict_speaks_from_one_half_on_and_never_claims_certainty() -> None:
    assert _text.verdict_words(Verdict("fr", 0.49)) == ""
    assert _text.verdict_words(Verdict("fr", 0.9999)) == "reads like unedited machine translation from French (99 %)"
    assert _text.verdict_words(Verdict(None, 0.5)) == "reads like unedited machine translation (50 %)"
    assert _text.verdict_words(Verdict("xx", 0.5)) == "reads like unedited machine translation from xx (50 %)"


def test_evidence_is_named_once_and_only_if_it_spoke_for_the_verdict() -> None:
    spoke = (Evidence("a", 2.0, "Idleb"), Evidence("b", 1.0, "Idleb"), Evidence("c", -1.0, "gonna"))
    assert _text.evidence_words(Verdict("fr", 0.9, spoke)) == "\u201cIdleb\u201d"


def test_a_failure_names_its_subject_once() -> None:
    assert _text.failure_words(Failure("input", "a.txt", "a.txt: is missing")) == "a.txt: is missing"
    assert _text.failure_words(Failure("rule", "a.b", "took too long")) == "a.b: took too long"


def test_long_quotes_are_cut_in_the_middle() -> None:
    assert len(_text.quoted("x" * 1000)) <= 60
