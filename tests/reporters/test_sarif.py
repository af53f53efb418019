"""The SARIF log, by the schema that Microsoft's SARIF multitool ships (`sarif-2.1.0.schema.json` beside this file), and by the
multitool itself where it is installed (`npm install @microsoft/sarif-multitool-linux`, its program in $SARIF_MULTITOOL)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import jsonschema
import pytest

from mtcheck.fixes import apply
from mtcheck.model import Edit, FileReport, Fix, Report, Safety, Span, Suppression

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))


def _run(text: str) -> dict:
    log = json.loads(text)
    jsonschema.validate(log, SCHEMA)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_a_full_report_is_valid_sarif(build, told) -> None:
    run = _run(told("sarif", build.full()))
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["article.country", "names.fr.places"]
    assert rules[1]["help"]["markdown"] == "**Spelling of another language**\n\nThe source has it so."
    assert rules[1]["defaultConfiguration"]["level"] == "error"
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_result_has_place_level_fingerprint_and_fix(build, told) -> None:
    first, turkey, shown, suppressed = _run(told("sarif", build.full()))["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "news/story.txt", "uriBaseId": "%SRCROOT%", "index": 0}
    assert place["region"] == {
        "startLine": 1,
        "startColumn": 4,
        "endLine": 1,
        "endColumn": 9,
        "charOffset": 3,
        "charLength": 5,
        "snippet": {"text": "Idleb"},
    }
    assert place["contextRegion"]["snippet"]["text"] == "In Idleb, he said."
    assert first["level"] == "error"
    assert first["partialFingerprints"] == {"mtcheckFinding/v1": "000003000008"}
    assert first["fixes"][0]["description"]["text"] == "Safe: Idleb \u2192 Idlib."
    assert turkey["level"] == "note"  # on trial
    assert turkey["fixes"][0]["description"]["text"] == "For an editor to decide: The Turkey \u2192 Turkey."
    assert turkey["relatedLocations"][0]["message"]["text"] == "Idleb"
    assert "fixes" not in shown
    assert suppressed["suppressions"][0]["justification"] == "a quotation"
    assert suppressed["suppressions"][0]["kind"] == "external"
    assert all("suppressions" not in result for result in (first, turkey, shown))


def test_what_was_not_checked_makes_the_invocation_a_failed_one(build, told) -> None:
    (invocation,) = _run(told("sarif", build.full()))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "broken.txt: is not UTF-8 at byte 3"
    assert _run(told("sarif", Report(())))["invocations"] == [{"executionSuccessful": True}]


def test_an_inline_mark_is_a_suppression_in_the_source(build, told) -> None:
    text = "x y"
    found = build.finding(text, 0, 1)
    file = FileReport(build.document(text), (), (Suppression(found, "inline:1", "so it is"),))
    assert _run(told("sarif", build.report(file)))["results"][0]["suppressions"][0]["kind"] == "inSource"


def test_replacements_by_offset_and_by_line_and_column_give_the_fixed_text(build, told) -> None:
    text = "\U0001f600 one\r\n\U0001f600\u2028 two\fIdleb\r\nthree"
    at = text.index("Idleb")
    edits = (Edit(Span(2, 5), "eins"), Edit(Span(at, at + 5), "Idlib"), Edit(Span(len(text), len(text)), "!"))
    found = build.finding(text, at, at + 5, fixes=(Fix(edits, Safety.SAFE),))
    result = _run(told("sarif", build.report(FileReport(build.document(text), (found,)))))["results"][0]
    replacements = result["fixes"][0]["artifactChanges"][0]["replacements"]
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    read = []
    for each in replacements:
        region = each["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        assert (start, end) == (region["charOffset"], region["charOffset"] + region["charLength"])
        read.append(Edit(Span(start, end), each["insertedContent"]["text"]))
    assert apply(text, read) == apply(text, edits)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/d\u00e9p\u00eache #1.txt", "a%20b/d%C3%A9p%C3%AAche%20%231.txt"),
        ("/else/where.txt", "file:///else/where.txt"),
    ],
)
def test_paths_are_uris(path, uri, build, told) -> None:
    run = _run(told("sarif", build.report(build.marked("[[x]]", path=path))))
    assert run["artifacts"][0]["location"]["uri"] == uri
    assert ("uriBaseId" in run["artifacts"][0]["location"]) is not uri.startswith("file:")


@pytest.mark.skipif(
    "SARIF_MULTITOOL" not in os.environ, reason="needs the SARIF multitool, its program in $SARIF_MULTITOOL"
)
def test_the_sarif_multitool_accepts_it(build, told, tmp_path) -> None:
    log = tmp_path / "log.sarif"
    log.write_text(told("sarif", build.full()), encoding="utf-8")
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [os.environ["SARIF_MULTITOOL"], "validate", str(log), "--rule-kind", "Sarif;Ghas", "--level", "Error"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert ": error " not in done.stdout + done.stderr, done.stdout
    assert done.returncode == 0, done.stdout + done.stderr
