"""One line a finding: `path:line:column: severity rule-id message`, which editors and `grep` understand."""

from __future__ import annotations

from typing import TextIO

from mtcheck.model import Report
from mtcheck.reporters import Style
from mtcheck.reporters._text import Places, emit, one_line, word


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes all findings in the order of the report; nothing for a report without findings."""
    for file in report.files:
        places = Places(file.document.text)
        path = one_line(file.document.path)
        for finding in file.findings:
            line = (
                f"{path}:{places.at(finding.span)}: {word(finding.severity)} {finding.rule} {one_line(finding.message)}"
            )
            emit(out, line + "\n")
            if style.show_why and finding.why:
                emit(out, f"    {one_line(finding.why)}\n")
