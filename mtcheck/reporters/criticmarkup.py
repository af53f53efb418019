"""The story in CriticMarkup: `{--old--}{++new++}`, `{==pointed at==}` and `{>>why<<}`, for editors that track changes in text.

Accepting all changes gives the text that `mtcheck fix` would write, rejecting all gives the text that was read. CriticMarkup
has no escapes: a text that holds such marks of its own cannot be told from ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from mtcheck.model import FileReport, Finding, Report
from mtcheck.reporters import Style
from mtcheck.reporters._redline import Kind, Run, redline
from mtcheck.reporters._text import changes, emit_bytes, one_line, word


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes the text of each file with its marks; a file is named only where there are several."""
    for file in report.files:
        named = len(report.files) > 1
        parts = (
            f"{{>>{_comment(file.document.path)}<<}}\n\n" if named else "",
            *_marked(file, style),
            "\n\n" if named else "",
        )
        # As bytes: the line ends of the text are its own, whatever the stream makes of them.
        emit_bytes(out, "".join(parts).encode("utf-8", "surrogatepass"))


def _marked(file: FileReport, style: Style) -> Iterator[str]:
    # One paragraph for the whole file: what stands between paragraphs has to come out as it was, too.
    whole = file._replace(document=file.document._replace(segments=()))
    line = redline(whole, whole=True, least=style.fixes)
    told: set[int] = set()
    for paragraph in line.paragraphs:
        runs = line.runs(paragraph)
        for index, run in enumerate(runs):
            yield _run(run)
            following = runs[index + 1] if index + 1 < len(runs) else None
            if following and following.kind is Kind.INSERTED and run.kind is Kind.DELETED:
                continue  # the comment stands behind both
            for finding in run.findings:
                later = following is not None and finding in following.findings
                if id(finding) not in told and not later:
                    told.add(id(finding))
                    yield f"{{>>{_comment(_said(file, finding, run.kind is Kind.MARKED))}<<}}"


def _run(run: Run) -> str:
    text = run.text
    if run.kind is Kind.DELETED:
        return f"{{--{text}--}}"
    if run.kind is Kind.INSERTED:
        return f"{{++{text}++}}"
    if run.kind is Kind.RESPACED:
        return f"{{--{text}--}}{{++ ++}}"
    if run.kind is Kind.MARKED:
        return f"{{=={text}==}}"
    return text


def _said(file: FileReport, finding: Finding, marked: bool) -> str:
    suggested = f" Perhaps: {changes(finding.fixes[0], file.document.text)}." if marked and finding.fixes else ""
    return f"{finding.message}{suggested} ({word(finding.severity)}, {finding.rule})"


def _comment(text: str) -> str:
    return one_line(text).replace("<<}", "<< }")
