"""GitLab's Code Quality report: a JSON array, in Code Climate's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from mtcheck.digest import sha256
from mtcheck.model import Failure, FileReport, Finding, Report, Safety, Severity
from mtcheck.reporters import Style
from mtcheck.reporters._paths import shown_path
from mtcheck.reporters._text import Places, changes, failure_words, gate, json_lines, one_line

_SEVERITIES = {
    Severity.CRITICAL: "critical",
    Severity.MAJOR: "major",
    Severity.MINOR: "minor",
    Severity.NEUTRAL: "info",
}


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes the array; what could not be checked stands in it as a blocker."""
    out.writelines(json_lines(_issues(report)))
    out.write("\n")


def _issues(report: Report) -> Iterator[dict[str, Any]]:
    yield from map(_not_checked, report.failures)
    for file in report.files:
        places = Places(file.document.text)
        path = shown_path(file.document.path)
        yield from (_issue(file, path, finding, places) for finding in file.findings)


def _issue(file: FileReport, path: str, finding: Finding, places: Places) -> dict[str, Any]:
    line, _, end_line, _ = places.range_of(finding.span)
    description = one_line(finding.message)
    if finding.fixes and finding.fixes[0].safety > Safety.DISPLAY:
        description += f" [{changes(finding.fixes[0], file.document.text)}]"
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": description,
        "content": {"body": finding.why},
        "categories": ["Clarity"],
        "severity": _SEVERITIES[gate(finding)],
        "fingerprint": _hash(path, finding.fingerprint),
        "location": {"path": path, "lines": {"begin": line, "end": end_line}},
    }


def _not_checked(failure: Failure) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": "mtcheck.not-checked",
        "description": one_line(failure_words(failure)),
        "categories": ["Bug Risk"],
        "severity": "blocker",
        "fingerprint": _hash(failure.stage, failure.subject, failure.reason),
        "location": {"path": failure.subject, "lines": {"begin": 1, "end": 1}},
    }


def _hash(*parts: str) -> str:
    """GitLab compares two reports by this alone: it must differ between files, which a finding's own fingerprint does not."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
