"""SARIF 2.1.0, for code scanning on GitHub, Azure DevOps and in editors. Columns count code points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from mtcheck import __version__
from mtcheck.model import Failure, FileReport, Finding, Fix, Report, Safety, Severity, Span, Suppression
from mtcheck.reporters import Style
from mtcheck.reporters._paths import from_here, uri
from mtcheck.reporters._text import Places, changes, failure_words, gate, json_lines, word

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.NEUTRAL: "note"}
_CONTEXT = 100  # code points shown on each side of a finding
# Named with a version: a change of how fingerprints are made must not be taken for new findings.
_FINGERPRINT = "mtcheckFinding/v1"


class _Source:
    """A file of the log, with what all of its results need: its number, its location, its lines."""

    def __init__(self, file: FileReport, number: int) -> None:
        self.text = file.document.text
        self.number = number
        self.location = _location(file)
        self._places = Places(self.text)

    def region(self, span: Span, *, snippet: bool) -> dict[str, Any]:
        """A span as a region: both by line and column and by offset, since readers take either."""
        line, column, end_line, end_column = self._places.range_of(span)
        region: dict[str, Any] = {
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": span.start,
            "charLength": len(span),
        }
        if snippet:
            region["snippet"] = {"text": self.text[span.start : span.end]}
        return region

    def place(self, span: Span) -> dict[str, Any]:
        """A span as a physical location with its context."""
        place = {
            "artifactLocation": {**self.location, "index": self.number},
            "region": self.region(span, snippet=True),
        }
        context = self._context(span)
        if context != span:  # a context has to be larger than what it surrounds
            place["contextRegion"] = self.region(context, snippet=True)
        return {"physicalLocation": place}

    def _context(self, span: Span) -> Span:
        """The span with what stands before and after it on its line; more than that would double the size of the log."""
        before = self.text[max(span.start - _CONTEXT, 0) : span.start].rpartition("\n")[2]
        after = self.text[span.end : span.end + _CONTEXT].partition("\n")[0]
        return Span(span.start - len(before), span.end + len(after))


def _location(file: FileReport) -> dict[str, Any]:
    location: dict[str, Any] = {"uri": uri(file.document.path)}
    if from_here(file.document.path)[1]:
        location["uriBaseId"] = "%SRCROOT%"
    return location


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes one log with one run; suppressed findings stand in it as suppressed results."""
    rules = _rules(report)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "mtcheck", "semanticVersion": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "invocations": [_invocation(report)],
        "properties": {"signature": report.signature},
    }
    out.write(f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{\n')
    for key, value in run.items():
        out.write(f'"{key}": {json.dumps(value, ensure_ascii=True)},\n')
    out.write('"artifacts": ')
    out.writelines(json_lines(map(_artifact, report.files)))
    out.write(',\n"results": ')
    out.writelines(json_lines(_results(report, index)))
    out.write("\n}]}\n")


def _results(report: Report, index: dict[str, int]) -> Iterator[dict[str, Any]]:
    for number, file in enumerate(report.files):
        source = _Source(file, number)
        for finding in file.findings:
            yield _result(source, finding, index)
        for each in file.suppressed:
            yield _result(source, each.finding, index) | {"suppressions": [_suppression(each)]}


def _all_findings(report: Report) -> Iterable[Finding]:
    for file in report.files:
        yield from file.findings
        yield from (each.finding for each in file.suppressed)


def _rules(report: Report) -> list[dict[str, Any]]:
    """The rules that found something, in the order of their ids, each as its worst finding describes it."""
    worst: dict[str, Finding] = {}
    for finding in _all_findings(report):
        if finding.rule not in worst or finding.severity > worst[finding.rule].severity:
            worst[finding.rule] = finding
    return [_rule(worst[rule]) for rule in sorted(worst)]


def _rule(finding: Finding) -> dict[str, Any]:
    title = finding.title or finding.rule
    why = finding.why or title
    return {
        "id": finding.rule,
        "name": "".join(part.capitalize() for part in finding.rule.replace("-", ".").split(".")),
        "shortDescription": {"text": _sentence(title)},
        "fullDescription": {"text": _sentence(why)},
        "help": {"text": f"{_sentence(title)}\n\n{why}", "markdown": f"**{title}**\n\n{why}"},
        "defaultConfiguration": {"level": _LEVELS[gate(finding)]},
        "properties": {"tags": [finding.category, *(f"from-{lang}" for lang in finding.source_langs)]},
    }


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _result(source: _Source, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[gate(finding)],
        "message": {"text": finding.message or finding.title or finding.rule},
        "locations": [source.place(finding.span)],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        "properties": {
            "severity": word(finding.severity),
            "category": finding.category,
            "strength": word(finding.strength),
            "status": word(finding.status),
            "inSpeech": finding.in_speech,
        },
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": at, **source.place(each.span), "message": {"text": each.note or "see also"}}
            for at, each in enumerate(finding.related)
        ]
    fixes = [_fix(source, fix) for fix in finding.fixes if fix.safety > Safety.DISPLAY]
    if fixes:
        result["fixes"] = fixes
    return result


def _fix(source: _Source, fix: Fix) -> dict[str, Any]:
    certain = "Safe" if fix.safety is Safety.SAFE else "For an editor to decide"
    replacements = [
        {"deletedRegion": source.region(edit.span, snippet=False), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": f"{certain}: {changes(fix, source.text)}."},
        "artifactChanges": [{"artifactLocation": source.location, "replacements": replacements}],
    }


def _suppression(suppression: Suppression) -> dict[str, Any]:
    kind = "inSource" if suppression.source.startswith("inline") else "external"
    return {
        "kind": kind,
        "status": "accepted",
        "justification": suppression.reason or "no reason given",
        "properties": {"source": suppression.source},
    }


def _artifact(file: FileReport) -> dict[str, Any]:
    verdict = file.verdict
    return {
        "location": _location(file),
        "encoding": file.document.encoding.upper(),
        "properties": {"verdict": {"language": verdict.language, "probability": round(verdict.probability, 4)}},
    }


def _invocation(report: Report) -> dict[str, Any]:
    notes = [_notification(failure) for failure in report.failures]
    told: dict[str, Any] = {"executionSuccessful": not notes}
    if notes:
        told["toolExecutionNotifications"] = notes
    return told


def _notification(failure: Failure) -> dict[str, Any]:
    return {"level": "error", "message": {"text": failure_words(failure)}, "properties": {"stage": failure.stage}}
