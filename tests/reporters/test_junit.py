"""JUnit XML."""

from __future__ import annotations

from xml.etree import ElementTree

from mtcheck.model import FileReport


def test_files_are_suites_and_findings_cases(build, told) -> None:
    root = ElementTree.fromstring(told("junit", build.full()))
    assert root.attrib == {"name": "mtcheck", "tests": "5", "failures": "1", "errors": "1"}
    not_checked, story, clean = root
    assert not_checked.find("testcase/error").get("message") == "broken.txt: is not UTF-8 at byte 3"
    assert story.attrib == {"name": "news/story.txt", "tests": "3", "failures": "1", "errors": "0"}
    first, on_trial, minor = story
    assert first.get("name") == "names.fr.places at 1:4"
    assert first.find("failure").get("message") == "Not \u201cIdleb\u201d."
    assert "Idleb \u2192 Idlib" in first.find("failure").text
    assert on_trial.find("failure") is None
    assert "critical article.country" in on_trial.find("system-out").text
    assert minor.find("failure") is None
    assert clean.find("testcase").get("name") == "nothing found"


def test_any_text_is_well_formed(build, told) -> None:
    text = "".join(map(chr, range(0x20))) + "<&>\"']]>\ufffe\uffff\ud800\U0001f600"
    found = build.finding(text, 0, len(text), text, message=text, rule="a.b", why=text)
    root = ElementTree.fromstring(told("junit", build.report(FileReport(build.document(text, text), (found,)))))
    assert root.find("testsuite/testcase/failure") is not None
