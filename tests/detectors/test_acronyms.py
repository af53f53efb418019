"""Kind `acronyms`: letters of the source language, known by a table, by the name they stand for, or by their order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck import fixes
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, Safety, Strength
from mtcheck.rulefile.compiled import compile_folder
from mtcheck.rulefile.load import load_folder
from tests.conftest import document

HEAD = """\
id: acronyms.fr.test
title: "a test table"
message: "“{match}”: “{fix}”."
why: |
  A test.
category: accuracy/untranslated
severity: major
status: stable
strength: strong
source-langs: [fr]
kind: acronyms
"""
TAIL = """
fix: {safety: safe, case: keep}
examples:
  - bad: "He saw [[ONU]] men."
    good: "He saw UN men."
  - ok: "He saw nothing."
"""
TABLE = """\
source	english	ap	guardian	expansion	safety	context
ONU	UN	U.N.		United Nations(?: Organi[sz]ation)?	always
Otan	NATO		Nato		always
OSDH	SOHR			Syrian Observatory (?:for|of) (?:the )?Human Rights	always
OIAC	OPCW				always
UE	EU				always
ONG	NGO				always
CPI	ICC			International (?:Criminal|Penal) Court	context	near=The Hague
EI	IS			Islamic State(?: group)?	never
Minusma	MINUSMA		-		always
"""
ARITHMETIC = "arithmetic: true\nestablished: [UCI]\nname: International|European|World"


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., tuple[Finding, ...]]:
    """Findings of the table, or of the keys given instead of it, in a text."""

    def run(
        text: str, *, keys: str = "table: test.tsv", house: str | None = None, lang: str | None = None
    ) -> tuple[Finding, ...]:
        folder = tmp_path / "acronyms" / "fr"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "test.tsv").write_text(TABLE, "utf-8")
        (folder / "test.yaml").write_text(HEAD + keys + TAIL, "utf-8")
        ruleset = compile_folder(tmp_path)
        assert not ruleset.failures, ruleset.failures
        return Checker(ruleset, Options(lang, house)).check(document(text))[0].findings

    return run


def corrected(text: str, findings: tuple[Finding, ...]) -> str:
    return fixes.apply(text, fixes.edits_of(fixes.choose(findings, Safety.UNSAFE)))


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("The ONU met.", "The UN met."),
        ("ONU men met.", "UN men met."),
        ("He left.\n\nUE ministers met.", "He left.\n\nEU ministers met."),
        ("the (ONU)", "the (UN)"),
        ("“ONU”, ONU's, pro-ONU", "“UN”, UN's, pro-UN"),
        ("an ONU man, an ONG, an OIAC man", "a UN man, an NGO, an OPCW man"),
        ("a UE man and a ONG", "an EU man and an NGO"),
        ("Observatory for Human Rights ( OSDH )", "Observatory for Human Rights ( SOHR )"),
        (
            "the Syrian Observatory for Human Rights\u00a0(\u00a0OSDH\u00a0)",
            "the Syrian Observatory for Human Rights\u00a0(\u00a0SOHR\u00a0)",
        ),
    ],
)
def test_the_acronym_alone_is_replaced(check, text: str, good: str) -> None:
    assert corrected(text, check(text)) == good


@pytest.mark.parametrize(
    "text",
    [
        "The CPI fell by 2%.",
        "Consumer prices (CPI) fell.",
        "monuments, ONUs, bonus, onu, among strong songs",
        "@ONU, #ONU, onu.example, www.x.example/ONU, ONU_fr",
        "TEO SIEW ONG WAS FINED",
        "EI leaders met.",
    ],
)
def test_what_may_be_something_else_is_left_alone(check, text: str) -> None:
    assert check(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The International Criminal Court (CPI) met.",
        "The international penal court ( CPI ) met.",
        "The International Criminal Court (CPI, in the Netherlands) met.",
        "The CPI (International Criminal Court) met.",
        "The CPI in The Hague met.",
    ],
)
def test_a_name_beside_it_or_the_context_says_what_it_is(check, text: str) -> None:
    assert [finding.text for finding in check(text)] == ["CPI"]


def test_a_weak_acronym_is_strong_in_the_brackets_of_its_name(check) -> None:
    assert check("EI fighters fled.") == ()
    assert [finding.strength for finding in check("EI fighters fled.", lang="fr")] == [Strength.WEAK]
    (finding,) = check("Islamic State group (EI) fighters fled.")
    assert (finding.strength, finding.fixes[0].safety) == (Strength.STRONG, Safety.SAFE)


@pytest.mark.parametrize(
    "name",
    ["Oregon Nurses Union", "Office of National Unity", "Organization of Nurses in Utah", "Order of the Nuns of Ulm"],
)
def test_letters_that_the_story_introduces_with_its_own_name_are_its_own(check, name: str) -> None:
    assert check(f"The {name} (ONU) met. Later ONU members left.") == ()
    assert len(check("The United Nations (ONU) met. Later ONU members left.")) == 2


def test_house_styles_write_acronyms_their_way(check) -> None:
    texts = {
        house: corrected("The ONU and Otan", check("The ONU and Otan", house=house))
        for house in (None, "ap", "guardian")
    }
    assert texts == {None: "The UN and NATO", "ap": "The U.N. and NATO", "guardian": "The UN and Nato"}
    assert check("the Minusma", house="guardian") == ()
    assert corrected("the Minusma", check("the Minusma")) == "the MINUSMA"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("European Central Bank (BCE)", "BCE"),
        ("European Central Bank ( BCE )", "BCE"),
        ("European Bank for Reconstruction and Development (BERD)", "BERD"),
        ("International Union of Pure Nonsense Studies (UIEPN)", None),
        ("European Central Bank (ECB)", None),
        ("International Cycling Union (UCI)", None),
        ("National Liberation Front (FLN)", None),
        ("the world (BCE)", None),
        ("(BCE)", None),
    ],
)
def test_romance_order_is_seen_by_arithmetic(check, text: str, found: str | None) -> None:
    assert [finding.text for finding in check(f"The {text} met.", keys=ARITHMETIC)] == ([found] if found else [])


@pytest.mark.parametrize("keys", ["", "table: test.tsv\narithmetic: true"])
def test_a_rule_takes_a_table_or_arithmetic(tmp_path: Path, keys: str) -> None:
    folder = tmp_path / "acronyms" / "fr"
    folder.mkdir(parents=True)
    (folder / "test.tsv").write_text(TABLE, "utf-8")
    (folder / "test.yaml").write_text(HEAD + keys + TAIL, "utf-8")
    (error,) = load_folder(tmp_path)
    assert isinstance(error, RuleError)
    assert "either a `table` or `arithmetic: true`" in error.reason
