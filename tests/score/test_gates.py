"""Gates: what a text must reach."""

from __future__ import annotations

import pytest

from mtcheck.errors import ConfigError
from mtcheck.model import Severity
from mtcheck.score import gates, mqm
from mtcheck.score.gates import Gates, Most
from mtcheck.score.readability import Readability


def scored(words: int, **counts: int) -> mqm.Score:
    errors = [
        mqm.Error("accuracy", Severity[name.upper()], f"{name}{number}")
        for name, count in counts.items()
        for number in range(count)
    ]
    return mqm.score(errors, words, mqm.Model(mqm.DEFAULT_WEIGHTS))


@pytest.mark.parametrize(
    ("score", "broken"),
    [
        (scored(500), []),
        (scored(500, major=1), []),
        (scored(1000, major=2, minor=10), []),
        (scored(499, major=1), ["1 major error, at most 0 (1 in 500 words)"]),
        (scored(1000, major=3), ["3 major errors, at most 2 (1 in 500 words)"]),
        (scored(1000, critical=1), ["1 critical error, at most 0"]),
        (scored(100, minor=5), []),
        (scored(100, minor=6), ["score 94.00, at least 95"]),
        (scored(0), []),
        (scored(1, major=1), ["score -400.00, at least 95", "1 major error, at most 0 (1 in 500 words)"]),
    ],
)
def test_the_gate_of_wire_copy(score: mqm.Score, broken: list[str]) -> None:
    assert list(Gates().broken_by(score, None)) == broken


def test_limits_are_read() -> None:
    assert gates.most(["critical=0", "major = 2 / 1000"]) == (Most(Severity.CRITICAL, 0), Most(Severity.MAJOR, 2, 1000))
    assert Gates(90, gates.most(["major=2/1000"])).signature == "score>=90,major=2/1000"
    assert Gates(None, ()).signature == "none"


@pytest.mark.parametrize("given", ["major", "major=x", "major=1/0", "major=-1", "major=1/00", "grave=1"])
def test_wrong_limits_are_named(given: str) -> None:
    with pytest.raises(ConfigError, match="--max"):
        gates.most([given])


def test_readability_has_gates_on_request() -> None:
    ease = Readability(flesch=40.0, grade=13.0, sentence=25.0)
    assert Gates().broken_by(scored(500), ease) == ()
    limits = Gates(None, (), least_flesch=50, most_grade=12, most_sentence=20)
    assert limits.of_readability
    assert limits.broken_by(scored(500), ease) == (
        "Flesch 40.0, at least 50",
        "grade 13.0, at most 12",
        "25.0 words a sentence, at most 20",
    )
