"""How findings become a verdict, with sums done by hand."""

from __future__ import annotations

import math

import pytest

from mtcheck import provenance
from mtcheck.model import Match, Rule, Severity, Span, Status, Strength

SETTINGS = {"prior": -2.0, "scale": 1.0, "words": 100, "weights": {"a.one": 2.0, "a.two": 2.5, "b.three": 3.0}}


def rule(name: str, *langs: str, kind: str = "pattern", strength: Strength = Strength.STRONG) -> Rule:
    return Rule(name, name, "", "", "style", Severity.MINOR, Status.STABLE, strength, langs or ("fr",), kind, keys={})


def said(
    name: str, text: str, start: int = 0, *, row: int = 0, langs: tuple[str, ...] = ("fr",), kind: str = "pattern"
) -> provenance.Said:
    return rule(name, *langs, kind=kind), Match(name, row, Span(start, start + len(text))), text


def log_odds(*matches: provenance.Said, words: int = 0, **settings: object) -> float:
    found = provenance.verdict(matches, words, {**SETTINGS, **settings}).probability
    return math.log(found / (1 - found))


def test_weights_are_added_to_the_prior() -> None:
    assert log_odds(said("a.one", "x", 0), said("b.three", "y", 9)) == pytest.approx(-2.0 + 2.0 + 3.0)


def test_evidence_is_thinned_by_the_length_of_the_document() -> None:
    # At 100 words the sum counts half.
    assert log_odds(said("a.one", "x"), words=100) == pytest.approx(-2.0 + 1.0)
    assert log_odds(said("a.one", "x"), words=300) == pytest.approx(-2.0 + 0.5)


def test_what_a_rule_sees_further_counts_half_each_time() -> None:
    matches = [said("a.one", text, 10 * at) for at, text in enumerate("xyz")]
    assert log_odds(*matches) == pytest.approx(-2.0 + 2.0 + 1.0 + 0.5)


def test_the_same_words_count_once() -> None:
    assert log_odds(said("a.one", "Of it", 0), said("a.one", "of it", 50)) == pytest.approx(0.0)


def test_the_same_row_of_a_table_of_names_counts_once() -> None:
    same = [said("a.one", text, 10 * at, row=7, kind="names") for at, text in enumerate(("Idleb", "Idlib"))]
    assert log_odds(*same) == pytest.approx(0.0)


def test_a_place_counts_once_for_the_rule_that_weighs_most() -> None:
    found = provenance.verdict([said("a.one", "of the Turkey"), said("b.three", "the Turkey", 3)], 0, SETTINGS)
    assert [(each.rule, each.weight) for each in found.evidence] == [("b.three", 3.0)]


def test_all_rules_that_see_a_place_speak_for_their_languages() -> None:
    spanish, french = said("b.three", "word", langs=("es",)), said("a.one", "word", langs=("fr",))
    _, languages = provenance.weighed([spanish, french], SETTINGS)
    assert languages == {"es": 3.0, "fr": 2.0}


def test_few_rules_are_never_sure() -> None:
    settings = {**SETTINGS, "least-rules": 3, "most-of-few": 2.0, "most-of-one": -0.5, "prior": 2.0}
    matches = [said("a.one", "x", 0), said("b.three", "y", 10), said("a.two", "z", 20)]
    one, _ = provenance.weighed(matches[:1], settings)
    two, _ = provenance.weighed(matches[:2], settings)
    three, _ = provenance.weighed(matches, settings)
    assert provenance.log_odds(one, 0, settings) == pytest.approx(-0.5)
    assert provenance.log_odds(two, 0, settings) == pytest.approx(2.0)
    assert provenance.log_odds(three, 0, settings) == pytest.approx(2.0 + 2.0 + 3.0 + 2.5)


def test_rules_without_a_weight_speak_if_they_are_strong_and_the_settings_say_so() -> None:
    strong, match, text = said("c.new", "x")
    weak = rule("c.new", strength=Strength.WEAK)
    assert log_odds((strong, match, text), unmeasured=0.0) == pytest.approx(-2.0)
    assert log_odds((strong, match, text), unmeasured=1.5) == pytest.approx(-0.5)
    assert log_odds((weak, match, text), unmeasured=1.5) == pytest.approx(-2.0)


def test_a_weak_row_of_a_strong_rule_and_a_house_style_say_nothing() -> None:
    strong, match, text = said("b.three", "x")
    assert log_odds((strong, match._replace(strength=Strength.WEAK), text)) == pytest.approx(-2.0)
    assert log_odds((strong._replace(house=("ap",)), match, text)) == pytest.approx(-2.0)


def test_the_language_needs_a_lead() -> None:
    def language(*matches: provenance.Said) -> str | None:
        return provenance.verdict(matches, 0, {**SETTINGS, "language-lead": 0.5, "language-least": 1.0}).language

    assert language(said("b.three", "x", langs=("es",)), said("a.one", "y", 9)) == "es"
    assert language(said("b.three", "x", langs=("es", "fr"))) is None
    assert language(said("b.three", "x", langs=("any",))) is None
    assert language() is None
