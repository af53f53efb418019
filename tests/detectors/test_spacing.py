"""Kind `spacing`: the raw text, with its no-break spaces and curly marks, and findings for a whole document."""

from __future__ import annotations

import pytest

from mtcheck import fixes
from mtcheck.detectors import RuleSource
from mtcheck.detectors.spacing import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, RuleSet, Safety
from mtcheck.wording.classes import Classes
from tests.conftest import SEEDS, document


def found(shipped: RuleSet, text: str, *families: str, lang: str | None = "fr") -> tuple[Finding, ...]:
    rules = tuple(rule for rule in shipped.rules if rule.id.startswith(families or ("spacing", "encoding")))
    return Checker(RuleSet(rules, ""), Options(lang)).check(document(text))[0].findings


def fixed(text: str, findings: tuple[Finding, ...], least: Safety = Safety.SAFE) -> str:
    return fixes.apply(text, fixes.edits_of(fixes.choose(findings, least)))


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("The Observatory (\u00a0SOHR\u00a0) said so.", "The Observatory (SOHR) said so."),
        ("The Turkey\u00a0, he said, would act.", "The Turkey, he said, would act."),
        ("A deputy director at HRW .", "A deputy director at HRW."),
        ("Prices rose 3\u202f% to 40 %.", "Prices rose 3% to 40%."),
        ("It\u00e2\u20ac\u2122s a caf\u00c3\u00a9.", "It\u2019s a caf\u00e9."),
        ("Marks &amp; Spencer&#39;s shop.", "Marks & Spencer's shop."),
        ("The Paris\u200b-based group.", "The Paris-based group."),
    ],
)
def test_a_safe_fix(shipped: RuleSet, text: str, good: str) -> None:
    findings = found(shipped, text)
    assert findings
    assert fixed(text, findings) == good
    assert found(shipped, good) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The score was 2 : 1 ... and the .NET runtime (of \u201c.22\u201d fame) ran.",
        "The fund lost $3\u00a0million, Mr.\u00a0Smith said on 5\u00a0May.",
        "The slogan \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 hung there.",
        "He said: \u201cRock \u2019n\u2019 roll, ma\u2019am, at five o\u2019clock.\u201d",
        "S\u00e3o Paulo, \u00c2ngela and \u00c3o are no garbled text; 5 < 6 and <IBM> rose.",
    ],
)
def test_silent(shipped: RuleSet, text: str) -> None:
    assert found(shipped, text) == ()


def test_brackets_are_two_findings(shipped: RuleSet) -> None:
    text = "The Observatory (\u00a0SOHR\u00a0) said so."
    assert [finding.text for finding in found(shipped, text)] == ["(\u00a0", "\u00a0)"]


def test_no_break_spaces_are_one_finding_with_all_edits(shipped: RuleSet) -> None:
    text = "The plane\u00a0fell. The pilot\u00a0fled.\n\nNobody\u00a0died."
    (finding,) = found(shipped, text)
    assert (finding.span.start, finding.span.end) == (9, 10)
    assert len(finding.related) == 2
    assert len(finding.fixes[0].edits) == 3
    assert fixed(text, (finding,)) == text.replace("\u00a0", " ")


def test_the_seed(shipped: RuleSet) -> None:
    text = (SEEDS / "afp-idlib-2018.txt").read_text("utf-8")
    findings = found(shipped, text)
    assert sorted(finding.text for finding in findings) == [" .", "(\u00a0", "\u00a0", "\u00a0)", "\u00a0,"]
    (no_break,) = (finding for finding in findings if finding.text == "\u00a0")
    assert 1 + len(no_break.related) == 30
    # The one inside a name that was cut apart goes with the name.
    assert fixed(text, findings).split("\u00a0")[1:] == fixed(text, findings).split("Al\u00a0")[1:]


def test_the_edited_seed_is_clean(shipped: RuleSet) -> None:
    text = (SEEDS / "afp-idlib-2018.edited.txt").read_text("utf-8")
    assert found(shipped, text, "spacing", "encoding", "quote", "repetition", "untranslated", "number", "capital") == ()


def test_case_of_a_replacement(shipped: RuleSet) -> None:
    text = "The striker Kaviedes Was summoned to the squad on Monday, and the coach said that he would play in June."
    (finding,) = found(shipped, text, "capital")
    assert finding.fixes[0].edits[0].text == "was"


def test_needs_keeps_an_expression_from_being_tried(shipped: RuleSet) -> None:
    (rule,) = (rule for rule in shipped.rules if rule.id == "spacing.any.no-break")
    assert rule.keys["needs"] == "\u00a0\u202f"
    assert found(shipped, "No such space here.") == ()


def test_a_pattern_that_does_not_compile_is_refused() -> None:
    with pytest.raises(RuleError, match="does not compile"):
        prepare(RuleSource("spacing.any.x", {"pattern": "("}), Classes())
