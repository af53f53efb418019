"""Kind `sentences`: false stops, lost stops, lost spaces."""

from __future__ import annotations

import pytest

from mtcheck.detectors import RuleSource
from mtcheck.detectors.sentences import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Options, RuleSet, Safety
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.wording.classes import Classes
from tests.conftest import document


def found(shipped: RuleSet, rule: str, text: str) -> list[tuple[str, str | None]]:
    rules = tuple(each for each in shipped.rules if each.id == f"sentence.any.{rule}")
    findings = Checker(RuleSet(rules, ""), Options("fr")).check(document(text))[0].findings
    return [(each.text, each.fixes[0].edits[0].text if each.fixes else None) for each in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry. of the Defense. It is so.", [("ministry. of", "ministry of")]),
        ("The ministry said. of the Defense. It is so.", [("said. of", None)]),
        ("They came late. nobody was there. It is so.", [("late. nobody", "late. Nobody")]),
        ("Shares of Ford Motor Co. in Detroit fell. They rose at 5 p.m. in London.", []),
        ("He met Sen. J. van Dijk and R-Mo. in town.", []),
        ("See pic.twitter.com/x and www.example.com. eHow is a site.", []),
        ("Well... he left. “No.” he said.", []),
        ("First part.\n\nsecond part begins small.", []),
    ],
)
def test_small_letter(shipped: RuleSet, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(shipped, "small-letter", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is the law.No one is above it.", [("law.No", "law. No")]),
        ("Visit amazon.In or St.Petersburg or Yahoo.The next one.", [("amazon.In", "amazon. In")]),
        ("The U.S.The end. Version 2.The end.", []),
    ],
)
def test_glued(shipped: RuleSet, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(shipped, "glued", text) == expected


def test_name_twice_needs_a_fragment(shipped: RuleSet) -> None:
    assert found(shipped, "name-twice", "It is a branch of Al -Qaeda. Qaeda – and several groups.") == [(". Qaeda", "")]
    assert found(shipped, "name-twice", "It is a branch of Qaeda. Qaeda – and several groups. He left.") == [
        (". Qaeda", "")
    ]
    assert found(shipped, "name-twice", "It is a branch of Ford. Ford has several groups. He left.") == []


def test_fixes_of_a_false_stop_are_an_editors_decision(shipped: RuleSet) -> None:
    rules = tuple(each for each in shipped.rules if each.id == "sentence.any.small-letter")
    report, _ = Checker(RuleSet(rules, "")).check(document("The ministry. of the Defense."))
    assert [fix.safety for fix in report.findings[0].fixes] == [Safety.UNSAFE]


def test_wrong_keys() -> None:
    classes = Classes([shipped_folder()])
    with pytest.raises(RuleError, match="did you mean"):
        prepare(RuleSource("x", {"check": "smal-letter"}), classes)
    with pytest.raises(RuleError, match="no word class"):
        prepare(RuleSource("x", {"check": "glued", "joining": "<joinin-word>"}), classes)
