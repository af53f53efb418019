from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import literals
from mtcheck.literals import Hit, Index, Literals
from mtcheck.model import Rule, Severity, Status, Strength

LITERALS = st.text("ab \u00e9\U0001f600", min_size=1, max_size=7)


def rule(name: str, anchors: Sequence[str]) -> Rule:
    words = ("title", "message", "why", "category")
    return Rule(
        name,
        *words,
        Severity.MAJOR,
        Status.STABLE,
        Strength.STRONG,
        ("fr",),
        "phrases",
        {},
        (),
        tuple((literal, row) for row, literal in enumerate(anchors)),
    )


def by_eye(rules: Sequence[Rule], text: str) -> list[tuple[str, int, int, int]]:
    """Every place of every literal, a blank before the text."""
    padded = " " + text
    return sorted(
        (each.id, row, max(at - 1, 0), at - 1 + len(literal))
        for each in rules
        for literal, row in each.anchors
        for at in range(len(padded))
        if padded.startswith(literal, at)
    )


def told(by_kind: Mapping[str, Sequence[Hit]]) -> list[tuple[str, int, int, int]]:
    hits = by_kind.get("phrases", ())
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
    return sorted((hit.rule.id, hit.row, hit.start, hit.end) for hit in hits)


@given(
    st.lists(LITERALS, max_size=8), st.lists(LITERALS, max_size=8), st.text("ab \u00e9\U0001f600\ud800", max_size=60)
)
def test_looked_up_or_by_automaton_they_stand_where_an_eye_sees_them(
    one: list[str], other: list[str], text: str
) -> None:
    rules = [rule("a", one), rule("b", other)]
    named = {each.id: each for each in rules}
    for indexes in ([Index.of(rules)], [Index.of(rules[:1]), Index.of(rules[1:])]):
        looking = Literals(indexes, named)
        assert told(looking.hits(text)) == by_eye(rules, text)
        assert told(looking.hits(text)) == by_eye(rules, text), "what was decoded says the same"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(literals, "_WORTH_AUTOMATON", -1)
            assert told(Literals(indexes, named).hits(text)) == by_eye(rules, text)


def test_a_rule_that_is_not_at_work_has_no_hits() -> None:
    rules = [rule("a", ["bus"]), rule("b", ["bus", "car"])]
    index = Index.of(rules)
    assert told(Literals([index], {"b": rules[1]}).hits("a car")) == [("b", 1, 2, 5)]
    assert told(Literals([index.without({"b"})], {"a": rules[0], "b": rules[1]}).hits("a bus")) == [("a", 0, 2, 5)]


@pytest.mark.parametrize("worth", [0, 1000])
def test_hits_come_apart_by_kind(monkeypatch: pytest.MonkeyPatch, worth: int) -> None:
    monkeypatch.setattr(literals, "_WORTH_AUTOMATON", worth)
    rules = [rule("a", ["bus"]), rule("b", ["bus"])._replace(kind="pattern")]
    found = Literals([Index.of(rules)], {each.id: each for each in rules}).hits("a bus")
    assert found == {"phrases": [Hit(rules[0], 0, 2, 5)], "pattern": [Hit(rules[1], 0, 2, 5)]}
