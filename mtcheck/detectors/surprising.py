"""Kind `surprising`: two words that English seldom puts side by side. Looks only at a story that is machine translation anyway,
for on human copy it would mark as many: there a rare pair is a name or good writing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from mtcheck.detectors import Find, Key, Prepared, RuleSource
from mtcheck.literals import Hit
from mtcheck.model import Failure, Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes
from mtcheck.wording.pairs import pairs

KEYS = {
    "least": Key(
        "number", "how surprising a pair has to be: -log10 P(second|first), and twice how much seldomer than by chance"
    ),
    "per-1000-words": Key(
        "number",
        "how many marks a thousand words bear: where other rules leave room, the most surprising pairs fill it",
    ),
    "from": Key("number", "the verdict's probability from which the rule speaks"),
    "from-named": Key("number", "the probability from which it speaks where the user named its source language"),
}
COLUMNS = ()


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """Nothing to prepare: the model ships with the package."""
    return Prepared((), ())


class _Finder:
    """Finds pairs; `after_verdict` tells the engine to ask only when the story has been judged."""

    after_verdict = True

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def __call__(self, story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        """`hits` are the places that other rules marked; a pair that shares a word with one says nothing new."""
        marked = sorted(Span(hit.start, hit.end) for hit in hits)
        for rule in self._rules:
            scored = [
                each for each in _scored(story, float(rule.keys.get("least", 6.5))) if not _touches(each[1], marked)
            ]
            bearable = int(len(story.words) * float(rule.keys.get("per-1000-words", 25)) / 1000)
            most = max(0 if marked else 1, bearable - len(marked))
            chosen = sorted(scored, key=lambda each: (-each[0], each[1]))[:most]
            for _, span in sorted(chosen, key=lambda each: each[1]):
                yield Match(rule.id, -1, span)


def _touches(span: Span, marked: Sequence[Span]) -> bool:
    """True if one of the sorted spans overlaps `span`; of those that begin before it, the last one is looked at."""
    at = bisect_left(marked, Span(span.end, span.end))
    return at > 0 and marked[at - 1].overlaps(span)


def _scored(story: Story, least: float) -> Iterable[tuple[float, Span]]:
    model, text, folded = pairs(), story.text, story.folded
    before: Span | None = None
    for word in story.words:
        first, before = before, word
        if first is None or text[first.end : word.start] != " " or text[word.start].isupper():
            continue
        if text[first.start].isupper() and not _begins_sentence(story, first):
            continue
        found = model.after(folded[first.start : first.end], folded[word.start : word.end])
        if found is None:
            continue
        score = -found[0] - 2 * (found[0] - found[1])
        if score >= least:
            yield score, Span(first.start, word.end)


def _begins_sentence(story: Story, word: Span) -> bool:
    return story.sentence_at(word.start).start == word.start


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: every pair of words is looked at, in the stories that get so far."""
    return _Finder(rules)
