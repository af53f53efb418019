"""The editor's edits, word by word, and the findings that foresaw them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.engine import Checker
from mtcheck.score import desk
from mtcheck.score.edits import Kind, Redline, redline
from mtcheck.score.versions import Version, groups
from tests.conftest import document


def lined(old: str, new: str) -> Redline:
    versions = Version(document(old)), Version(document(new))
    return redline(*versions, groups(*versions))


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("In Idleb he said.", "In Idlib he said.", [(Kind.WORDS, "Idleb", "Idlib")]),
        ("He said it.", "He said it, too.", [(Kind.WORDS, "", ", too")]),
        ("He said it then.", "He said it.", [(Kind.WORDS, "then", "")]),
        ("He said it then .", "He said it.", [(Kind.WORDS, "then", ""), (Kind.SPACING, " ", "")]),
        ("In the Province.", "In the province.", [(Kind.CASE, "Province", "province")]),
        ("He said it ; yes.", "He said it, yes.", [(Kind.SPACING, " ", ""), (Kind.MARKS, ";", ",")]),
        ("It\u00a0is.", "It is.", [(Kind.SPACING, "\u00a0", " ")]),
        ("Turkey's army.", "Turkey’s army.", [(Kind.MARKS, "Turkey's", "Turkey’s")]),
        ("Same.", "Same.", []),
        ("One.\n\nTwo three.", "One.", [(Kind.WORDS, "Two three.", "")]),
        ("", "New.", [(Kind.WORDS, "", "New.")]),
    ],
)
def test_edits(old: str, new: str, edits: list[tuple[Kind, str, str]]) -> None:
    found = lined(old, new)
    assert [(change.kind, change.old, change.new) for change in found.changes] == edits
    for change in found.changes:
        assert old[change.place.start : change.place.end] == change.old


_TEXTS = st.text("ab ,.\n\u00a0'", max_size=30)


@given(_TEXTS, _TEXTS)
def test_the_redline_holds_the_new_text(old: str, new: str) -> None:
    found = lined(old, new)
    for paragraph in found.paragraphs:
        words = "".join(run.text for run in paragraph if run.kind != "deleted").split()
        assert "".join(words) in "".join(new.split())
    assert [change.place for change in lined(old, old).changes] == []


def test_findings_and_edits(checker: Callable[..., Checker]) -> None:
    rules = checker(("one", "Idleb", "Idlib"), ("two", "for his part", ""), ("three", "further", "farther"))
    story = document("In Idleb, a little further north, he for his part said yes.")
    findings = rules.check(story)[0].findings
    versions = Version(story), Version(document("In Idlib, a little further north, he said no."))
    found = desk.judged(findings, redline(*versions, groups(*versions)).changes)
    assert [(finding.rule, hit) for finding, hit in found.findings] == [("one", True), ("three", False), ("two", True)]
    assert [(change.old, hit) for change, hit in found.changes if change.counts] == [
        ("Idleb", True),
        ("for his part", True),
        ("yes", False),
    ]
    total = desk.agreement([found, found])
    assert (total.acted_on, total.findings, total.foreseen, total.edits) == (4, 6, 4, 6)
    assert total.precision == total.recall == 4 / 6
    assert desk.by_rule([found]) == (("three", 0, 1), ("one", 1, 1), ("two", 1, 1))


def test_an_insertion_beside_a_finding_is_none_of_its(checker: Callable[..., Checker]) -> None:
    story = document("In Idleb he said.")
    findings = checker(("one", "Idleb", "Idlib")).check(story)[0].findings
    versions = Version(story), Version(document("In Idleb yesterday he said."))
    found = desk.judged(findings, redline(*versions, groups(*versions)).changes)
    assert [hit for _, hit in found.findings] == [False]
    assert [hit for _, hit in found.changes] == [False]


def test_without_findings_or_edits_there_is_no_share() -> None:
    nothing = desk.agreement([desk.judged([], [])])
    assert (nothing.precision, nothing.recall) == (None, None)
