"""What a text must reach to pass: a least score, at most so many errors of a severity, and limits of readability."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtcheck.errors import ConfigError
from mtcheck.model import Severity
from mtcheck.score.mqm import Score, severity_named
from mtcheck.score.readability import Readability


@dataclass(frozen=True, slots=True)
class Most:
    """At most `count` errors of a severity; in so many words of text, or in all of it where `words` is None."""

    severity: Severity
    count: int
    words: int | None = None

    def __str__(self) -> str:
        rate = f"/{self.words}" if self.words is not None else ""
        return f"{self.severity.name.lower()}={self.count}{rate}"

    def broken_by(self, score: Score) -> str | None:
        """What is wrong, or None. A rate is taken as it stands: one in 500 words allows none in 300."""
        found = score.count(self.severity)
        allowed = self.count if self.words is None else self.count * score.words // self.words
        if found <= allowed:
            return None
        name = self.severity.name.lower()
        rate = "" if self.words is None else f" ({self.count} in {self.words:,} words)"
        return f"{found} {name} {'error' if found == 1 else 'errors'}, at most {allowed}{rate}"


@dataclass(frozen=True, slots=True)
class Gates:
    """All that a text must reach."""

    least_score: float | None = 95.0
    most: tuple[Most, ...] = (Most(Severity.CRITICAL, 0), Most(Severity.MAJOR, 1, 500))
    least_flesch: float | None = None
    most_grade: float | None = None
    most_sentence: float | None = None

    @property
    def of_readability(self) -> bool:
        """True if a limit of readability is set."""
        return not (self.least_flesch is None and self.most_grade is None and self.most_sentence is None)

    @property
    def signature(self) -> str:
        """The gates, in one word."""
        parts = [] if self.least_score is None else [f"score>={self.least_score:g}"]
        parts += [str(each) for each in self.most]
        limits = (("flesch>=", self.least_flesch), ("grade<=", self.most_grade), ("sentence<=", self.most_sentence))
        parts += [f"{name}{value:g}" for name, value in limits if value is not None]
        return ",".join(parts) or "none"

    def broken_by(self, score: Score, readability: Readability | None) -> tuple[str, ...]:
        """What a text does not reach, a clause each. A text without words breaks no gate: there is nothing to publish."""
        if score.score is None:
            return ()
        found = []
        if self.least_score is not None and score.score < self.least_score:
            found.append(f"score {score.score:.2f}, at least {self.least_score:g}")
        found += [broken for each in self.most if (broken := each.broken_by(score))]
        if readability is not None:
            if self.least_flesch is not None and readability.flesch < self.least_flesch:
                found.append(f"Flesch {readability.flesch:.1f}, at least {self.least_flesch:g}")
            if self.most_grade is not None and readability.grade > self.most_grade:
                found.append(f"grade {readability.grade:.1f}, at most {self.most_grade:g}")
            if self.most_sentence is not None and readability.sentence > self.most_sentence:
                found.append(f"{readability.sentence:.1f} words a sentence, at most {self.most_sentence:g}")
        return tuple(found)


def most(given: Iterable[str]) -> tuple[Most, ...]:
    """Limits such as `critical=0` or `major=2/1000`, two errors in a thousand words. Raises ConfigError."""
    found: dict[Severity, Most] = {}
    for part in given:
        shape = re.fullmatch(r"\s*(\w+)\s*=\s*(\d+)\s*(?:/\s*(\d+)\s*)?", part)
        if shape is None or shape[3] == "0" or (shape[3] and int(shape[3]) == 0):
            raise ConfigError(
                f"--max: “{part}” is not of the form critical=0 or major=2/1000 (errors, or errors in words)"
            )
        severity = severity_named(shape[1], "--max")
        found[severity] = Most(severity, int(shape[2]), int(shape[3]) if shape[3] else None)
    return tuple(found.values())
