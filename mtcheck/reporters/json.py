"""The whole report as one JSON object, for programs; `report.schema.json` beside this file describes it.

Offsets count code points of the decoded text without its byte order mark; lines and columns count from 1.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from mtcheck.model import Edit, FileReport, Finding, Fix, Report, Suppression, Verdict
from mtcheck.reporters import Style
from mtcheck.reporters._text import Places, word

# Raised when a key is renamed, removed or changes its meaning; new keys come with a new version of the schema too.
VERSION = 1


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes the object, one file of the report on each line: a large report is never held twice in memory."""
    out.write(f'{{"version": {VERSION}, "signature": {_dumped(report.signature)}, "files": [')
    for number, file in enumerate(report.files):
        out.write(",\n" if number else "\n")
        out.write(_dumped(_file(file)))
    failures = [{"stage": each.stage, "subject": each.subject, "reason": each.reason} for each in report.failures]
    out.write(f'\n], "failures": {_dumped(failures)}}}\n')


def _dumped(value: Any) -> str:
    # ASCII only: a lone surrogate in a text is valid JSON as an escape and cannot be written otherwise.
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def _file(file: FileReport) -> dict[str, Any]:
    places = Places(file.document.text)
    return {
        "path": file.document.path,
        "verdict": _verdict(file.verdict),
        "findings": [_finding(finding, places) for finding in file.findings],
        "suppressed": [_suppression(each, places) for each in file.suppressed],
        "unused": list(file.unused),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "language": verdict.language,
        "probability": round(verdict.probability, 4),
        "evidence": [
            {"rule": each.rule, "weight": round(each.weight, 4), "text": each.text} for each in verdict.evidence
        ],
    }


def _finding(finding: Finding, places: Places) -> dict[str, Any]:
    line, column = places.of(finding.span.start)
    return {
        "rule": finding.rule,
        "title": finding.title,
        "start": finding.span.start,
        "end": finding.span.end,
        "line": line,
        "column": column,
        "text": finding.text,
        "severity": word(finding.severity),
        "category": finding.category,
        "strength": word(finding.strength),
        "status": word(finding.status),
        "message": finding.message,
        "why": finding.why,
        "in_speech": finding.in_speech,
        "fixes": [_fix(fix) for fix in finding.fixes],
        "related": [{"start": each.span.start, "end": each.span.end, "text": each.note} for each in finding.related],
        "fingerprint": finding.fingerprint,
        "also": list(finding.also),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"safety": word(fix.safety), "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {"start": edit.span.start, "end": edit.span.end, "text": edit.text}


def _suppression(suppression: Suppression, places: Places) -> dict[str, Any]:
    return {
        "source": suppression.source,
        "reason": suppression.reason,
        "finding": _finding(suppression.finding, places),
    }
