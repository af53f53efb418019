"""Kind `variants`: one name in two spellings in one story."""

from __future__ import annotations

from functools import cache

import pytest

from mtcheck.engine import Checker
from mtcheck.model import Finding, Options, Rule, RuleSet, Strength
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.rulefile.load import load
from mtcheck.selftest import document
from mtcheck.wording.classes import Classes
from mtcheck.wording.spelling import Sounds


@cache
def rule() -> Rule:
    return load(shipped_folder() / "variants" / "any" / "name-spelling.yaml", shipped_folder(), Classes()).rule


def findings(text: str) -> tuple[Finding, ...]:
    checker = Checker(RuleSet((rule(),), ""), Options("fr"))
    return checker.check(document(text))[0].findings


def pairs(text: str) -> list[tuple[str, str]]:
    """What is found, and the spelling that is to be kept."""
    return [(finding.text, finding.fixes[0].edits[0].text) for finding in findings(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Afrin fell. They left Afrine.", [("Afrine", "Afrin")]),
        ("Idleb fell. They left Idlib and Idlib again.", [("Idleb", "Idlib")]),
        ("They left Soumboul and Sumbul. Sumbul fell.", [("Soumboul", "Sumbul")]),
        ("A Kadyrov aide met Kadyrov and Kadirov.", [("Kadirov", "Kadyrov")]),
        ("He left Hasaka for Hassakeh.", [("Hassakeh", "Hasaka")]),
        ("The al-Qaeda cell and al-Qaida and Qaeda.", [("Qaida", "Qaeda")]),
    ],
)
def test_spellings_of_one_sound_are_one_name(text: str, found: list[tuple[str, str]]) -> None:
    assert pairs(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Hussein met Hussain, Mohammed met Mohamed.",
        "Ivanov married Ivanova.",
        "Kovac and the Kovacs family.",
        "GenCorp and Gencorp.",
        "Sérgio is not Sergio.",
        "The Iraqis left Iraq with an Iraqi.",
        "Wang Chien-Shien spoke.",
        "ZAGROUS and Zagrus.",
        "Write to @Zagrous or Zagrus.",
        "Khan met Kahn, Still met Steel.",
    ],
)
def test_other_names_are_left_alone(text: str) -> None:
    assert pairs(text) == []


def test_the_spelling_that_english_knows_is_kept_whatever_the_count() -> None:
    assert pairs("Idleb, Idleb and Idleb, then Idlib.") == [("Idleb", "Idlib")] * 3


def test_of_two_unknown_spellings_the_more_frequent_one_is_kept() -> None:
    assert pairs("Zagrous, Zagrus and Zagrus.") == [("Zagrous", "Zagrus")]


def test_the_places_of_the_kept_spelling_are_related() -> None:
    (finding,) = findings("Afrin. Afrin. Afrin. Afrin. Afrine.")
    assert [related.note for related in finding.related] == ["Afrin"] * 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rami Abdel Rahman spoke. Rami Abdulrahman left.", [("Abdulrahman", "Abdel Rahman")]),
        ("Rami Abdel Rahman spoke. Abderrahman left.", [("Abderrahman", "Abdel Rahman")]),
        ("Omar Abdel Aziz met Fatima Abdulaziz.", []),
        ("Abduction and abducted Abdomen.", []),
    ],
)
def test_names_of_two_parts_are_compared_with_what_stands_before_them(text: str, found: list[tuple[str, str]]) -> None:
    assert pairs(text) == found


def test_the_rule_waits_for_the_verdict() -> None:
    assert rule().strength is Strength.WEAK


def test_a_distance_counts_units_and_not_letters() -> None:
    sounds = Sounds({"sch": "S", "sh": "S", "ou": "u", "o": "u", "e$": ""})
    assert sounds.key("Schoumoune") == sounds.key("Shumun")
    assert sounds.distance("Schoumoune", "Shumun") == 4
    assert sounds.distance("Shumun", "Shumun") == 0
    assert sounds.distance("Shumun", "Shummun") == 1


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    names = [f"Zagr{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}us" for i in range(600)]
    text = " ".join(f"{name} {name.replace('us', 'ous')}." for name in names)
    assert len(findings(text)) > 300


def test_the_first_place_is_shown_with_a_finding_of_the_tables_of_names(shipped: RuleSet) -> None:
    rules = tuple(each for each in shipped.rules if each.id in ("names.fr.cities", "variants.any.name-spelling"))
    text = "The army shelled Idlib. Idleb is a town."
    (found,) = Checker(RuleSet(rules, ""), Options("fr")).check(document(text))[0].findings
    assert (found.rule, found.also) == ("names.fr.cities", ("variants.any.name-spelling",))
    assert [related.note for related in found.related] == ["Idlib"]
