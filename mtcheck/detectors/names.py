"""Kind `names`: a table of names in a source language's spelling, and their English form in each house style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource, TableRow
from mtcheck.detectors._named import (
    CONTEXT_DOC,
    HOUSES,
    KEPT,
    SAFETIES,
    Context,
    Surroundings,
    anchors,
    context,
    recased,
)
from mtcheck.literals import Hit
from mtcheck.model import Failure, Fix, Match, Options, Rule, Safety, Severity, Span, Strength
from mtcheck.story import Story
from mtcheck.textview import plain
from mtcheck.wording.classes import Classes

KEYS = {
    "table": Key("text", "a TSV beside the rule; one name a row", required=True),
    "template": Key(
        "text",
        "the sentence that proves a row; `{name}` is the name (default: “Officials in {name} said so.”; empty: none)",
    ),
    "exact-case": Key("flag", "a name that begins in lower case is not found with a capital as well (default: it is)"),
}
COLUMNS = (
    Column("source", "the form in the source language's spelling, as an engine prints it", required=True),
    Column("english", "the English wire form", required=True),
    *(
        Column(house, f"the form of {house}, where it differs; `{KEPT}`: keeps the source form, as no other style does")
        for house in HOUSES
    ),
    Column(
        "safety", "always, context (only where `context` holds) or never (never alone: weak as well)", required=True
    ),
    Column("context", CONTEXT_DOC),
    Column("note", "what a reviewer should know"),
    Column("origin", "where the row comes from: cldr, wire, hand"),
)


class Row(NamedTuple):
    """A compiled name: source form, English form, ((house, form), …), index in SAFETIES, what has to stand around it."""

    source: str
    english: str
    houses: tuple[tuple[str, str], ...]
    safety: int
    context: tuple[str, ...] = ()


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row a name; each row that is safe anywhere gets a sentence that proves it."""
    template = str(source.keys.get("template", "Officials in {name} said so."))
    rows, examples = [], []
    literals: list[tuple[str, int]] = []
    for number, cells in enumerate(source.table):
        around = context(cells, classes)
        houses = tuple((house, cells[house]) for house in HOUSES if cells[house])
        row = Row(
            cells["source"],
            cells["english"],
            houses,
            SAFETIES.index(cells["safety"]),
            tuple(around) if any(around) else (),
        )
        rows.append(tuple(row))
        literals.extend((literal, number) for literal in anchors(row.source))
        examples.append(_example(number, row, cells, template))
    return Prepared(tuple(rows), tuple(literals), tuple(examples))


def _example(number: int, row: Row, cells: TableRow, template: str) -> RowExample:
    if not template or row.safety != 0 or any(form == row.source for _, form in row.houses):
        return RowExample(number, line=cells.line, path=cells.path)
    bad = template.replace("{name}", f"[[{row.source}]]")
    return RowExample(number, bad, template.replace("{name}", row.english), (), cells.line, cells.path)


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that looks at what stands around a hit."""

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        around = Surroundings(story)
        for rule, number, _, end in hits:
            start = end - len(rule.rows[number][0])
            if around.stands_alone(start, end):
                match = _match(around, rule, number, start, end, options.house)
                if match is not None:
                    yield match

    return find


def _match(around: Surroundings, rule: Rule, number: int, start: int, end: int, house: str | None) -> Match | None:
    row = Row._make(rule.rows[number])
    written, source = around.story.text[start:end], plain(row.source)
    # A name that begins in lower case ("el-Oued", "talibans") may have a capital, and a headline may be all in capitals.
    raised = source[0].islower() and not rule.keys.get("exact-case", False)
    shouted = written[1:] != source[1:] or (written[0] != source[0] and not raised)
    if shouted and not (written.isupper() and len(written) > 4 and around.in_capitals(start, end)):
        return None
    english = dict(row.houses).get(house or "", row.english)
    if english in (row.source, KEPT) or (house is None and any(form == row.source for _, form in row.houses)):
        return None
    if row.context and not around.hold(Context._make(row.context), start, end):
        return None
    wanted, edits = around.edits(start, end, english.upper() if shouted else recased(english, source, written))
    if wanted == written:
        return None
    only_style = house is not None and any(form == row.source for _, form in row.houses)
    safety = rule.fix.safety if rule.fix is not None else Safety.DISPLAY
    if row.safety == 2:
        safety = min(safety, Safety.UNSAFE)
    return Match(
        rule.id,
        number,
        Span(start, end),
        (("fix", wanted), ("house", house or "")),
        (Fix(edits, safety),),
        severity=Severity.MINOR if only_style else None,
        strength=Strength.WEAK if row.safety == 2 else None,
    )
