"""One file per `kind:` of rule. A file here *is* the kind: the package is scanned, nothing is registered.

A detector module has:

- `KEYS`: the keys that its kind adds to the rule file (name -> Key);
- `COLUMNS`: the columns that its table may have, the first ones required;
- `prepare(source, classes) -> Prepared`: the rows and anchors of one rule, made when the rule is compiled;
- `compile(rules, options) -> find`: the function that is handed the story and the hits of the rules' anchors.

A kind of `ELSEWHERE` works in another program: it starts that in `find.begin(story)`, and is asked last. `find.signature` tells
what made the result, `find.notice` what the user should be told once.
"""

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mtcheck.literals import Hit
from mtcheck.model import Failure, Match, Options, Rule
from mtcheck.scan import public_modules

if TYPE_CHECKING:
    from mtcheck.story import Story
    from mtcheck.wording.classes import Classes


class Key(NamedTuple):
    """A key of a rule file: what it takes ("text", "words", "map", "flag", "number"), and what it is for."""

    takes: str
    doc: str
    required: bool = False


class Column(NamedTuple):
    """A column of a table."""

    name: str
    doc: str
    required: bool = False


class TableRow:
    """One line of a table: its cells by column name, and its line in the file."""

    def __init__(self, cells: Mapping[str, str], line: int, path: str) -> None:
        self.cells = cells
        self.line = line
        self.path = path

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def example(self, number: int) -> "RowExample":
        """What the columns `bad`, `good` and `ok` say of a row of the rule."""
        ok = tuple(text.strip() for text in self["ok"].split(" | ") if text.strip())
        return RowExample(number, self["bad"], self["good"], ok, self.line, self.path)


class RuleSource(NamedTuple):
    """What a detector needs of a rule file in order to prepare it."""

    id: str
    keys: Mapping[str, Any]
    table: tuple[TableRow, ...] = ()
    fix: str | None = None
    examples: tuple[tuple[str, str | None], ...] = ()  # each `bad` with its marks, and its `good`


class RowExample(NamedTuple):
    """A proof that belongs to one row: `bad` with its `[[span]]`, `good`, `ok` sentences that stay silent."""

    row: int
    bad: str = ""
    good: str = ""
    ok: tuple[str, ...] = ()
    line: int = 0
    path: str = ""


class Prepared(NamedTuple):
    """Rows as plain tuples, anchors as (folded literal, row), and the examples that rows carry or that are made."""

    rows: tuple[tuple[Any, ...], ...]
    anchors: tuple[tuple[str, int], ...]
    examples: tuple[RowExample, ...] = ()
    unanchored: tuple[int, ...] = ()


Find = Callable[["Story", Sequence[Hit]], Iterable[Match | Failure]]

ELSEWHERE = frozenset({"languagetool"})


class Detector(Protocol):
    """What every module of this package offers; see the package's docstring."""

    KEYS: Mapping[str, Key]
    COLUMNS: tuple[Column, ...]

    def prepare(self, source: RuleSource, classes: "Classes") -> Prepared: ...

    def compile(self, rules: Sequence[Rule], options: Options) -> Find: ...


@cache
def kinds() -> tuple[str, ...]:
    """The names of all kinds, from the file names of this package."""
    return public_modules(__path__)


def detector(kind: str) -> Detector:
    """The detector of a kind, imported on first use. Raises KeyError for a kind without a file."""
    if kind not in kinds():
        raise KeyError(kind)
    return importlib.import_module(f"{__name__}.{kind}")
