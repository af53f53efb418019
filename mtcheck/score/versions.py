"""Two versions of a text side by side: which paragraphs of one became which of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from mtcheck.inputs import plain as plain_text
from mtcheck.inputs import readers, suffix_of
from mtcheck.model import Document, Span
from mtcheck.textview import TextView, plain

_BAND = 60  # paragraphs by which a partner may stand elsewhere
_MOST_BAND = 250
# A paragraph that was split or joined must explain this many words more than without that.
_REGROUPED = 5
_PAIRED = 0.01


class Version:
    """A document as it is compared: its prose, the paragraphs of that, and its lines as other programs see them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.view = TextView(document)
        self.text = self.view.text
        self.paragraphs: tuple[Span, ...] = tuple(span for span, _ in self.view.paragraphs)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of a plain text as sacrebleu reads them, empty ones too; of a text with markup the prose, a paragraph each."""
        if readers().get(suffix_of(self.document.path), plain_text) is not plain_text:
            return tuple(self.words(span) for span in self.paragraphs)
        lines = self.document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return tuple(line.rstrip() for line in (lines[:-1] if not lines[-1] else lines))

    def words(self, span: Span) -> str:
        """A stretch of the prose on one line."""
        return " ".join(self.text[span.start : span.end].split())

    @property
    def empty(self) -> bool:
        """True without any word."""
        return not self.text.strip()


class Group(NamedTuple):
    """Paragraphs of two versions that belong together, as half-open ranges of indices; one of the two may be empty."""

    old: range
    new: range

    @property
    def plain(self) -> bool:
        """True for one paragraph that stayed one."""
        return len(self.old) == len(self.new) == 1


def groups(old: Version, new: Version) -> tuple[Group, ...]:
    """The paragraphs of both versions in order, so that those that share words belong together; a paragraph may have been split
    in two, two may have been joined, one may be new or gone. None may have moved past another."""
    mine, theirs = ([_bag(version, span) for span in version.paragraphs] for version in (old, new))
    found = _best(mine, theirs)
    if found is None:  # lengths too far apart: no telling
        return (Group(range(len(mine)), range(len(theirs))),)
    return found


def _bag(version: Version, span: Span) -> Counter[str]:
    return Counter(plain(version.text[span.start : span.end]).casefold().split())


_STEPS = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1))


def _best(mine: Sequence[Counter[str]], theirs: Sequence[Counter[str]]) -> tuple[Group, ...] | None:
    """The grouping with most words in common, found as a best path."""
    rows, columns = len(mine), len(theirs)
    band = min(_BAND + abs(rows - columns), _MOST_BAND)
    best: list[dict[int, tuple[float, tuple[int, int]]]] = [{} for _ in range(rows + 1)]
    best[0][0] = (0.0, (0, 0))
    for row in range(rows + 1):
        middle = row * columns // rows if rows else columns
        for column in range(max(middle - band, 0), min(middle + band, columns) + 1):
            for down, right in _STEPS:
                before = best[row - down].get(column - right) if row >= down else None
                if before is None:
                    continue
                gain = _gain(mine[row - down : row], theirs[column - right : column])
                if column not in best[row] or before[0] + gain > best[row][column][0]:
                    best[row][column] = (before[0] + gain, (down, right))
    if columns not in best[rows]:
        return None
    found: list[Group] = []
    row, column = rows, columns
    while row or column:
        down, right = best[row][column][1]
        found.append(Group(range(row - down, row), range(column - right, column)))
        row, column = row - down, column - right
    return tuple(reversed(found))


def _gain(mine: Sequence[Counter[str]], theirs: Sequence[Counter[str]]) -> float:
    if not mine or not theirs:
        return 0.0
    one = mine[0] if len(mine) == 1 else mine[0] + mine[1]
    other = theirs[0] if len(theirs) == 1 else theirs[0] + theirs[1]
    if len(one) > len(other):
        one, other = other, one
    shared = sum(min(count, other[word]) for word, count in one.items() if word in other)
    return shared + _PAIRED if len(mine) == len(theirs) else shared - _REGROUPED
