"""Workflow commands: annotations on the lines of a pull request in GitHub Actions.

GitHub shows ten errors, ten warnings and ten notices of a step, the first ones: the most severe come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from mtcheck.model import FileReport, Finding, Report, Safety, Severity
from mtcheck.reporters import Style
from mtcheck.reporters._paths import shown_path
from mtcheck.reporters._text import (
    Places,
    by_severity,
    changes,
    counted,
    emit,
    evidence_words,
    failure_words,
    gate,
    one_line,
    verdict_words,
)

_COMMANDS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.NEUTRAL: "notice"}


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes a command for each failure and finding, and one for each file that reads like machine translation."""
    for failure in report.failures:
        emit(out, _command("error", {"title": "mtcheck: not checked"}, failure_words(failure)))
    levels: Counter[Severity] = Counter()
    gates: set[Severity] = set()
    files = 0
    for file in report.files:
        levels.update(finding.severity for finding in file.findings)
        gates.update(map(gate, file.findings))
        files += bool(file.findings)
    for level in sorted(gates, reverse=True):
        for file in report.files:
            for line in _annotations(file, level, style):
                emit(out, line)
    for file in report.files:
        if verdict := verdict_words(file.verdict):
            where = {"file": shown_path(file.document.path), "title": "mtcheck: machine translation"}
            emit(out, _command("notice", where, f"{verdict}: {evidence_words(file.verdict)}"))
    if levels:
        emit(out, f"{counted(levels.total(), 'finding')} in {counted(files, 'file')}: {by_severity(levels)}\n")


def _annotations(file: FileReport, level: Severity, style: Style) -> Iterator[str]:
    """The commands for the findings of one level."""
    chosen = [finding for finding in file.findings if gate(finding) is level]
    if chosen:
        path, places = shown_path(file.document.path), Places(file.document.text)
        yield from (_annotation(file, path, finding, places, style) for finding in chosen)


def _annotation(file: FileReport, path: str, finding: Finding, places: Places, style: Style) -> str:
    line, column, end_line, end_column = places.range_of(finding.span)
    where = {"file": path, "line": str(line), "endLine": str(end_line)}
    if line == end_line:  # GitHub drops columns of a range over several lines, and complains
        where |= {"col": str(column), "endColumn": str(end_column)}
    where["title"] = f"{finding.rule} ({finding.severity.name.lower()})"
    lines = [finding.message]
    if finding.fixes:
        certain = "" if finding.fixes[0].safety is Safety.SAFE else " (for an editor to decide)"
        lines.append(f"{changes(finding.fixes[0], file.document.text)}{certain}")
    if style.show_why and finding.why:
        lines.append(finding.why)
    return _command(_COMMANDS[gate(finding)], where, "\n".join(one_line(each) for each in lines if each))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_data(message)}\n"


def _data(text: str) -> str:
    """As GitHub's toolkit escapes it; a line end that is meant (U+000A) stays one."""
    return "%0A".join(one_line(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return one_line(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
