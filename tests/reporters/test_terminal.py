"""The redline in a terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.model import Edit, Evidence, FileReport, Fix, Related, Report, Safety, Severity, Span, Verdict
from mtcheck.reporters._redline import Kind, redline
from mtcheck.reporters._text import columns
from tests.steps import steps

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.split("\n")]


def test_words_are_deleted_and_inserted_in_their_paragraph(build, told) -> None:
    written = told(
        "terminal", build.report(build.marked("Nothing here.\n\nIn [[Idleb=>Idlib]], he said.\n\nNor here."))
    )
    assert _lines(written)[:2] == ["story.txt", ""]
    assert "In [-Idleb-]{+Idlib+}, he said." in _lines(written)
    assert "Nothing here." not in written
    assert "Nor here." not in written


def test_below_it_stand_place_severity_change_message_rule_category_safety_and_fingerprint(build, told) -> None:
    written = _lines(told("terminal", build.report(build.marked("In [[Idleb=>Idlib]], he said.")), width=120))
    at = written.index("1:4 major Idleb \u2192 Idlib")
    assert written[at + 1] == "Not \u201cIdleb\u201d."
    assert written[at + 2] == (
        "names.fr.places \u00b7 terminology/inconsistent-with-terminology-resource \u00b7 safe fix \u00b7 000003000008"
    )


@pytest.mark.parametrize(
    ("text", "drawn", "safety"),
    [
        ("In [[Idleb=>Idlib]].", "In [-Idleb-]{+Idlib+}.", "safe fix"),
        ("In [[Idleb=>Idlib|unsafe]].", "In [-Idleb-]{+Idlib+}.", "unsafe fix: an editor decides"),
        ("In [[Idleb=>Idlib|display]].", "In {=Idleb=}.", "suggestion only"),
        ("In [[Idleb]].", "In {=Idleb=}.", "no fix"),
    ],
)
def test_all_fixes_are_shown_and_marked_by_their_safety(text, drawn, safety, build, told) -> None:
    written = told("terminal", build.report(build.marked(text)), width=200)
    assert drawn in _lines(written)
    assert f" \u00b7 {safety} \u00b7 " in written


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("He [[use=>used]] it.", "He [-use-]{+used+} it."),
        ("He use[[=>d]] it.", "He [-use-]{+used+} it."),
        ("[[the government=>government]] troops", "[-the -]government troops"),
        ("was [[shot=>shot down]].", "was shot{+ down+}."),
        ("an air[[ =>]]craft.", "an [-air craft-]{+aircraft+}."),
        ("Al[[ =>]]-Qaeda", "Al[- -]-Qaeda".replace("- -", "-\u00b7-")),
        ("([[\u00a0OSDH=>SOHR]])", "([-\u237dOSDH-]{+SOHR+})"),
        ("said[[. of=>]] the", "said[-. of-] the"),
        ("one.[[\u00a0=> ]]Two [[x=>y]]", "one.\u237dTwo [-x-]{+y+}"),
        ("a[[=>n]] apple", "[-a-]{+an+} apple"),
        ("colo[[u=>]]rs of the c[[e=>u]]t", "[-colours-]{+colors+} of the [-cet-]{+cut+}"),
        ("Ms[[=>.]] X", "Ms{+.+} X"),
        ("one[[\u00a0]]two", "one{=\u237d=}two"),
    ],
)
def test_changes_are_drawn_at_words(text, drawn, build, told) -> None:
    assert drawn in _lines(told("terminal", build.report(build.marked(text))))


def test_two_edits_in_one_word_are_one_change(build, told) -> None:
    assert "the [-parlement-]{+parliaments+}." in told(
        "terminal", build.report(build.marked("the parl[[e=>ia]]ment[[=>s]]."))
    )


def test_of_fixes_that_overlap_one_is_drawn_and_the_other_said(build, told) -> None:
    text = "in the Idleb area"
    findings = (
        build.finding(text, 3, 12, "Idlib", rule="a.long", safety=Safety.UNSAFE),
        build.finding(text, 7, 12, "Idlib", rule="b.short"),
    )
    written = told("terminal", build.report(FileReport(build.document(text), findings)), width=200)
    assert "in the [-Idleb-]{+Idlib+} area" not in written  # the loser's own text stays marked
    assert "in {=the =}[-Idleb-]{+Idlib+} area" in written
    assert "unsafe fix, overlaps another: an editor decides" in written
    assert "1 fixable safely (mtcheck fix), 1 to be rewritten by hand" in written


def test_colour_draws_deletions_red_insertions_green_and_reports_underlined(build, told) -> None:
    report = build.report(build.marked("In [[Idleb=>Idlib|unsafe]] the [[word]]."))
    written = told("terminal", report, color=True)
    assert "\x1b[31m[-Idleb-]\x1b[0m\x1b[32m{+Idlib+}\x1b[0m" in written
    assert "\x1b[4;33mword\x1b[0m" in written
    assert "\x1b" not in told("terminal", report, color=False)


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width, build, told) -> None:
    text = (
        "\u65e5\u672c\u8a9e" * 40
        + " In [[Idleb=>Idlib]] "
        + "word " * 60
        + "x" * 300
        + " [[The Turkey=>Turkey|unsafe]] cafe\u0301 \U0001f600."
    )
    for color in (False, True):
        for line in told("terminal", build.report(build.marked(text)), width=width, color=color).split("\n"):
            assert columns(ESCAPE.sub("", line)) <= width


def test_the_reason_is_shown_on_request(build, told) -> None:
    report = build.report(build.marked("In [[Idleb=>Idlib]]."))
    assert "why: The source has it so." in told("terminal", report, show_why=True)
    assert "why:" not in told("terminal", report)


def test_the_verdict_and_what_spoke_for_it(build, told) -> None:
    likely = Verdict("fr", 0.93, (Evidence("names.fr.places", 2.0, "Idleb"),))
    report = build.report(build.marked("In [[Idleb=>Idlib]].", verdict=likely))
    assert "reads like unedited machine translation from French (93 %): \u201cIdleb\u201d" in told("terminal", report)
    assert "machine translation" not in told("terminal", build.report(build.marked("In [[Idleb=>Idlib]].")))


def test_summary_counts_files_severities_fixes_and_what_was_left_out(build, told) -> None:
    lines = told("terminal", build.full(), width=120).rstrip("\n").split("\n")[-5:]
    assert lines == [
        "2 files checked, 3 findings: 1 critical, 1 major, 1 minor",
        "1 fixable safely (mtcheck fix), 1 fixable after a look (mtcheck fix --fixes unsafe), 1 to be rewritten by hand",
        "1 suppressed, 1 suppression unused, 2 files skipped (not text)",
        "unused: news/story.txt, 0123456789ab in accepted.yaml",
        "1 thing could not be checked",
    ]


def test_nothing_found(build, told) -> None:
    assert told("terminal", build.report(build.marked("All is well."))) == "1 file checked, nothing found\n"


def test_other_rules_places_and_the_quotation_are_named(build, told) -> None:
    written = told("terminal", build.full(), width=200)
    assert "also found by wording.the" in written
    assert "see also 1:4 Idleb" in written
    assert "in a quotation \u00b7 trial rule" in written


def test_edits_elsewhere_are_drawn_where_they_are(build, told) -> None:
    text = "In Idleb.\n\nNothing.\n\nIn Idleb."
    fix = Fix((Edit(Span(3, 8), "Idlib"), Edit(Span(24, 29), "Idlib")), Safety.SAFE)
    found = build.finding(text, 3, 8, fixes=(fix,), related=(Related(Span(24, 29), "Idleb"),))
    written = told("terminal", build.report(FileReport(build.document(text), (found,))))
    assert written.count("In [-Idleb-]{+Idlib+}.") == 2
    assert "Nothing." not in written
    assert "Idleb \u2192 Idlib (2 times)" in written


def test_a_paragraph_with_nothing_but_other_spaces_is_told_once(build, told) -> None:
    text = "A\u00a0b.\n\nC\u00a0d."
    fix = Fix((Edit(Span(1, 2), " "), Edit(Span(7, 8), " ")), Safety.SAFE)
    written = told(
        "terminal", build.report(FileReport(build.document(text), (build.finding(text, 1, 2, fixes=(fix,)),)))
    )
    assert "A\u237db." in written
    assert "C\u237dd." not in written


def test_of_a_long_line_only_the_parts_beside_the_marks_are_shown(build, told) -> None:
    text = "word " * 20_000 + "[[Idleb=>Idlib]] " + "word " * 20_000 + "[[x=>y]] " + "word " * 20_000
    written = told("terminal", build.report(build.marked(text)))
    assert len(written) < 5_000
    assert written.count("[\u2026]") == 3


def test_a_paragraph_with_many_marks_takes_linear_time(build, told) -> None:
    def cost(marks: int) -> int:
        report = build.report(build.marked("[[a]] [[b=>c]] " * marks))
        return steps(lambda: told("terminal", report))

    cost(10)
    assert cost(1_000) < 11 * cost(100)


_words = st.lists(
    st.sampled_from(["a", "bc", " ", "\u00a0", ".", "\n", "\n\n", "\U0001f600", "e\u0301"]), max_size=30
).map("".join)


@settings(deadline=None)
@given(data=st.data(), text=_words)
def test_runs_are_the_old_text_without_insertions_and_the_new_one_without_deletions(data, text, build) -> None:
    from mtcheck.fixes import apply, edits_of

    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    findings = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        new = data.draw(st.one_of(st.none(), st.sampled_from(["", "x", "bc d", " "])))
        findings.append(build.finding(text, start, end, new))
    file = FileReport(build.document(text), tuple(findings))
    line = redline(file, whole=True)
    old, fixed, at = [], [], 0
    for paragraph in line.paragraphs:
        between = text[at : paragraph.span.start]
        old.append(between)
        fixed.append(between)
        for run in line.runs(paragraph):
            old.append("" if run.kind is Kind.INSERTED else run.text)
            fixed.append("" if run.kind is Kind.DELETED else " " if run.kind is Kind.RESPACED else run.text)
        at = paragraph.span.end
    assert "".join(old) + text[at:] == text
    assert "".join(fixed) + text[at:] == apply(text, edits_of(line.chosen))


def test_severity_of_the_summary_is_that_of_the_worst(build, told) -> None:
    text = "x"
    for severity in Severity:
        report = Report((FileReport(build.document(text), (build.finding(text, 0, 1, severity=severity),)),))
        assert f"1 finding: 1 {severity.name.lower()}" in told("terminal", report)
