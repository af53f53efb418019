"""Where the literals of rules stand in a text: an index that is made with the rules and read in place.

A check of one story would else spend most of its time on building an automaton for all literals. The index is a trie of them that
lies in a file, and what it says of a literal is read when that stands in a text. Once the texts come to more than the automaton
costs, there is one.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple, Self

from mtcheck.model import Rule

_WORTH_AUTOMATON = 50_000  # code points of text from which on building one is cheaper than looking up every position

_Owner = tuple[Rule, int]  # a rule, and the number of its row


class Hit(NamedTuple):
    """A literal of a rule's row that stands in a story's folded text."""

    rule: Rule
    row: int
    start: int
    end: int


class Index(NamedTuple):
    """The literals of some rules. `names` has the ids of the rules, by number; entries of a rule that has lost its name are
    passed over. `longest` counts the code points of the longest literal. `trie` is a packed marisa trie, which gives each
    literal a number; `numbers` has what they belong to, rule and row in turn, and `places` where each literal's part of it
    begins, and at its end where the last one ends."""

    names: tuple[str, ...]
    longest: int
    trie: bytes | memoryview
    places: Sequence[int]
    numbers: Sequence[int]

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> Self:
        """The index of the anchors of rules."""
        from marisa_trie import Trie

        owners: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for literal, row in rule.anchors:
                owners.setdefault(literal, []).extend((number, row))
        trie = Trie(owners)
        places, numbers = array("I", [0]), array("I")
        for literal in sorted(owners, key=trie.key_id):
            numbers.extend(owners[literal])
            places.append(len(numbers))
        longest = max(map(len, owners), default=0)
        return cls(tuple(rule.id for rule in rules), longest, trie.tobytes(), places, numbers)

    def without(self, names: Collection[str]) -> Self:
        """The index without some of the rules."""
        return self._replace(names=tuple("" if name in names else name for name in self.names))


class Literals:
    """The literals of the rules at work. Of each literal it finds every place where it stands; a blank is taken to stand before
    the text."""

    def __init__(self, indexes: Iterable[Index], rules: Mapping[str, Rule]) -> None:
        self._read = [_Read(index, rules) for index in indexes]
        self._length = 0
        self._automaton: _Automaton | None = None

    def hits(self, folded: str) -> dict[str, list[Hit]]:
        """The hits in a text that is folded: those of each kind of rule, by where they start."""
        text = " " + folded
        try:
            text.encode()
        except UnicodeEncodeError:  # a half of a character: no literal has one
            text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        self._length += len(text)
        if self._automaton is None and self._length > _WORTH_AUTOMATON:
            self._automaton = _Automaton(self._read)
        if self._automaton is not None:
            return self._automaton.hits(text)
        found: dict[str, list[Hit]] = {}
        for hit in sorted((hit for read in self._read for hit in read.hits(text)), key=attrgetter("start")):
            found.setdefault(hit.rule.kind, []).append(hit)
        return found


class _Read:
    """An index that is looked up at every place of a text."""

    def __init__(self, index: Index, rules: Mapping[str, Rule]) -> None:
        from marisa_trie import Trie

        self._index = index
        self._rules = [rules.get(name) for name in index.names]
        self._trie = Trie().map(index.trie)

    def literals(self) -> Iterator[tuple[str, list[_Owner]]]:
        """All literals, with the rules and rows that each belongs to."""
        return ((literal, self._owners(number)) for literal, number in self._trie.items())

    def hits(self, text: str) -> Iterator[Hit]:
        """The hits in the text with a blank before it."""
        longest, prefixes = self._index.longest, self._trie.iter_prefixes_with_ids
        for at in range(len(text)):
            for literal, number in prefixes(text[at : at + longest]):
                for rule, row in self._owners(number):
                    yield Hit(rule, row, max(at - 1, 0), at - 1 + len(literal))

    def _owners(self, literal: int) -> list[_Owner]:
        """The rules at work and their rows that the literal with this number belongs to."""
        first, end = self._index.places[literal : literal + 2]
        numbers = self._index.numbers[first:end]
        return [
            (rule, row)
            for number, row in zip(numbers[::2], numbers[1::2], strict=True)
            if (rule := self._rules[number]) is not None
        ]


class _Automaton:
    """The same by one automaton for all literals."""

    def __init__(self, read: Iterable[_Read]) -> None:
        import ahocorasick_rs

        owners: dict[str, list[_Owner]] = {}
        for each in read:
            for literal, found in each.literals():
                owners.setdefault(literal, []).extend(found)
        self._owners = list(owners.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners), store_patterns=False)

    def hits(self, text: str) -> dict[str, list[Hit]]:
        """The hits in the text with a blank before it, of each kind of rule, by where they start."""
        places = self._automaton.find_matches_as_indexes(text, overlapping=True)
        places.sort(key=itemgetter(1))
        owners, found = self._owners, defaultdict[str, list[Hit]](list)
        made = tuple.__new__  # there are a hundred thousand hits in a megabyte, and this makes one in half of the time
        for number, start, end in places:
            for rule, row in owners[number]:
                found[rule.kind].append(made(Hit, (rule, row, start - 1 if start else 0, end - 1)))
        return found
