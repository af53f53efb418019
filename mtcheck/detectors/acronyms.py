"""Kind `acronyms`: an acronym of the source language, known by a table or by the order of its letters.

With `table`, a source acronym is found where the table says that it is safe; in brackets after the English name that it
stands for (`expansion`), or with that name in brackets after it, it is found whatever its safety: "International Monetary
Fund (FMI)". An acronym that the story introduces with a name of its own ("Oregon Nurses Union (ONU)") is left alone.

With `arithmetic`, any acronym in brackets whose letters are the initials of the name before it in Romance order, the
head of each group of words first ("European Central Bank (BCE)"), unless it is `established` in English or its name does not fit `name`: national bodies and
parties keep their letters ("National Liberation Front (FLN)"), international ones have English letters of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
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
)
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Severity, Span, Strength
from mtcheck.story import Story
from mtcheck.textview import plain
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import compiled, constant

KEYS = {
    "table": Key("text", "a TSV beside the rule; one acronym a row"),
    "template": Key(
        "text",
        "the sentence that proves a row; `{name}` is the acronym (default: “Experts from {name} met on Monday.”)",
    ),
    "arithmetic": Key("flag", "instead of a table: acronyms in brackets whose letters stand in Romance order"),
    "name": Key("text", "an expression that the name before the bracket fits, for arithmetic to look at it"),
    "established": Key("words", "acronyms that arithmetic leaves alone, since English uses them"),
}
COLUMNS = (
    Column("source", "the acronym as an engine prints it", required=True),
    Column("english", "the English acronym, or the words that English uses", required=True),
    *(
        Column(house, f"the form of {house}, where it differs; `{KEPT}`: keeps the source form, as no other style does")
        for house in HOUSES
    ),
    Column("expansion", "English names that it stands for, apart by ` | `, each an expression"),
    Column(
        "safety", "always, context (only where `context` holds) or never (never alone: weak as well)", required=True
    ),
    Column("context", CONTEXT_DOC),
    Column("note", "what a reviewer should know"),
    Column("origin", "where the row comes from: wire, hand"),
)

_EXPANSION_REACH = 140
_LONGEST = 6
_INTRODUCED = constant(r"\( ?([A-Z][A-Za-z]{1,7})(?= ?[),;])")
_CONNECTORS = frozenset(
    [
        "of",
        "the",
        "for",
        "and",
        "in",
        "on",
        "to",
        "against",
        "with",
        "from",
        "by",
        "at",
        "a",
        "an",
        "&",
        "de",
        "du",
        "la",
        "le",
    ]
)
_WORD = constant(r"[^\W\d_]+|&|[^\w\s'’-]")
_IN_BRACKETS = constant(r"\(\s*$")
_SHOUTED = constant(r"[^\W\d_]{5}")


class Row(NamedTuple):
    """A compiled acronym: source form, English form, ((house, form), …), index in SAFETIES, expression for the English
    names that it stands for, what has to stand around it."""

    source: str
    english: str
    houses: tuple[tuple[str, str], ...] = ()
    safety: int = 0
    expansion: str = ""
    context: tuple[str, ...] = ()


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row an acronym; each row that is safe anywhere, or has an expansion, gets a sentence that proves it."""
    if bool(source.table) == bool(source.keys.get("arithmetic")):
        raise RuleError("takes either a `table` or `arithmetic: true`")
    if "name" in source.keys:
        classes.compiled(str(source.keys["name"]))
    if not source.table:
        return Prepared((tuple(Row("", "")),), ((" (", 0),))
    template = str(source.keys.get("template", "Experts from {name} met on Monday."))
    rows, examples = [], []
    literals: list[tuple[str, int]] = []
    for number, cells in enumerate(source.table):
        row = _row(cells, classes)
        rows.append(tuple(row))
        literals.extend((literal, number) for literal in anchors(row.source))
        examples.append(_example(number, row, cells, template))
    return Prepared(tuple(rows), tuple(literals), tuple(examples))


def _ahead(expansion: str) -> str:
    """The expression of the English name before an acronym in brackets."""
    return rf"(?:^|\W)(?:{expansion})\W{{0,3}}\(\s*$"


def _behind(expansion: str) -> str:
    """The expression of the English name in brackets after an acronym."""
    return rf"\s*\(\s*(?:the )?(?:{expansion})\b"


def _row(cells: TableRow, classes: Classes) -> Row:
    around = context(cells, classes)
    parts = [classes.expand(part.strip()) for part in cells["expansion"].split(" | ") if part.strip()]
    expansion = "|".join(re.sub(r"(?<!\\) ", "[ -]", part) for part in parts)
    try:
        for expression in (_ahead(expansion), _behind(expansion)):
            classes.compiled(expression, ignore_case=True)
    except re.error as error:
        raise RuleError(f"`expansion` does not compile: {error}", path=cells.path, line=cells.line) from error
    houses = tuple((house, cells[house]) for house in HOUSES if cells[house])
    safety = SAFETIES.index(cells["safety"])
    return Row(cells["source"], cells["english"], houses, safety, expansion, tuple(around) if any(around) else ())


def _example(number: int, row: Row, cells: TableRow, template: str) -> RowExample:
    silent = any(form == row.source for _, form in row.houses)
    if row.safety != 0 or silent:
        return RowExample(number, line=cells.line, path=cells.path)
    bad = template.replace("{name}", f"[[{row.source}]]")
    return RowExample(number, bad, template.replace("{name}", row.english), (), cells.line, cells.path)


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that looks at what stands around a hit."""

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        look = _Look(story)
        for rule, number, _, end in hits:
            row = Row._make(rule.rows[number])
            if row.source:
                match = look.known(rule, number, row, end, options.house)
            else:
                match = look.by_arithmetic(rule, number, end)
            if match is not None:
                yield match

    return find


class _Look:
    """What the acronyms of one story look like."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.around = Surroundings(story)

    def known(self, rule: Rule, number: int, row: Row, end: int, house: str | None) -> Match | None:
        """A match for a source acronym that ends at `end`, if it is one here."""
        start = end - len(row.source)
        text = self.story.text
        if text[start:end] != plain(row.source) or not self.around.stands_alone(start, end):
            return None
        english = dict(row.houses).get(house or "", row.english)
        if english in (row.source, KEPT) or (house is None and any(form == row.source for _, form in row.houses)):
            return None
        explained = self._explained(row, start, end)
        if not explained:
            if row.source in self._own_names or (len(row.source) <= _LONGEST and self._shouted(start, end)):
                return None
            if row.context and not self.around.hold(Context._make(row.context), start, end):
                return None
        only_style = house is not None and any(form == row.source for _, form in row.houses)
        weak = row.safety == 2 and not explained
        safety = rule.fix.safety if rule.fix is not None else Safety.DISPLAY
        wanted, edits = self.around.edits(start, end, english)
        return Match(
            rule.id,
            number,
            Span(start, end),
            (("fix", wanted), ("house", house or "")),
            (Fix(edits, min(safety, Safety.UNSAFE) if weak else safety),),
            severity=Severity.MINOR if only_style else None,
            strength=Strength.WEAK if weak else None,
        )

    def _explained(self, row: Row, start: int, end: int) -> bool:
        """True if the English name stands before the acronym's bracket, or in brackets after the acronym."""
        if not row.expansion:
            return False
        text = self.story.text
        before = text[max(0, start - _EXPANSION_REACH) : start]
        if _IN_BRACKETS.search(before) and compiled(_ahead(row.expansion), ignore_case=True).search(before):
            return True
        return compiled(_behind(row.expansion), ignore_case=True).match(text, end) is not None

    def _shouted(self, start: int, end: int) -> bool:
        text = self.story.text
        beside = text[max(0, start - 20) : start] + "." + text[end : end + 20]
        return beside.upper() == beside and _SHOUTED.search(beside) is not None

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """Acronyms that the story introduces with a name that has their letters as its initials."""
        text = self.story.text
        return frozenset(
            found[1] for found in _INTRODUCED.finditer(text) if _spelled(found[1], _names_before(text, found.start()))
        )

    def by_arithmetic(self, rule: Rule, number: int, end: int) -> Match | None:
        """A match for the acronym in the bracket that opens before `end`, if its letters are in Romance order."""
        text = self.story.text
        found = _INTRODUCED.match(text, end - 1)
        if found is None or not 3 <= len(found[1]) <= _LONGEST or not found[1].isupper():
            return None
        if found[1] in rule.keys.get("established", ()):
            return None
        words = _names_before(text, found.start())
        if "name" in rule.keys and not compiled(str(rule.keys["name"])).search(" ".join(words)):
            return None
        groups = _groups(words, len(found[1]))
        if not groups or not _romance(found[1], groups):
            return None
        wanted = "".join(word[0] for group in groups for word in group).upper()
        span = Span(*found.span(1))
        return Match(rule.id, number, span, (("fix", wanted),), (Fix((Edit(span, wanted),), Safety.DISPLAY),))


def _names_before(text: str, position: int) -> list[str]:
    """The words right before a position that may belong to one name: capitalised ones, and small ones that join them."""
    words: list[str] = []
    for word in reversed(_WORD.findall(text[max(0, position - 100) : position])):
        if not (word[0].isupper() or word.lower() in _CONNECTORS):
            break
        words.append(word)
    words.reverse()
    while words and words[0].lower() in _CONNECTORS:
        words.pop(0)
    return words


def _spelled(acronym: str, words: Sequence[str]) -> bool:
    """True if the letters are, in order, the initials of the last words, with or without the small ones."""
    letters = acronym.upper()
    reached = {len(letters)}
    for word in reversed(words):
        if 0 in reached:
            return True
        skip = reached if word.lower() in _CONNECTORS else set()
        reached = {left - 1 for left in reached if left and letters[left - 1] == word[0].upper()} | skip
    return 0 in reached


def _groups(words: Sequence[str], count: int) -> list[list[str]]:
    """The last `count` content words, in groups that small words divide; [] if there are fewer."""
    groups: list[list[str]] = [[]]
    for word in words:
        if word.lower() in _CONNECTORS:
            groups.append([])
        else:
            groups[-1].append(word)
    groups = [group for group in groups if group]
    spare = sum(map(len, groups)) - count
    if spare < 0:
        return []
    while groups and spare >= len(groups[0]):
        spare -= len(groups.pop(0))
    return [groups[0][spare:], *groups[1:]] if groups else []


def _romance(letters: str, groups: Sequence[Sequence[str]]) -> bool:
    """True if the letters are the groups' initials, but with the head of at least one group of several words first."""
    turned = False
    for part, group in zip(_parts(letters, groups), groups, strict=True):
        initials = "".join(word[0].upper() for word in group)
        if sorted(part) != sorted(initials):
            return False
        if part != initials:
            if part[0] != initials[-1]:
                return False
            turned = True
    return turned


def _parts(letters: str, groups: Sequence[Sequence[str]]) -> Iterator[str]:
    at = 0
    for group in groups:
        yield letters[at : at + len(group)]
        at += len(group)
