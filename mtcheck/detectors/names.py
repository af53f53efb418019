"""Kind `names`: a table of names in a source language's spelling, and their English form in each house style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mtcheck.detectors import Column, Find, Hit, Key, Literals, Prepared, RowExample, RuleSource, TableRow
from mtcheck.detectors._rows import literals
from mtcheck.errors import RuleError
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Severity, Span, Strength
from mtcheck.story import Story
from mtcheck.textview import fold, plain
from mtcheck.wording.expression import compiled

HOUSES = ("ap", "reuters", "afp", "guardian", "bbc")
_SAFETIES = ("always", "context", "never")
_WINDOW = 48

KEYS = {
    "table": Key("text", "a TSV beside the rule; one name a row", required=True),
    "template": Key("text", "the sentence that proves a row; `{name}` is the name (default: “Officials in {name} said so.”)"),
}
COLUMNS = (
    Column("source", "the form in the source language's spelling, as an engine prints it", required=True),
    Column("english", "the English wire form", required=True),
    *(Column(house, f"the form of {house}, where it differs") for house in HOUSES),
    Column("safety", "always, context (only where `context` holds) or never (never alone: weak as well)", required=True),
    Column("context", "`before=in|from; after='s|president; near=Damascus`: expressions before and after the name, words in the text"),
    Column("note", "what a reviewer should know"),
    Column("origin", "where the row comes from: cldr, wire, hand"),
)


class Row(NamedTuple):
    """A compiled name: source form, English form, ((house, form), …), index in `_SAFETIES`, before, after, near."""

    source: str
    english: str
    houses: tuple[tuple[str, str], ...]
    safety: int
    before: str = ""
    after: str = ""
    near: str = ""


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row a name; each row gets a sentence that proves it."""
    template = str(source.keys.get("template", "Officials in {name} said so."))
    rows, anchors, examples = [], [], []
    for number, cells in enumerate(source.table):
        row = _row(cells, classes)
        rows.append(tuple(row))
        anchors.append((fold(plain(row.source)), number))
        examples.append(_example(number, row, cells, template))
    return Prepared(tuple(rows), tuple(anchors), tuple(examples))


def _row(cells: TableRow, classes: Classes) -> Row:
    def wrong(reason: str) -> RuleError:
        return RuleError(reason, path=cells.path, line=cells.line)

    if cells["safety"] not in _SAFETIES:
        raise wrong(f"`safety` is “{cells['safety']}”, but can be {', '.join(_SAFETIES)}")
    context = {}
    for part in filter(None, (part.strip() for part in cells["context"].split(";"))):
        name, _, value = part.partition("=")
        if name not in ("before", "after", "near") or not value:
            raise wrong(f"`context` has “{part}”, but takes before=…, after=…, near=…")
        context[name] = classes.expand(value)
        try:
            re.compile(context[name])
        except re.error as error:
            raise wrong(f"`context` has “{part}”, which does not compile: {error}") from error
    if cells["safety"] == "context" and not context:
        raise wrong(f"“{cells['source']}” is safe only in context, but says no context")
    houses = tuple((house, cells[house]) for house in HOUSES if cells[house])
    safety = _SAFETIES.index(cells["safety"])
    return Row(cells["source"], cells["english"], houses, safety, **context)


def _example(number: int, row: Row, cells: TableRow, template: str) -> RowExample:
    if row.safety != 0 or not cells["english"] or any(form == row.source for _, form in row.houses):
        return RowExample(number, line=cells.line, path=cells.path)
    bad = template.replace("{name}", f"[[{row.source}]]")
    return RowExample(number, bad, template.replace("{name}", row.english), (), cells.line, cells.path)


def compile(rules: Sequence[Rule], options: Options) -> tuple[Literals, Find]:  # noqa: A001 - the detectors' protocol
    """All names as literals, and the function that looks at what stands around a hit."""
    found, owners = literals(rules)

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        for token, start, end in hits:
            rule, number = owners[token]
            match = _match(story, rule, number, start, end, options.house)
            if match is not None:
                yield match

    return found, find


def _match(story: Story, rule: Rule, number: int, start: int, end: int, house: str | None) -> Match | None:
    text = story.text
    if _inside_word(text, start, end):
        return None
    row = Row._make(rule.rows[number])
    written = text[start:end]
    shouted = written != plain(row.source)
    if shouted and not (written.isupper() and len(written) > 4 and _in_capitals(text, start, end)):
        return None
    english = dict(row.houses).get(house or "", row.english)
    if english == row.source or (house is None and any(form == row.source for _, form in row.houses)):
        return None
    if not _context_holds(story, row, start, end):
        return None
    wanted = english.upper() if shouted else english
    span = Span(start, end)
    only_style = house is not None and any(form == row.source for _, form in row.houses)
    safety = rule.fix.safety if rule.fix is not None else Safety.DISPLAY
    if row.safety == 2:
        safety = min(safety, Safety.UNSAFE)
    return Match(
        rule.id,
        number,
        span,
        (("fix", wanted), ("house", house or "")),
        (Fix((Edit(span, wanted),), safety),),
        severity=Severity.MINOR if only_style else None,
        strength=Strength.WEAK if row.safety == 2 else None,
    )


def _inside_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum())


def _in_capitals(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - 20) : end + 20]
    return around.upper() == around


def _context_holds(story: Story, row: Row, start: int, end: int) -> bool:
    """True if one of the contexts that the row names is there, or if it names none."""
    if not (row.before or row.after or row.near):
        return True
    if row.before and compiled(rf"(?:^|\W)(?:{row.before})\W{{1,2}}$", False).search(story.text[max(0, start - _WINDOW) : start]):
        return True
    if row.after and compiled(rf"(?:['-]|\W{{1,2}})(?:{row.after})(?!\w)", False).match(story.text, end):
        return True
    return bool(row.near and compiled(rf"(?<!\w)(?:{row.near})(?!\w)", False).search(story.text))
