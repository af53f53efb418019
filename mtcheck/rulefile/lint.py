"""What a rule's expressions should not have, beyond what the schema refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtcheck.rulefile.load import RuleFile

_NESTED = re.compile(r"\((?:\?:)?[^()|]*[+*]\)[+*]")
_EMPTY = re.compile(r"\(\?:\||\|\)|\|\|")


def lint(loaded: RuleFile) -> Iterator[tuple[int, str]]:
    """Complaints as (line or 0, reason)."""
    written = [str(loaded.source.keys["pattern"])] if loaded.source and "pattern" in loaded.source.keys else []
    if loaded.source and "phrases" in loaded.source.keys:
        written += [str(phrase) for phrase in loaded.source.keys["phrases"]]
    if loaded.source:
        written += [row["pattern"] or row["phrase"] for row in loaded.source.table if row["pattern"] or row["phrase"]]
    for pattern in written:
        yield from ((0, reason) for reason in complaints(pattern))
    for unless in loaded.rule.unless:
        yield from ((0, f"exception: {reason}") for reason in complaints(unless.pattern))
    if loaded.unanchored and not loaded.says_no_anchor:
        rows = ", ".join(str(row + 1) for row in loaded.unanchored[:5])
        yield 0, f"no literal to look for in row {rows}: give one, or say `anchor: none` and pay for it on every text"


def complaints(pattern: str) -> Iterator[str]:
    """What is wrong with one expression as it is written."""
    if "\\\\" in pattern:
        yield f"double backslash in “{pattern}”: YAML's single quotes and plain text need one"
    if _EMPTY.search(pattern):
        yield f"empty alternative in “{pattern}”"
    if _NESTED.search(pattern):
        yield f"nested quantifier in “{pattern}”: it can take exponential time"
