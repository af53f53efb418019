"""Plain text. Empty lines part paragraphs; where a file has none, every line is a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtcheck.inputs import Decoded
from mtcheck.model import Document, Piece, Segment, Span

SUFFIXES = (".txt", ".text", "")

_LINE = re.compile(r"[^\r\n]+")
_ENDS = tuple(".!?:;\u2026\"'\u201d\u2019)]")
_HEADLINE_WORDS = 14
# A hard-wrapped line is about as long as its neighbours: anything longer is a paragraph of its own.
_WRAPPED = range(40, 101)


def read(path: str, decoded: Decoded, digest: str, source_lang: str | None = None) -> Document:
    """The document of a plain text; each paragraph is a segment, a short line without a stop a headline."""
    text = decoded.text
    segments = tuple(
        Segment(_role(text[span.start : span.end]), (Piece(span, text[span.start : span.end]),))
        for span in _paragraphs(text)
    )
    return Document(path, text, segments, (), source_lang, None, decoded.encoding, decoded.bom, decoded.newline, digest)


def _paragraphs(text: str) -> Iterator[Span]:
    """Spans of paragraphs. Lines that follow each other are one paragraph only where the first was wrapped: of usual
    length, and cut before the end of a sentence."""
    start: int | None = None
    end = 0
    last = ""
    for match in _LINE.finditer(text):
        line = match.group()
        if not line.strip():
            if start is not None:
                yield Span(start, end)
                start = None
            continue
        newlines = text[end : match.start()].count("\n") or text[end : match.start()].count("\r")
        if start is not None and newlines == 1 and len(last) in _WRAPPED and not _ended(last):
            end, last = match.end(), line
            continue
        if start is not None:
            yield Span(start, end)
        start, end, last = match.start(), match.end(), line
    if start is not None:
        yield Span(start, end)


def _ended(line: str) -> bool:
    """True if a line ends as a sentence does."""
    return line.rstrip().endswith(_ENDS)


def _role(paragraph: str) -> str:
    words = paragraph.split()
    return "headline" if len(words) <= _HEADLINE_WORDS and not _ended(paragraph.rstrip("\u201d\"'\u2019")) else "body"
