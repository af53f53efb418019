"""How compiled rules lie in their file: a head, which every check reads, and behind it the body, of which a check reads what it
needs. The body is the rows of the rules and the index of their literals."""

from __future__ import annotations

import marshal
import mmap
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, overload

from mtcheck.literals import Index
from mtcheck.model import Failure, FixSpec, Quotes, Rule, RuleSet, Safety, Scope, Severity, Status, Strength, Unless

FORMAT = 5
# Numbers lie in the file as the machine has them.
_MADE_FOR = (FORMAT, sys.byteorder)
# Version 4 of the marshal format is what every supported Python reads and writes.
_MARSHAL = 4
_LENGTH = 8  # bytes that hold the length of the head
_ALIGNED = 8  # what lies in the file begins at a multiple of so many bytes
# Where the fields of a rule are that are no plain data, and the members of those that are an enumeration.
_MEMBERS = tuple(
    (Rule._fields.index(name), {int(each): each for each in members})
    for name, members in (("severity", Severity), ("status", Status), ("strength", Strength))
)
_ROWS = tuple(map(Rule._fields.index, ("rows", "anchors")))
_UNLESS, _SCOPE, _FIX = map(Rule._fields.index, ("unless", "scope", "fix"))
_QUOTES = {int(each): each for each in Quotes}
_SAFETIES = {int(each): each for each in Safety}

# Where something lies in the body and how many bytes it has.
_Place = tuple[int, int]


class Body:
    """The body while it is made. What is the same lies there once."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._size = 0
        self._places: dict[bytes, _Place] = {}

    def add(self, data: bytes) -> _Place:
        """Where it lies then."""
        if data not in self._places:
            self._places[data] = (self._size, len(data))
            self.parts += (data, bytes(-len(data) % _ALIGNED))
            self._size += len(data) + len(self.parts[-1])
        return self._places[data]

    def rows(self, rows: Sequence[tuple[Any, ...]]) -> _Place:
        """Where a table of the places of the rows lies."""
        places = array("I", (self.add(marshal.dumps(row, _MARSHAL))[0] for row in rows))
        return self.add(places.tobytes())


class Mapped(NamedTuple):
    """The body of a file, with the rows that were read so far by their places."""

    data: memoryview
    rows: dict[int, tuple[Any, ...]]

    def part(self, place: _Place) -> memoryview:
        """What lies at a place."""
        return self.data[place[0] : sum(place)]


class Rows(Sequence[tuple[Any, ...]]):
    """Rows of a rule as they lie in a body: most rules have nothing to say on a story, and of a long table few rows have."""

    __slots__ = ("_body", "_places")

    def __init__(self, body: Mapped, place: _Place) -> None:
        self._body, self._places = body, body.part(place).cast("I")

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[Any, ...]]: ...

    def __getitem__(self, index: int | slice) -> tuple[Any, ...] | Sequence[tuple[Any, ...]]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        place = self._places[index]
        row = self._body.rows.get(place)
        if row is None:
            row = self._body.rows[place] = marshal.loads(self._body.data[place:])
        return row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def packed(ruleset: RuleSet, key: str) -> bytes:
    """The bytes of a file; `key` says what it was made from."""
    body = Body()
    plain = tuple(_to_plain(rule, body) for rule in ruleset.rules)
    index = Index.of(ruleset.rules)
    literals = (index.longest, *(body.add(bytes(each)) for each in (index.trie, index.places, index.numbers)))
    failures = tuple(tuple(failure) for failure in ruleset.failures)
    said: Any = (_MADE_FOR, key, ruleset.digest, failures, dict(ruleset.verdict), plain, literals)
    head = marshal.dumps(said, _MARSHAL)
    head += bytes(-len(head) % _ALIGNED)
    return b"".join((len(head).to_bytes(_LENGTH, "little"), head, *body.parts))


def read(path: Path, key: str) -> RuleSet | None:
    """The rule set of a file, or None if it is not there, broken, or was made from something else."""
    try:
        with path.open("rb") as stream:
            # Mapped, so that it stays this file when another process puts a new one in its place.
            data = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        start = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
        head = marshal.loads(data[_LENGTH:start])
    except (OSError, ValueError, EOFError, TypeError, OverflowError):
        return None
    if not isinstance(head, tuple) or len(head) != 7 or head[:2] != (_MADE_FOR, key):
        return None
    _, _, digest, failures, verdict, plain, (longest, *literals) = head
    body = Mapped(data[start:], {})
    rules = tuple(_from_plain(each, body) for each in plain)
    trie, places, numbers = map(body.part, literals)
    index = Index(tuple(rule.id for rule in rules), longest, trie, places.cast("I"), numbers.cast("I"))
    return RuleSet(rules, digest, tuple(Failure(*failure) for failure in failures), verdict, indexes=(index,))


def _to_plain(rule: Rule, body: Body) -> tuple[Any, ...]:
    """The fields of a rule in their order, each as plain data."""
    plain = rule._asdict() | {
        "severity": int(rule.severity),
        "status": int(rule.status),
        "strength": int(rule.strength),
        "keys": dict(rule.keys),
        "rows": body.rows(rule.rows),
        "anchors": body.rows(rule.anchors),
        "unless": tuple(tuple(unless) for unless in rule.unless),
        "scope": (rule.scope.segments, int(rule.scope.quotes)),
        "fix": None if rule.fix is None else (int(rule.fix.safety), rule.fix.replace, rule.fix.match_case),
    }
    return tuple(plain.values())


def _from_plain(data: Sequence[Any], body: Mapped) -> Rule:
    fields = list(data)
    for at, members in _MEMBERS:
        fields[at] = members[fields[at]]
    for at in _ROWS:
        fields[at] = Rows(body, fields[at])
    fields[_UNLESS] = tuple(map(Unless._make, fields[_UNLESS]))
    segments, quotes = fields[_SCOPE]
    fields[_SCOPE] = Scope(segments, _QUOTES[quotes])
    if fields[_FIX] is not None:
        safety, *rest = fields[_FIX]
        fields[_FIX] = FixSpec(_SAFETIES[safety], *rest)
    return Rule._make(fields)
