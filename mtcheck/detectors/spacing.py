"""Kind `spacing`: expressions over the raw prose, where a no-break space is not a space and a curly apostrophe not a straight one.

The offsets are those of the story's text. An expression runs around its anchors in their paragraphs, with the empty line after
each; without an anchor it runs over the whole text. So it must not let white space cross an empty line: `[ \\u00a0]`
rather than `\\s`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource, TableRow
from mtcheck.detectors._rows import Attempts, Row, Try, checked
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Severity, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import cased_like, filled, marked, matches

KEYS = {
    "pattern": Key("text", "the expression, over the raw prose; a group `mark` is what is marked"),
    "table": Key("text", "a TSV beside the rule; one expression a row"),
    "needs": Key("text", "characters of which one must stand in the raw text; without them nothing is tried"),
    "once": Key(
        "flag", "one finding for the whole document, at the first place; the others are `related`, the fix mends all"
    ),
    "least": Key("number", "of how many places a document must have before `once` reports them (1)"),
    "ignore-case": Key("flag", "letters match in either case (default: no)"),
}
COLUMNS = (
    Column("pattern", "the expression", required=True),
    Column(
        "fix",
        "template of the replacement; empty: report only; `{}` is nothing, `{space}` a space, `{lower}` and `{capital}` the match in that case",
    ),
    Column("bad", "a sentence with the `[[error]]`", required=True),
    Column("good", "the sentence corrected"),
    Column("ok", "correct sentences that look alike, apart by ` | `"),
    Column("source", "the probable source phrase"),
    Column("severity", "overrides the rule's"),
)
_CASES: dict[str, Callable[[str], str]] = {"{lower}": str.lower, "{capital}": str.capitalize}
# What a cell of a table cannot say, since blanks around it are dropped.
_BLANKS = {"{}": "", "{space}": " "}
_EMPTY_LINE = 2  # code points between two paragraphs


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row for the key `pattern`, or one for each row of the table."""
    ignore_case = int(bool(source.keys.get("ignore-case", False)))
    rows: list[tuple[Any, ...]] = []
    anchors: list[tuple[str, int]] = []
    examples: list[RowExample] = []
    bare: list[int] = []
    entries: list[tuple[str, str | None, TableRow | None]] = (
        [(str(source.keys["pattern"]), source.fix, None)] if "pattern" in source.keys else []
    )
    for pattern, fix, line in [*entries, *((row["pattern"], row["fix"] or None, row) for row in source.table)]:
        try:
            expanded, found = checked(pattern, classes, ignore_case=bool(ignore_case))
        except RuleError as error:
            raise RuleError(error.reason, path=line.path if line else "", line=line.line if line else 0) from error
        severity = int(Severity[line["severity"].upper()]) if line and line["severity"] else -1
        number = len(rows)
        source_phrase = line["source"] if line else ""
        rows.append(tuple(Row(expanded, ignore_case, "document", fix, severity, source_phrase, *found[1:])))
        anchors.extend((literal, number) for literal in found.literals)
        if not found.literals:
            bare.append(number)
        if line is not None:
            examples.append(line.example(number))
    return Prepared(tuple(rows), tuple(anchors), tuple(examples), tuple(bare))


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that runs the rows whose anchors stand in the text, and all rows without."""
    once = {rule.id: int(rule.keys.get("least", 1)) for rule in rules if rule.keys.get("once")}
    always = [(rule, number) for rule in rules for number in rule.bare]
    needs = {rule.id: str(rule.keys["needs"]) for rule in rules if rule.keys.get("needs")}
    tries: dict[tuple[str, int], Try] = {}

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        text = story.raw_text
        by_rule: dict[str, list[Match]] = {}
        attempts = Attempts(text)
        silent = {name for name, chars in needs.items() if not any(char in text for char in chars)}
        for rule, number, start, _ in hits:
            key = (rule.id, number)
            row = tries.get(key)
            if row is None:
                row = tries[key] = Try(rule.rows[number])
            if rule.id in silent or (row.lead == 0 and row.match(text, start) is None):
                continue
            for match in attempts.at(start, key, row, _region(story, start)):
                by_rule.setdefault(rule.id, []).append(_match(rule, number, row.row, match))
        for rule, number in always:
            if rule.id not in silent:
                bare = Row._make(rule.rows[number])
                found = matches(bare.pattern, bool(bare.ignore_case), text, 0, len(text))
                by_rule.setdefault(rule.id, []).extend(_match(rule, number, bare, match) for match in found)
        for rule_id, seen in by_rule.items():
            if len(seen) >= once.get(rule_id, 1):
                yield from _as_one(seen) if rule_id in once else seen

    return find


def _region(story: Story, position: int) -> Span:
    """The paragraph there, with the empty line behind it."""
    paragraph = story.paragraphs[story.paragraph_at(position)]
    return Span(paragraph.start, min(paragraph.end + _EMPTY_LINE, len(story.raw_text)))


def _match(rule: Rule, number: int, row: Row, match: re.Match[str]) -> Match:
    span = Span(*marked(match))
    values = [(str(index), match[index]) for index in range(1, (match.lastindex or 0) + 1) if match[index] is not None]
    values.append(("source", row.source))
    fixes: tuple[Fix, ...] = ()
    if rule.fix is not None and row.fix is not None:
        replacement = _replacement(row.fix, rule.fix.match_case, match, match.string[span.start : span.end])
        values.append(("fix", replacement))
        fixes = (Fix((Edit(span, replacement),), rule.fix.safety),)
    severity = Severity(row.severity) if row.severity >= 0 else None
    return Match(rule.id, number, span, tuple(values), fixes, severity=severity)


def _replacement(template: str, match_case: bool, match: re.Match[str], model: str) -> str:
    if template in _BLANKS:
        return _BLANKS[template]
    if template in _CASES:
        return _CASES[template](model)
    text = filled(template, match, lambda start, end: match.string[start:end])
    return cased_like(text, model) if match_case else text


def _as_one(matches_: Iterable[Match]) -> Iterator[Match]:
    """All matches as one at the first place. It takes the span of the first only: as wide as the text, it would swallow
    every other finding when findings are merged."""
    every = sorted(matches_, key=lambda match: match.span)
    if not every:
        return
    first = every[0]
    fixes = [fix for match in every for fix in match.fixes]
    whole = (Fix(tuple(edit for fix in fixes for edit in fix.edits), fixes[0].safety, separable=True),) if fixes else ()
    values = (*first.values, ("count", str(len(every))))
    yield Match(
        first.rule_id, first.row, first.span, values, whole, tuple(match.span for match in every[1:]), first.severity
    )
