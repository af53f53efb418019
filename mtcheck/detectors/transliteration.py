"""Kind `transliteration`: a name that no table has, spelled by another language's letters.

Its letters are rewritten to what English has for them, and what comes out is proposed only if it is attested: a name of the
list beside the rule, an English form of the tables of names, or another word of the story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource
from mtcheck.detectors._named import HOUSES
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Span
from mtcheck.story import Story
from mtcheck.wording import english
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import compiled, constant
from mtcheck.wording.spelling import CAPITALS, fold

if TYPE_CHECKING:  # imported with the first story
    from marisa_trie import BytesTrie

KEYS = {
    "table": Key("text", "a TSV beside the rule: letters of a language and what English has for them", required=True),
    "names": Key(
        "text",
        "a TSV beside the rule: English names (`name`), the region that they belong to (`region`), place or person (`kind`), other English forms (`also`)",
        required=True,
    ),
    "regions": Key(
        "text",
        "a TSV beside the rule: a region, and an expression that says that a story is about it (`near`)",
        required=True,
    ),
    "before": Key("text", "an expression: what stands before a name that may be rewritten anywhere"),
    "place-prefix": Key(
        "text", "an expression: words that places begin with; other names before a word make it a person's"
    ),
    "after": Key("text", "an expression: what stands after a name that may be rewritten anywhere"),
}
COLUMNS = (
    Column("language", "the language's code", required=True),
    Column("letters", "letters of its spelling", required=True),
    Column("english", "what English has for them, apart by commas; one may be empty"),
    Column("where", "start or end; empty: at any place"),
)
_PLACES = ("", "start", "end")
# How the expressions of these keys are run.
_AROUND = {
    "place-prefix": "(?:{})",
    "before": r"(?<!\w)(?:{})\W{{1,2}}\Z",
    "after": r"\W{{1,2}}(?:{})(?!\w)",
}
# Shorter spellings have too many neighbours.
_SHORTEST = 5
_WINDOW = 40
# The first letter comes before what may not stand before it, so that the matching engine can skip to capitals.
_NAME = constant(rf"[{CAPITALS}](?<![\w@#/.'].)[^\W\d_]*(?:'[^\W\d_]{{2,}})*")
_BEFORE = constant(r"(?<![\w'-])([^\W\d_a-z][\w'-]*) $")
_DOUBLED = constant(r"([^\W\d_aeiou])\1")


class Letters(NamedTuple):
    """Letters of a language, what English has for them, index in `_PLACES`."""

    letters: str
    english: tuple[str, ...]
    place: int


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """Rows are tagged: letters of a language, the attested names as a trie, other English forms, a region with its
    expression."""
    if not source.table:
        raise RuleError("the table of letters is empty")
    folder = Path(source.table[0].path).parent
    rows: list[tuple[Any, ...]] = []
    for cells in source.table:
        if cells["where"] not in _PLACES:
            raise RuleError(
                f"`where` is “{cells['where']}”, but can be start, end or empty", path=cells.path, line=cells.line
            )
        rows.append(("letters", cells["language"], cells["letters"], cells["english"], cells["where"]))
    attested: dict[str, set[tuple[str, str]]] = defaultdict(set)
    also: set[str] = set()
    for row in _read(folder / str(source.keys["names"])):
        attested[row["name"]].add((row["kind"], row["region"]))
        also.update(filter(None, (row.get("also") or "").split(",")))
    for name in _english_forms(folder.parent.parent / "names", ("english",)):
        attested.setdefault(name, set())
    also.update(_english_forms(folder.parent.parent / "names", HOUSES))
    rows.append(("also", *sorted(also)))
    rows.append(("names", _trie(attested).tobytes()))
    for row in _read(folder / str(source.keys["regions"])):
        rows.append(("region", row["region"], rf"(?<!\w)(?:{classes.expand(row['near'])})(?!\w)"))
        classes.compiled(rows[-1][2])
    for key, around in _AROUND.items():
        if key in source.keys:
            classes.compiled(around.format(source.keys[key]))
    return Prepared(tuple(rows), ())


def _trie(attested: Mapping[str, Iterable[tuple[str, str]]]) -> BytesTrie:
    """Names by their letters; behind each the name, its kinds and its regions."""
    from marisa_trie import BytesTrie

    entries = []
    for name, places in sorted(attested.items()):
        kinds, regions = ({kind for kind, _ in places}, {region for _, region in places})
        entries.append((fold(name), "\t".join((name, " ".join(sorted(kinds)), *sorted(regions))).encode()))
    return BytesTrie(entries)


def _read(path: Path) -> Iterator[dict[str, str]]:
    import csv

    try:
        lines = [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    except OSError as error:
        raise RuleError(f"“{path.name}” cannot be read ({error.strerror})") from error
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _english_forms(folder: Path, columns: Sequence[str]) -> Iterator[str]:
    """Names of one word in some columns of the tables of names, and last words of longer ones, as far as they are no words
    as well."""
    for path in sorted(folder.glob("*/*.tsv")):
        for row, column in ((row, column) for row in _read(path) for column in columns):
            name = (row.get(column) or "").rpartition(" ")[2].rpartition("-")[2]
            if (
                len(name) >= _SHORTEST
                and name.isalpha()
                and name[0].isupper()
                and not name.isupper()
                and not english.is_word(name)
            ):
                yield name


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that reads the names of a story that English does not know."""
    finders = [_Finder(rule, options.source_lang) for rule in rules]

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        for finder in finders:
            yield from finder.find(story)

    return find


class _Finder:
    def __init__(self, rule: Rule, language: str | None) -> None:
        self.rule = rule
        self.language = language if language in rule.source_langs else None
        self._rewritten = lru_cache(maxsize=1 << 14)(self._rewritten_anew)

    @cached_property
    def attested(self) -> BytesTrie:
        """Names with their kinds and regions, by their letters."""
        from marisa_trie import BytesTrie

        (packed,) = (row[1] for row in self.rule.rows if row[0] == "names")
        return BytesTrie().frombytes(packed)

    @cached_property
    def also(self) -> frozenset[str]:
        """Forms that are English as well."""
        return frozenset(form for row in self.rule.rows if row[0] == "also" for form in row[1:])

    @cached_property
    def near(self) -> Mapping[str, str]:
        """The expression of each region."""
        return {row[1]: row[2] for row in self.rule.rows if row[0] == "region"}

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, tuple[Letters, ...]]]:
        """The letters of each language, by their first one, the longest first."""
        found: dict[str, dict[str, list[Letters]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rule.rows:
            if row[0] == "letters" and self.language in (None, row[1]):
                letters = Letters(row[2], tuple(row[3].split(",")), _PLACES.index(row[4]))
                found[row[1]][letters.letters[0]].append(letters)
        return {
            language: {first: tuple(sorted(rows, key=lambda each: -len(each.letters))) for first, rows in table.items()}
            for language, table in found.items()
        }

    def find(self, story: Story) -> Iterator[Match]:
        """Unknown names whose rewrite is attested."""
        known: dict[str, str | None] = {}
        regions: dict[str, bool] = {}
        for match in _NAME.finditer(story.text):
            written = match.group()
            if len(written) < _SHORTEST or written.isupper() or english.knows(written):
                continue
            start, end = match.span()
            if written not in known:
                person = self._after_a_name(story, start)
                known[written] = self._english(written, story, regions, anywhere=False, person=person)
            name = known[written]
            if name is None and self._beside_place(story, start, end):
                name = self._english(written, story, regions, anywhere=True)
            if name is not None:
                span = Span(start, end)
                yield Match(self.rule.id, -1, span, (("fix", name),), (Fix((Edit(span, name),), Safety.UNSAFE),))

    def _after_a_name(self, story: Story, start: int) -> bool:
        """True if a word with a capital stands before that neither is a word of English nor begins names of places."""
        before = _BEFORE.search(story.text, max(0, start - _WINDOW), start)
        if before is None or english.is_word(before[1]):
            return False
        prefix = self._around("place-prefix")
        return prefix is None or not prefix.fullmatch(before[1])

    def _beside_place(self, story: Story, start: int, end: int) -> bool:
        before, after = self._around("before"), self._around("after")
        if before is not None and before.search(story.text[max(0, start - _WINDOW) : start]):
            return True
        return after is not None and after.match(story.text, end) is not None

    def _around(self, key: str) -> re.Pattern[str] | None:
        """The expression of what stands around a name, by the key that gives it."""
        return compiled(_AROUND[key].format(self.rule.keys[key])) if key in self.rule.keys else None

    def _english(
        self, written: str, story: Story, regions: dict[str, bool], *, anywhere: bool, person: bool = False
    ) -> str | None:
        """The one attested name that the spelling can stand for; None if there is none, or more than one. `anywhere`: the
        story need not be about its region; `person`: it is not to be a place's."""
        if (fold(written) in self.attested and written.isascii()) or written in self.also:
            return None
        found: set[str] = set()
        for letters in self._rewritten(written.lower().replace("'", "")):
            for name, kinds, *places in (entry.decode().split("\t") for entry in self.attested[letters]):
                if person and kinds == "place":
                    continue
                if name != written and (anywhere or any(self._is_about(story, place, regions) for place in places)):
                    found.add(name)
        if not found:
            return None
        shortest = sorted(found, key=lambda name: (_apart(written, name), name))
        if len(found) > 1 and _apart(written, shortest[0]) == _apart(written, shortest[1]):
            return None
        return shortest[0]

    def _is_about(self, story: Story, region: str, regions: dict[str, bool]) -> bool:
        if region not in regions:
            regions[region] = region in self.near and compiled(self.near[region]).search(story.text) is not None
        return regions[region]

    def _rewritten_anew(self, spelled: str) -> frozenset[str]:
        """Letters of attested names that `spelled` gives in any of the languages."""
        return frozenset().union(*(self._rewrites(spelled, table) for table in self.tables.values()))

    def _rewrites(self, spelled: str, table: Mapping[str, tuple[Letters, ...]]) -> set[str]:
        """Letters of attested names that `spelled` gives, by a depth-first walk that leaves a way that no name begins with."""
        found: set[str] = set()
        walked: set[tuple[int, str]] = set()
        open_: list[tuple[int, str]] = [(0, "")]
        while open_:
            state = open_.pop()
            if state in walked or next(self.attested.iterkeys(state[1]), None) is None:
                continue
            walked.add(state)
            at, made = state
            if at == len(spelled):
                if made in self.attested:
                    found.add(made)
                continue
            open_.extend((at + taken, made + given) for taken, given in _steps(spelled, at, table))
        return found


def _steps(spelled: str, at: int, table: Mapping[str, tuple[Letters, ...]]) -> Iterator[tuple[int, str]]:
    """How many letters may be taken at a place, and what each choice gives."""
    here = table.get(spelled[at], ())
    for letters, choices, place in here:
        end = at + len(letters)
        if spelled.startswith(letters, at) and (place != 1 or at == 0) and (place != 2 or end == len(spelled)):
            yield from ((len(letters), choice) for choice in choices)
    if not any(len(letters) == 1 and place == 0 for letters, _, place in here):
        yield 1, fold(spelled[at])
    if _DOUBLED.match(spelled, at):
        yield 2, fold(spelled[at])
        yield 2, fold(spelled[at]) * 2


def _apart(one: str, other: str) -> int:
    """How much two spellings differ in the count of their letters: a measure to rank candidates by."""
    first, second = fold(one), fold(other)
    counts: dict[str, int] = defaultdict(int)
    for char in first:
        counts[char] += 1
    for char in second:
        counts[char] -= 1
    return sum(abs(count) for count in counts.values())
