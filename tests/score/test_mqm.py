"""MQM's linear model, against sums made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck import inputs
from mtcheck.engine import Checker
from mtcheck.errors import ConfigError, InputError
from mtcheck.model import Severity
from mtcheck.score import mqm
from mtcheck.score.mqm import Error, Model
from tests.conftest import SEEDS, document

MODEL = Model(mqm.DEFAULT_WEIGHTS)
IDLEB = Error("terminology/wrong-term", Severity.MAJOR, "Idleb")


def test_the_seed_by_its_core_gold_spans() -> None:
    story = inputs.read("seed.txt", (SEEDS / "afp-idlib-2018.txt").read_bytes())
    errors = mqm.marked(SEEDS / "afp-idlib-2018.gold.jsonl")
    found = mqm.score(errors, mqm.words_of(story), MODEL)
    assert len(errors) == 79
    assert (found.words, found.penalty) == (699, 327)
    assert [found.count(severity) for severity in sorted(Severity)] == [0, 37, 38, 4]  # 37 + 38 × 5 + 4 × 25 = 327
    assert found.score == 100 * (699 - 327) / 699
    assert round(found.score, 4) == 53.2189
    assert found.per_thousand == 1000 * 327 / 699
    once = mqm.score(errors, 699, Model(mqm.DEFAULT_WEIGHTS, "once"))
    # Four of five “Idleb” and one of two “al-Cham” (major), and repeated terms that are minor.
    assert once.repeated > 4
    assert once.penalty < found.penalty


@pytest.mark.parametrize(
    ("severities", "words", "penalty", "score"),
    [
        ([], 10, 0, 100.0),
        ([Severity.MINOR], 10, 1, 90.0),
        ([Severity.MINOR, Severity.MAJOR, Severity.CRITICAL, Severity.NEUTRAL], 100, 31, 69.0),
        ([Severity.MAJOR], 1, 5, -400.0),  # not capped
        ([Severity.MAJOR] * 3, 400, 15, 96.25),
    ],
)
def test_points_by_hand(severities: list[Severity], words: int, penalty: float, score: float) -> None:
    errors = [Error("accuracy", severity, str(number)) for number, severity in enumerate(severities)]
    found = mqm.score(errors, words, MODEL)
    assert (found.penalty, found.score) == (penalty, score)


def test_without_words_there_is_no_score() -> None:
    found = mqm.score([], 0, MODEL)
    assert (found.score, found.per_thousand, found.penalty) == (None, None, 0)


def test_a_repeated_term_counts_each_time_or_once() -> None:
    grammar = Error("linguistic-conventions/grammar", Severity.MINOR, "he")
    errors = [IDLEB, Error(IDLEB.category, IDLEB.severity, "IDLEB"), grammar, grammar]
    assert mqm.score(errors, 100, MODEL).penalty == 12
    once = mqm.score(errors, 100, Model(mqm.DEFAULT_WEIGHTS, "once"))
    assert (once.penalty, once.repeated) == (7, 1)  # no term: grammar counts twice
    assert once.of_category("terminology/wrong-term")[Severity.MAJOR] == 1


def test_the_total_is_that_of_all_texts_as_one() -> None:
    scores = [mqm.score([IDLEB], 100, MODEL), mqm.score([], 300, MODEL), mqm.score([IDLEB, IDLEB], 0, MODEL)]
    found = mqm.total(scores)
    assert (found.words, found.penalty, found.score) == (400, 15, 96.25)
    assert found.errors == {(IDLEB.category, Severity.MAJOR): 3}


def test_findings_are_errors(checker: Callable[..., Checker]) -> None:
    story = document("The fire of Idleb.\n\nIn Idleb, the fire.")
    findings = checker(("names.one", "Idleb", "Idlib")).check(story)[0].findings
    found = mqm.score(map(mqm.error_of, findings), mqm.words_of(story), MODEL)
    assert (found.words, found.penalty, found.score) == (8, 10, 100 * (8 - 10) / 8)


def test_words_are_what_stands_between_spaces_of_the_prose() -> None:
    assert mqm.words_of(document("Idlib’s\u00a0well-known “city” – 3,000 km.\n")) == 6
    assert mqm.words_of(document("# Two words\n\n<!-- no prose -->\n", "a.md")) == 2
    assert mqm.words_of(document("")) == 0


def test_weights() -> None:
    made = mqm.weights(["minor=0.5", "CRITICAL=10"])
    assert [made[severity] for severity in sorted(Severity)] == [0, 0.5, 5, 10]
    assert "weights:0/0.5/5/10|" in Model(made).signature
    assert mqm.score([Error("style", Severity.MINOR, "a")], 10, Model(made)).penalty == 0.5


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("minor", "of the form minor=1"),
        ("minor=-1", "from 0 on"),
        ("minor=nan", "from 0 on"),
        ("miner=1", "did you mean “minor”"),
    ],
)
def test_wrong_weights_are_named(given: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        mqm.weights([given])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", ":1: is not JSON"),
        ("[]", "needs `category` and `severity`"),
        ('{"category": "style", "severity": "grave"}', "no severity is named “grave”"),
    ],
)
def test_wrong_marks_are_named(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(InputError, match=says):
        mqm.marked(path)
    with pytest.raises(InputError, match="cannot be read"):
        mqm.marked(tmp_path / "none.jsonl")
