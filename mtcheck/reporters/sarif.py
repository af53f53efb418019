"""SARIF 2.1.0, for code scanning on GitHub, Azure DevOps and in editors. Columns count code points."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from mtcheck import __version__
from mtcheck.model import Failure, FileReport, Finding, Fix, Report, Safety, Severity, Span, Suppression
from mtcheck.reporters import Style
from mtcheck.reporters._paths import from_here, uri
from mtcheck.reporters._text import Places, changes, failure_words, gate, word

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.NEUTRAL: "note"}
_CONTEXT = 100  # code points shown on each side of a finding
# Named with a version: a change of how fingerprints are made must not be taken for new findings.
_FINGERPRINT = "mtcheckFinding/v1"


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes one log with one run; suppressed findings stand in it as suppressed results."""
    rules = _rules(report)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    results: list[dict[str, Any]] = []
    for number, file in enumerate(report.files):
        places = Places(file.document.text)
        results += (_result(file, number, finding, places, index) for finding in file.findings)
        for each in file.suppressed:
            result = _result(file, number, each.finding, places, index)
            results.append(result | {"suppressions": [_suppression(each)]})
    driver = {"name": "mtcheck", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "invocations": [_invocation(report)],
        "artifacts": [_artifact(file) for file in report.files],
        "results": results,
        "properties": {"signature": report.signature},
    }
    json.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, out, ensure_ascii=True, indent=1)
    out.write("\n")


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


def _location(file: FileReport, number: int, span: Span, places: Places) -> dict[str, Any]:
    place = {"artifactLocation": _artifact_location(file, number), "region": _region(file, span, places, True)}
    context = _context(file.document.text, span)
    if context != span:  # a context has to be larger than what it surrounds
        place["contextRegion"] = _region(file, context, places, True)
    return {"physicalLocation": place}


def _context(text: str, span: Span) -> Span:
    """The span with what stands before and after it on its line; more than that would double the size of the log."""
    before = text[max(span.start - _CONTEXT, 0) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + _CONTEXT].partition("\n")[0]
    return Span(span.start - len(before), span.end + len(after))


def _artifact_location(file: FileReport, number: int | None = None) -> dict[str, Any]:
    path = file.document.path
    location: dict[str, Any] = {"uri": uri(path)}
    if from_here(path)[1]:
        location["uriBaseId"] = "%SRCROOT%"
    if number is not None:
        location["index"] = number
    return location


def _region(file: FileReport, span: Span, places: Places, snippet: bool) -> dict[str, Any]:
    line, column, end_line, end_column = places.range_of(span)
    region: dict[str, Any] = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": len(span),
    }
    if snippet:
        region["snippet"] = {"text": file.document.text[span.start : span.end]}
    return region


def _result(file: FileReport, number: int, finding: Finding, places: Places, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[gate(finding)],
        "message": {"text": finding.message or finding.title or finding.rule},
        "locations": [_location(file, number, finding.span, places)],
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
            {"id": at, **_location(file, number, each.span, places), "message": {"text": each.note or "see also"}}
            for at, each in enumerate(finding.related)
        ]
    fixes = [_fix(file, fix, places) for fix in finding.fixes if fix.safety > Safety.DISPLAY]
    if fixes:
        result["fixes"] = fixes
    return result


def _fix(file: FileReport, fix: Fix, places: Places) -> dict[str, Any]:
    certain = "Safe" if fix.safety is Safety.SAFE else "For an editor to decide"
    replacements = [
        {"deletedRegion": _region(file, edit.span, places, False), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": {"text": f"{certain}: {changes(fix, file.document.text)}."},
        "artifactChanges": [{"artifactLocation": _artifact_location(file), "replacements": replacements}],
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
        "location": _artifact_location(file),
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
