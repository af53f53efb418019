"""What an editor changed, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

from mtcheck.model import Span
from mtcheck.score.versions import Group, Version
from mtcheck.textview import plain

_TOKEN = re.compile(r"\w+(?:['’.&-]\w+)*|[^\w\s]")


class Kind(Enum):
    """What an edit changes. Spacing alone is counted apart: thirty no-break spaces are no thirty decisions."""

    WORDS = "words"
    MARKS = "marks"
    CASE = "case"
    SPACING = "spacing"


class Change(NamedTuple):
    """An edit. `place` is in code points of the old version's raw text, empty for an insertion; `reach` is the same with the
    spaces around an insertion."""

    kind: Kind
    place: Span
    reach: Span
    old: str
    new: str
    context: str

    @property
    def counts(self) -> bool:
        """True for all but spacing."""
        return self.kind is not Kind.SPACING


class Run(NamedTuple):
    """A stretch of the redline: text that stayed, went or came."""

    kind: str
    text: str


class Redline(NamedTuple):
    """All edits in order, and the paragraphs in which there are any."""

    changes: tuple[Change, ...]
    paragraphs: tuple[tuple[Run, ...], ...]


def redline(old: Version, new: Version, groups: Sequence[Group]) -> Redline:
    """What makes the new version of the old one."""
    changes: list[Change] = []
    paragraphs: list[tuple[Run, ...]] = []
    at = 0
    for group in groups:
        mine, theirs = _stretch(old, group.old, at), _stretch(new, group.new, 0)
        at = mine.end
        part = _Part(old, mine, new, theirs)
        found = list(part.changes())
        changes += found
        if any(change.counts for change in found):
            paragraphs.append(tuple(part.runs()))
    return Redline(tuple(changes), tuple(paragraphs))


def _stretch(version: Version, indices: range, at: int) -> Span:
    """The prose of paragraphs; without any, where they would stand."""
    if not indices:
        return Span(at, at)
    return Span(version.paragraphs[indices[0]].start, version.paragraphs[indices[-1]].end)


class _Part:
    """Paragraphs that belong together, and their words."""

    def __init__(self, old: Version, mine: Span, new: Version, theirs: Span) -> None:
        self._old, self._new, self._mine, self._theirs = old, new, mine, theirs
        self._a, self._b = _tokens(old.text, mine), _tokens(new.text, theirs)
        words = [
            [text.text[each.start : each.end] for each in tokens] for text, tokens in ((old, self._a), (new, self._b))
        ]
        # autojunk would take frequent words of a long paragraph for noise.
        self._steps = SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()

    def changes(self) -> Iterator[Change]:
        for step, i1, i2, j1, j2 in self._steps:
            if step == "equal":
                yield from self._respaced(i1, i2, j1)
                continue
            old, new = _text(self._old.text, self._a[i1:i2]), _text(self._new.text, self._b[j1:j2])
            before = self._a[i1 - 1].end if i1 else self._mine.start
            after = self._a[i2].start if i2 < len(self._a) else self._mine.end
            place = Span(self._a[i1].start, self._a[i2 - 1].end) if i1 < i2 else Span(before, before)
            reach = place if i1 < i2 else Span(before, after)
            if step == "replace":
                yield from self._gap(i1 - 1, j1 - 1)
            yield self._change(_kind(old, new), place, reach, old, new)
            # The space before what follows, such as a stop, is a matter of its own, whatever came or went in front of it.
            yield from self._gap(i2 - 1, j2 - 1)

    def _respaced(self, start: int, end: int, other: int) -> Iterator[Change]:
        for index in range(start, end - 1):
            yield from self._gap(index, other + index - start)

    def _gap(self, mine: int, theirs: int) -> Iterator[Change]:
        """What changed between a word and the next one; nothing at the ends of a paragraph."""
        if min(mine, theirs) < 0 or mine + 1 == len(self._a) or theirs + 1 == len(self._b):
            return
        gap = Span(self._a[mine].end, self._a[mine + 1].start)
        old = self._old.text[gap.start : gap.end]
        new = self._new.text[self._b[theirs].end : self._b[theirs + 1].start]
        if old != new:
            yield self._change(Kind.SPACING, gap, gap, old, new)

    def _change(self, kind: Kind, place: Span, reach: Span, old: str, new: str) -> Change:
        raw = self._old.view.raw
        around = Span(max(place.start - 30, self._mine.start), min(place.end + 30, self._mine.end))
        return Change(
            kind,
            raw(place) if len(place) or len(self._mine) else Span(0, 0),
            raw(reach) if len(reach) or len(self._mine) else Span(0, 0),
            old,
            new,
            self._old.words(around),
        )

    def runs(self) -> Iterator[Run]:
        """Kept text is that of the new version, with its spaces."""
        at, text = self._theirs.start, self._new.text
        for step, i1, i2, j1, j2 in self._steps:
            start = self._b[j1].start if j1 < len(self._b) else self._theirs.end
            end = self._b[j2 - 1].end if j1 < j2 else at
            if step == "equal":
                yield Run("kept", text[at:end])
                at = end
                continue
            if i1 < i2:
                if j1 < j2 and at < start:
                    yield Run("kept", text[at:start])
                elif at > self._theirs.start:
                    yield Run("kept", self._old.text[self._a[i1 - 1].end : self._a[i1].start] if i1 else "")
                yield Run("deleted", _text(self._old.text, self._a[i1:i2]))
                if j1 == j2 and at == self._theirs.start and i2 < len(self._a):
                    yield Run("kept", self._old.text[self._a[i2 - 1].end : self._a[i2].start])
            elif at < start:
                yield Run("kept", text[at:start])
            if j1 < j2:
                yield Run("inserted", text[start:end])
                at = end
        if at < self._theirs.end:
            yield Run("kept", text[at : self._theirs.end])


def _tokens(text: str, span: Span) -> list[Span]:
    return [Span(*found.span()) for found in _TOKEN.finditer(text, span.start, span.end)]


def _text(text: str, tokens: Sequence[Span]) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""


def _kind(old: str, new: str) -> Kind:
    ours, theirs = (_TOKEN.findall(plain(text)) for text in (old, new))
    if not any(token[0].isalnum() for token in ours + theirs) or ours == theirs:
        return Kind.MARKS
    folded = [[token.casefold() for token in tokens] for tokens in (ours, theirs)]
    return Kind.CASE if folded[0] == folded[1] else Kind.WORDS
