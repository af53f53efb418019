"""Findings and documents as plain data, for the cache, for other processes and for the disk.

JSON and not pickle: a cache may come from another machine. `tests/cli/test_plain.py` fails when a type gets a field that is not
written here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mtcheck.model import (
    Document,
    Edit,
    Evidence,
    FileReport,
    Finding,
    Fix,
    Piece,
    Related,
    Safety,
    Segment,
    Severity,
    Span,
    Status,
    Strength,
    Suppression,
    Verdict,
)

_SEVERITIES = {int(each): each for each in Severity}
_STRENGTHS = {int(each): each for each in Strength}
_STATUSES = {int(each): each for each in Status}
_SAFETIES = {int(each): each for each in Safety}


def dumped(value: Any) -> bytes:
    """Plain data as bytes. ASCII, so that lone surrogates survive."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def loaded(data: bytes) -> Any:
    """Plain data from bytes. Raises ValueError."""
    return json.loads(data)


def of_report(report: FileReport) -> list[Any]:
    """A file's report with its document."""
    return [
        of_document(report.document),
        report.document.text,
        of_findings(report.findings),
        of_findings([each.finding for each in report.suppressed]),
        [[each.source, each.reason] for each in report.suppressed],
        report.unused,
        of_verdict(report.verdict),
    ]


def report(data: Any) -> FileReport:
    """The report that `of_report` made."""
    made, text, found, suppressed, reasons, unused, judged = data
    return FileReport(
        document(made, text),
        findings(found),
        tuple(Suppression(each, *why) for each, why in zip(findings(suppressed), reasons, strict=True)),
        tuple(unused),
        verdict(judged),
    )


def of_document(document: Document) -> list[Any]:
    """A document without its text. A piece that maps code point to code point is its place alone. A document that has a
    source text of its own can't be written."""
    assert document.source is None
    pieces = [
        [segment.role, *(_of_piece(piece, document.text) for piece in segment.pieces)] for segment in document.segments
    ]
    comments = [[span.start, span.end] for span in document.comments]
    bom = document.bom.decode("latin-1")
    kept = (document.source_lang, document.encoding, bom, document.newline, document.digest)
    return [document.path, pieces, comments, *kept]


def _of_piece(piece: Piece, text: str) -> list[Any]:
    start, end = piece.raw.start, piece.raw.end
    return [start, end] if text[start:end] == piece.text else [start, end, piece.text]


def document(data: Any, text: str) -> Document:
    """The document that `of_document` made, with its text."""
    path, segments, comments, source_lang, encoding, bom, newline, digest = data
    return Document(
        path,
        text,
        tuple(Segment(role, tuple(_piece(piece, text) for piece in pieces)) for role, *pieces in segments),
        tuple(Span(start, end) for start, end in comments),
        source_lang,
        None,
        encoding,
        bom.encode("latin-1"),
        newline,
        digest,
    )


def _piece(data: Sequence[Any], text: str) -> Piece:
    start, end = data[0], data[1]
    return Piece(Span(start, end), data[2] if len(data) > 2 else text[start:end])


def of_findings(findings: Sequence[Finding]) -> list[Any]:
    """Findings; what all findings of a rule have in common is written once."""
    shared: dict[tuple[Any, ...], int] = {}
    rows = []
    for each in findings:
        common = (each.rule, each.title, each.category, each.why, each.source_langs, each.trace)
        rows.append(
            [
                shared.setdefault(common, len(shared)),
                each.span.start,
                each.span.end,
                each.text,
                int(each.severity),
                int(each.strength),
                int(each.status),
                each.message,
                [_of_fix(fix) for fix in each.fixes],
                [[other.span.start, other.span.end, other.note] for other in each.related],
                each.in_speech,
                each.fingerprint,
                each.also,
            ]
        )
    return [list(shared), rows]


def findings(data: Any) -> tuple[Finding, ...]:
    """The findings that `of_findings` made."""
    shared, rows = data
    common = [(*each[:4], tuple(each[4]), tuple(each[5])) for each in shared]
    return tuple(_finding(common[row[0]], row) for row in rows)


def _finding(common: tuple[Any, ...], data: Any) -> Finding:
    rule, title, category, why, source_langs, trace = common
    return Finding(
        rule,
        title,
        Span(data[1], data[2]),
        data[3],
        _SEVERITIES[data[4]],
        category,
        _STRENGTHS[data[5]],
        _STATUSES[data[6]],
        data[7],
        why,
        tuple(map(_fix, data[8])),
        tuple(Related(Span(start, end), note) for start, end, note in data[9]),
        data[10],
        data[11],
        source_langs,
        tuple(data[12]),
        trace,
    )


def _of_fix(fix: Fix) -> list[Any]:
    edits = [[edit.span.start, edit.span.end, edit.text] for edit in fix.edits]
    return [int(fix.safety), fix.separable, edits]


def _fix(data: Any) -> Fix:
    safety, separable, edits = data
    return Fix(tuple(Edit(Span(start, end), text) for start, end, text in edits), _SAFETIES[safety], separable)


def of_verdict(verdict: Verdict) -> list[Any]:
    """A verdict."""
    return [verdict.language, verdict.probability, [[each.rule, each.weight, each.text] for each in verdict.evidence]]


def verdict(data: Any) -> Verdict:
    """The verdict that `of_verdict` made."""
    language, probability, evidence = data
    return Verdict(language, probability, tuple(Evidence(rule, weight, text) for rule, weight, text in evidence))
