"""Kind `unheard`: two frequent words that chance alone would put side by side often, and that English never does.

Looks only at a story that is machine translation anyway. A surprising pair may be good writing; a pair that a trillion words do
not have a hundred thousand times, though its words are so frequent that they should, is a slip of grammar. It is not where a
clause ends between the two: so the rule's table says which words are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource
from mtcheck.detectors._pairs import AfterVerdict, adjacent, apart, touches
from mtcheck.errors import RuleError
from mtcheck.model import Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes, UnknownClassError
from mtcheck.wording.expression import compiled
from mtcheck.wording.pairs import frequent

KEYS = {
    "table": Key(
        "text", "a TSV beside the rule: which words are looked at, and from how often by chance", required=True
    ),
    "per-1000-words": Key(
        "number", "the most marks that a thousand words get, the likeliest by chance first", required=True
    ),
    "from": Key("number", "the verdict's probability from which the rule speaks"),
    "from-named": Key("number", "the probability from which it speaks where the user named its source language"),
}
COLUMNS = (
    Column("first", "an expression for the first word; * is any word", required=True),
    Column("second", "the same for the second word", required=True),
    Column("expected", "log10 of how often chance has to put the two side by side in a trillion words", required=True),
    Column("bad", "a wrong sentence with [[marks]]"),
    Column("ok", "a correct sentence"),
    Column("note", "what the source has"),
)
_TRILLION = 12.0  # log10


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """A row is two expressions and a number; none has an anchor."""
    rows = tuple(
        (_expanded(row["first"], classes), _expanded(row["second"], classes), float(row["expected"]))
        for row in source.table
    )
    examples = tuple(
        RowExample(number, row["bad"], ok=(row["ok"],) if row["ok"] else (), line=row.line, path=row.path)
        for number, row in enumerate(source.table)
    )
    return Prepared(rows, (), examples)


def _expanded(cell: str, classes: Classes) -> str:
    try:
        expanded = ".+" if cell == "*" else classes.expand(cell)
    except UnknownClassError as error:
        raise RuleError(f"no word class “{error.name}”") from error
    classes.compiled(expanded)
    return expanded


def _marks(story: Story, rule: Rule, marked: Sequence[Span]) -> Iterator[Match]:
    """The pairs that chance alone would put side by side most often, a few in a story."""
    found = {span: (expected, row) for expected, row, span in _unheard(story, rule) if not touches(span, marked)}
    most = max(1, int(len(story.words) * float(rule.keys["per-1000-words"]) / 1000))
    for span in apart(((expected, span) for span, (expected, _) in found.items()), most):
        yield Match(rule.id, found[span][1], span)


def _unheard(story: Story, rule: Rule) -> Iterator[tuple[float, int, Span]]:
    """How often chance puts a pair side by side, the row that it belongs to, and where it stands."""
    rows = [(compiled(first), compiled(second), least) for first, second, least in rule.rows]
    lowest = min(least for _, _, least in rows)
    for first, second in adjacent(story):
        one, other = story.folded[first.start : first.end], story.folded[second.start : second.end]
        chance = frequent().chance(one, other)
        if chance is None or chance + _TRILLION < lowest:
            continue
        for number, (before, after, least) in enumerate(rows):
            if chance + _TRILLION >= least and before.fullmatch(one) and after.fullmatch(other):
                yield chance + _TRILLION, number, Span(first.start, second.end)
                break


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: every pair of words is looked at, in the stories that get so far."""
    return AfterVerdict(rules, _marks)
