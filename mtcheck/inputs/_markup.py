"""HTML as prose with exact places: what the HTML format and HTML inside Markdown share.

Blocks become segments, tags between them are no prose. A run of white space stands for one blank, a character reference for
its character: each an atomic piece, so that a fix replaces it whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import pairwise
from typing import Any

from mtcheck.model import Piece, Segment, Span

_BLANK = re.compile(r"[ \t\r\n\f]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ROLES: Mapping[str, str] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title", "hgroup"), "headline"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("td", "th"), "table"),
    "blockquote": "quote",
    "address": "byline",
}
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "ul",
        "ol",
        "dl",
        "table",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "figure",
        "body",
        "html",
        "head",
        "form",
        "fieldset",
        "hr",
        "details",
        "summary",
        "legend",
        "option",
        "select",
    ]
) | frozenset(_ROLES)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "code",
        "pre",
        "textarea",
        "template",
        "noscript",
        "svg",
        "math",
        "kbd",
        "samp",
        "var",
        "iframe",
        "object",
    ]
)
# What is no prose and stands where words might: code, formulas, pictures.
_THING, _THINGS = "\ufffc", frozenset({"code", "kbd", "samp", "var", "math", "svg", "object", "img"})
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class Builder:
    """Collects pieces of prose into segments; white space is one blank, and none at the ends of a segment."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[Piece] = []
        self._segments: list[Segment] = []
        self._blank: Span | None = None

    def prose(self, start: int, end: int) -> None:
        """Adds the raw text between two offsets."""
        at = start
        for blank in _BLANK.finditer(self._text, start, end):
            self._add(Span(at, blank.start()), self._text[at : blank.start()])
            self._blank = self._blank or Span(*blank.span())
            at = blank.end()
        self._add(Span(at, end), self._text[at:end])

    def atom(self, start: int, end: int, text: str) -> None:
        """Adds raw text that stands for `text`."""
        self._add(Span(start, end), text)

    def line_end(self, at: int) -> None:
        """Ends a line whose line break belongs to markup: a blank for a reader that no fix can take away."""
        self._blank = Span(at, at)

    def _add(self, raw: Span, text: str) -> None:
        if not text:
            return
        if self._blank is not None:
            if self._pieces:
                self._pieces.append(Piece(self._blank, " "))
            self._blank = None
        self._pieces.append(Piece(raw, text))

    def close(self, role: str) -> None:
        """Ends the segment."""
        if any(piece.text.strip(" " + _THING) for piece in self._pieces):
            self._segments.append(Segment(role, tuple(_joined(self._pieces))))
        self._pieces = []
        self._blank = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(self._segments)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours that map code point to code point become one piece."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not (_is_plain(piece) and _is_plain(run[-1]) and run[-1].raw.end == piece.raw.start):
            yield _one(run)
            run = []
        run.append(piece)
    if run:
        yield _one(run)


def _is_plain(piece: Piece) -> bool:
    """True if the piece maps code point to code point."""
    return len(piece.raw) == len(piece.text)


def _one(run: Sequence[Piece]) -> Piece:
    """One piece for several that follow each other."""
    return Piece(Span(run[0].raw.start, run[-1].raw.end), "".join(piece.text for piece in run))


class _Open:
    """The blocks that are open. A text may open a hundred thousand of them: nothing here looks at them all."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, str]] = []
        self._numbers: Counter[str] = Counter()

    @property
    def role(self) -> str:
        """The role of text that stands here: that of the innermost block that has one."""
        return self._stack[-1][1] if self._stack else "body"

    def enter(self, tag: str) -> None:
        """A block begins."""
        self._stack.append((tag, _ROLES.get(tag, self.role)))
        self._numbers[tag] += 1

    def leave(self, tag: str) -> None:
        """The innermost block of that tag ends, and all in it that has no end of its own."""
        while self._numbers[tag]:
            inner, _ = self._stack.pop()
            self._numbers[inner] -= 1
            if inner == tag:
                return


def html(text: str, start: int, end: int) -> tuple[tuple[Segment, ...], tuple[Span, ...]]:
    """The segments and comments of the HTML between two offsets of `text`."""
    import turbohtml

    source = text[start:end]
    lines = [0, *(match.end() for match in _LINE_END.finditer(source))]
    tokens = list(turbohtml.tokenize(source, resolve_references=False, capture_source=True, capture_attributes=False))
    places = [start + lines[token.line - 1] + token.col for token in tokens] + [end]
    page = _Page(text)
    for token, (at, after) in zip(tokens, pairwise(places), strict=True):
        page.take(token, at, after)
    page.close()
    return page.builder.segments, tuple(page.comments)


class _Page:
    """What is known of a page while its tokens are read, each with the offsets between which it stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.builder = Builder(text)
        self.comments: list[Span] = []
        self._open = _Open()
        self._skipped: list[str] = []
        self._breaks = 0  # line breaks with nothing but blanks between them: two of them end a paragraph

    def take(self, token: Any, at: int, after: int) -> None:
        """Reads the next token."""
        kind = token.type.name
        if kind == "START_TAG" and token.tag == "br":
            self._line_break(at, after)
            return
        if kind == "COMMENT":
            self.comments.append(Span(at, after))
        elif kind == "START_TAG":
            self._start_tag(token, after)
        elif kind == "END_TAG":
            self._end_tag(token.tag, at)
        elif not self._skipped and kind == "CHARACTER_REFERENCE":
            self.builder.atom(at, after, unescape(self._text[at:after]))
        elif not self._skipped and kind == "TEXT":
            self.builder.prose(at, after)
        if kind != "TEXT" or self._text[at:after].strip():
            self._breaks = 0

    def close(self) -> None:
        """Ends the block."""
        self.builder.close(self._open.role)

    def _line_break(self, at: int, after: int) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self.close()
        elif not self._skipped:
            self.builder.atom(at, after, " ")

    def _start_tag(self, token: Any, after: int) -> None:
        tag = token.tag
        if tag in _BLOCKS:
            self.close()
            if tag not in _VOID:
                self._open.enter(tag)
        elif tag in _SKIPPED and not token.self_closing:
            self._skipped.append(tag)
        elif tag in _THINGS and not self._skipped:
            self.builder.atom(after, after, _THING)

    def _end_tag(self, tag: str, at: int) -> None:
        if tag in _BLOCKS:
            self.close()
            self._open.leave(tag)
        elif self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()
            if tag in _THINGS and not self._skipped:
                self.builder.atom(at, at, _THING)
