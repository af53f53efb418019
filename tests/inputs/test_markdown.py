"""The format `markdown`: what is prose, where it stands, and that a fix touches nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtcheck import fixes, inputs
from mtcheck.model import Document, Safety
from mtcheck.textview import Utf8Offsets
from tests.conftest import small_checker
from tests.inputs.test_html import _check_untouched, prose

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


@given(st.text())
def test_byte_offsets_come_back_as_code_points(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    offsets = Utf8Offsets(text)
    for index in range(len(text) + 1):
        assert offsets.code_point(len(text[:index].encode())) == index
