"""Kind `phrases`: whole words, blanks, fixes."""

from __future__ import annotations

from mtcheck.detectors._rows import Row
from mtcheck.engine import Checker
from mtcheck.model import RuleSet, Safety
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


def test_a_sentence_without_stops_is_read_whole_and_each_place_found_once() -> None:
    row = tuple(Row(r"(?<!\w)[a-z]+ red bus(?!\w)", 0, "sentence", None, -1, "", -1))
    (rule,) = small_checker(("red bus", "bus")).rules.values()
    rule = rule._replace(rows=(row,), anchors=((" red bus", 0),), fix=None)
    for gap in (590, 600, 610, 1_200, 2_400):
        text = "a red bus " + "on and " * (gap // 7) + "the red bus " + "on " * 900 + "one red bus"
        findings = Checker(RuleSet((rule,), "")).check(document(text))[0].findings
        assert [finding.text for finding in findings] == ["a red bus", "the red bus", "one red bus"]
