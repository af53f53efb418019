"""Kind `phrases`: phrases and what replaces them. A phrase matches whole words in any case, its blanks any white space."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource, TableRow, _rows
from mtcheck.errors import RuleError
from mtcheck.model import Options, Rule, Severity
from mtcheck.wording.classes import Classes

KEYS = {
    "phrases": Key(
        "map", "phrase: replacement; a phrase may use expressions and word classes, a replacement `{1}` and `{1~verb}`"
    ),
    "table": Key("text", "a TSV beside the rule; one phrase a row"),
    "match-case": Key("flag", "letters match only in the same case (default: no)"),
}
COLUMNS = (
    Column("phrase", "the phrase", required=True),
    Column("fix", "template of the replacement; empty: report only"),
    Column("bad", "a sentence with the `[[error]]`", required=True),
    Column("good", "the sentence corrected"),
    Column("ok", "correct sentences that look alike, apart by ` | `"),
    Column("source", "the probable source phrase"),
    Column("severity", "overrides the rule's"),
)


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row a phrase, of the map first and then of the table."""
    ignore_case = int(not source.keys.get("match-case", False))
    entries: list[tuple[str, str | None, TableRow | None]] = [
        (str(phrase), None if fix is None else str(fix), None) for phrase, fix in source.keys.get("phrases", {}).items()
    ]
    entries += [(row["phrase"], row["fix"] or None, row) for row in source.table]
    rows: list[tuple[Any, ...]] = []
    anchors: list[tuple[str, int]] = []
    examples: list[RowExample] = []
    bare: list[int] = []
    for number, (phrase, fix, row) in enumerate(entries):
        try:
            expanded, found = _rows.checked(_bounded(phrase), classes, ignore_case=bool(ignore_case))
        except RuleError as error:
            raise RuleError(error.reason, path=row.path if row else "", line=row.line if row else 0) from error
        severity = int(Severity[row["severity"].upper()]) if row and row["severity"] else -1
        rows.append(
            tuple(_rows.Row(expanded, ignore_case, "sentence", fix, severity, row["source"] if row else "", *found[1:]))
        )
        anchors.extend((literal, number) for literal in found.literals)
        if not found.literals:
            bare.append(number)
        if row is not None:
            examples.append(row.example(number))
    return Prepared(tuple(rows), tuple(anchors), tuple(examples), tuple(bare))


def _bounded(phrase: str) -> str:
    """The phrase between word boundaries, its blanks as one or more blanks; a lookbehind, whose width must be fixed, keeps
    its single ones."""
    parts = re.split(r"(\(\?<[=!][^()]*\))", phrase)
    wide = [part if number % 2 else re.sub(r"(?<!\\) ", " +", part) for number, part in enumerate(parts)]
    return r"(?<!\w)(?:" + "".join(wide) + r")(?!\w)"


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that matches the rows."""
    return _rows.finder(rules)
