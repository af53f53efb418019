"""CriticMarkup: accepting gives the fixed text, rejecting the text that was read."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mtcheck.fixes import apply, choose, edits_of
from mtcheck.model import FileReport, Safety


def _accepted(text: str) -> str:
    text = re.sub(r"\{>>.*?<<\}|\{--.*?--\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{\+\+(.*?)\+\+\}|\{==(.*?)==\}", lambda found: found[1] or found[2] or "", text, flags=re.DOTALL)


def _rejected(text: str) -> str:
    text = re.sub(r"\{>>.*?<<\}|\{\+\+.*?\+\+\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{--(.*?)--\}|\{==(.*?)==\}", lambda found: found[1] or found[2] or "", text, flags=re.DOTALL)


def test_changes_marks_and_comments(build, told) -> None:
    written = told("criticmarkup", build.report(build.marked("In [[Idleb=>Idlib]], [[he]] was [[shot=>shot down]].\n")))
    assert written == (
        "In {--Idleb--}{++Idlib++}{>>Not \u201cIdleb\u201d. (major, names.fr.places)<<}, "
        "{==he==}{>>Not \u201che\u201d. (major, names.fr.places)<<} was "
        "shot{++ down++}{>>Not \u201cshot\u201d. (major, names.fr.places)<<}.\n"
    )


def test_a_comment_cannot_end_itself(build, told) -> None:
    text = "x"
    found = build.finding(text, 0, 1, message="a <<} {++b++}")
    assert "a << } " in told("criticmarkup", build.report(FileReport(build.document(text), (found,))))


def test_several_files_are_named(build, told) -> None:
    written = told("criticmarkup", build.report(build.marked("a", path="1.txt"), build.marked("b", path="2.txt")))
    assert written == "{>>1.txt<<}\n\na\n\n{>>2.txt<<}\n\nb\n\n"


def test_only_fixes_that_are_safe_enough_are_changes(build, told) -> None:
    report = build.report(build.marked("[[a=>b|unsafe]]"))
    assert "{++b++}" in told("criticmarkup", report)
    assert "{==a==}" in told("criticmarkup", report, fixes=Safety.SAFE)


_texts = st.lists(
    st.sampled_from(["a", "bc", " ", "\u00a0", ".", "\n", "\n\n", "\r\n", "\U0001f600"]), max_size=30
).map("".join)


@given(data=st.data(), text=_texts)
def test_accepting_and_rejecting_give_the_two_texts(data, text, build, told) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    findings = tuple(
        build.finding(text, start, end, data.draw(st.sampled_from([None, "", "x", "bc d", " "])), message="m")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    file = FileReport(build.document(text), findings)
    written = told("criticmarkup", build.report(file))
    assert _rejected(written) == text
    assert _accepted(written) == apply(text, edits_of(choose(findings, Safety.UNSAFE)))
