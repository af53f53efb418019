"""Markdown (CommonMark, tables, front matter): the prose, with every place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from mtcheck.inputs import Decoded
from mtcheck.inputs._markup import Builder, html
from mtcheck.model import Document, Segment, Span
from mtcheck.textview import Utf8Offsets

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

SUFFIXES = (".md", ".markdown")

# Fields of the front matter that a reader sees.
_FIELD = re.compile(
    r"^(?P<name>title|headline|subtitle|subhead|summary|description|excerpt|standfirst|lead|lede|kicker|caption|deck):[ \t]+"
    r"(?P<quote>[\"']?)(?P<value>.*?)(?P=quote)[ \t]*(?:#.*)?\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_HEADLINES = frozenset({"title", "headline", "subtitle", "subhead", "kicker"})
_ROLES = {"block_quote": "quote", "list_item": "list", "atx_heading": "headline", "setext_heading": "headline"}
# Nodes that are marks and addresses, not prose.
_MARKS = frozenset(
    [
        "emphasis_delimiter",
        "code_span_delimiter",
        "link_destination",
        "link_title",
        "link_label",
        "html_tag",
        "image",
        "[",
        "]",
        "(",
        ")",
        "!",
        "latex_block",
    ]
)
# The grammar takes no comment with two hyphens in it, which CommonMark has since allowed.
_COMMENT = re.compile(rb"<!--(?!-?>).*?-->", re.DOTALL)
_CODE = frozenset({"code_span", "uri_autolink", "email_autolink"})
# Marks of emphasis that open and never close cost the parser their number squared: in a paragraph with more of them than
# anybody writes, they are read as characters. A full stop in their place leaves links, tags and escapes what they are.
_MOST_EMPHASIS = 400
_EMPHASIS = b"*_~"
_NO_EMPHASIS = bytes.maketrans(_EMPHASIS, b"...")


@cache
def _parsers() -> tuple[Parser, Parser]:
    import tree_sitter
    import tree_sitter_markdown

    block = tree_sitter.Language(tree_sitter_markdown.language())
    inline = tree_sitter.Language(tree_sitter_markdown.inline_language())
    return tree_sitter.Parser(block), tree_sitter.Parser(inline)


def read(path: str, decoded: Decoded, digest: str, source_lang: str | None = None) -> Document:
    """The document of a Markdown file: headings, paragraphs, lists, quotes, tables, HTML in it, and the fields of the front
    matter that a reader sees; not code, addresses and the rest of the front matter."""
    reader = _Reader(decoded.text)
    reader.read()
    segments = tuple(sorted(reader.segments, key=lambda segment: segment.pieces[0].raw))
    return Document(
        path,
        decoded.text,
        segments,
        tuple(sorted(reader.comments)),
        source_lang,
        None,
        decoded.encoding,
        decoded.bom,
        decoded.newline,
        digest,
    )


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-8", "surrogatepass")
        self._parsable = bytearray(self.data)
        self.offsets = Utf8Offsets(text)
        self.segments: list[Segment] = []
        self.comments: list[Span] = []

    def read(self) -> None:
        block, _ = _parsers()
        stack: list[tuple[Node, str]] = [(block.parse(self.data).root_node, "body")]
        while stack:
            node, role = stack.pop()
            kind = node.type
            role = _ROLES.get(kind, role)
            if kind in ("minus_metadata", "plus_metadata"):
                self._front_matter(node)
            elif kind == "html_block":
                segments, comments = html(self.text, *self._span(node))
                self.segments.extend(segments)
                self.comments.extend(comments)
            elif kind in ("inline", "pipe_table_cell"):
                self._inline(node, "table" if kind == "pipe_table_cell" else role)
            elif kind not in ("fenced_code_block", "indented_code_block", "link_reference_definition"):
                stack.extend((child, role) for child in node.children)

    def _span(self, node: Node) -> tuple[int, int]:
        return self.offsets.code_point(node.start_byte), self.offsets.code_point(node.end_byte)

    def _front_matter(self, node: Node) -> None:
        start, end = self._span(node)
        for match in _FIELD.finditer(self.text, start, end):
            first, last = match.span("value")
            # An escape in a quoted value would need its own piece; such a value is left alone.
            if first < last and "\\" not in match["value"] and match["value"] not in ("|", ">"):
                builder = Builder(self.text)
                builder.prose(first, last)
                builder.close("headline" if match["name"].lower() in _HEADLINES else "body")
                self.segments.extend(builder.segments)

    def _inline(self, node: Node, role: str) -> None:
        import tree_sitter

        _, inline = _parsers()
        ranges = list(_without_continuations(node))
        if not ranges:
            return
        inline.included_ranges = [
            tree_sitter.Range(first.start_point, last_point, first.start_byte, last_byte)
            for first, last_point, last_byte in ranges
        ]
        self._take_emphasis(node.start_byte, node.end_byte)
        tree = inline.parse(self._parsable)
        builder = Builder(self.text)
        at = ranges[0][0].start_byte
        comments = {match.start(): match.end() for match in _COMMENT.finditer(self.data, at, ranges[-1][2])}
        marks = ((start, end, "") for start, end in comments.items())
        events = sorted([*_events(tree.root_node, self.data), *marks], key=lambda event: (event[0], -event[1]))
        bounds = [(first.start_byte, last) for first, _, last in ranges]
        for start, end, text in events:
            if start < at:
                continue
            self._prose(builder, bounds, at, start)
            if text:
                builder.atom(self.offsets.code_point(start), self.offsets.code_point(end), text)
            if comments.get(start) == end:
                self.comments.append(Span(self.offsets.code_point(start), self.offsets.code_point(end)))
            at = end
        self._prose(builder, bounds, at, bounds[-1][1])
        builder.close(role)
        self.segments.extend(builder.segments)

    def _take_emphasis(self, start: int, end: int) -> None:
        """Hides the marks of emphasis between two offsets from the parser, if there are too many of them."""
        text = self.data[start:end]
        if sum(text.count(mark) for mark in _EMPHASIS) > _MOST_EMPHASIS:
            self._parsable[start:end] = text.translate(_NO_EMPHASIS)

    def _prose(self, builder: Builder, bounds: Sequence[tuple[int, int]], start: int, end: int) -> None:
        """Adds what lies between two offsets and within the bounds, which are in order and apart."""
        for number in range(max(bisect_right(bounds, start, key=lambda bound: bound[0]) - 1, 0), len(bounds)):
            first, last = bounds[number]
            if first >= end:
                break
            low, high = max(first, start), min(last, end)
            if low >= high:
                continue
            ends_line = high == last and number + 1 < len(bounds)
            while ends_line and high > low and self.data[high - 1] in b"\r\n":
                high -= 1  # the break belongs to the mark that begins the next line
            builder.prose(self.offsets.code_point(low), self.offsets.code_point(high))
            if ends_line:
                builder.line_end(self.offsets.code_point(high))


def _without_continuations(node: Node) -> Iterator[tuple[_Point, Any, int]]:
    """Stretches of the node's bytes without the marks that begin its further lines ("> "), each with its last point."""
    at = _Point(node.start_byte, node.start_point)
    for child in node.children:
        if child.type == "block_continuation":
            if child.start_byte > at.start_byte:
                yield at, child.start_point, child.start_byte
            at = _Point(child.end_byte, child.end_point)
    if node.end_byte > at.start_byte:
        yield at, node.end_point, node.end_byte


class _Point:
    def __init__(self, start_byte: int, start_point: Any) -> None:
        self.start_byte, self.start_point = start_byte, start_point


def _events(root: Node, data: bytes) -> Iterator[tuple[int, int, str]]:
    """Byte stretches that are not prose as they stand, and what they stand for (nothing: marks; one object: code)."""
    stack = list(root.children)
    while stack:
        node = stack.pop()
        kind = node.type
        raw = data[node.start_byte : node.end_byte].decode("utf-8", "replace")
        if kind in ("entity_reference", "numeric_character_reference"):
            yield node.start_byte, node.end_byte, unescape(raw)
        elif kind == "backslash_escape":
            yield node.start_byte, node.end_byte, raw[1:]
        elif kind == "hard_line_break":
            yield node.start_byte, node.end_byte, " "
        elif kind in _CODE or kind == "image":
            yield node.start_byte, node.end_byte, "\ufffc"
        elif kind in _MARKS and (kind not in "[]()!" or _is_link(node)):
            yield node.start_byte, node.end_byte, ""
        else:
            stack.extend(node.children)


def _is_link(node: Node) -> bool:
    return node.parent is not None and node.parent.type in (
        "inline_link",
        "full_reference_link",
        "collapsed_reference_link",
        "shortcut_link",
    )
