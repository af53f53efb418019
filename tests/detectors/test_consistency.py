"""Kind `consistency`: the rarer way is the odd one, and the other is shown with it."""

from __future__ import annotations

import pytest

from mtcheck.detectors import RuleSource
from mtcheck.detectors.consistency import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, RuleSet
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.wording.classes import Classes
from tests.conftest import document


def found(shipped: RuleSet, rule: str, text: str) -> tuple[Finding, ...]:
    rules = tuple(each for each in shipped.rules if each.id == f"consistency.{rule}")
    return Checker(RuleSet(rules, ""), Options("fr")).check(document(text))[0].findings


def shown(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(each.text, each.related[0].note) for each in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began on May 3. It went on until May 9. It ended on 7 June.", [("7 June", "May 3")]),
        ("It began on 3 May. It ended on June 7.", [("June 7", "3 May")]),
        ("It began on 3 May. It ended on 7 June. On 9/11 and in May 2001 and at 3 in May nobody came.", []),
        ("It began on 3 May. It is about September 11.", []),
    ],
)
def test_date_order(shipped: RuleSet, text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(found(shipped, "any.date-order", text)) == expected


def test_the_other_order_keeps_weekday_and_year(shipped: RuleSet) -> None:
    text = "It began on May 3, 2018. It went on until May 9, 2018. It ended on Thursday 7 June 2018."
    (finding,) = found(shipped, "any.date-order", text)
    assert finding.fixes[0].edits[0].text == "Thursday, June 7, 2018"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("He died on Sunday, February 3, 2018, in Syria.", "Saturday"),
        ("He died on Saturday, February 3, 2018, in Syria.", None),
        ("He died on Sunday, February 3, in Syria.", None),
        ("PARIS, Feb 4, 2018 (AFP) — He died on Sunday, February 3, in Syria.", "Saturday"),
        ("PARIS, Feb 4, 2018 (AFP) — He was born on Sunday, August 30, in Syria.", None),
        ("He died on Friday, February 30, 2018, in Syria.", None),
    ],
)
def test_weekday(shipped: RuleSet, text: str, right: str | None) -> None:
    findings = found(shipped, "any.weekday", text)
    assert len(findings) == (right is not None)
    assert all(str(right) in finding.message for finding in findings)


def test_capital(shipped: RuleSet) -> None:
    text = "Rebels hold Idlib Province, it said. The army wants Idlib province back. Homs Province is calm."
    assert shown(found(shipped, "any.capital", text)) == [("Province", "province")]


def test_a_limit_of_places(shipped: RuleSet) -> None:
    text = (
        "The colour and the centre and the theatre and the neighbours and the defence. "
        + "The color. " * 5
        + "The center. "
    )
    assert [finding.text for finding in found(shipped, "any.spelling", text)] == ["colour"]


def test_wrong_keys() -> None:
    classes = Classes([shipped_folder()])
    for keys in (
        {"check": "date"},
        {"check": "variants", "mix": "col"},
        {"check": "capital", "words": "<administrativ-word>"},
    ):
        with pytest.raises(RuleError):
            prepare(RuleSource("x", keys), classes)
