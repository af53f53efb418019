"""Kind `surprising`: two words that English seldom puts side by side. Looks only at a story that is machine translation anyway,
for on human copy it would mark as many: there a rare pair is a name or good writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtcheck.detectors import Find, Hit, Key, Literals, Prepared, RuleSource
from mtcheck.model import Failure, Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes
from mtcheck.wording.pairs import pairs

KEYS = {
    "least": Key(
        "number", "how surprising a pair has to be: -log10 P(second|first), and twice how much seldomer than by chance"
    ),
    "per-1000-words": Key("number", "the most pairs marked in a thousand words, the most surprising ones"),
    "from": Key("number", "the verdict's probability from which the rule speaks"),
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
        for rule in self._rules:
            scored = list(_scored(story, float(rule.keys.get("least", 6.5))))
            most = max(1, int(len(story.words) * float(rule.keys.get("per-1000-words", 25)) / 1000))
            for _, span in sorted(
                sorted(scored, key=lambda each: (-each[0], each[1]))[:most], key=lambda each: each[1]
            ):
                yield Match(rule.id, -1, span)


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


def compile(rules: Sequence[Rule], options: Options) -> tuple[Literals, Find]:
    """No literals: every pair of words is looked at, in the stories that get so far."""
    return [], _Finder(rules)
