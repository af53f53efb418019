"""GitLab's Code Quality report."""

from __future__ import annotations

import json

from mtcheck.model import Report


def test_issues_have_what_gitlab_requires(build, told) -> None:
    issues = json.loads(told("gitlab", build.full()))
    for issue in issues:
        assert issue["description"]
        assert issue["check_name"]
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1
    assert [issue["severity"] for issue in issues] == ["blocker", "major", "info", "minor"]
    assert issues[1]["description"] == "Not \u201cIdleb\u201d. [Idleb \u2192 Idlib]"
    assert issues[1]["location"] == {"path": "news/story.txt", "lines": {"begin": 1, "end": 1}}


def test_fingerprints_differ_between_files_and_stay_between_runs(build, told) -> None:
    report = build.report(build.marked("[[x]]", path="a.txt"), build.marked("[[x]]", path="b.txt"))
    first = [issue["fingerprint"] for issue in json.loads(told("gitlab", report))]
    assert len(set(first)) == 2
    assert first == [issue["fingerprint"] for issue in json.loads(told("gitlab", report))]


def test_nothing_found_is_an_empty_array(told) -> None:
    assert json.loads(told("gitlab", Report(()))) == []
