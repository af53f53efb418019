"""The format `markdown`: what is prose, where it stands, and that a fix touches nothing else."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import fixes, inputs
from mtcheck.inputs import markdown
from mtcheck.model import Document, Safety
from mtcheck.textview import Utf8Offsets
from tests.conftest import small_checker
from tests.inputs.test_html import _check_untouched, prose
from tests.steps import steps

PAGE = """---
title: "A red bus"
slug: red-bus
summary: The red bus left. # red bus
tags: [red bus]
---

# The red bus

The *red bus*, says `red bus` he [wants](http://red.bus "red bus") to
go &amp; see ![red bus](red-bus.png) <b>a red bus</b> é😀 in **red** bus \\* x. <!-- inline -->

> a quoted red
> bus and a red bus

- item one
- a red bus
  continued

| a | red bus |
|---|---|
| The red bus | x |

```
red bus
```

<div>
<p>In a red bus</p>
</div>

<!-- mtcheck: ignore x -->
"""


def read(text: str) -> Document:
    return inputs.read("a.md", text.encode())


def test_prose_is_read_with_its_role_and_nothing_else() -> None:
    assert prose(read(PAGE)) == [
        ("headline", "A red bus"),
        ("body", "The red bus left."),
        ("headline", "The red bus"),
        ("body", "The red bus, says \ufffc he wants to go & see \ufffc a red bus é😀 in red bus * x."),
        ("quote", "a quoted red bus and a red bus"),
        ("list", "item one"),
        ("list", "a red bus continued"),
        ("table", "a"),
        ("table", "red bus"),
        ("table", "The red bus"),
        ("table", "x"),
        ("body", "In a red bus"),
    ]


def test_comments_are_kept_for_marks() -> None:
    document = read(PAGE)
    assert [document.text[span.start : span.end].strip() for span in document.comments] == [
        "<!-- inline -->",
        "<!-- mtcheck: ignore x -->",
    ]


def test_a_fix_lands_on_the_source_and_never_on_markup() -> None:
    made = small_checker(("red bus", "bus"))
    document = read(PAGE)
    chosen = fixes.choose(made.check(document)[0].findings, Safety.SAFE)
    fixed = fixes.apply(document.text, fixes.edits_of(chosen))
    expected = PAGE
    for old, new in [
        ('title: "A red bus"', 'title: "A bus"'),
        ("summary: The red bus left.", "summary: The bus left."),
        ("# The red bus", "# The bus"),
        ("The *red bus*", "The *bus*"),
        ("<b>a red bus</b>", "<b>a bus</b>"),
        ("a quoted red\n", "a quoted \n"),  # the mark of the next line is no prose: the line break stays with it
        ("and a red bus", "and a bus"),
        ("- a red bus", "- a bus"),
        ("| a | red bus |", "| a | bus |"),
        ("| The red bus |", "| The bus |"),
        ("<p>In a red bus", "<p>In a bus"),
    ]:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert fixed == expected


_PARTS = st.sampled_from(
    ["red bus", "red ", "\nbus", "*", "**", "`", "[", "](x)", "> ", "\n> ", "\n\n", "- ", "\n", "é😀", "&amp;", "<b>", "</b>", "\\*", "# ", "| ", "|---|", "```\n", "<!-- c -->", "\r\n", "---\n", "title: ", "  \n"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=30))
def test_what_is_no_prose_stays_byte_for_byte(parts: list[str]) -> None:
    _check_untouched("".join(parts), read)


@given(st.lists(_PARTS, max_size=30))
def test_what_is_no_prose_stays_where_emphasis_is_not_read(parts: list[str]) -> None:
    with patch.object(markdown, "_MOST_EMPHASIS", 1):
        _check_untouched("".join(parts), read)


def test_with_too_many_marks_of_emphasis_they_are_characters_and_all_else_is_markup() -> None:
    marks = "*a **b " * 200
    (_, body) = prose(read(f"# A *b*\n\n{marks}\\* [red](x_y) `red bus` <b>&amp;</b>"))
    assert body == ("body", f"{marks}* red \ufffc &")


@pytest.mark.parametrize("unit", ["*a **b ", "_a __b ", "~a ~~b "])
def test_the_parser_never_gets_more_marks_of_emphasis_than_it_can_take(unit: str) -> None:
    handed: list[int] = []
    block, inline = markdown._parsers()

    class Counting:
        included_ranges: object = None

        def parse(self, data: bytes) -> object:
            handed.append(sum(data.count(mark) for mark in b"*_~"))
            inline.included_ranges = self.included_ranges  # type: ignore[assignment]
            return inline.parse(data)

    with patch.object(markdown, "_parsers", lambda: (block, Counting())):
        for times in (100, 1_000, 10_000):
            read(unit * times)
    assert handed == [300, 0, 0]


@pytest.mark.parametrize("unit", ["> *a* b\n", "A red bus left *at* noon. ", "*a **b "])
def test_the_cost_of_a_paragraph_grows_with_its_length(unit: str) -> None:
    read(unit)
    assert steps(lambda: read(unit * 2_000)) < 11 * steps(lambda: read(unit * 200))


@given(st.text())
def test_byte_offsets_come_back_as_code_points(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    offsets = Utf8Offsets(text)
    for index in range(len(text) + 1):
        assert offsets.code_point(len(text[:index].encode())) == index
