"""Kind `names`: what stands in a table is found where its row says, and reads as the house writes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck import fixes
from mtcheck.detectors import _named
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, Safety, Severity, Strength
from mtcheck.rulefile.compiled import compile_folder
from mtcheck.rulefile.load import load_folder
from mtcheck.wording import expression
from tests.conftest import document

RULE = """\
id: names.fr.test
title: "a test table"
message: "“{{match}}”: “{{fix}}”."
why: |
  A test.
category: terminology/inconsistent-with-terminology-resource
severity: major
status: stable
strength: strong
source-langs: [fr]
kind: names
table: test.tsv
{extra}
fix: {{safety: safe, case: keep}}
examples:
  - bad: "He saw [[Alep]] burn."
    good: "He saw Aleppo burn."
  - ok: "He saw nothing."
"""
HEADER = "source\tenglish\tap\treuters\tafp\tguardian\tbbc\tsafety\tcontext\n"
TABLE = (
    HEADER
    + """\
Alep	Aleppo						always
Irak	Iraq						always
Deraa	Daraa		Deraa				always
al-Cham	al-Sham						always
talibans	Taliban						always
djihadiste	jihadist						always
Pays-Bas	the Netherlands						always
Ouganda	Uganda						always
Érythrée	Eritrea						always
N'Djaména	N'Djamena						always
Damas	Damascus						context	before=in|from; after=regime; near=Syrian; not-before=[A-Z]\\w+
Maroc	Morocco						always	not-before=Royal Air; not-after=Telecom
Chine	China						always	not-near=Bournemouth
Kiev	Kyiv						never
Sana	SANA				-		context	after=agency
"""
)


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., tuple[Finding, ...]]:
    """Findings of a table in a text; `lang` is what the user says the source is."""

    def run(
        text: str, *, table: str = TABLE, house: str | None = None, lang: str | None = None, extra: str = ""
    ) -> tuple[Finding, ...]:
        folder = tmp_path / "names" / "fr"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "test.tsv").write_text(table, "utf-8")
        (folder / "test.yaml").write_text(RULE.format(extra=extra), "utf-8")
        ruleset = compile_folder(tmp_path)
        assert not ruleset.failures, ruleset.failures
        return Checker(ruleset, Options(lang, house)).check(document(text))[0].findings

    return run


def corrected(text: str, findings: tuple[Finding, ...]) -> str:
    return fixes.apply(text, fixes.edits_of(fixes.choose(findings, Safety.UNSAFE)))


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Rebels left Alep.", "Rebels left Aleppo."),
        ("Alep's old town", "Aleppo's old town"),
        ("the Alep-based group", "the Aleppo-based group"),
        ("“Alep”", "“Aleppo”"),
        ("Hayat Tahrir al-Cham", "Hayat Tahrir al-Sham"),
        ("Hayat Tahrir Al-Cham", "Hayat Tahrir al-Sham"),
        ("He left. Al-Cham stayed.", "He left. Al-Sham stayed."),
        ("He left. al-Cham stayed.", "He left. Al-Sham stayed."),
        ("the Talibans", "the Taliban"),
        ("“Djihadiste” was the word.", "“Jihadist” was the word."),
        ("capital N’Djaména", "capital N'Djamena"),
        ("THE FALL OF IRAK, OUGANDA AND ÉRYTHRÉE", "THE FALL OF IRAK, UGANDA AND ERITREA"),
        ("in\u00a0Damas", "in\u00a0Damascus"),
    ],
)
def test_the_english_form_stands_where_the_name_stood(check, text: str, good: str) -> None:
    assert corrected(text, check(text)) == good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("a Pays-Bas team", "a Netherlands team"),
        ("Pays-Bas won", "The Netherlands won"),
        ("He left Pays-Bas.", "He left the Netherlands."),
        ("He left the Pays-Bas.", "He left the Netherlands."),
        ("an Ouganda court", "a Uganda court"),
        ("a Érythrée court", "an Eritrea court"),
        ("A Irak court", "An Iraq court"),
        ("a Alep court", "an Aleppo court"),
    ],
)
def test_articles_fit_the_english_form(check, text: str, good: str) -> None:
    assert corrected(text, check(text)) == good


@pytest.mark.parametrize(
    "text",
    [
        "Alepino, Malep and alep are other words",
        "the account @Alep, the tag #Alep, alep.example, www.x.example/Alep and info@Alep.example",
        "Deraa is what Reuters writes",
        "Mr Damas left; Léon Damas wrote. He saw Damas.",
        "Royal Air Maroc and Maroc Telecom",
        "TALIBAN",
    ],
)
def test_what_is_no_name_of_the_table_is_left_alone(check, text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize("text", ["in Damas", "from Damas", "the Damas regime", "Damas. The Syrian army", "in “Damas”"])
def test_one_context_is_enough(check, text: str) -> None:
    assert [finding.text for finding in check(text)] == ["Damas"]


def test_an_excluded_context_wins(check) -> None:
    assert check("The Syrian poet Damas; the Syrian Léon Damas") != ()
    assert check("the Syrian, Léon Damas") == ()


def test_a_word_anywhere_in_the_story_may_exclude_a_name(check) -> None:
    assert check("They walked down Alum Chine.\n\nBournemouth is in Dorset.") == ()
    assert check("They flew to Chine.") != ()


def test_context_does_not_reach_over_a_full_stop(check) -> None:
    assert check("They came in. Damas left. Regime change came.") == ()


def test_a_name_that_some_english_papers_write_waits_for_the_verdict(check) -> None:
    assert check("He is in Kiev.") == ()
    (finding,) = check("He is in Kiev.", lang="fr")
    assert finding.strength is Strength.WEAK
    assert finding.fixes[0].safety is Safety.UNSAFE


def test_a_house_style_decides_between_english_forms(check) -> None:
    assert check("in Deraa", house="reuters") == ()
    (finding,) = check("in Deraa", house="ap")
    assert (finding.severity, finding.fixes[0].edits[0].text) == (Severity.MINOR, "Daraa")


def test_a_form_that_one_style_alone_keeps_is_silent_only_there(check) -> None:
    assert check("the Sana agency", house="guardian") == ()
    assert [f.fixes[0].edits[0].text for f in check("the Sana agency")] == ["SANA"]


def test_exact_case_leaves_capitals_alone(check) -> None:
    assert check("the Talibans", extra="exact-case: true") == ()
    assert check("the talibans", extra="exact-case: true") != ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Alep\tAleppo\t\t\t\t\t\tsometimes\t", "`safety` is “sometimes”, but can be always, context, never"),
        ("Alep\tAleppo\t\t\t\t\t\tcontext\t", "“Alep” is safe only in context, but says no context"),
        ("Alep\tAleppo\t\t\t\t\t\talways\tbehind=x", "`context` has “behind=x”, but takes before=…, after=…, near=…"),
        ("Alep\tAleppo\t\t\t\t\t\talways\tbefore=(", "`context` has “before=(”, which does not compile"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    folder = tmp_path / "names" / "fr"
    folder.mkdir(parents=True)
    (folder / "test.tsv").write_text(HEADER + "Irak\tIraq\t\t\t\t\t\talways\t\n" + row + "\n", "utf-8")
    (folder / "test.yaml").write_text(RULE.format(extra=""), "utf-8")
    (error,) = load_folder(tmp_path)
    assert isinstance(error, RuleError)
    assert reason in error.reason
    assert error.path.endswith("test.tsv")
    assert error.line == 3


def test_what_is_asked_of_the_whole_story_is_asked_once(check, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()

    def compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
        asked[pattern] += 1
        return expression.compiled(pattern, ignore_case)

    monkeypatch.setattr(_named, "compiled", compiled)
    assert check("He saw Damas. " * 100) == ()
    assert [count for pattern, count in asked.items() if pattern.startswith(r"(?<!\w)")] == [1]
