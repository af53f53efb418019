"""Kind `quotes`: marks in pairs."""

from __future__ import annotations

import pytest

from mtcheck import fixes
from mtcheck.detectors import RuleSource
from mtcheck.detectors.quotes import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, RuleSet, Safety
from mtcheck.wording.classes import Classes
from tests.conftest import document


def found(shipped: RuleSet, text: str, lang: str | None = "fr") -> tuple[Finding, ...]:
    rules = tuple(rule for rule in shipped.rules if rule.id.startswith("quote."))
    return Checker(RuleSet(rules, ""), Options(lang)).check(document(text))[0].findings


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("The band is \u00ab\u00a0known\u00a0\u00bb in Lyon.", "The band is \u201cknown\u201d in Lyon."),
        ('The "band" is \u00abknown\u00bb in Lyon.', 'The "band" is "known" in Lyon.'),
        ("The firm is \u201eknown\u201c in Bonn.", "The firm is \u201cknown\u201d in Bonn."),
        ('You live" on budget "and save.', 'You live "on budget" and save.'),
        ('It was a role ", he said.', 'It was a role", he said.'),
        ('It becomes reality "."', 'It becomes reality."'),
        ("A task for all,\u201c said she.", "A task for all,\u201d said she."),
    ],
)
def test_a_pair_is_mended_at_once(shipped: RuleSet, text: str, good: str) -> None:
    (finding,) = found(shipped, text)
    assert fixes.apply(text, fixes.edits_of(fixes.choose((finding,), Safety.UNSAFE))) == good
    assert found(shipped, good) == ()


def test_a_mark_without_its_other_half(shipped: RuleSet) -> None:
    (finding,) = found(shipped, "The band is \u00ab known in Lyon.\n\nNobody came.")
    assert finding.text == "\u00ab "
    assert finding.related == ()


@pytest.mark.parametrize(
    "text",
    [
        'more of this," he said, and "more."',
        '"It was \'over\'," she said. "Yes."',
        "He said: \u201cIt is \u2018over\u2019.\u201d And left.",
        "They 1) left (all of them [and more]) and 2) stayed :) for now, as every year since 1998 (or so they say).",
    ],
)
def test_silent(shipped: RuleSet, text: str) -> None:
    assert found(shipped, text) == ()


def test_an_open_bracket_is_weak(shipped: RuleSet) -> None:
    text = "Some members of the opposition would do so (yet, she said on Monday after the vote in the lower house."
    assert [finding.text for finding in found(shipped, text)] == ["("]
    assert found(shipped, text, None) == ()


@pytest.mark.parametrize("keys", [{"check": "x"}, {"check": "foreign"}, {"check": "brackets", "marks": "( )"}])
def test_wrong_keys_are_refused(keys: dict[str, str]) -> None:
    with pytest.raises(RuleError):
        prepare(RuleSource("quote.any.x", keys), Classes())
