"""JUnit XML, which every CI can show as a list of tests: a file is a suite, a finding a test case.

A finding that is major or worse is a failed test; a lesser one, or one of a rule on trial, is a test that passes and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from mtcheck.model import FileReport, Finding, Report, Severity
from mtcheck.reporters import Style
from mtcheck.reporters._paths import shown_path
from mtcheck.reporters._text import Places, changes, emit, failure_words, gate, one_line, word

_FAILS_AT = Severity.MAJOR
_NO_XML = re.compile("[\ufffe\uffff]")


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes one `testsuites` element; what could not be checked is a suite of errors."""
    failed = sum(gate(finding) >= _FAILS_AT for file in report.files for finding in file.findings)
    tests = sum(max(len(file.findings), 1) for file in report.files) + len(report.failures)
    emit(out, '<?xml version="1.0" encoding="UTF-8"?>\n')
    emit(out, f'<testsuites name="mtcheck" tests="{tests}" failures="{failed}" errors="{len(report.failures)}">\n')
    if report.failures:
        number = len(report.failures)
        emit(out, f' <testsuite name="mtcheck: not checked" tests="{number}" failures="0" errors="{number}">\n')
        for failure in report.failures:
            said = _attribute(failure_words(failure))
            emit(out, f"  <testcase name={_attribute(failure.subject)} classname={_attribute(failure.stage)}>")
            emit(out, f"<error message={said} type={_attribute(failure.stage)}/></testcase>\n")
        emit(out, " </testsuite>\n")
    for file in report.files:
        emit(out, "".join(_suite(file)))
    emit(out, "</testsuites>\n")


def _suite(file: FileReport) -> Iterator[str]:
    path = shown_path(file.document.path)
    failed = sum(gate(finding) >= _FAILS_AT for finding in file.findings)
    tests = max(len(file.findings), 1)
    yield f' <testsuite name={_attribute(path)} tests="{tests}" failures="{failed}" errors="0">\n'
    places = Places(file.document.text)
    for finding in file.findings:
        yield _case(file, finding, path, places)
    if not file.findings:
        yield f'  <testcase name="nothing found" classname={_attribute(path)} file={_attribute(path)}/>\n'
    yield " </testsuite>\n"


def _case(file: FileReport, finding: Finding, path: str, places: Places) -> str:
    line, column = places.of(finding.span.start)
    lines = [f"{path}:{line}:{column}: {word(finding.severity)} {finding.rule}", finding.message]
    lines += [changes(fix, file.document.text) for fix in finding.fixes]
    lines += [finding.why] if finding.why else []
    body = _content("\n".join(one_line(each) for each in lines))
    name = _attribute(f"{finding.rule} at {line}:{column}")
    head = f'  <testcase name={name} classname={_attribute(path)} file={_attribute(path)} line="{line}">'
    if gate(finding) >= _FAILS_AT:
        inner = (
            f"<failure message={_attribute(finding.message)} type={_attribute(word(finding.severity))}>{body}</failure>"
        )
    else:
        inner = f"<system-out>{body}</system-out>"
    return f"{head}{inner}</testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", one_line(text)))


def _content(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
