"""Direct speech: where double quotation marks of any kind open and close.

Apostrophes and single quotation marks are never looked at, so no apostrophe can open or close anything. Two apostrophes
or two backquotes in a row stand for a double mark, as typewriters and some wires have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mtcheck.model import Span
from mtcheck.wording.expression import constant

_MARK = constant("''|``|[\"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u301d\u301e]")
_OPENS = frozenset(("\u201c", "\u201e", "\u201f", "\u00ab", "\u301d", "``"))
_CLOSES = frozenset(("\u201d", "\u00bb", "\u301e"))
# What closes a quotation although English opens with it: German „…“ and »…«.
_GERMAN = {"\u201e": "\u201c", "\u00bb": "\u00ab"}
_BRACKETS = "([{\u2014\u2013-/:"
_STOPS = ".,!?;:)]}\u2026"


class _Mark(NamedTuple):
    """A mark, where it stands, and whether its surroundings can only be those of an opening or of a closing mark."""

    char: str
    start: int
    end: int
    only_opens: bool
    only_closes: bool


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Stretches between double quotation marks, marks included, in order and apart; nested ones are part of the outer.

    A quotation that runs over paragraphs opens each of them and closes once: it is one stretch. One that is never closed
    ends with its paragraph, so that a lost mark costs a paragraph and not the story.
    """
    found: list[Span] = []
    stack: list[_Mark] = []
    for index, paragraph in enumerate(paragraphs):
        marks = _marks(text, paragraph)
        if stack and marks and not text[paragraph.start : marks[0].start].strip():
            marks = marks[1:]  # the mark that a continued quotation repeats at its next paragraph
        for number, mark in enumerate(marks):
            following = marks[number + 1] if number + 1 < len(marks) else None
            if not stack:
                if _opens(mark):
                    stack.append(mark)
            elif _is_inches(text, mark, following):
                continue
            elif _nests(mark, stack[-1]):
                stack.append(mark)
            else:
                first = stack[0].start
                stack.pop()
                if not stack:
                    found.append(Span(first, mark.end))
        if stack and not _continues(text, paragraphs, index):
            found.append(Span(stack[0].start, paragraph.end))
            stack = []
        del stack[1:]
    return found


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks = []
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        before_free = before.isspace() or before in _BRACKETS or _MARK.match(before) is not None
        after_free = after.isspace() or after in _STOPS or _MARK.match(after) is not None
        only_opens = before_free and not after_free
        only_closes = after_free and not before_free
        marks.append(_Mark(match.group(), start, end, only_opens, only_closes))
    return marks


def _opens(mark: _Mark) -> bool:
    """With nothing open: a mark of opening shape does, one of closing shape only where it cannot be a closing one
    (Swedish ”…”, German »…«), a straight one unless it can only be a closing one."""
    if mark.char in _OPENS:
        return True
    return mark.only_opens if mark.char in _CLOSES else not mark.only_closes


def _nests(mark: _Mark, innermost: _Mark) -> bool:
    """Inside a quotation: True if the mark opens one within it."""
    if mark.char == _GERMAN.get(innermost.char):
        return False
    if mark.char in _OPENS:
        return True
    return mark.char not in _CLOSES and mark.only_opens


def _is_inches(text: str, mark: _Mark, following: _Mark | None) -> bool:
    """True for 12" inside a quotation: a straight mark after a digit, while the next mark is the one that closes."""
    if mark.char not in ('"', "''") or not text[mark.start - 1 : mark.start].isdigit():
        return False
    return following is not None and following.only_closes and following.char not in _OPENS


def _continues(text: str, paragraphs: Sequence[Span], index: int) -> bool:
    """True if the paragraph after `index` begins with a mark: the one before was left open on purpose."""
    if index + 1 >= len(paragraphs):
        return False
    following = paragraphs[index + 1]
    at = following.start
    while at < following.end and text[at].isspace():
        at += 1
    return _MARK.match(text, at, following.end) is not None
