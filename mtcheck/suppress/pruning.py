"""Takes comments with marks that decide nothing out of a text, and changes nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mtcheck import fixes, inputs
from mtcheck.model import Document, Edit, Span

_BLANKS = re.compile(r"[ \t]*")
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")


def without(document: Document, comments: Iterable[Span]) -> tuple[str, tuple[Span, ...]]:
    """The text without the comments, each with its line where it stands alone on one, and those that were taken out. A comment
    without which the blocks would be others stays: a reader sees the same before and after."""
    text, taken = document.text, []
    for comment in sorted(comments, reverse=True):  # the last one first, so that places before it hold
        for span in _ways(text, comment):
            shorter = fixes.apply(text, [Edit(span, "")])
            if _prose(document, shorter) == _prose(document, text):
                text = shorter
                taken.append(comment)
                break
    return text, tuple(reversed(taken))


def _ways(text: str, comment: Span) -> Iterator[Span]:
    """What to take out: the lines of the comment if it has them for itself, else the comment alone."""
    before = text.rfind("\n", 0, comment.start) + 1
    after = _LINE_END.match(text, comment.end)
    if after is not None and _BLANKS.fullmatch(text, before, comment.start):
        yield Span(before, after.end())
    yield comment


def _prose(document: Document, text: str) -> list[tuple[str, str]]:
    """What a reader sees if the document has that text: the blocks with their roles."""
    data = fixes.encoded(document, text)
    read = inputs.read(document.path, data, encoding=document.encoding, source_lang=document.source_lang)
    return [(segment.role, "".join(piece.text for piece in segment.pieces)) for segment in read.segments]
