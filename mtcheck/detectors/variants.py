"""Kind `variants`: one name in two spellings in one story. A key of sounds finds them, or a table that lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Span
from mtcheck.story import Story
from mtcheck.wording import english
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import compiled, constant
from mtcheck.wording.spelling import CAPITALS, Sounds, fold

KEYS = {
    "letters": Key("map", "letters and the sound that they stand for; `e$`: at the end of a name", required=True),
    "compound": Key(
        "text", "an expression for names of two parts that are written together or apart, groups 1 and 2: its parts"
    ),
    "table": Key("text", "a TSV beside the rule: spellings of one name that no key brings together"),
}
COLUMNS = (
    Column(
        "spellings",
        "all spellings of a name, apart by ` | `; the first one is kept if the story does not decide",
        required=True,
    ),
    Column("note", "what a reviewer should know"),
)
# A shorter name has too many neighbours.
_SHORTEST = 5
# Units in which two spellings of one name may differ; a long name may in one more.
_FARTHEST = 2
_LONG = 9
_RELATED = 3
# The first letter comes before what may not stand before it, so that the matching engine can skip to capitals.
_NAME = constant(rf"[{CAPITALS}](?<![\w@#/.].)[^\W\d_]*(?:'[^\W\d_]+)*")
_POSSESSIVE = constant(r"'s?$")
_BEFORE = constant(r"([^\W\d_][\w'-]+) $")


class Row(NamedTuple):
    """Spellings of one name, the one to keep first."""

    spellings: tuple[str, ...]


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row a name of the table; the rest is found by sound. Each row gets a story that proves it."""
    rows, examples = [], []
    for number, cells in enumerate(source.table):
        spellings = tuple(spelling.strip() for spelling in cells["spellings"].split(" | "))
        rows.append((spellings,))
        first, second = spellings[0], spellings[1]
        story = f"They spoke of {first} twice. The name {first} stood there, and then [[{second}]] did."
        examples.append(RowExample(number, story, story.replace(f"[[{second}]]", first), (), cells.line, cells.path))
    classes.compiled(Sounds(source.keys["letters"]).expression)
    if "compound" in source.keys:
        classes.compiled(str(source.keys["compound"]))
    # What a table does not list has no literal to look for: the detector reads every name of a story.
    return Prepared(tuple(rows), (), tuple(examples), ())


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that compares the names of a story."""
    finders = [_Finder(rule) for rule in rules]

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        for finder in finders:
            yield from finder.find(story)

    return find


class _Spelling:
    """One spelling in a story: where it stands, and the words that stand before it."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.spans: list[Span] = []
        self.before: set[str] = set()


class _Finder:
    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.sounds = Sounds(rule.keys["letters"])
        self.compound = compiled(str(rule.keys["compound"])) if "compound" in rule.keys else None
        self._key = lru_cache(maxsize=1 << 14)(self._key_anew)
        self.listed: dict[str, tuple[int, tuple[str, ...]]] = {}
        for number, (spellings,) in enumerate(rule.rows):
            for spelling in spellings:
                self.listed[spelling] = (number, spellings)

    def find(self, story: Story) -> Iterator[Match]:
        """Every place of a spelling that is not the one to keep."""
        compounds, taken = self._compounds(story)
        names = self._names(story, taken)
        groups: dict[str, list[_Spelling]] = defaultdict(list)
        for spelling in names.values():
            groups[self._key(spelling.written)].append(spelling)
        for group in groups.values():
            if len(group) > 1:
                yield from self._group(group)
        for group in compounds.values():
            if len(group) > 1:
                yield from self._group(group, compound=True)

    def _key_anew(self, written: str) -> str:
        """What all spellings of a name have in common; "" for a word that is no name, or too short."""
        row = self.listed.get(written)
        if row is not None:
            return f"row {row[0]}"
        if len(fold(written)) < _SHORTEST or english.is_word(written):
            return ""
        return self.sounds.key(written)

    def _names(self, story: Story, taken: set[int]) -> dict[str, _Spelling]:
        found: dict[str, _Spelling] = {}
        for match in _NAME.finditer(story.text):
            written = _POSSESSIVE.sub("", match.group())
            if written.isupper() or match.start() in taken:
                continue
            if not self._key(written):
                continue
            spelling = found.setdefault(written, _Spelling(written))
            spelling.spans.append(Span(match.start(), match.start() + len(written)))
        return found

    def _compounds(self, story: Story) -> tuple[Mapping[str, list[_Spelling]], set[int]]:
        """Names of two parts by key, and where their parts begin."""
        groups: dict[str, dict[str, _Spelling]] = defaultdict(dict)
        taken: set[int] = set()
        if self.compound is None:
            return {}, taken
        for match in self.compound.finditer(story.text):
            written = match.group()
            key = f"{self.sounds.key(match[1])} {self.sounds.key(match[2])}"
            spelling = groups[key].setdefault(written, _Spelling(written))
            spelling.spans.append(Span(*match.span()))
            before = _BEFORE.search(story.text, max(0, match.start() - 30), match.start())
            spelling.before.add(before[1] if before and before[1][0].isupper() else "")
            taken.update(start for start in range(match.start(), match.end()))
        return {key: list(spellings.values()) for key, spellings in groups.items()}, taken

    def _group(self, group: Sequence[_Spelling], *, compound: bool = False) -> Iterator[Match]:
        kept = min(group, key=lambda spelling: self._rank(spelling, compound=compound))
        for other in group:
            if other is kept or not (self._same_person(kept, other) if compound else self._same_name(kept, other)):
                continue
            listed = self.listed.get(other.written)
            for span in other.spans:
                yield Match(
                    self.rule.id,
                    listed[0] if listed else -1,
                    span,
                    (("fix", kept.written), ("count", str(len(kept.spans)))),
                    (Fix((Edit(span, kept.written),), Safety.UNSAFE),),
                    related=tuple(kept.spans[:_RELATED]),
                )

    def _rank(self, spelling: _Spelling, *, compound: bool) -> tuple[int, int, int, int]:
        """The one to keep sorts first: what English has, then what the story has more often, then the table's first."""
        listed = self.listed.get(spelling.written)
        unknown = 0 if listed or compound else int(not english.knows(spelling.written))
        order = listed[1].index(spelling.written) if listed else 0
        return unknown, -len(spelling.spans), order, spelling.spans[0].start

    def _same_name(self, kept: _Spelling, other: _Spelling) -> bool:
        if kept.written in self.listed and other.written in self.listed:
            return True
        if english.knows(other.written) or kept.written.lower() == other.written.lower() or _joined(kept, other):
            return False
        if fold(kept.written) == fold(other.written):
            # Marks alone: a name that English knows without them may be a namesake's ("Sergio" and "Sérgio").
            return not english.knows(kept.written)
        if _plural_of(kept.written, other.written) or _plural_of(other.written, kept.written):
            return False
        farthest = _FARTHEST + (min(len(kept.written), len(other.written)) >= _LONG)
        return self.sounds.distance(kept.written, other.written) <= farthest

    def _same_person(self, kept: _Spelling, other: _Spelling) -> bool:
        """True if the same words stand before both, or nothing before one of them, as in a second mention."""
        return bool(kept.before & other.before) or "" in kept.before | other.before


def _joined(one: _Spelling, other: _Spelling) -> bool:
    """True if the two stand side by side with a hyphen between them: they are parts of one name."""
    starts, ends = ({span.start for span in one.spans}, {span.end for span in one.spans})
    return any(span.start - 1 in ends or span.end + 1 in starts for span in other.spans)


def _plural_of(one: str, other: str) -> bool:
    return one in (other + "s", other + "es")
