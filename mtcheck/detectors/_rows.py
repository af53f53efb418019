"""What the kinds made of expressions share: a row is an expression with its fix; it runs where its anchor stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from operator import methodcaller
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.detectors import Find
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, FixSpec, Match, Rule, Severity, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes, UnknownClassError
from mtcheck.wording.expression import article_for, cased_like, compiled, constant, filled, marked

if TYPE_CHECKING:
    from mtcheck.wording.anchors import Anchors

_START = methodcaller("start")
_INDEFINITE = constant(r"(?<!\w)([Aa]n?) \Z")


class Row(NamedTuple):
    """A compiled expression row: pattern, 1 if case does not matter, unit of text that it is matched in ("sentence",
    "paragraph", "document"), fix template or None, MQM weight or -1, probable source phrase, how many code points of a
    match may stand before its anchor, -1 for any number, and an expression of the first character of each match, empty if
    that may be any."""

    pattern: str
    ignore_case: int
    over: str
    fix: str | None = None
    severity: int = -1
    source: str = ""
    lead: int = -1
    begins: str = ""


def checked(pattern: str, classes: Classes, *, ignore_case: bool = False) -> tuple[str, Anchors]:
    """The expanded pattern and its anchors. Raises RuleError, with the reason, for one that does not compile."""
    from mtcheck.wording.anchors import anchors

    try:
        expanded = classes.expand(pattern)
    except UnknownClassError as error:
        known = ", ".join(error.known) or "none"
        raise RuleError(f"no word class “{error.name}” (known: {known})") from error
    try:
        classes.compiled(expanded, ignore_case)
        found = anchors(expanded, ignore_case)
        if found.begins:
            classes.compiled(found.begins)
        return expanded, found
    except re.error as error:
        raise RuleError(f"the expression “{pattern}” does not compile: {error}") from error


def finder(rules: Sequence[Rule]) -> Find:
    """The function that runs the rows of `rules`."""
    always = [(rule, number) for rule in rules for number in rule.bare]
    tries: dict[tuple[str, int], Try] = {}

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        regions = _Regions(story)
        attempts = Attempts(story.text)
        seen: set[tuple[str, int, int]] = set()
        for rule, number, start, _ in hits:
            key = (rule.id, number)
            row = tries.get(key)
            if row is None:
                row = tries[key] = Try(rule.rows[number])
            # Most anchors lead nowhere: where a match begins with its anchor, that is seen without a look at the sentence.
            if row.lead == 0 and row.match(story.text, start) is None:
                continue
            region = regions.at(row.over, start)
            if row.lead >= 0:
                for match in attempts.at(start, key, row, region):
                    yield _match(story, rule, number, match)
                continue
            for stretch in (region,) if len(region) <= _LONGEST else _stretches(region, start):
                if (rule.id, number, stretch.start) not in seen:
                    seen.add((rule.id, number, stretch.start))
                    last = min(stretch.start + _LONGEST, stretch.end)
                    for match in row.matches(story.text, stretch.start, last, stretch.end):
                        yield _match(story, rule, number, match)
        for rule, number in always:
            row = Try(rule.rows[number])
            for region in _regions(story, row.over):
                for match in row.matches(story.text, region.start, region.end, region.end):
                    yield _match(story, rule, number, match)

    return find


# Code points. What is longer is a list, or has lost its stops: it is read only around anchors, or every rule would read all of it.
_LONGEST = 600


class Try:
    """A row that is tried where its anchor stands: what that takes."""

    __slots__ = ("_begins", "_expression", "lead", "match", "over", "row")

    def __init__(self, row: Sequence[Any]) -> None:
        self.row = made = Row._make(row)
        self._expression = compiled(made.pattern, bool(made.ignore_case))
        self._begins = compiled(made.begins) if made.begins else None
        self.match = self._expression.match
        self.over, self.lead = made.over, made.lead

    def window(self, anchor: int, region: Span) -> tuple[int, int]:
        """From where on, and before what, a match in the region may begin that has its anchor there."""
        return (region.start, region.end) if self.lead < 0 else (max(anchor - self.lead, region.start), anchor + 1)

    def matches(self, text: str, first: int, last: int, end: int) -> Iterator[re.Match[str]]:
        """The matches that begin from `first` on and before `last`, and reach no farther than `end`, apart from each other."""
        for place in self._places(text, first, last, end):
            match = self._at(text, place, end) if place >= first else None
            if match is not None and match.end() > place:
                yield match
                first = match.end()

    def _at(self, text: str, place: int, end: int) -> re.Match[str] | None:
        """The match that begins at a place. One that begins with its anchor may be sure of what follows its sentence."""
        if self.lead == 0:
            match = self.match(text, place)
            if match is None or match.end() <= end:
                return match
        return self.match(text, place, end)

    def _places(self, text: str, first: int, last: int, end: int) -> Iterable[int]:
        """Where a match may begin."""
        if self._begins is not None:
            return map(_START, self._begins.finditer(text, first, last))
        if self.lead >= 0:
            return range(first, last)
        return takewhile(last.__gt__, map(_START, self._expression.finditer(text, first, end)))


class Attempts:
    """What rows find around their anchors in a text; a row is tried at no place twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tried: dict[tuple[str, int], int] = {}  # by row, where the places end at which it was tried

    def at(self, anchor: int, key: tuple[str, int], row: Try, region: Span) -> Iterator[re.Match[str]]:
        """The matches of a row in a region that may have that anchor; `key` tells rows apart."""
        first, last = row.window(anchor, region)
        for match in row.matches(self._text, max(first, self._tried.get(key, 0)), last, region.end):
            yield match
            self._tried[key] = match.end()
        self._tried[key] = max(self._tried.get(key, 0), last)


def _stretches(region: Span, position: int) -> Iterator[Span]:
    """The parts of a long region in which a match may begin that has its anchor at `position`; a match may reach as far again."""
    number = (position - region.start) // _LONGEST
    for first in (region.start + (number - 1) * _LONGEST, region.start + number * _LONGEST):
        if first >= region.start:
            yield Span(first, min(first + 2 * _LONGEST, region.end))


class _Regions:
    """The units of a story that matches lie in."""

    def __init__(self, story: Story) -> None:
        self._story, self._sentence = story, Span(0, 0)

    def at(self, over: str, position: int) -> Span:
        """The unit that has the position in it."""
        if over == "sentence":
            # Hits come in order, a dozen in a sentence.
            if not self._sentence.start <= position < self._sentence.end:
                self._sentence = self._story.sentence_at(position)
            return self._sentence
        if over == "paragraph":
            return self._story.paragraphs[self._story.paragraph_at(position)]
        return Span(0, len(self._story.text))


def _regions(story: Story, over: str) -> Iterator[Span]:
    if over == "document":
        yield Span(0, len(story.text))
    else:
        yield from story.paragraphs


def _match(story: Story, rule: Rule, number: int, match: re.Match[str]) -> Match:
    row = Row._make(rule.rows[number])
    start, end = marked(match)
    span = Span(start, end)

    def raw(first: int, last: int) -> str:
        return story.view.slice(Span(first, last))

    groups = range(1, (match.lastindex or 0) + 1)
    values = [(str(index), raw(*match.span(index))) for index in groups if match.start(index) >= 0]
    values.append(("source", row.source))
    fixes: tuple[Fix, ...] = ()
    if rule.fix is not None and row.fix is not None:
        text = _replacement(row.fix, rule.fix, match, raw, raw(start, end))
        values.append(("fix", text))
        fixes = (Fix((Edit(span, text), *_article(story, start, text)), rule.fix.safety),)
    severity = Severity(row.severity) if row.severity >= 0 else None
    return Match(rule.id, number, span, tuple(values), fixes, severity=severity)


def _article(story: Story, start: int, text: str) -> tuple[Edit, ...]:
    """The edit of "a" or "an" before a replacement that begins with another sound than the words it replaces."""
    before = _INDEFINITE.search(story.text, max(0, start - 4), start)
    if before is None or not text or not text[0].isalnum():
        return ()
    wanted = article_for(text)
    if before[1].lower() == wanted:
        return ()
    kept = "A" if before[1][0] == "A" else "a"
    return (Edit(Span(*before.span(1)), kept + wanted[1:]),)


def _replacement(template: str, spec: FixSpec, match: re.Match[str], raw: object, model: str) -> str:
    text = filled(template, match, raw)  # type: ignore[arg-type]
    return cased_like(text, model) if spec.match_case else text
