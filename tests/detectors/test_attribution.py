"""Kind `attribution`: speakers whom nobody introduced, names given in full again."""

from __future__ import annotations

import pytest

from mtcheck.detectors import RuleSource
from mtcheck.detectors.attribution import prepare
from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import Options, RuleSet
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.wording.classes import Classes
from tests.conftest import document


def found(shipped: RuleSet, rule: str, text: str) -> list[tuple[str, tuple[str, ...]]]:
    rules = tuple(each for each in shipped.rules if each.id == f"story.any.{rule}")
    findings = Checker(RuleSet(rules, ""), Options("fr")).check(document(text))[0].findings
    return [(each.text, tuple(related.note for related in each.related)) for each in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. “We will not go home today,” Dupont said.", [("Dupont", ())]),
        ("It rained. “We will not go home today,” said Ben Omar.", [("Ben Omar", ())]),
        # introduced later: both places are shown
        (
            "“We will not go home today,” Dupont said. Jean Dupont is a farmer.",
            [("Dupont", ("Jean Dupont",))],
        ),
        ("Jean Dupont farms. “We will not go home today,” Dupont said.", []),
        ("Mr. Dupont farms. “We will not go home today,” Dupont said.", []),
        ("“We will not go home today,” Mr. Dupont said.", []),
        ("“We will not go home today,” said Dupont, a farmer.", []),
        ("“We will not go home today,” said Dupont (left).", []),
        ("“We will not go home today,” Reuters said.", []),
        ("“We will not go home today,” the farmers said. “No,” Dupont said.", []),
        ("The “free” Dupont said no.", []),
    ],
)
def test_unknown_speaker(shipped: RuleSet, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(shipped, "unknown-speaker", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The spokesman, Ibrahim Kalin, came. Then Ibrahim Kalin left.", [("Ibrahim Kalin", ("Ibrahim Kalin",))]),
        # a name's first letter may have an accent, and what it ends with may be no part of it
        ("The spokesman, Éric Dupont, came. Then Éric Dupont left.", [("Éric Dupont", ("Éric Dupont",))]),
        ("The spokesman, Ibrahim Kalin, came. Then Ibrahim Kalin's car left.", [("Ibrahim Kalin", ("Ibrahim Kalin",))]),
        ("Ibrahim Kalin came. Then Kalin left.", []),
        ("John Smith and Mary Smith came. Then John Smith left.", []),
        ("Pope John Paul II came. Then John Paul II left.", []),
        ("Ibrahim Kalin came. “Then Ibrahim Kalin left us,” he said.", []),
        # a headline at the head of its paragraph, a signature, a body named after a person, a name that goes on
        ("Ibrahim Kalin resigns. The spokesman Ibrahim Kalin left on Monday.", []),
        ("The spokesman, Ibrahim Kalin, came. He left. “It is late” —Ibrahim Kalin, spokesman", []),
        ("The owner, Ibrahim Kalin, came. Then the agency Ibrahim Kalin closed.", []),
        ("The spokesman, Rami Hassan, came. Then Rami Hassan al-Ali left.", []),
        ("Ibrahim Kalin came.\n\nIt rained.\n\nIt snowed.\n\nIt was late.\n\nThen Ibrahim Kalin left.", []),
    ],
)
def test_full_name_again(shipped: RuleSet, text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(shipped, "full-name-again", text) == expected


def test_wrong_keys() -> None:
    with pytest.raises(RuleError, match="did you mean"):
        prepare(RuleSource("x", {"check": "unknwon"}), Classes([shipped_folder()]))
