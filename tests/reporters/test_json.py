"""The JSON report and its schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from mtcheck import reporters
from mtcheck.model import FileReport, Report

SCHEMA = json.loads((Path(reporters.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


def _valid(text: str) -> dict:
    data = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    return data


def test_the_schema_is_a_schema_and_closed_everywhere() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, *SCHEMA["$defs"].values(), SCHEMA["$defs"]["verdict"]["properties"]["evidence"]["items"]]
    for each in objects:
        if each.get("type") == "object":
            assert each["additionalProperties"] is False
            assert set(each["required"]) == set(each["properties"])


def test_a_full_report_is_valid_and_complete(build, told) -> None:
    data = _valid(told("json", build.full()))
    assert list(data) == ["version", "signature", "files", "failures"]
    assert data["version"] == 1
    assert data["failures"] == [{"stage": "read", "subject": "broken.txt", "reason": "is not UTF-8 at byte 3"}]
    story, clean = data["files"]
    assert story["path"] == "news/story.txt"
    assert story["verdict"]["language"] == "fr"
    assert story["verdict"]["probability"] == 0.971
    assert story["verdict"]["evidence"][0] == {"rule": "names.fr.places", "weight": 2.5, "text": "Idleb"}
    assert story["suppressed"][0]["reason"] == "a quotation"
    assert story["suppressed"][0]["finding"]["text"] == "In"
    assert story["unused"] == ["0123456789ab in accepted.yaml"]
    assert clean["findings"] == []
    turkey = story["findings"][1]
    assert {key: turkey[key] for key in ("rule", "line", "column", "severity", "status", "in_speech", "also")} == {
        "rule": "article.country",
        "line": 3,
        "column": 2,
        "severity": "critical",
        "status": "trial",
        "in_speech": True,
        "also": ["wording.the"],
    }
    assert turkey["fixes"] == [{"safety": "unsafe", "edits": [{"start": 21, "end": 31, "text": "Turkey"}]}]
    assert turkey["related"] == [{"start": 3, "end": 8, "text": "Idleb"}]


def test_offsets_are_code_points_of_the_text(build, told) -> None:
    text = "\U0001f600 caf\u00e9 Idleb"
    report = build.report(FileReport(build.document(text), (build.finding(text, 7, 12, "Idlib"),)))
    found = _valid(told("json", report))["files"][0]["findings"][0]
    assert text[found["start"] : found["end"]] == found["text"] == "Idleb"


@pytest.mark.parametrize("text", ["\ud800 x", "a\x00\x1b\u2028", "\U0001f600"])
def test_any_text_is_valid_ascii_json(text, build, told) -> None:
    report = build.report(FileReport(build.document(text, text), (build.finding(text, 0, 1, text),)))
    written = told("json", report)
    assert written.isascii()
    assert _valid(written)["files"][0]["path"] == text


def test_an_empty_report_is_valid(told) -> None:
    assert _valid(told("json", Report((), (), "s")))["files"] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.update(extra=1),
        lambda data: data["files"][0]["findings"][0].update(extra=1),
        lambda data: data["files"][0]["findings"][0].update(severity="MAJOR"),
        lambda data: data["files"][0]["findings"][0].pop("fingerprint"),
        lambda data: data["files"][0]["verdict"].update(probability=2),
    ],
)
def test_the_schema_refuses_what_is_not_the_format(damage, build, told) -> None:
    data = json.loads(told("json", build.full()))
    damage(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(data)
