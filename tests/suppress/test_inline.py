from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import engine, inputs, suppress
from mtcheck.model import Document, FileReport
from tests.suppress import made

PAGE = """\
A red bus came.

<!-- mtcheck: ignore a.bus -- its name -->

The red bus and the red car left.

The red bus stood. <!-- mtcheck: ignore a.bus,b.van -- a film -->

<!-- mtcheck: off a -- history -->

The red car and the red van.

A red bus.

<!-- mtcheck: on -->

The red car.
"""


def judged(text: str) -> FileReport:
    report, failures = engine.decided(made().seen(page(text)), suppress.by(suppress.by_marks))
    assert failures == ()
    return report


def page(text: str) -> Document:
    return inputs.read("a.md", text.encode())


def kept(report: FileReport) -> list[tuple[int, str]]:
    return [(report.document.text.count("\n", 0, each.span.start) + 1, each.rule) for each in report.findings]


def test_marks_hold_for_their_block_the_next_one_or_a_stretch() -> None:
    report = judged(PAGE)
    assert kept(report) == [(1, "a.bus"), (5, "a.car"), (11, "b.van"), (17, "a.car")]
    assert [(each.source, each.reason) for each in report.suppressed] == [
        ("inline, line 3", "its name"),
        ("inline, line 7", "a film"),
        ("inline, line 9", "history"),
        ("inline, line 9", "history"),
    ]
    assert report.unused == ("line 7: mtcheck: ignore b.van -- a film",)


def test_all_is_every_rule_and_off_lasts_to_the_end() -> None:
    report = judged("A red bus.\n\n<!-- mtcheck: off all -- a list -->\n\nA red van.\n\nA red car.\n")
    assert kept(report) == [(1, "a.bus")]


def test_on_may_name_what_it_ends() -> None:
    text = "<!-- mtcheck: off a.bus, b -- x -->\n\nA red bus.\n\n<!-- mtcheck: on a.bus -->\n\nA red bus, a red van.\n"
    assert kept(judged(text)) == [(7, "a.bus")]


def test_marks_of_no_use_are_told() -> None:
    text = (
        "<!-- mtcheck: on -->\n\nA red bus.\n\n<!-- mtcheck: ignore a -- at the end -->\n<!-- mtcheck: off c -- x -->\n"
    )
    assert judged(text).unused == (
        "line 1: mtcheck: on",
        "line 5: mtcheck: ignore a -- at the end",
        "line 6: mtcheck: off c -- x",
    )


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("ignore a.bus", "gives no reason; write `mtcheck: ignore a.bus -- reason`"),
        ("ignore a.bus --", "gives no reason"),
        ("off -- because", "names no rule; write `mtcheck: off RULE -- reason`, with `all` for every rule"),
        ("ignroe a.bus -- x", "says “ignroe” (did you mean “ignore”?)"),
        ("", "says nothing (known: ignore, off, on)"),
    ],
)
def test_a_mark_that_is_not_whole_is_a_failure_and_decides_nothing(mark: str, reason: str) -> None:
    document = page(f"Before.\n\n<!-- mtcheck: {mark} -->\n\nA red bus.\n")
    report, (failure,) = engine.decided(made().seen(document), suppress.by(suppress.by_marks))
    assert len(report.findings) == 1
    assert failure.stage == "suppress"
    assert failure.reason.startswith("a.md:3: the mark “mtcheck:")
    assert reason in failure.reason


def test_other_comments_are_none_of_our_business() -> None:
    assert kept(judged("<!-- see mtcheck: ignore a -- x -->\n\nA red bus.\n<!-- draft -->\n")) == [(3, "a.bus")]


def test_a_reason_may_run_over_lines_and_begin_with_a_long_dash() -> None:
    (found,) = judged("<!-- mtcheck: ignore a.bus — the title\nof a film -->\n\nA red bus.\n").suppressed
    assert found.reason == "the title of a film"


@given(st.lists(st.sampled_from(["ignore a -- x", "off a -- x", "off all -- y", "on", "on a", "red bus", "red van"])))
def test_every_finding_is_either_kept_or_suppressed(parts: list[str]) -> None:
    text = "\n\n".join(part if part.startswith("red") else f"<!-- mtcheck: {part} -->" for part in parts)
    seen = made().seen(page(text))
    report, failures = engine.decided(seen, suppress.by(suppress.by_marks))
    assert failures == ()
    assert sorted(
        [*report.findings, *(each.finding for each in report.suppressed)], key=lambda each: each.span
    ) == list(seen.findings)
    assert len(report.unused) <= sum(not part.startswith("red") for part in parts)
