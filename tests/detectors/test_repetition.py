"""Kind `repetition`: what stands there twice, and what may."""

from __future__ import annotations

import pytest

from mtcheck import fixes
from mtcheck.detectors import RuleSource
from mtcheck.detectors.repetition import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, RuleSet, Safety
from mtcheck.wording.classes import Classes
from tests.conftest import document
from tests.steps import steps


def found(shipped: RuleSet, text: str, lang: str | None = "fr") -> tuple[Finding, ...]:
    rules = tuple(rule for rule in shipped.rules if rule.kind == "repetition")
    return Checker(RuleSet(rules, ""), Options(lang)).check(document(text))[0].findings


@pytest.mark.parametrize(
    ("text", "marked", "good"),
    [
        ("He left the the house.", "the the", "He left the house."),
        ("The the house is old.", "The the", "The house is old."),
        ("It is part of  of it.", "of  of", "It is part of it."),
        ("It spoke of violent deaths deaths.", "deaths deaths", "It spoke of violent deaths."),
        ("He upheld the law of the law of the land.", "the law of the law of", "He upheld the law of the land."),
        ("He said it would it would rise.", "it would it would", "He said it would rise."),
    ],
)
def test_twice(shipped: RuleSet, text: str, marked: str, good: str) -> None:
    (finding,) = found(shipped, text)
    assert finding.text == marked
    assert fixes.apply(text, fixes.edits_of(fixes.choose((finding,), Safety.UNSAFE))) == good


@pytest.mark.parametrize(
    "text",
    [
        "She had had enough; that that was so hurt her her father saw.",
        "Bora Bora, Duran Duran, Sirhan Sirhan, Boutros Boutros-Ghali, Walla Walla, New York New York.",
        "It went on and on and on, day after day after day, stronger and stronger and stronger.",
        "The The played very very long long sets, no no no.",
        "Our slogan is: your data is YOUR data.",
        "The rates were 12 12 13 13 and 1986 1985 1986 1985.",
        "He came in in May; the case goes on on Monday.",
        "The.the and the-the are no words; it's the U.S. U.S.-led force.",
        "Rain is due in Lyon\n\nIn Lyon it rains.",
    ],
)
def test_silent(shipped: RuleSet, text: str) -> None:
    assert found(shipped, text) == ()


def test_a_sentence_and_a_paragraph(shipped: RuleSet) -> None:
    sentence = "The army shelled the town on Monday night."
    (finding,) = found(shipped, f"{sentence} {sentence} Nobody died.")
    assert (finding.span.start, finding.text) == (43, sentence)
    assert finding.related[0].span.start == 0
    long = "The army shelled the town on Monday night, and all the people who had stayed there fled north at dawn."
    (again,) = found(shipped, f"{long}\n\nNobody died in the town.\n\n{long}")
    assert again.rule == "repetition.any.paragraph"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (
            "Rain floods the old port of Lyon\n\nThe rain floods the old port of Lyon, police say.",
            "The rain floods the old port of Lyon",
        ),
        # a standfirst, with its stop; an article more or less
        (
            "Flood\n\nThe old port is under water again.\n\nOld port is under water again. Nobody was hurt.",
            "Old port is under water again",
        ),
        # too short, in other words, further down
        ("Rain floods the port\n\nRain floods the port, police say.", None),
        ("Rain floods the old port of Lyon\n\nThe old port of Lyon was flooded by rain.", None),
        ("\n\n".join(["Rain floods the old port of Lyon", *"abcd", "Rain floods the old port of Lyon again."]), None),
    ],
)
def test_a_headline_again_as_the_lead(shipped: RuleSet, text: str, marked: str | None) -> None:
    assert [each.text for each in found(shipped, text)] == ([marked] if marked else [])


def test_a_content_word_twice_speaks_only_behind_a_language(shipped: RuleSet) -> None:
    text = "It spoke of violent deaths deaths."
    assert found(shipped, text, None) == ()
    assert len(found(shipped, text, "de")) == 1


def test_time_is_linear(shipped: RuleSet) -> None:
    def cost(times: int) -> int:
        return steps(lambda: found(shipped, "and so it goes for us all again and again " * times))

    cost(10)
    assert cost(400) < 5 * cost(100)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(RuleError, match="unit"):
        prepare(RuleSource("repetition.any.x", {"unit": "letter"}), Classes())
