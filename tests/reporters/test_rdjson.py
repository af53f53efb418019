"""reviewdog's diagnostic format."""

from __future__ import annotations

import json

from mtcheck.model import Edit, FileReport, Fix, Safety, Span


def _diagnostics(text: str) -> list[dict]:
    data = json.loads(text)
    assert data["source"] == {"name": "mtcheck"}
    return data["diagnostics"]


def test_a_finding_is_a_diagnostic(build, told) -> None:
    (found,) = _diagnostics(told("rdjson", build.report(build.marked("One.\n\nIn [[Idleb=>Idlib]]."))))
    place = {"start": {"line": 3, "column": 4}, "end": {"line": 3, "column": 9}}
    assert found == {
        "message": "Not \u201cIdleb\u201d.",
        "location": {"path": "story.txt", "range": place},
        "severity": "ERROR",
        "code": {"value": "names.fr.places"},
        "suggestions": [{"range": place, "text": "Idlib"}],
    }


def test_columns_count_bytes_of_utf_8(build, told) -> None:
    for found, start in zip(
        _diagnostics(told("rdjson", build.report(build.marked("\u00e9\U0001f600 [[a]] \u00e9 [[b]]\n\u00e9[[c]]")))),
        [(1, 8), (1, 13), (2, 3)],
        strict=True,
    ):
        assert tuple(found["location"]["range"]["start"].values()) == start


def test_findings_out_of_order_have_their_own_columns(build, told) -> None:
    text = "\u00e9a b"
    findings = (build.finding(text, 3, 4), build.finding(text, 1, 2))
    found = _diagnostics(told("rdjson", build.report(FileReport(build.document(text), findings))))
    assert [each["location"]["range"]["start"]["column"] for each in found] == [5, 3]


def test_edits_that_belong_together_are_one_suggestion(build, told) -> None:
    text = "( OSDH )"
    fix = Fix((Edit(Span(1, 2), ""), Edit(Span(6, 7), "")), Safety.SAFE)
    (found,) = _diagnostics(
        told("rdjson", build.report(FileReport(build.document(text), (build.finding(text, 0, 8, fixes=(fix,)),))))
    )
    assert found["suggestions"] == [
        {"range": {"start": {"line": 1, "column": 2}, "end": {"line": 1, "column": 8}}, "text": "OSDH"}
    ]


def test_edits_far_apart_are_no_suggestion(build, told) -> None:
    text = "a" + " " * 1000 + "b"
    fix = Fix((Edit(Span(0, 1), "x"), Edit(Span(1001, 1002), "y")), Safety.SAFE)
    (found,) = _diagnostics(
        told("rdjson", build.report(FileReport(build.document(text), (build.finding(text, 0, 1, fixes=(fix,)),))))
    )
    assert "suggestions" not in found


def test_suggestions_are_as_safe_as_was_asked(build, told) -> None:
    report = build.report(build.marked("[[a=>b]] [[c=>d|unsafe]] [[e=>f|display]]"))
    assert ["suggestions" in each for each in _diagnostics(told("rdjson", report))] == [True, True, False]
    safe = _diagnostics(told("rdjson", report, fixes=Safety.SAFE))
    assert ["suggestions" in each for each in safe] == [True, False, False]
