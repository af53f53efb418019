"""Kind `untranslated`: words that only the source language knows, and the reasons to leave one alone."""

from __future__ import annotations

import pytest

from mtcheck.detectors import RuleSource
from mtcheck.detectors.untranslated import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, RuleSet
from mtcheck.wording.classes import Classes
from tests.conftest import document


def found(shipped: RuleSet, text: str, lang: str | None = None) -> tuple[Finding, ...]:
    rules = tuple(rule for rule in shipped.rules if rule.kind == "untranslated")
    return Checker(RuleSet(rules, ""), Options(lang)).check(document(text))[0].findings


@pytest.mark.parametrize(
    ("text", "rule", "word"),
    [
        ("The crowd pouffait at him.", "untranslated.fr.word", "pouffait"),
        ("Some jihadistes fled the town.", "untranslated.fr.word", "jihadistes"),
        ("The opositores of the plan left.", "untranslated.es.word", "opositores"),
        ("He was abgeklopft by all.", "untranslated.de.word", "abgeklopft"),
        ("The crowd, craignant- so it seemed- the worst, fled.", "untranslated.fr.word", "craignant"),
        ("They saw the k\u00f3r\u00f3nuveirunnar of it.", "untranslated.any.accented", "k\u00f3r\u00f3nuveirunnar"),
    ],
)
def test_a_word_and_its_language(shipped: RuleSet, text: str, rule: str, word: str) -> None:
    (finding,) = found(shipped, text)
    assert (finding.rule, finding.text) == (rule, word)


def test_a_german_noun_behind_its_language(shipped: RuleSet) -> None:
    text = "The army bought a Matratze, then sold its old Plastikwannen for an Anleuchtung of its yard."
    assert found(shipped, text) == ()
    findings = found(shipped, text, "de")
    assert [finding.text for finding in findings] == ["Matratze", "Plastikwannen", "Anleuchtung"]
    assert {finding.rule for finding in findings} == {"untranslated.de.noun"}


def test_a_german_noun_behind_a_hyphen(shipped: RuleSet) -> None:
    text = "They sell old 2-Personen-Mietwohnungen, with GPS-Navigationshilfen, and Polyurethan-Matratzen for all."
    words = ["2-Personen-Mietwohnungen", "GPS-Navigationshilfen", "Polyurethan-Matratzen"]
    assert [finding.text for finding in found(shipped, text, "de")] == words


@pytest.mark.parametrize(
    "text",
    [
        "Matratze is a firm. He lives in Matratze, near Matratze, and came from Matratze.",
        "The Matratze Mayer group bought the Deutsche Matratze.",
        "The word “Matratze” was heard, and the Matratze was sold. It is called Plastikwannen.",
        "He runs the Konrad-Adenauer-Stiftung and a Franz-Matratze.",
        "The Landtag and the Verfassungsschutz met a Sauerkraut-Verein.",
    ],
)
def test_a_german_name_is_no_noun(shipped: RuleSet, text: str) -> None:
    assert found(shipped, text, "de") == ()


def test_the_story_decides_for_a_word_of_two_languages(shipped: RuleSet) -> None:
    shared = "The report said the carcasse was there."
    assert found(shipped, shared)[0].rule == "untranslated.fr.word"
    italian = shared + " The giudice saw the sequestro of the cittadini."
    assert {finding.rule for finding in found(shipped, italian)} == {"untranslated.it.word"}


@pytest.mark.parametrize(
    "text",
    [
        # borrowed
        "The gendarmes of the souk in the barrio met the ayatollah over a caf\u00e9 au lait and a pur\u00e9e.",
        # mentioned: in quotation marks, in brackets, named; and again later
        "The \u201cgouvernement\u201d fell. The gouvernement was weak.",
        "The government (gouvernement) fell.",
        "The mayor is called alcalde there, also known as ayuntamiento.",
        # part of a name
        "The Gazzetta dello Sport, “Gazzetta della Città”, the Agencia de noticias and the Formica fusca said so.",
        # compounds, addresses, mark-up
        "A pouffait-like noise at www.pouffait.com, @pouffait and *pouffait* said.",
        # English by derivation, by a slip, by a lost apostrophe
        "The postcommunist macroeconomists of the partys and companys were uninfected.",
    ],
)
def test_silent(shipped: RuleSet, text: str) -> None:
    assert found(shipped, text) == ()


def test_a_passage_is_one_finding_behind_its_language(shipped: RuleSet) -> None:
    passage = "Le ministre de la justice a d\u00e9clar\u00e9 que les mesures \u00e9taient insuffisantes."
    text = f"He spoke on Monday. {passage} Then he left."
    assert found(shipped, text) == ()
    (finding,) = found(shipped, text, "fr")
    assert (finding.rule, finding.text) == ("untranslated.fr.sentence", passage)


@pytest.mark.parametrize(
    "keys",
    [
        {"unit": "letter", "language": "fr"},
        {"unit": "word", "language": "xx"},
        {"unit": "noun", "language": "fr"},
        {"unit": "word", "language": "fr", "particles": "no-such-class"},
    ],
)
def test_wrong_keys_are_refused(keys: dict[str, str]) -> None:
    with pytest.raises(RuleError):
        prepare(RuleSource("untranslated.fr.x", keys), Classes())
