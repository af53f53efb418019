"""A summary for a pull request or a job page: counts, then each file's findings with their corrections.

GitHub refuses a comment of more than 65,536 characters, so the summary stops before that and says what it left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from mtcheck.model import FileReport, Finding, Report, Safety, Severity
from mtcheck.reporters import Style
from mtcheck.reporters._paths import shown_path
from mtcheck.reporters._text import (
    Places,
    counted,
    dotted,
    emit,
    evidence_words,
    failure_words,
    one_line,
    quoted,
    verdict_words,
    word,
)

_MOST = 60_000  # code points of the whole summary
_CONTEXT = 30  # code points shown on each side of a finding
_SPECIAL = re.compile(r"([\\`*_\[\]#|~])")


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes the summary: the files with the most severe findings first."""
    emit(out, "".join(_head(report)))
    ranked = [
        (-max((finding.severity for finding in file.findings), default=0), number)
        for number, file in enumerate(report.files)
        if file.findings or verdict_words(file.verdict)
    ]
    used = 0
    left = 0
    for _, number in sorted(ranked):
        told, missing = _file(report.files[number], style, _MOST - used)
        left += missing
        used += len(told)
        emit(out, told)
    if left:
        emit(out, f"\n\u2026 and {counted(left, 'more finding')}; run `mtcheck check` to see all.\n")


def _head(report: Report) -> Iterator[str]:
    checked = counted(len(report.files), "file")
    counts: Counter[tuple[Severity, Safety]] = Counter()
    files = unsure = 0
    for file in report.files:
        files += bool(file.findings)
        counts.update((finding.severity, _safety(finding)) for finding in file.findings)
        unsure += sum(map(_is_unsure, file.findings))
    if not counts:
        yield f"## mtcheck: nothing found\n\n{checked} checked.\n"
    else:
        yield f"## mtcheck: {counted(counts.total(), 'finding')} in {counted(files, 'file')}\n\n"
        yield "| severity | findings | safe fix | for an editor | no fix |\n|---|---:|---:|---:|---:|\n"
        for severity in reversed(Severity):
            safe, unsafe, no_fix = (counts[severity, each] for each in (Safety.SAFE, Safety.UNSAFE, Safety.DISPLAY))
            if safe + unsafe + no_fix:
                yield f"| {word(severity)} | {safe + unsafe + no_fix} | {safe} | {unsafe} | {no_fix} |\n"
        note = " A correction with (?) is for an editor to decide." if unsure else ""
        yield f"\n{checked} checked.{note}\n"
    if report.failures:
        yield "\n**Not checked:**\n\n"
        yield from (f"- {_escaped(failure_words(failure))}\n" for failure in report.failures)


def _safety(finding: Finding) -> Safety:
    return finding.fixes[0].safety if finding.fixes else Safety.DISPLAY


def _is_unsure(finding: Finding) -> bool:
    return bool(finding.fixes) and finding.fixes[0].safety is not Safety.SAFE


def _file(file: FileReport, style: Style, room: int) -> tuple[str, int]:
    """The file's part in at most `room` code points, and how many of its findings did not fit."""
    places = Places(file.document.text)
    number = counted(len(file.findings), "finding")
    parts = [f"\n<details open><summary><b>{_html(shown_path(file.document.path))}</b>: {number}</summary>\n\n"]
    if verdict := verdict_words(file.verdict):
        parts.append(f"> {verdict[0].upper()}{verdict[1:]}: {_escaped(evidence_words(file.verdict))}.\n\n")
    parts.append("| line | severity | correction | why |\n|---:|---|---|---|\n")
    end = "\n</details>\n"
    used = sum(map(len, parts)) + len(end)
    if used > room:
        return "", len(file.findings)
    for index, finding in enumerate(file.findings):
        row = _row(file, finding, places, style)
        used += len(row)
        if used > room:
            return "".join((*parts, end)), len(file.findings) - index
        parts.append(row)
    return "".join((*parts, end)), 0


def _row(file: FileReport, finding: Finding, places: Places, style: Style) -> str:
    line, _ = places.of(finding.span.start)
    why = f"{_escaped(finding.message)} `{finding.rule}`"
    if style.show_why and finding.why:
        why += f"<br>{_escaped(finding.why)}"
    return f"| {line} | {word(finding.severity)} | {_correction(file, finding)} | {why} |\n"


def _correction(file: FileReport, finding: Finding) -> str:
    """The finding in its line, the first edit of its fix drawn in."""
    text = file.document.text
    edits = finding.fixes[0].edits if finding.fixes else ()
    edit = next(
        (edit for edit in edits if edit.span.start <= finding.span.end and finding.span.start <= edit.span.end), None
    )
    span = edit.span if edit else finding.span
    # A paragraph's end is where the context ends: what follows it has nothing to do with the finding.
    before = _last_words(text[max(0, span.start - _CONTEXT - 1) : span.start].rpartition("\n")[2])
    after = _last_words(text[span.end : span.end + _CONTEXT + 1].partition("\n")[0][::-1])[::-1]
    old = f"<del>{_visible(text[span.start : span.end])}</del>" if edit and len(span) else ""
    new = f"<ins>{_visible(edit.text)}</ins>" if edit and edit.text else ""
    marked = "" if edit else f"<u>{_visible(text[span.start : span.end])}</u>"
    unsure = " (?)" if _is_unsure(finding) else ""
    more = f" and {counted(len(edits) - 1, 'more place')}" if edit and len(edits) > 1 else ""
    return f"{_escaped(before)}{old}{new}{marked}{_escaped(after)}{unsure}{more}"


def _last_words(text: str) -> str:
    """The whole words at the end of `text`, in at most the context's length."""
    return text if len(text) <= _CONTEXT else text[1:].partition(" ")[2] if text[0] != " " else text[1:]


def _visible(text: str) -> str:
    return _escaped(quoted(text)) if text.strip(" ") else dotted(text)


def _escaped(text: str) -> str:
    """`text` as nothing but text: no mark-up, no row of a table, and nobody is notified by a name with an `@`."""
    return _SPECIAL.sub(r"\\\1", _html(text)).replace("@", "@\u200b")


def _html(text: str) -> str:
    return one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
