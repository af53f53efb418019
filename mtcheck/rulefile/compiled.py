"""The compiled form of rules: plain data in one file, so that a check reads no YAML.

The wheel carries it beside the rules; for a folder of rules it is kept in the user's cache, found again by the path, time
and size of every file that it was made of.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self, overload

import mtcheck
from mtcheck.errors import RuleError
from mtcheck.literals import Index
from mtcheck.model import (
    Failure,
    FixSpec,
    Quotes,
    Rule,
    RuleSet,
    Safety,
    Scope,
    Severity,
    Status,
    Strength,
    Unless,
)
from mtcheck.stamps import stamp
from mtcheck.wording import precompiled

FORMAT = 3
FILE_NAME = "_compiled.bin"
# Version 4 of the marshal format is what every supported Python reads and writes.
_MARSHAL = 4
_EVIDENCE = "verdict.yaml"
_HEAD = 8  # bytes that hold the length of the head
Buffer = bytes | mmap.mmap
_SEVERITIES = {int(each): each for each in Severity}
_STATUSES = {int(each): each for each in Status}
_STRENGTHS = {int(each): each for each in Strength}


class Packed(Sequence[tuple[Any, ...]]):
    """Rows of a rule as they lie in the compiled file: most rules of a set have nothing to say on a story, and of a long table
    few rows have. Those of a rule without anchors lie together, since it reads them all."""

    def __init__(self, data: Buffer, place: int, size: int, length: int) -> None:
        self._data, self._place, self._size = data, place, size
        self._length = length
        self._rows: list[Any] | None = None

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, ...]], *, apart: bool) -> Self:
        """The packed form of rows; each is read by itself if they are to lie `apart`."""
        whole = [marshal.dumps(row, _MARSHAL) for row in rows] if apart else list(rows)
        data = marshal.dumps(whole, _MARSHAL)
        return cls(data, 0, len(data), len(rows))

    def packed(self) -> bytes:
        """The bytes of the rows."""
        return self._data[self._place : self._place + self._size]

    def __len__(self) -> int:
        return self._length

    @property
    def _all(self) -> list[Any]:
        """The rows, those that lie apart as bytes until they are asked for."""
        if self._rows is None:
            self._rows = marshal.loads(self.packed())
        return self._rows

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return (row if isinstance(row, tuple) else self[number] for number, row in enumerate(self._all))

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[Any, ...]]: ...

    def __getitem__(self, index: int | slice) -> tuple[Any, ...] | Sequence[tuple[Any, ...]]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(self._length))]
        row = self._all[index]
        if isinstance(row, bytes):
            row = self._all[index] = marshal.loads(row)
        found: tuple[Any, ...] = row
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


class _Heads(Mapping[int, Mapping[str, bytes]]):
    """The heads of an index as they lie in the compiled file: a run whose texts are all in the cache needs none."""

    def __init__(self, data: Buffer, place: int, size: int) -> None:
        self._data, self._place, self._size = data, place, size

    @cached_property
    def _heads(self) -> dict[int, dict[str, bytes]]:
        heads: dict[int, dict[str, bytes]] = marshal.loads(self._data[self._place : self._place + self._size])
        return heads

    def __len__(self) -> int:
        return len(self._heads)

    def __iter__(self) -> Iterator[int]:
        return iter(self._heads)

    def __getitem__(self, size: int) -> Mapping[str, bytes]:
        return self._heads[size]


class _Body:
    """What lies behind the head of the compiled file."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._size = 0

    def add(self, data: bytes) -> tuple[int, int]:
        """Where it lies then, and how long it is."""
        place = self._size
        self.parts.append(data)
        self._size += len(data)
        return place, len(data)


def shipped_folder() -> Path:
    """The rules that come with mtcheck: inside the installed package, or at the top of a checkout."""
    packaged = Path(mtcheck.__file__).parent / "rules"
    return packaged if packaged.is_dir() else Path(mtcheck.__file__).parent.parent / "rules"


def load_ruleset(folders: Iterable[Path] = ()) -> RuleSet:
    """The shipped rules and those of further folders, with the house styles of those. Files that are wrong become failures
    of the set."""
    further = tuple(folders)
    sets = [_load_one(shipped_folder(), shipped=True), *(_load_one(folder, shipped=False) for folder in further)]
    if len(sets) == 1:
        return sets[0]
    rules = {rule.id: rule for ruleset in sets for rule in ruleset.rules}
    # A rule of a user's folder takes the place of the one that has its name.
    indexes = [
        index.without({rule.id for later in sets[number + 1 :] for rule in later.rules})
        for number, ruleset in enumerate(sets)
        for index in ruleset.indexes
    ]
    digest = hashlib.sha256("".join(ruleset.digest for ruleset in sets).encode()).hexdigest()[:12]
    failures = tuple(failure for ruleset in sets for failure in ruleset.failures)
    return _styled(RuleSet(tuple(rules.values()), digest, failures, sets[0].verdict, indexes=tuple(indexes)), further)


def _styled(ruleset: RuleSet, folders: Sequence[Path]) -> RuleSet:
    """The rule set with the house styles of a user's folders: the rules that their switches turn on speak under them."""
    if not any((folder / "house").is_dir() for folder in folders):
        return ruleset
    from mtcheck.rulefile import style

    rules, failures = list(ruleset.rules), list(ruleset.failures)
    found: dict[str, tuple[str, str]] = {}
    for folder in folders:
        try:
            own = style.styles(folder)
        except RuleError as error:
            failures.append(Failure("rules", error.path, error.rendered()))
            continue
        for name, each in own.items():
            switches = style.inherited(each, style.styles(shipped_folder())).switches
            found[name] = (each.title, each.like)
            for number, rule in enumerate(rules):
                switch = style.switch_of(rule.id)
                if switch is not None and (switches.get(switch[0]) == switch[1]) != (name in rule.house):
                    kept = tuple(house for house in rule.house if house != name)
                    rules[number] = rule._replace(house=kept if name in rule.house else (*rule.house, name))
    said = f"{ruleset.digest}{sorted(found.items())}{[(rule.id, rule.house) for rule in rules if rule.house]}"
    digest = hashlib.sha256(said.encode()).hexdigest()[:12]
    return ruleset._replace(rules=tuple(rules), digest=digest, failures=tuple(failures), styles=found)


def _load_one(folder: Path, *, shipped: bool) -> RuleSet:
    if shipped and folder.parent == Path(mtcheck.__file__).parent:
        ready = _read(folder / FILE_NAME, mtcheck.__version__)
        if ready is not None:
            return ready
    if not folder.is_dir():
        return RuleSet((), "", (Failure("rules", str(folder), "no such folder"),))
    key = _signature(folder)
    # A checkout keeps its compiled rules beside them: no look-up of the user's cache folder on the way to a check.
    checkout = folder.parent / ".mtcheck_cache"
    kept = checkout / "rules.bin" if shipped and os.access(folder.parent, os.W_OK) else _cache_file(key)
    ready = _read(kept, key) if kept else None
    if ready is not None:
        return ready
    made, expressions = compile_all(folder)
    if kept is not None:
        with contextlib.suppress(OSError):
            write(made, kept, key, expressions)
            precompiled.use(_expressions_of(kept))
    return made


def compile_folder(folder: Path) -> RuleSet:
    """The rule set of a folder, from its YAML and TSV files."""
    return compile_all(folder)[0]


def compile_all(folder: Path) -> tuple[RuleSet, Mapping[bytes, bytes]]:
    """The rule set of a folder, and the code of all its expressions."""
    from mtcheck.rulefile.load import load_folder
    from mtcheck.wording.classes import Classes

    shared = shipped_folder()
    classes = Classes([shared] if folder == shared else [shared, folder])
    rules: list[Rule] = []
    failures: list[Failure] = []
    for loaded in load_folder(folder, classes):
        if isinstance(loaded, RuleError):
            failures.append(Failure("rules", loaded.path, loaded.rendered()))
        else:
            rules.append(loaded.rule)
    digest = hashlib.sha256("".join(rule.digest for rule in rules).encode()).hexdigest()[:12]
    evidence = _evidence(folder / _EVIDENCE)
    return RuleSet(tuple(rules), digest, tuple(failures), evidence, indexes=(Index.of(rules),)), classes.expressions


def _evidence(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    from ruamel.yaml import YAML

    loaded = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return dict(loaded)


def _expressions_of(path: Path) -> Path:
    return path.with_suffix(".expressions")


def write(ruleset: RuleSet, path: Path, key: str, expressions: Mapping[bytes, bytes] | None = None) -> None:
    """Writes the compiled form and, in a file beside it, the code of the expressions; each whole or not at all. Raises
    OSError."""
    if expressions:
        _write_bytes(_expressions_of(path), precompiled.packed(expressions))
    body = _Body()
    plain = tuple(_to_plain(rule, body) for rule in ruleset.rules)
    heads = body.add(
        marshal.dumps({size: dict(each) for size, each in Index.of(ruleset.rules).heads.items()}, _MARSHAL)
    )
    failures = tuple(tuple(failure) for failure in ruleset.failures)
    head = marshal.dumps((FORMAT, key, ruleset.digest, failures, dict(ruleset.verdict), plain, heads), _MARSHAL)
    _write_bytes(path, b"".join((len(head).to_bytes(_HEAD, "little"), head, *body.parts)))


def _write_bytes(path: Path, data: bytes) -> None:
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".rules-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _read(path: Path, key: str) -> RuleSet | None:
    """The rule set of a compiled file, or None if it is not there, broken, or was made for something else."""
    try:
        with path.open("rb") as stream:
            # Mapped, so that it stays this file when another process puts a new one in its place.
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        start = _HEAD + int.from_bytes(data[:_HEAD], "little")
        loaded = marshal.loads(data[_HEAD:start])
    except (OSError, ValueError, EOFError, TypeError, OverflowError):
        return None
    if not isinstance(loaded, tuple) or len(loaded) != 7 or loaded[:2] != (FORMAT, key):
        return None
    _, _, digest, failures, verdict, plain, (place, size) = loaded
    precompiled.use(_expressions_of(path))
    rules = tuple(_from_plain(each, data, start) for each in plain)
    index = Index(tuple(rule.id for rule in rules), _Heads(data, start + place, size))
    return RuleSet(rules, digest, tuple(Failure(*failure) for failure in failures), verdict, indexes=(index,))


def _to_plain(rule: Rule, body: _Body) -> tuple[Any, ...]:
    """The fields of a rule in their order, each as plain data."""
    rows = Packed.of(rule.rows, apart=bool(rule.anchors))
    anchors = Packed.of(rule.anchors, apart=False)
    plain = rule._asdict() | {
        "severity": int(rule.severity),
        "status": int(rule.status),
        "strength": int(rule.strength),
        "keys": dict(rule.keys),
        "rows": (*body.add(rows.packed()), len(rows)),
        "anchors": (*body.add(anchors.packed()), len(anchors)),
        "unless": tuple(tuple(unless) for unless in rule.unless),
        "scope": (rule.scope.segments, int(rule.scope.quotes)),
        "fix": None if rule.fix is None else (int(rule.fix.safety), rule.fix.replace, rule.fix.match_case),
    }
    return tuple(plain.values())


def _from_plain(data: Sequence[Any], body: Buffer, start: int) -> Rule:
    plain = Rule._make(data)
    segments, quotes = plain.scope
    fix: Any = plain.fix
    return plain._replace(
        severity=_SEVERITIES[plain.severity],
        status=_STATUSES[plain.status],
        strength=_STRENGTHS[plain.strength],
        rows=_packed(plain.rows, body, start),
        anchors=_packed(plain.anchors, body, start),
        unless=tuple(Unless(*each) for each in plain.unless),
        scope=Scope(segments, Quotes(quotes)),
        fix=None if fix is None else FixSpec(Safety(fix[0]), fix[1], fix[2]),
    )


def _packed(where: Any, body: Buffer, start: int) -> Packed:
    place, size, length = where
    return Packed(body, start + place, size, length)


def _signature(folder: Path) -> str:
    """Path, time and size of everything that the compiled form depends on: the rules, and in a checkout the code."""
    package = os.path.dirname(mtcheck.__file__)
    code = (os.path.join(package, name) for name in ("detectors", "wording", "rulefile"))
    stamped = stamp([str(folder), str(shipped_folder() / "classes"), *code])
    said = f"{FORMAT} {mtcheck.__version__} {folder}\n{stamped}"
    return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _cache_file(key: str) -> Path | None:
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("mtcheck")) / "rules" / f"{key}.bin"
    except (OSError, RuntimeError):
        return None
