"""Sentences of a paragraph. The splitter is sentencex; here is what it does not know about English news."""

from __future__ import annotations

from collections.abc import Iterator

import sentencex

from mtcheck.model import Span
from mtcheck.wording.expression import constant

# A sentence that the splitter cut after one of these goes on: it knows no military ranks and no day-and-month marks.
_GOES_ON = constant(
    r"(?<!\w)(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Maj|Cpl|Adm|Gov|Sen|Rep|Rev|St|vs|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.\Z"
)
_NUMBER = constant(r"(?<!\w)No\.\Z")
_HOUR = constant(r"(?<!\w)[ap]\.m\.\Z")
# What follows an hour in the same sentence although it begins with a capital letter.
_AFTER_HOUR = constant(r"\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z]{1,3}T\b|UTC\b|Eastern\b|Pacific\b)")
_LONGEST = 8
_STRETCH = 10_000  # code points
_SURROGATE = constant("[\ud800-\udfff]")


def sentences(text: str, offset: int) -> list[Span]:
    """Spans of the sentences of one paragraph, moved by `offset`, without the blanks around them."""
    spans: list[Span] = []
    carried: int | None = None
    last = len(text.rstrip())
    for first, end in _pieces(text):
        body = text[first:end]
        stripped = body.strip()
        if not stripped:
            continue
        start = first + body.index(stripped[0]) if carried is None else carried
        end = first + len(body.rstrip())
        if end < last and _goes_on(text, end):
            carried = start
            continue
        carried = None
        spans.append(Span(offset + start, offset + end))
    return spans


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each piece that the splitter makes of the text, in order and without gaps.

    The splitter looks at every pair of marks and boundaries, so that it is given a stretch at a time; the last piece of a stretch
    may be cut and begins the next one.
    """
    # The splitter takes no lone surrogates; what stands in for them is as long.
    whole = _SURROGATE.sub("\ufffd", text)
    at, size = 0, _STRETCH
    while at < len(whole):
        stretch = whole[at : at + size]
        found = [
            (at + piece["start_index"], at + piece["end_index"])
            for piece in sentencex.get_sentence_boundaries("en", stretch)
        ]
        if at + size >= len(whole):
            yield from found
            return
        if len(found) < 2:
            size *= 2
            continue
        yield from found[:-1]
        at, size = found[-1][0], _STRETCH


def _goes_on(text: str, end: int) -> bool:
    head = max(end - _LONGEST, 0)
    if _GOES_ON.search(text, head, end):
        return True
    if _NUMBER.search(text, head, end) and text[end : end + 3].lstrip()[:1].isdigit():
        return True
    return _HOUR.search(text, head, end) is not None and _AFTER_HOUR.match(text, end) is not None
