"""Where the literals of rules stand in a text: an index that is made with the rules and read in place.

A check of one story would else spend most of its time on building an automaton for all literals. A story needs few of them:
the index has them by their first letters, and what it says of those is decoded when they stand in a text. Once the texts come
to more than the automaton costs, there is one.
"""

import marshal
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple, Self

from mtcheck.model import Rule

_HEAD = 6  # code points of a literal that the index knows it by; shorter literals are known by all of theirs
_WORTH_AUTOMATON = 50_000  # code points of text from which on building one is cheaper than looking up every position

_LONE = re.compile("[\ud800-\udfff]")

# A literal and what it belongs to: numbers of rules and of their rows, in turn.
_Entry = tuple[str, tuple[int, ...]]


class Hit(NamedTuple):
    """A literal of a rule's row that stands in a story's folded text."""

    rule: Rule
    row: int
    start: int
    end: int


class Index(NamedTuple):
    """The literals of some rules. `names` has the ids of the rules, by number; entries of a rule that has lost its name are
    passed over. `heads` has the literals by the length of their heads, and by head, packed."""

    names: tuple[str, ...]
    heads: Mapping[int, Mapping[str, bytes]]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Self:
        """The index of the anchors of rules."""
        owners: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for literal, row in rule.anchors:
                owners.setdefault(literal, []).extend((number, row))
        grouped: dict[int, dict[str, list[_Entry]]] = {}
        for literal, found in owners.items():
            head = literal[:_HEAD]
            grouped.setdefault(len(head), {}).setdefault(head, []).append((literal, tuple(found)))
        heads = {
            size: {head: marshal.dumps(tuple(entries)) for head, entries in by_head.items()}
            for size, by_head in grouped.items()
        }
        return cls(tuple(rule.id for rule in rules), heads)

    def without(self, names: Collection[str]) -> Self:
        """The index without some of the rules."""
        return self._replace(names=tuple("" if name in names else name for name in self.names))

    def entries(self) -> Iterator[_Entry]:
        """All literals."""
        for by_head in self.heads.values():
            for packed in by_head.values():
                yield from marshal.loads(packed)


class Literals:
    """The literals of the rules at work. Of each literal it finds every place where it stands; a blank is taken to stand before
    the text."""

    def __init__(self, indexes: Iterable[Index], rules: Mapping[str, Rule]) -> None:
        self._sources = [(index, [rules.get(name) for name in index.names]) for index in indexes]
        self._heads: list[
            tuple[int, dict[str, bytes | list[tuple[str, list[tuple[Rule, int]]]]], list[Rule | None]]
        ] = [
            (size, dict(by_head), numbered)
            for index, numbered in self._sources
            for size, by_head in index.heads.items()
        ]
        self._read = 0
        self._automaton: _Automaton | None = None

    def hits(self, folded: str) -> list[Hit]:
        """The hits in a text that is folded, by where they start."""
        text = " " + folded
        self._read += len(text)
        if self._automaton is None and self._read > _WORTH_AUTOMATON:
            self._automaton = _Automaton(self._sources)
        if self._automaton is not None:
            return self._automaton.hits(text)
        return sorted(self._looked_up(text), key=attrgetter("start"))

    def _looked_up(self, text: str) -> Iterator[Hit]:
        for size, by_head, numbered in self._heads:
            for at in range(len(text) - size + 1):
                entries = by_head.get(text[at : at + size])
                if entries is None:
                    continue
                if isinstance(entries, bytes):
                    entries = by_head[text[at : at + size]] = [
                        (literal, _owners(numbers, numbered)) for literal, numbers in marshal.loads(entries)
                    ]
                for literal, owners in entries:
                    if text.startswith(literal, at):
                        yield from _hits(owners, at, at + len(literal))


class _Automaton:
    """The same by one automaton for all literals."""

    def __init__(self, sources: Iterable[tuple[Index, list[Rule | None]]]) -> None:
        import ahocorasick_rs

        owners: dict[str, list[tuple[Rule, int]]] = {}
        for index, numbered in sources:
            for literal, numbers in index.entries():
                owners.setdefault(literal, []).extend(_owners(numbers, numbered))
        self._owners = list(owners.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners), store_patterns=False)

    def hits(self, text: str) -> list[Hit]:
        """The hits in the text with a blank before it, by where they start."""
        try:
            places = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a half of a character: no literal has one
            places = self._automaton.find_matches_as_indexes(_LONE.sub("\ufffd", text), overlapping=True)
        places.sort(key=itemgetter(1))
        owners = self._owners
        # One list for all: there are a hundred thousand hits in a megabyte.
        return [
            Hit(rule, row, max(start - 1, 0), end - 1) for number, start, end in places for rule, row in owners[number]
        ]


def _owners(numbers: Sequence[int], numbered: Sequence[Rule | None]) -> list[tuple[Rule, int]]:
    """The rules and rows that numbers stand for, in turn; those that are not at work are left out."""
    return [
        (rule, row)
        for number, row in zip(numbers[::2], numbers[1::2], strict=True)
        if (rule := numbered[number]) is not None
    ]


def _hits(owners: Iterable[tuple[Rule, int]], start: int, end: int) -> Iterator[Hit]:
    """Hits in the text, of a literal in the text with a blank before it."""
    return (Hit(rule, row, max(start - 1, 0), end - 1) for rule, row in owners)
