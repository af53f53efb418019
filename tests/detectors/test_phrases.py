"""Kinds `phrases` and `pattern`: whole words, blanks, fixes."""

from __future__ import annotations

from mtcheck.model import Safety
from tests.conftest import document, small_checker


def found(text: str) -> list[tuple[str, str]]:
    findings = small_checker(("red bus", "bus")).check(document(text))[0].findings
    return [(finding.text, finding.fixes[0].edits[0].text) for finding in findings]


def test_a_phrase_matches_whole_words_in_any_case_across_any_blank() -> None:
    assert found("A red bus, a Red\u00a0Bus; a bored bust and red buses.") == [
        ("red bus", "bus"),
        ("Red\u00a0Bus", "Bus"),
    ]


def test_a_fix_corrects_the_article_before_it() -> None:
    made = small_checker(("red bus", "orange bus"))
    (finding,) = made.check(document("He saw a red bus."))[0].findings
    assert [edit.text for edit in finding.fixes[0].edits] == ["orange bus", "an"]
    assert finding.fixes[0].safety is Safety.SAFE
