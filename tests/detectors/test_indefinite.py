"""Kind `indefinite`: what article a word takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.detectors import RuleSource, TableRow
from mtcheck.detectors.indefinite import _Sounds, prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Options, RuleSet, Safety
from mtcheck.wording.classes import Classes
from tests.conftest import document


@pytest.fixture(scope="module")
def sounds(shipped: RuleSet) -> _Sounds:
    rule = next(rule for rule in shipped.rules if rule.id == "agreement.any.a-an")
    return _Sounds(rule.rows[0][0])


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("editor", "an"), ("Agence", "an"), ("member", "a"), ("hour", "an"), ("hourly", "an"), ("house", "a"),
        ("European", "a"), ("EU", "an"), ("euro", "a"), ("one-way", "a"), ("union", "a"), ("uninvited", "an"),
        ("unidentified", "an"), ("unique", "a"), ("U.S", "a"), ("UN", "a"), ("US", "a"), ("MP", "an"), ("FBI", "an"),
        ("AFP", "an"), ("18-year-old", "an"), ("11th", "an"), ("8", "an"), ("80,000", "an"), ("18,000", "an"), ("110", None),
        ("1,100", None), ("1,200", "a"), ("17", "a"), ("0-2", None), ("x-ray", "an"), ("e-mail", "an"), ("Ukrainian", "a"),
        ("hotel", None), ("historic", None), ("FAQ", None), ("NATO", None), ("Uzbek", None), ("Mbeki", None), ("X", None),
        ("is", None), ("any", None),
    ],
)  # fmt: skip
def test_article(sounds: _Sounds, word: str, article: str | None) -> None:
    assert sounds.article(word) == article


def fixes(shipped: RuleSet, text: str) -> list[tuple[str, Safety]]:
    rules = tuple(rule for rule in shipped.rules if rule.id == "agreement.any.a-an")
    found = Checker(RuleSet(rules, ""), Options()).check(document(text))[0].findings
    return [(fix.edits[0].text, fix.safety) for finding in found for fix in finding.fixes]


def test_a_name_after_a_small_a_may_be_another_language(shipped: RuleSet) -> None:
    assert fixes(shipped, "They shouted Viva a Obrera and left.") == [("an Obrera", Safety.UNSAFE)]
    assert fixes(shipped, "A Obrera reporter shouted.") == [("An Obrera", Safety.SAFE)]


def test_a_quotation_is_corrected_as_well(shipped: RuleSet) -> None:
    assert fixes(shipped, "“It was a important step for us,” he said.") == [("an important", Safety.SAFE)]


def test_a_wrong_table_says_where() -> None:
    def source(start: str, sound: str) -> RuleSource:
        return RuleSource("x", {}, (TableRow({"start": start, "sound": sound}, 7, "t.tsv"),))

    with pytest.raises(RuleError, match="vowel, consonant, either") as caught:
        prepare(source("h", "vowl"), Classes([Path("none")]))
    assert caught.value.line == 7
    with pytest.raises(RuleError, match="does not compile"):
        prepare(source("(h", "vowel"), Classes([Path("none")]))
