"""Kind `surprising`: two words that English seldom puts side by side. Looks only at a story that is machine translation anyway,
for on human copy it would mark as many: there a rare pair is a name or good writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mtcheck.detectors import Find, Key, Prepared, RuleSource
from mtcheck.detectors._pairs import AfterVerdict, apart, touches
from mtcheck.model import Match, Options, Rule, Span
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
# An error spoils both pairs of a word, and errors come in clusters.
_BESIDE = 0.3


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """Nothing to prepare: the model ships with the package."""
    return Prepared((), ())


def _marks(story: Story, rule: Rule, marked: Sequence[Span]) -> Iterator[Match]:
    """The most surprising pairs, as many as the marks of other rules leave room for."""
    scored = [each for each in _scored(story, float(rule.keys.get("least", 6.5))) if not touches(each[1], marked)]
    bearable = int(len(story.words) * float(rule.keys.get("per-1000-words", 25)) / 1000)
    for span in apart(scored, max(0 if marked else 1, bearable - len(marked))):
        yield Match(rule.id, -1, span)


def _scored(story: Story, least: float) -> Iterable[tuple[float, Span]]:
    """Pairs whose surprise is at least `least`, with a score that counts what stands beside them too."""
    words = story.words
    found = [0.0, *(_surprise(story, words[at - 1], words[at]) for at in range(1, len(words))), 0.0]
    for at in range(1, len(words)):
        if found[at] >= least and _is_common(story, words[at - 1], words[at]):
            yield found[at] + _BESIDE * (found[at - 1] + found[at + 1]), Span(words[at - 1].start, words[at].end)


def _surprise(story: Story, first: Span, second: Span) -> float:
    """How surprising `second` is after `first`; 0 for words that the model does not know or that other marks part."""
    if story.text[first.end : second.start] != " ":
        return 0.0
    found = pairs().after(story.folded[first.start : first.end], story.folded[second.start : second.end])
    return 0.0 if found is None else -found[0] - 2 * (found[0] - found[1])


def _is_common(story: Story, first: Span, second: Span) -> bool:
    """True if neither word looks like a name."""
    if story.text[second.start].isupper():
        return False
    return not story.text[first.start].isupper() or _begins_sentence(story, first)


def _begins_sentence(story: Story, word: Span) -> bool:
    return story.sentence_at(word.start).start == word.start


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: every pair of words is looked at, in the stories that get so far."""
    return AfterVerdict(rules, _marks)
