"""Marks that decide nothing are taken out, and nothing else of the text is another one after that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import engine, inputs, suppress
from mtcheck.suppress import inline, pruning
from tests.suppress import made


def pruned(text: str, path: str = "a.md") -> str:
    document = inputs.read(path, text.encode())
    comments = inline.useless(document, made().seen(document).findings, lambda name: name != "not.run")
    shorter, taken = pruning.without(document, comments)
    assert len(text) - len(shorter) >= sum(map(len, taken))
    return shorter


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("<!-- mtcheck: ignore a.bus -- x -->\n\nA car.\n", "\nA car.\n"),
        ("A car. <!-- mtcheck: ignore a -- x -->\r\n\r\nEnd.\r\n", "A car. \r\n\r\nEnd.\r\n"),
        ("<!-- mtcheck: ignore a.bus -- x -->\n\nA red bus.\n", None),
        ("<!-- mtcheck: ignore a.bus,b.van -- one is of use -->\n\nA red bus.\n", None),
        ("<!-- mtcheck: ignore not.run -- x -->\n\nA car.\n", None),
        ("<!-- mtcheck: off a -- x -->\n\nA car.\n\n<!-- mtcheck: on a -->\n\nEnd.", "\nA car.\n\n\nEnd."),
        ("<!-- mtcheck: off a -- x -->\n\nA red bus.\n\n<!-- mtcheck: on a -->\n\nEnd.", None),
        ("<!-- mtcheck: off a -->\n\nA red bus.\n\n<!-- mtcheck: on a -->\n", None),  # it waits for a reason
        ("One\n<!-- mtcheck: ignore a -- x -->\ntwo.\n", "One\n\ntwo.\n"),  # its line keeps two blocks apart
        ("- <!-- mtcheck: ignore a -- x --> One\n", None),  # what follows would be another block without it
        ("<!-- see -->\n\nA car.\n", None),
    ],
)
def test_a_comment_goes_if_nothing_in_it_is_of_use(text: str, after: str | None) -> None:
    assert pruned(text) == (text if after is None else after)


def test_in_html_the_comment_goes_and_the_words_around_it_stay() -> None:
    assert pruned("<p>A <!-- mtcheck: ignore a -- x -->car.</p>", "a.html") == "<p>A car.</p>"


_MARKS = ["ignore a -- x", "ignore b.van -- z", "off a -- x", "off all -- y", "on", "on a"]


@given(
    st.lists(st.sampled_from([*_MARKS, "red bus", "red van", "plain"]), max_size=8),
    st.sampled_from(["\n", "\n\n", " "]),
)
def test_what_is_shown_and_what_is_not_stay_the_same(parts: list[str], between: str) -> None:
    text = between.join(f"<!-- mtcheck: {part} -->" if part in _MARKS else part for part in parts)

    def decided(text: str) -> list[list[str]]:
        seen = made().seen(inputs.read("a.md", text.encode()))
        report, _ = engine.decided(seen, suppress.by(suppress.by_marks))
        return [[each.text for each in report.findings], [each.finding.text for each in report.suppressed]]

    assert decided(pruned(text)) == decided(text)
