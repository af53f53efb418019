"""What a table of acronyms may hold, and that every row of it, as of every table of names, can be found in some sentence."""

from __future__ import annotations

import re._constants as constants
import re._parser as parser
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mtcheck.detectors import TableRow, detector
from mtcheck.detectors._named import HOUSES, KEPT, SAFETIES
from mtcheck.engine import Checker
from mtcheck.model import Options, Rule, RuleSet
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.rulefile.load import read_table
from tests.conftest import document

ACRONYMS = shipped_folder() / "acronyms"
LANGUAGES = sorted(path.name for path in ACRONYMS.iterdir() if any(path.glob("*.tsv")))
# Zipf scale of wordfreq, which folds case: 3.3 is twice in a million words. Short forms of rarer use are told apart by capitals.
ENGLISH = 3.3


def rows(language: str) -> list[TableRow]:
    found: list[TableRow] = []
    for path in sorted((ACRONYMS / language).glob("*.tsv")):
        found.extend(read_table(path.read_text("utf-8"), str(path), detector("acronyms").COLUMNS))
    return found


def place(row: TableRow) -> str:
    return f"{Path(row.path).relative_to(shipped_folder())}:{row.line}: {row['source']}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_acronym_stands_in_one_row_of_its_language(language: str) -> None:
    counted = Counter(row["source"] for row in rows(language))
    assert {source for source, count in counted.items() if count > 1} == set()


@pytest.mark.parametrize("house", [None, *HOUSES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_acronym_is_found_wherever_it_stands(language: str, house: str | None) -> None:
    english = {row[house or ""] or row["english"] for row in rows(language)}
    wrong = [
        place(row)
        for row in rows(language)
        if row["safety"] == "always" and row["source"] in english and row[house or ""] not in (row["source"], KEPT)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_always_found_is_no_english_word(language: str) -> None:
    zipf_frequency = pytest.importorskip("wordfreq").zipf_frequency
    wrong = [
        f"{place(row)} ({zipf_frequency(row['source'], 'en')})"
        for row in rows(language)
        if row["safety"] == "always"
        and zipf_frequency(row["source"], "en") >= ENGLISH
        # What a style has is silent without a style.
        and all(row[house] != row["source"] for house in HOUSES)
    ]
    assert wrong == []


@cache
def table_rules() -> tuple[Rule, ...]:
    from mtcheck.rulefile.compiled import load_ruleset

    return tuple(rule for rule in load_ruleset().rules if rule.kind in ("names", "acronyms") and "table" in rule.keys)


@pytest.mark.parametrize("rule_id", [rule.id for rule in table_rules()])
def test_every_row_can_be_found(rule_id: str) -> None:
    rule = next(rule for rule in table_rules() if rule.id == rule_id)
    checkers = {house: Checker(RuleSet((rule,), ""), Options(rule.source_langs[0], house)) for house in (None, *HOUSES)}
    lost = []
    for number, row in enumerate(rule.rows):
        source, english, houses, safety = row[:4]
        around = row[-1]
        expansion = row[4] if rule.kind == "acronyms" else ""
        house = None
        if rule.house or any(form == source for _, form in houses):
            house = next(
                (name for name in rule.house or HOUSES if dict(houses).get(name, english) not in (source, KEPT)), None
            )
        texts = list(sentences(source, around)) + ([f"The {sample(expansion)} ({source}) met."] if expansion else [])
        if not any(_found(checkers[house], text, source) for text in texts):
            lost.append(f"row {number + 1}, {source} ({SAFETIES[safety]}): {texts}")
    assert lost == []


def _found(checker: Checker, text: str, source: str) -> bool:
    return any(
        source in text[max(0, finding.span.start) : finding.span.end]
        for finding in checker.check(document(text))[0].findings
    )


def sentences(source: str, around: tuple[str, ...]) -> list[str]:
    """Sentences in which a name has the context that it asks for."""
    before, after, near = around[:3] if around else ("", "", "")
    if not (before or after or near):
        return [f"they saw {source}, again.", f"they saw the {source}, again."]
    made = []
    if before:
        made.append(f"they came {sample(before)} {source}, again.")
    if after:
        made.append(f"they saw {source} {sample(after)}, again.")
    if near:
        made.append(f"they saw {source}, again. {sample(near)}.")
    return made


def sample(pattern: str) -> str:
    """A string that the expression matches."""
    return "".join(_sample(node) for node in parser.parse(pattern))


def _sample(node: Any) -> str:
    code, value = node
    if code is constants.LITERAL:
        return chr(value)
    if code is constants.IN:
        return _sample(value[0])
    if code is constants.RANGE:
        return chr(value[0])
    if code is constants.CATEGORY:
        return "x"
    if code is constants.BRANCH:
        return "".join(_sample(inner) for inner in value[1][0])
    if code is constants.SUBPATTERN:
        return "".join(_sample(inner) for inner in value[3])
    if code in (constants.MAX_REPEAT, constants.MIN_REPEAT):
        return "".join(_sample(inner) for inner in value[2]) * value[0]
    return ""
