"""The only place that converts offsets: raw text <-> prose, code points <-> line and column, UTF-16 units, bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from mtcheck.model import Document, Segment, Span

# One code point for one, so that offsets stay: a no-break space is a space to every rule but the spacing ones.
_PLAIN = (
    ("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r\n\v\f", " "),
    ("\u2018\u2019\u02bc\u02b9\u2032", "'"),
    ("\u2011\u2010", "-"),
)

_SEPARATOR = "\n\n"


def fold(text: str) -> str:
    """Lower case of the same length: a character whose lower case is longer ("\u0130") stays as it is."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def plain(text: str) -> str:
    """`text` with every kind of space as U+0020 and every apostrophe as U+0027; same length."""
    # Most of these characters are in no text, and `replace` finds that out much faster than `translate` looks up each one.
    for odd, usual in _PLAIN:
        for char in odd:
            text = text.replace(char, usual)
    return text


class TextView:
    """The prose of a document as one string, paragraphs apart by an empty line, and the way back to the raw text.

    `text` counts code points; `raw` maps a span of it to the span of `Document.text` that it stands for.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        parts: list[str] = []
        self.paragraphs: list[tuple[Span, Segment]] = []
        self._starts: list[int] = []
        self._raws: list[Span] = []
        self._lengths: list[int] = []
        offset = 0
        for segment in document.segments:
            if parts:
                parts.append(_SEPARATOR)
                offset += len(_SEPARATOR)
            first = offset
            for piece in segment.pieces:
                self._starts.append(offset)
                self._raws.append(piece.raw)
                self._lengths.append(len(piece.text))
                parts.append(piece.text)
                offset += len(piece.text)
            self.paragraphs.append((Span(first, offset), segment))
        self.text = "".join(parts)

    def raw(self, span: Span) -> Span:
        """The raw span that a span of the prose stands for; a part of an atomic piece stands for all of it.

        Raises ValueError for a span that lies outside of every piece.
        """
        start = self._raw_start(span.start)
        if span.end <= span.start:
            return Span(start, start)
        index = self._piece(span.end - 1)
        raw, first, length = self._raws[index], self._starts[index], self._lengths[index]
        if len(raw) == length and span.end <= first + length:
            return Span(start, raw.start + span.end - first)
        return Span(start, raw.end)

    def contiguous(self, span: Span) -> bool:
        """True if what stands for `span` in the raw text is prose and nothing else: no tag, no mark of a quoted line."""
        if span.end <= span.start:
            return True
        first, last = self._piece(span.start), self._piece(span.end - 1)
        return all(self._raws[index].end == self._raws[index + 1].start for index in range(first, last))

    def slice(self, span: Span) -> str:
        """The raw text under a span of the prose."""
        raw = self.raw(span)
        return self.document.text[raw.start : raw.end]

    def _raw_start(self, position: int) -> int:
        index = self._piece(position)
        raw, first, length = self._raws[index], self._starts[index], self._lengths[index]
        if len(raw) == length:
            return min(raw.start + position - first, raw.end)
        return raw.start if position < first + length else raw.end

    def _piece(self, position: int) -> int:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            raise ValueError(f"no prose at {position}")
        return index


class Lines:
    """Line and column of code points. Only U+000A ends a line: `splitlines` also splits on U+2028 and form feeds,
    and then no other program agrees on the numbers."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *_after_each(text, "\n")]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a code point."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def _after_each(text: str, char: str) -> Iterator[int]:
    at = text.find(char)
    while at >= 0:
        yield at + 1
        at = text.find(char, at + 1)


def utf16_length(text: str) -> int:
    """UTF-16 code units of `text`; what LanguageTool, LSP and SARIF's default count in."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def utf16_offsets(text: str, offsets: Iterable[int]) -> list[int]:
    """Code-point offsets of UTF-16 offsets, in the order given. An offset inside a surrogate pair maps to its start."""
    wide = [index for index, char in enumerate(text) if ord(char) > 0xFFFF]
    units = [position + count for count, position in enumerate(wide)]
    return [offset - bisect_left(units, offset) for offset in offsets]


class Utf8Offsets:
    """Code points of byte offsets in the UTF-8 form of a text; what tree-sitter counts in."""

    def __init__(self, text: str) -> None:
        self._ends: list[int] = []  # byte offset after each character of more than one byte
        self._extra: list[int] = [0]
        at = extra = 0
        if not text.isascii():
            for char in text:
                size = 1 if char < "\x80" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4
                at += size
                if size > 1:
                    extra += size - 1
                    self._ends.append(at)
                    self._extra.append(extra)

    def code_point(self, offset: int) -> int:
        """The code point that begins at byte `offset`."""
        return offset - self._extra[bisect_right(self._ends, offset)]
