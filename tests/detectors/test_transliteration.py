"""Kind `transliteration`: unknown names, rewritten by the letters of a language, are proposed if they are attested."""

from __future__ import annotations

from functools import cache

import pytest

from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Options, Rule, RuleSet, Strength
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.rulefile.load import load
from mtcheck.selftest import document
from mtcheck.wording.classes import Classes


@cache
def rule() -> Rule:
    return load(shipped_folder() / "transliteration" / "any" / "letters.yaml", shipped_folder(), Classes()).rule


def proposed(text: str, language: str) -> dict[str, str]:
    """What is found, and the English name that is proposed for it."""
    checker = Checker(RuleSet((rule(),), ""), Options(language))
    return {finding.text: finding.fixes[0].edits[0].text for finding in checker.check(document(text))[0].findings}


@pytest.mark.parametrize(
    ("language", "written", "english"),
    [
        ("fr", "Chebekino", "Shebekino"),
        ("fr", "Makhatchkala", "Makhachkala"),
        ("fr", "Tcheliabinsk", "Chelyabinsk"),
        ("fr", "Choïgou", "Shoigu"),
        ("de", "Pjatigorsk", "Pyatigorsk"),
        ("de", "Chassawjurt", "Khasavyurt"),
        ("de", "Schachty", None),
        ("es", "Jasaviurt", "Khasavyurt"),
        ("it", "Pjatigorsk", "Pyatigorsk"),
        ("pt", "Chebekino", "Shebekino"),
        ("tr", "Mahaçkala", "Makhachkala"),
        ("pl", "Piatigorsk", "Pyatigorsk"),
    ],
)
def test_letters_of_a_language_become_those_of_an_attested_name(
    language: str, written: str, english: str | None
) -> None:
    found = proposed(f"Russian police came to {written} on Monday.", language)
    assert found == ({written: english} if english else {})


@pytest.mark.parametrize(
    "text",
    [
        "Russian police came to Shebekino and Sochi on Monday.",
        "Russian police met Schumacher and Choumard on Monday.",
        "Russian police raided CHEBEKINO on Monday.",
        "Syrian police came to Hassakeh, Lattakia and Deraa on Monday.",
        "Russian police wrote to @Chebekino and chebekino.ru on Monday.",
    ],
)
def test_what_english_knows_or_nobody_attests_is_left_alone(text: str) -> None:
    assert proposed(text, "fr") == {}


def test_a_name_of_a_region_needs_a_story_about_it_or_a_place_beside_it() -> None:
    assert proposed("The choir of Chebekino sang in Lille.", "fr") == {}
    assert proposed("The choir of the city of Chebekino sang in Lille.", "fr") == {"Chebekino": "Shebekino"}
    assert proposed("The Chebekino district sang in Lille.", "fr") == {"Chebekino": "Shebekino"}


def test_the_letters_of_another_language_than_the_named_one_are_not_used() -> None:
    assert proposed("Russian police came to Jasaviurt on Monday.", "fr") == {}


def test_the_rule_waits_for_the_verdict() -> None:
    assert rule().strength is Strength.WEAK


def test_a_place_that_is_none_is_an_error_of_the_table_s_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "transliteration" / "any"
    folder.mkdir(parents=True)
    for path in (shipped_folder() / "transliteration" / "any").iterdir():
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (folder / "letters.tsv").write_text("language\tletters\tenglish\twhere\nfr\tou\tu\tmiddle\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        load(folder / "letters.yaml", tmp_path, Classes())
    assert (caught.value.line, "middle" in caught.value.reason) == (2, True)
