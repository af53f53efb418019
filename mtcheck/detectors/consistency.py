"""Kind `consistency`: one thing written in two ways in the same story.

`check` says what is compared; the rarer way is reported, and of two that are as frequent the one that came later. The first
place of the other way is shown with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource
from mtcheck.errors import RuleError, did_you_mean
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.story.dates import DateMention, month_name, weekday_name
from mtcheck.wording.classes import Classes, UnknownClassError, alternation
from mtcheck.wording.expression import compiled

KEYS = {
    "check": Key(
        "text", "`variants` (of the table), `date-order`, `weekday` (that its date lacks) or `capital`", required=True
    ),
    "table": Key("text", "a TSV beside the rule: the two ways of each row"),
    "mix": Key(
        "text", "`row` (default): the ways of one row are compared; `column`: all first ways with all second ways"
    ),
    "words": Key("text", "a word class: nouns that `capital` looks at"),
    "most": Key("number", "how many places of the rarer way are reported (default: all)"),
}
COLUMNS = (
    Column("first", "an expression for one way, in small letters where case matters", required=True),
    Column("second", "an expression for the other way", required=True),
    Column("bad", "a text with the `[[odd one]]`"),
    Column("good", "the text corrected"),
    Column("ok", "correct texts, apart by ` | `"),
)

_WHOLE_WORD = r"(?<![\w'-])(?:{})(?![\w'-])"
# The capital comes before what may not stand before it, so that the matching engine can skip to capitals.
_NAMED = r"(?P<name>[A-Z](?<![\w'-].)[\w'-]+) (?P<noun>(?i:{}))(?![\w'-])"


class _Place(NamedTuple):
    """Where one of the two ways stands, and the other way to write it (None: unknown)."""

    span: Span
    other: str | None = None


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row: the check, its mix and limit, its words, and for `variants` the two ways of each line of the table and the
    literals of each way, none if an expression has none."""
    from mtcheck.wording.anchors import anchors

    keys = source.keys
    check = str(keys["check"])
    if check not in _CHECKS:
        raise RuleError(f"`check` is “{check}”{did_you_mean(check, _CHECKS)}")
    mix = str(keys.get("mix", "row"))
    if mix not in ("row", "column"):
        raise RuleError(f"`mix` is “{mix}”, but can be row or column")
    pairs, examples = [], []
    literals: list[set[str]] = [set(), set()]
    all_have_one = True
    for cells in source.table:
        for number, way in enumerate(("first", "second")):
            try:
                found = anchors(cells[way]).literals
            except re.error as error:
                raise RuleError(f"`{way}` does not compile: {error}", path=cells.path, line=cells.line) from error
            literals[number].update(found)
            all_have_one = all_have_one and bool(found)
        pairs.append((cells["first"], cells["second"]))
        examples.append(cells.example(0))
    name = str(keys.get("words", "")).strip("<>")
    try:
        words = alternation(classes.forms(name)) if name else ""
    except UnknownClassError as error:
        raise RuleError(f"no word class “{error.name}”{did_you_mean(error.name, error.known)}") from error
    needed = tuple(tuple(sorted(way)) for way in literals) if pairs and all_have_one else ()
    for pattern in (pattern for pair in _compared(pairs, mix) for pattern in pair):
        classes.compiled(_WHOLE_WORD.format(pattern))
    if words:
        classes.compiled(_NAMED.format(words))
    row = (check, mix, int(keys.get("most", 0)), words, tuple(pairs), needed)
    anchored = tuple((literal, 0) for literal in sorted(set().union(*needed)))
    return Prepared((row,), anchored, tuple(examples))


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that looks for both ways of `variants` where one of their literals stands; the other checks make one pass
    over the text, or over the dates that the story knows."""
    ways = {rule.id: tuple(map(frozenset, rule.rows[0][5])) for rule in rules}

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        paragraphs: dict[str, tuple[set[int], set[int]]] = {rule.id: (set(), set()) for rule in rules}
        for hit in hits:
            literal = story.folded[hit.start : hit.end]
            for way, seen in zip(ways[hit.rule.id], paragraphs[hit.rule.id], strict=True):
                if literal in way:
                    seen.add(story.paragraph_at(hit.start))
        for rule in rules:
            anchored = [[story.paragraphs[index] for index in sorted(seen)] for seen in paragraphs[rule.id]]
            yield from _CHECKS[rule.rows[0][0]](story, rule, anchored if ways[rule.id] else [story.paragraphs] * 2)

    return find


# For each of the two ways of `variants`, the paragraphs that may have it.
_Ways = Sequence[Sequence[Span]]


def _variants(story: Story, rule: Rule, ways: _Ways) -> Iterator[Match]:
    if not all(ways):
        return
    _, mix, _, _, pairs, _ = rule.rows[0]
    for first, second in _compared(pairs, mix):
        firsts = _whole_words(story, first, ways[0])
        if firsts:
            yield from _odd(rule, firsts, _whole_words(story, second, ways[1]))


def _compared(pairs: Sequence[tuple[str, str]], mix: str) -> Sequence[tuple[str, str]]:
    """The expressions that are compared with each other: those of each row, or all of the first ways with all of the second."""
    if mix == "row" or not pairs:
        return pairs
    first, second = ("|".join(f"(?:{pattern})" for pattern in way) for way in zip(*pairs, strict=True))
    return [(first, second)]


def _whole_words(story: Story, pattern: str, paragraphs: Sequence[Span]) -> list[_Place]:
    expression = compiled(_WHOLE_WORD.format(pattern))
    return [
        _Place(Span(*match.span()))
        for paragraph in paragraphs
        for match in expression.finditer(story.text, paragraph.start, paragraph.end)
    ]


def _date_order(story: Story, rule: Rule, ways: _Ways) -> Iterator[Match]:
    places: dict[str, list[_Place]] = {"day": [], "month": []}
    for mention in story.dates:
        if mention.order in places:
            places[mention.order].append(_Place(mention.span, _reordered(story, mention)))
    yield from _odd(rule, places["month"], places["day"])


def _reordered(story: Story, mention: DateMention) -> str | None:
    """The date in the other order; the month's name in full, a comma where that order has one."""
    if mention.ordinal or "(" in story.text[mention.span.start : mention.span.end]:
        return None
    weekday = weekday_name(mention.weekday) if mention.weekday >= 0 else ""
    if mention.order == "day":
        year = f", {mention.year}" if mention.year else ""
        return f"{weekday + ', ' if weekday else ''}{month_name(mention.month)} {mention.day}{year}"
    year = f" {mention.year}" if mention.year else ""
    return f"{weekday + ' ' if weekday else ''}{mention.day} {month_name(mention.month)}{year}"


def _weekday(story: Story, rule: Rule, ways: _Ways) -> Iterator[Match]:
    """A weekday that its date does not have in the year that the date or the dateline gives; never in today's year."""
    for mention in story.dates:
        if mention.weekday < 0:
            continue
        year = mention.year or (story.dateline.year_of(mention) if story.dateline is not None else 0)
        right = mention.weekday_in(year) if year else None
        if right is None or right == mention.weekday:
            continue
        related = () if mention.year or story.dateline is None else (story.dateline.span,)
        values = (("fix", weekday_name(right)), ("year", str(year)))
        yield Match(rule.id, 0, mention.span, values, related=related)


def _capital(story: Story, rule: Rule, ways: _Ways) -> Iterator[Match]:
    """ "Sofia Province" beside "Sofia province": the noun after the same name, with a capital and without."""
    words = rule.rows[0][3]
    seen: dict[tuple[str, str], tuple[list[_Place], list[_Place]]] = {}
    pattern = compiled(_NAMED.format(words))
    for match in pattern.finditer(story.text):
        noun = match["noun"]
        if story.roles[story.paragraph_at(match.start())] != "body" or noun[1:] != noun[1:].lower():
            continue
        small, capital = seen.setdefault((match["name"], noun.lower()), ([], []))
        (small if noun[0].islower() else capital).append(
            _Place(Span(*match.span("noun")), noun[0].swapcase() + noun[1:])
        )
    for small, capital in seen.values():
        yield from _odd(rule, small, capital, prefer_first=True)


def _odd(
    rule: Rule, first: Sequence[_Place], second: Sequence[_Place], *, prefer_first: bool = False
) -> Iterator[Match]:
    """The places of the rarer way, each with the first place of the other."""
    if not first or not second:
        return
    if len(first) != len(second):
        odd, norm = (first, second) if len(first) < len(second) else (second, first)
    elif prefer_first or first[0].span.start < second[0].span.start:
        odd, norm = second, first
    else:
        odd, norm = first, second
    most = rule.rows[0][2] or len(odd)
    for place in odd[:most]:
        fixes: tuple[Fix, ...] = ()
        values: tuple[tuple[str, str], ...] = ()
        if place.other is not None:
            values = (("fix", place.other),)
            if rule.fix is not None:
                fixes = (Fix((Edit(place.span, place.other),), rule.fix.safety),)
        yield Match(rule.id, 0, place.span, values, fixes, (norm[0].span,))


_CHECKS: Mapping[str, Callable[[Story, Rule, _Ways], Iterator[Match]]] = {
    "variants": _variants,
    "date-order": _date_order,
    "weekday": _weekday,
    "capital": _capital,
}
