"""reviewdog's diagnostic format: comments, with suggestions to accept, in any code review that reviewdog knows.

Its columns count bytes of UTF-8 from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from mtcheck import fixes
from mtcheck.model import Edit, FileReport, Finding, Fix, Report, Safety, Severity, Span
from mtcheck.reporters import Style
from mtcheck.reporters._paths import shown_path
from mtcheck.reporters._text import Places, gate, json_lines

_SEVERITIES = {Severity.CRITICAL: "ERROR", Severity.MAJOR: "ERROR", Severity.MINOR: "WARNING", Severity.NEUTRAL: "INFO"}
_WIDEST = 200  # code points between the first and the last edit of a fix that is suggested as one


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes one object with all findings; reviewdog has no place for what could not be checked."""
    out.write('{"source": {"name": "mtcheck"}, "diagnostics": ')
    out.writelines(json_lines(_diagnostics(report, style)))
    out.write("}\n")


def _diagnostics(report: Report, style: Style) -> Iterator[dict[str, Any]]:
    for file in report.files:
        columns = _Columns(file.document.text)
        path = shown_path(file.document.path)
        yield from (_diagnostic(file, path, finding, columns, style) for finding in file.findings)


class _Columns:
    """Positions with columns in bytes. Offsets asked for in order cost the way between them, not the whole line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = Places(text)
        self._last = (0, 0, 0)  # line start, offset, bytes between them

    def range_of(self, span: Span) -> dict[str, Any]:
        return {"start": self._position(span.start), "end": self._position(span.end)}

    def _position(self, offset: int) -> dict[str, int]:
        line, column = self._places.of(offset)
        first = offset - column + 1
        start, at, size = self._last
        if start != first or at > offset:
            at, size = first, 0
        size += len(self._text[at:offset].encode("utf-8", "surrogatepass"))
        self._last = (first, offset, size)
        return {"line": line, "column": size + 1}


def _diagnostic(file: FileReport, path: str, finding: Finding, columns: _Columns, style: Style) -> dict[str, Any]:
    message = f"{finding.message}\n{finding.why}" if style.show_why and finding.why else finding.message
    told: dict[str, Any] = {
        "message": message,
        "location": {"path": path, "range": columns.range_of(finding.span)},
        "severity": _SEVERITIES[gate(finding)],
        "code": {"value": finding.rule},
    }
    edits = [
        _one_edit(file.document.text, fix) for fix in finding.fixes if fix.safety >= max(style.fixes, Safety.UNSAFE)
    ]
    suggestions = [{"range": columns.range_of(edit.span), "text": edit.text} for edit in edits if edit]
    if suggestions:
        told["suggestions"] = suggestions
    return told


def _one_edit(text: str, fix: Fix) -> Edit | None:
    """The fix as one edit: reviewdog takes each suggestion for an alternative. None for edits that lie far apart."""
    start = min(edit.span.start for edit in fix.edits)
    end = max(edit.span.end for edit in fix.edits)
    if len(fix.edits) > 1 and end - start > _WIDEST:
        return None
    moved = [Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in fix.edits]
    return Edit(Span(start, end), fixes.apply(text[start:end], moved))
