"""Kind `agreement`: what stands for what, and the many reasons to say nothing."""

from __future__ import annotations

import pytest

from mtcheck.detectors import RuleSource
from mtcheck.detectors.agreement import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Finding, Options, RuleSet
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.wording.classes import Classes
from tests.conftest import document


def found(shipped: RuleSet, text: str) -> tuple[Finding, ...]:
    rules = tuple(each for each in shipped.rules if each.kind == "agreement")
    return Checker(RuleSet(rules, ""), Options("fr")).check(document(text))[0].findings


def test_the_antecedent_is_shown(shipped: RuleSet) -> None:
    (finding,) = found(shipped, "The talks failed. Turkey, allied with rebels, says he wants peace.")
    assert finding.text == "he"
    assert [each.note for each in finding.related] == ["Turkey"]
    assert "Turkey" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        # a person in the sentence, in the one before, in the paragraph, after a comma
        "The minister runs the ministry. The ministry closed his office.",
        "The ministry, and above all Smith, closed his office.",
        "The ministry closed his office, Smith said.",
        "In his first speech, Smith said the ministry was closed.",
        "The ministry, led by Anna Smith, said she would not comment.",
        # an office with a capital
        "If the Chancellor is not content with the council, the ministry will close his office.",
        "If the Head of Government is not content with the council, the ministry will close his office.",
        # a name of unknown kind may be a person
        "Zabor came. The ministry closed his office.",
        # quotations, headlines in capitals
        "“The ministry closed his office,” it said.",
        "MINISTRY CLOSES HIS OFFICE",
        "They ASK him EIGHT YEARS FOR A THEFT",
        # a small letter that an editor put in brackets
        "The ministry wrote in May that [t]he regular army would need the bank.",
        # both are named
        "The ministry appoints the commission for as long as it likes, with his or her deputies.",
        # nobody at all
        "He left. She stayed. His house was sold.",
        # people
        "The soldiers left. Each got his pay from the army.",
    ],
)
def test_silent_when_in_doubt(shipped: RuleSet, text: str) -> None:
    assert found(shipped, text) == ()


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("The United States is strong, although they have doubts.", "it has"),
        ("The United States is strong, although they are late.", "it is"),
        ("The United States is strong, although they fear him.", "it fears"),
        ("The United States is strong, although they lost.", "it"),
        ("The United States is strong, although they will pay.", "it"),
        ("The United States is strong, although they never pay.", "it"),
    ],
)
def test_the_verb_goes_with_it(shipped: RuleSet, text: str, fix: str) -> None:
    (finding,) = [each for each in found(shipped, text) if each.text == "they"]
    assert finding.fixes[0].edits[0].text == fix


def test_a_pronoun_at_the_head_of_a_sentence_keeps_its_capital(shipped: RuleSet) -> None:
    (finding,) = found(shipped, "“We stay here all night,” the ministry said. “We will not go.” He said no more.") or (
        None,
    )
    assert finding is None or finding.fixes[0].edits[0].text == "It"


def test_a_sentence_that_is_a_list_is_left_alone(shipped: RuleSet) -> None:
    assert found(shipped, "The group and the company and the bank of the country " * 40 + "sold his house.") == ()


def test_wrong_keys() -> None:
    classes = Classes([shipped_folder()])
    with pytest.raises(RuleError, match="`check`"):
        prepare(RuleSource("x", {"check": "nobdy", "pronouns": {"his": "its"}}), classes)
    with pytest.raises(RuleError, match="no word class"):
        prepare(RuleSource("x", {"check": "plural", "pronouns": {"they": "it"}, "names": "<plural-stat>"}), classes)


_NOBODY_YET = "Prices fell for years. The law of 1990 opened the market. "


@pytest.mark.parametrize(
    ("text", "pronoun", "fix"),
    [
        ("Then she brought growth.", "she", "it"),
        ("But the text had his limits.", "his", "its"),
        # what has its capital only from the head of the sentence is no name
        ("Exports were what she brought.", "she", "it"),
        # somebody comes too late to be meant
        ("She brought growth, and with it came Smith.", "She", "It"),
    ],
)
def test_a_person_without_a_name_is_none(shipped: RuleSet, text: str, pronoun: str, fix: str) -> None:
    (finding,) = found(shipped, _NOBODY_YET + text)
    assert finding.text == pronoun
    assert finding.fixes[0].edits[0].text == fix
    assert finding.related == ()


@pytest.mark.parametrize(
    "text",
    [
        # whoever says it was named long before
        "He said that it brought growth.",
        "It brought growth, he added.",
        "According to him, it brought growth.",
        "Critics say that he brought growth.",
        "It is the town where she was born.",
        # the person comes after the comma, or is anybody
        "In his first year, Smith brought growth.",
        "Everybody had his share of it.",
        "We had his share of it.",
        # a name at the head of the sentence
        "Zabor voted. Then she left.",
        # speech: whoever speaks may be he
        "“It brought growth.” Then she left.",
    ],
)
def test_silent_where_somebody_may_be_meant(shipped: RuleSet, text: str) -> None:
    assert found(shipped, _NOBODY_YET + text) == ()


def test_the_rule_says_how_far_back_a_person_may_stand(shipped: RuleSet) -> None:
    (finding,) = found(shipped, "The minister left. The law of 1990 opened the market. Then she brought growth.")
    assert finding.rule == "agreement.any.he-out-of-sight"
