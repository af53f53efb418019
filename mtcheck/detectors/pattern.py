"""Kind `pattern`: one regular expression, or a table of them, each matched in a sentence, a paragraph or the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource, _rows
from mtcheck.errors import RuleError
from mtcheck.model import Options, Rule, Severity
from mtcheck.wording.classes import Classes

KEYS = {
    "pattern": Key(
        "text",
        "the expression; `<class>`, `<v:verb|verb>` and `<n:noun|noun>` stand for word forms; a group `mark` is what is marked",
    ),
    "over": Key("text", "`sentence` (default), `paragraph` or `document`: how far one match may reach"),
    "ignore-case": Key("flag", "letters match in either case (default: no)"),
    "table": Key("text", "a TSV beside the rule; one expression a row"),
}
COLUMNS = (
    Column("pattern", "the expression", required=True),
    Column("fix", "template of the replacement; empty: report only"),
    Column("bad", "a sentence with the `[[error]]`", required=True),
    Column("good", "the sentence corrected"),
    Column("ok", "correct sentences that look alike, apart by ` | `"),
    Column("source", "the probable source phrase"),
    Column("severity", "overrides the rule's"),
)


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row for the key `pattern`, or one for each row of the table."""
    over = str(source.keys.get("over", "sentence"))
    if over not in ("sentence", "paragraph", "document"):
        raise RuleError(f"`over` is “{over}”, but can be sentence, paragraph or document")
    ignore_case = int(bool(source.keys.get("ignore-case", False)))
    rows: list[tuple[Any, ...]] = []
    anchors: list[tuple[str, int]] = []
    examples: list[RowExample] = []
    bare: list[int] = []
    entries = [(str(source.keys["pattern"]), source.fix, None)] if "pattern" in source.keys else []
    for pattern, fix, table_row in [*entries, *((row["pattern"], row["fix"] or None, row) for row in source.table)]:
        try:
            expanded, found = _rows.checked(pattern, classes, ignore_case=bool(ignore_case))
        except RuleError as error:
            if table_row is None:
                raise
            raise RuleError(error.reason, path=table_row.path, line=table_row.line) from error
        severity = Severity[table_row["severity"].upper()] if table_row and table_row["severity"] else None
        number = len(rows)
        rows.append(
            tuple(
                _rows.Row(
                    expanded,
                    ignore_case,
                    over,
                    fix,
                    -1 if severity is None else int(severity),
                    table_row["source"] if table_row else "",
                    found.lead,
                    found.begins,
                )
            )
        )
        anchors.extend((literal, number) for literal in found.literals)
        if not found.literals:
            bare.append(number)
        if table_row is not None:
            examples.append(table_row.example(number))
    return Prepared(tuple(rows), tuple(anchors), tuple(examples), tuple(bare))


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that matches the rows."""
    return _rows.finder(rules)
