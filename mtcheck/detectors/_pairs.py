"""What the kinds that look at pairs of words share: which pairs there are, and which marks are kept."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence

from mtcheck.model import Span
from mtcheck.story import Story


def adjacent(story: Story) -> Iterator[tuple[Span, Span]]:
    """Words that only a space parts, neither of them like a name or a single letter."""
    for first, second in zip(story.words, story.words[1:], strict=False):
        if story.text[first.end : second.start] != " " or story.text[second.start].isupper():
            continue
        if story.text[first.start].isupper() and story.sentence_at(second.start).start != first.start:
            continue
        if all(len(word) > 1 or story.folded[word.start] in "ai" for word in (first, second)):
            yield first, second


def apart(scored: Iterable[tuple[float, Span]], most: int) -> list[Span]:
    """The best `most` spans of which no two share a word, in the order of the text: two marks on one place are one too many."""
    chosen: list[Span] = []
    for _, span in sorted(scored, key=lambda each: (-each[0], each[1])):
        if len(chosen) >= most:
            break
        if not touches(span, chosen):
            insort(chosen, span)
    return chosen


def touches(span: Span, marked: Sequence[Span]) -> bool:
    """True if one of the sorted spans overlaps `span`; of those that begin before it, the last one is looked at."""
    at = bisect_left(marked, Span(span.end, span.end))
    return at > 0 and marked[at - 1].overlaps(span)
