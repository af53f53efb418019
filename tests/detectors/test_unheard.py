"""Kind `unheard`: frequent words that never meet, and the counts behind them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.engine import Checker
from mtcheck.model import Options, RuleSet
from mtcheck.wording import pairs
from tests.conftest import document

RULE = "wording.fr.unheard-pair"
WRONG = "He drank the beer of the brewery."


def found(shipped: RuleSet, text: str, prior: float = 8.0, rule_ids: tuple[str, ...] = (RULE,)) -> list[str]:
    rules = tuple(rule for rule in shipped.rules if rule.id in rule_ids)
    made = Checker(RuleSet(rules, "", (), {"prior": prior}), Options(source_lang="fr"))
    return [finding.text for finding in made.check(document(text))[0].findings]


def test_two_frequent_words_that_never_meet_are_marked(shipped: RuleSet) -> None:
    assert found(shipped, WRONG) == ["beer of"]
    assert found(shipped, "The gas is may be the reason.") == ["is may"]


def test_it_says_nothing_of_rare_words_and_of_pairs_that_are_seen(shipped: RuleSet) -> None:
    assert found(shipped, "He drank the ouzo of the brewery.") == []
    assert found(shipped, "He drank the water of the brewery.") == []


def test_it_says_nothing_where_a_mark_or_a_name_stands_between(shipped: RuleSet) -> None:
    assert found(shipped, "He drank the beer, of the brewery.") == []
    assert found(shipped, "He drank the Beer of the brewery.") == []


def test_words_that_the_table_does_not_name_may_meet_anyhow(shipped: RuleSet) -> None:
    model = pairs.frequent()
    assert model.chance("technology", "the") is not None
    assert found(shipped, "In the age of technology the young read less.") == []


def test_it_speaks_only_in_a_story_that_is_machine_translation_anyway(shipped: RuleSet) -> None:
    assert found(shipped, WRONG, prior=-8.0) == []


def test_it_says_nothing_about_words_that_are_marked_already(shipped: RuleSet) -> None:
    text = "They did not accepted of it."
    assert found(shipped, text) == ["accepted of"]
    assert found(shipped, text, rule_ids=(RULE, "tense.any.verb-form")) == ["did not accepted"]


def test_it_never_floods(shipped: RuleSet) -> None:
    text = WRONG * 100
    marks = found(shipped, text)
    assert 1 <= len(marks) <= 0.008 * len(text.split()) + 1


def test_chance_is_said_only_of_pairs_that_were_never_seen(tmp_path: Path) -> None:
    path = tmp_path / "frequent.bin"
    pairs.write(path, {("of",): (-2.0, 0.0), ("beer",): (-4.0, 0.0)}, {("of", "beer"): -7.0})
    model = pairs.Pairs(path.read_bytes())
    assert model.chance("beer", "of") == pytest.approx(-6.0)
    assert model.chance("of", "beer") is None
    assert model.chance("of", "ouzo") is None
