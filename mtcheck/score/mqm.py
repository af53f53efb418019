"""MQM's linear model (themqm.org): penalty points by severity, set against the number of words.

score = 100 × (1 − penalty / words): 100 for a text without errors, below 0 where there are more points than words. Nothing is
capped, so that the mean over words of many stories is the score of all of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.errors import ConfigError, InputError, did_you_mean
from mtcheck.model import Document, Finding, Severity
from mtcheck.textview import TextView, plain

DEFAULT_WEIGHTS: Mapping[Severity, float] = {severity: float(severity.value) for severity in Severity}
PER = 1_000  # words to which a penalty is normed
_TERMS = "terminology"


class Error(NamedTuple):
    """An error as MQM counts it: its type as a path, its severity, and the words it is in."""

    category: str
    severity: Severity
    text: str


class Model(NamedTuple):
    """How errors become points. `repeats`: a term that is wrong in the same way again counts each time, or once a text."""

    weights: Mapping[Severity, float]
    repeats: str = "each"

    @property
    def signature(self) -> str:
        """All that decides on a score besides the errors and the words."""
        weights = "/".join(_number(self.weights[severity]) for severity in Severity)
        return f"MQM|model:linear|weights:{weights}|per:{PER}|repeats:{self.repeats}|words:whitespace"


class Score(NamedTuple):
    """The score of one text, or of several. `penalty` is in points; `errors` counts each error with a severity by category;
    `repeated` errors stand in no count, since the same term had counted before."""

    words: int
    penalty: float
    errors: Mapping[tuple[str, Severity], int]
    points: Mapping[str, float]
    repeated: int = 0

    @property
    def score(self) -> float | None:
        """100 × (1 − penalty / words); None without words."""
        return 100 * (self.words - self.penalty) / self.words if self.words else None

    @property
    def per_thousand(self) -> float | None:
        """Points per 1,000 words; None without words."""
        return PER * self.penalty / self.words if self.words else None

    def count(self, severity: Severity) -> int:
        """Errors of a severity."""
        return sum(count for (_, each), count in self.errors.items() if each is severity)

    def of_category(self, category: str) -> dict[Severity, int]:
        """Errors of a category by severity."""
        return {severity: self.errors.get((category, severity), 0) for severity in Severity}


def score(errors: Iterable[Error], words: int, model: Model) -> Score:
    """The MQM score of one text."""
    counts: Counter[tuple[str, Severity]] = Counter()
    points: dict[str, float] = {}
    met: set[tuple[str, str]] = set()
    repeated = 0
    for error in errors:
        if model.repeats == "once" and error.category.partition("/")[0] == _TERMS:
            term = (error.category, plain(error.text).casefold())
            if term in met:
                repeated += 1
                continue
            met.add(term)
        counts[error.category, error.severity] += 1
        points[error.category] = points.get(error.category, 0.0) + model.weights[error.severity]
    return Score(words, sum(points.values(), 0.0), dict(counts), points, repeated)


def total(scores: Iterable[Score]) -> Score:
    """The score of several texts as if they were one. A repeated term counts again in each text."""
    words, penalty, repeated = 0, 0.0, 0
    counts: Counter[tuple[str, Severity]] = Counter()
    points: dict[str, float] = {}
    for each in scores:
        words, penalty, repeated = words + each.words, penalty + each.penalty, repeated + each.repeated
        counts.update(each.errors)
        for category, value in each.points.items():
            points[category] = points.get(category, 0.0) + value
    return Score(words, penalty, dict(counts), points, repeated)


def words_of(document: Document) -> int:
    """Words of the prose: what stands between spaces of any kind, as `wc -w` counts it; markup is no prose."""
    return len(TextView(document).text.split())


def error_of(finding: Finding) -> Error:
    """A finding as an error."""
    return Error(finding.category, finding.severity, finding.text)


def marked(path: Path) -> tuple[Error, ...]:
    """Errors that a person marked: JSONL with `category`, `severity`, `text`; what says `optional: true` does not count.
    Raises InputError."""
    found = []
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            mark = _marked(f"{path}:{number}", line)
            if mark is not None:
                found.append(mark)
    return tuple(found)


def _marked(place: str, line: str) -> Error | None:
    try:
        entry: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: is not JSON ({error.msg})") from None
    if not isinstance(entry, dict) or not {"category", "severity"} <= entry.keys():
        raise InputError(f"{place}: a marked span needs `category` and `severity`")
    if entry.get("optional"):
        return None
    try:
        severity = Severity[str(entry["severity"]).upper()]
    except KeyError:
        raise InputError(f"{place}: no severity is named “{entry['severity']}”; known: {_SEVERITIES}") from None
    return Error(str(entry["category"]), severity, str(entry.get("text", "")))


_SEVERITIES = ", ".join(severity.name.lower() for severity in Severity)


def severity_named(name: str, where: str) -> Severity:
    """The severity of a name. Raises ConfigError."""
    try:
        return Severity[name.strip().upper()]
    except KeyError:
        near = did_you_mean(name.strip(), [severity.name.lower() for severity in Severity])
        raise ConfigError(f"{where}: no severity is named “{name.strip()}”{near}") from None


def weights(given: Iterable[str]) -> Mapping[Severity, float]:
    """The usual weights with those of `given`, such as `minor=0.5`, in their place. Raises ConfigError."""
    made = dict(DEFAULT_WEIGHTS)
    for part in given:
        name, equals, value = part.partition("=")
        severity = severity_named(name, "--weights")
        try:
            weight = float(value)
        except ValueError:
            weight = -1.0
        if not equals or not 0 <= weight < float("inf"):
            raise ConfigError(f"--weights: “{part}” is not of the form minor=1, with a number from 0 on")
        made[severity] = weight
    return made


def _number(value: float) -> str:
    return f"{value:g}"
