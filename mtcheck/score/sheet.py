"""The score sheet of a run: each text with its score, its readability and the gates that it fails; as a table or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TextIO

from mtcheck.model import FileReport, Severity, Status
from mtcheck.reporters._text import emit, one_line
from mtcheck.score import mqm
from mtcheck.score.gates import Gates
from mtcheck.score.readability import Readability, readability
from mtcheck.textview import TextView

VERSION = 1
_DOWN = tuple(sorted(Severity, reverse=True))


class Entry(NamedTuple):
    """One text. `uncounted` findings are of trial rules; `marked` is the score of the errors that a person marked; `broken` are
    the gates that it fails."""

    path: str
    score: mqm.Score
    uncounted: int = 0
    readability: Readability | None = None
    marked: mqm.Score | None = None
    broken: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """All texts of a run, and what makes the figures reproducible: one signature for MQM, the others as they are needed."""

    entries: Sequence[Entry]
    gates: Gates
    signatures: tuple[str, ...]

    @property
    def total(self) -> mqm.Score:
        """The score of all texts as if they were one."""
        return mqm.total(entry.score for entry in self.entries)

    @property
    def fails(self) -> bool:
        """True if a text fails a gate."""
        return any(entry.broken for entry in self.entries)


class Asked(NamedTuple):
    """How to score: the model, the gates, whether findings of trial rules count and whether readability is asked for."""

    model: mqm.Model
    gates: Gates
    trial: bool = False
    readability: bool = True

    def signatures(self, run: str) -> tuple[str, ...]:
        """What each figure is made of; `run` is the signature of the findings."""
        status = "stable+trial" if self.trial else "stable"
        found = [f"{self.model.signature}|status:{status}|gate:{self.gates.signature}|{run}"]
        if self.readability or self.gates.of_readability:
            from mtcheck.score import readability as module

            found.append(module.signature())
        return tuple(found)


def entry(file: FileReport, asked: Asked, marked: Sequence[mqm.Error] | None = None) -> Entry:
    """One text, scored."""
    counted = [finding for finding in file.findings if asked.trial or finding.status is Status.STABLE]
    words = mqm.words_of(file.document)
    scored = mqm.score(map(mqm.error_of, counted), words, asked.model)
    ease = None
    if words and (asked.readability or asked.gates.of_readability):
        ease = readability(TextView(file.document).text)
    return Entry(
        file.document.path,
        scored,
        len(file.findings) - len(counted),
        ease,
        mqm.score(marked, words, asked.model) if marked is not None else None,
        asked.gates.broken_by(scored, ease),
    )


def sheet(files: Iterable[FileReport], asked: Asked, run: str, marked: Sequence[mqm.Error] | None = None) -> Sheet:
    """The score sheet of a report, read in order; `marked` errors belong to each of its files."""
    return Sheet(tuple(entry(file, asked, marked) for file in files), asked.gates, asked.signatures(run))


def write_json(found: Sheet, out: TextIO) -> None:
    """One JSON object; points and scores are not rounded."""
    made = {
        "version": VERSION,
        "signatures": list(found.signatures),
        "gate": found.gates.signature,
        "passed": not found.fails,
        "files": [_entry(each) for each in found.entries],
        "total": plain_score(found.total),
    }
    json.dump(made, out, ensure_ascii=True, allow_nan=False, indent=2)
    out.write("\n")


def _entry(each: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"path": each.path, "passed": not each.broken, "broken": list(each.broken)}
    made |= plain_score(each.score)
    made["not_counted"] = {"trial": each.uncounted, "repeated": each.score.repeated}
    if each.readability is not None:
        made["readability"] = {
            "flesch_reading_ease": each.readability.flesch,
            "flesch_kincaid_grade": each.readability.grade,
            "words_per_sentence": each.readability.sentence,
        }
    if each.marked is not None:
        made["marked"] = plain_score(each.marked)
    return made


def plain_score(score: mqm.Score) -> dict[str, Any]:
    """A score as JSON has it."""
    return {
        "words": score.words,
        "score": score.score,
        "penalty": score.penalty,
        "penalty_per_1000_words": score.per_thousand,
        "errors": {_name(severity): score.count(severity) for severity in _DOWN},
        "categories": {
            category: {
                **{_name(severity): count for severity, count in score.of_category(category).items() if count},
                "penalty": points,
            }
            for category, points in _by_points(score)
        },
    }


def write_table(found: Sheet, out: TextIO) -> None:
    """For a person: a single text in full; several as a line each, and all of them in full."""
    lines: list[str] = []
    if not found.entries:
        lines.append("no text to score")
    elif len(found.entries) == 1:
        lines += _full(found.entries[0])
    else:
        lines.append(f"{'score':>8} {'per 1,000':>10} {'critical':>8} {'major':>6} {'minor':>6} {'words':>8}  file")
        for each in found.entries:
            lines.append(_line(each.score, one_line(each.path) + ("  FAIL" if each.broken else "")))
            lines += [f"{'':51}  {clause}" for clause in each.broken]
        lines.append(_line(found.total, "all texts as one"))
        lines += ["", *_categories(found.total)]
        uncounted = sum(each.uncounted for each in found.entries)
        lines += _left_out(uncounted, found.total.repeated)
        failed = sum(bool(each.broken) for each in found.entries)
        lines += ["", f"gate {found.gates.signature}: {failed:,} of {len(found.entries):,} texts fail"]
    lines += ["", *found.signatures]
    emit(out, "\n".join(lines) + "\n")


def _line(score: mqm.Score, name: str) -> str:
    cells = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)
    critical, major, minor = (f"{score.count(severity):,}" for severity in cells)
    return (
        f"{_figure(score.score):>8} {_figure(score.per_thousand, 1):>10} "
        f"{critical:>8} {major:>6} {minor:>6} {score.words:>8,}  {name}"
    )


def _figure(value: float | None, digits: int = 2) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def _full(each: Entry) -> Iterator[str]:
    score = each.score
    yield f"{one_line(each.path)}: {score.words:,} {'word' if score.words == 1 else 'words'}"
    if score.score is None:
        yield "  no words, so no score"
        return
    yield f"  MQM score {_figure(score.score)}: {score.penalty:g} points, {_figure(score.per_thousand, 1)} in 1,000 words"
    if score.errors:
        yield ""
        yield from ("  " + line for line in _categories(score))
    yield from ("  " + line for line in _left_out(each.uncounted, score.repeated))
    if each.marked is not None:
        difference = (score.score or 0.0) - (each.marked.score or 0.0)
        yield (
            f"  errors that a person marked: score {_figure(each.marked.score)}, {each.marked.penalty:g} points; "
            f"the findings' score is {abs(difference):.2f} {'higher' if difference >= 0 else 'lower'}"
        )
    if each.readability is not None:
        ease = each.readability
        yield f"  Flesch {ease.flesch:.1f}, grade {ease.grade:.1f}, {ease.sentence:.1f} words a sentence"
    yield ""
    if each.broken:
        yield "  FAIL: " + "; ".join(each.broken)
    else:
        yield "  PASS"


def _categories(score: mqm.Score) -> Iterator[str]:
    if not score.errors:
        return
    width = max(len(category) for category in [*score.points, "all"])
    names = "".join(f"{_name(severity):>9}" for severity in _DOWN)
    yield f"{'':{width}}{names}{'points':>9}"
    for category, points in _by_points(score):
        counts = score.of_category(category)
        yield f"{category:{width}}{''.join(_count(counts[severity]) for severity in _DOWN)}{points:>9g}"
    yield f"{'all':{width}}{''.join(_count(score.count(severity)) for severity in _DOWN)}{score.penalty:>9g}"


def _left_out(trial: int, repeated: int) -> Iterator[str]:
    if trial:
        yield f"not counted: {trial:,} {'finding' if trial == 1 else 'findings'} of rules on trial (--trial counts them)"
    if repeated:
        yield f"not counted: {repeated:,} repeated {'term' if repeated == 1 else 'terms'} (--repeats each counts them)"


def _count(value: int) -> str:
    return f"{value or '.':>9}"


def _by_points(score: mqm.Score) -> list[tuple[str, float]]:
    return sorted(score.points.items(), key=lambda each: (-each[1], each[0]))


def _name(severity: Severity) -> str:
    return severity.name.lower()
