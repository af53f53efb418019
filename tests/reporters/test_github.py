"""Workflow commands of GitHub Actions."""

from __future__ import annotations

from mtcheck.model import Failure, FileReport, Report, Severity


def test_a_finding_is_an_annotation_on_its_columns(build, told) -> None:
    written = told("github", build.report(build.marked("One.\n\nIn [[Idleb=>Idlib]].")))
    assert written.split("\n")[0] == (
        "::error file=story.txt,line=3,endLine=3,col=4,endColumn=9,title=names.fr.places (major)::"
        "Not \u201cIdleb\u201d.%0AIdleb \u2192 Idlib"
    )
    assert written.split("\n")[1] == "1 finding in 1 file: 1 major"


def test_only_a_range_on_one_line_has_columns(build, told) -> None:
    written = told("github", build.report(build.marked("a [[b\nc]] d")))
    assert "line=1,endLine=2,title=" in written
    assert "col=" not in written


def test_what_the_runner_would_read_as_syntax_is_escaped(build, told) -> None:
    text = "x"
    found = build.finding(text, 0, 1, rule="a.b", message="100 % :: ::error::x\r\ny, z")
    written = told("github", build.report(FileReport(build.document(text, "50%,a:b\nc.txt"), (found,))))
    assert "file=50%25%2Ca%3Ab\\nc.txt,line=1" in written
    assert written.split("\n")[0].endswith("::100 %25 :: ::error::x\\r\\ny, z")
    assert len(written.split("\n")) == 3


def test_the_most_severe_come_first_since_github_shows_ten(build, told) -> None:
    text = "a b c d"
    levels = (Severity.MINOR, Severity.CRITICAL, Severity.NEUTRAL, Severity.MAJOR)
    findings = tuple(build.finding(text, 2 * at, 2 * at + 1, severity=level) for at, level in enumerate(levels))
    lines = told("github", build.report(FileReport(build.document(text), findings))).split("\n")
    assert [line.partition(" ")[0] for line in lines[:4]] == ["::error", "::error", "::warning", "::notice"]
    assert "(critical)" in lines[0]


def test_a_rule_on_trial_only_notices(build, told) -> None:
    assert "::notice file=news/story.txt,line=3,endLine=3,col=2" in told("github", build.full())


def test_failures_are_errors_and_the_verdict_a_notice(build, told) -> None:
    written = told("github", build.full())
    assert "::error title=mtcheck%3A not checked::broken.txt: is not UTF-8 at byte 3\n" in written
    assert "::notice file=news/story.txt,title=mtcheck%3A machine translation::reads like unedited" in written


def test_nothing_found_is_nothing_said(build, told) -> None:
    assert told("github", build.report(build.marked("All is well."))) == ""
    assert told("github", Report((), (Failure("a", "b", "c"),))).count("\n") == 1
