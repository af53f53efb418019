"""What the kinds that look at pairs of words share: which pairs there are, and which marks are kept."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence

from mtcheck.literals import Hit
from mtcheck.model import Match, Rule, Span
from mtcheck.story import Story


class AfterVerdict:
    """A finder that the engine asks only when the story has been judged: `marks` gives what a rule sees beside the sorted places that
    other rules have marked. A pair that shares a word with one of these says nothing new."""

    after_verdict = True

    def __init__(self, rules: Sequence[Rule], marks: Callable[[Story, Rule, Sequence[Span]], Iterable[Match]]) -> None:
        self._rules, self._marks = rules, marks

    def __call__(self, story: Story, hits: Sequence[Hit]) -> Iterable[Match]:
        """`hits` are the places that other rules marked."""
        marked = sorted(Span(hit.start, hit.end) for hit in hits)
        for rule in self._rules:
            yield from self._marks(story, rule, marked)


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
