"""The compiled form of rules: plain data in one file, so that a check reads no YAML.

The wheel carries it beside the rules; for a folder of rules it is kept in the user's cache, found again by the path, time
and size of every file that it was made of.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
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
from mtcheck.wording import precompiled

FORMAT = 2
FILE_NAME = "_compiled.bin"
# Version 4 of the marshal format is what every supported Python reads and writes.
_MARSHAL = 4
_EVIDENCE = "verdict.yaml"
_SEVERITIES = {int(each): each for each in Severity}
_STATUSES = {int(each): each for each in Status}
_STRENGTHS = {int(each): each for each in Strength}


class Packed(Sequence[tuple[Any, ...]]):
    """Rows of a rule as they lie in the compiled file: most rules of a set have nothing to say on a story, and of a long table
    few rows have. Those of a rule without anchors lie together, since it reads them all."""

    def __init__(self, data: bytes, length: int) -> None:
        self._data = data
        self._length = length
        self._rows: list[Any] | None = None

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, ...]], *, apart: bool) -> Self:
        """The packed form of rows; each is read by itself if they are to lie `apart`."""
        whole = [marshal.dumps(row, _MARSHAL) for row in rows] if apart else list(rows)
        return cls(marshal.dumps(whole, _MARSHAL), len(rows))

    def plain(self) -> tuple[bytes, int]:
        """What a file keeps of them."""
        return self._data, self._length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[Any, ...]]: ...

    def __getitem__(self, index: int | slice) -> tuple[Any, ...] | Sequence[tuple[Any, ...]]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(self._length))]
        if self._rows is None:
            self._rows = marshal.loads(self._data)
        row = self._rows[index]
        if isinstance(row, bytes):
            row = self._rows[index] = marshal.loads(row)
        found: tuple[Any, ...] = row
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


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
    data = marshal.dumps(
        (
            FORMAT,
            key,
            ruleset.digest,
            tuple((failure.stage, failure.subject, failure.reason) for failure in ruleset.failures),
            dict(ruleset.verdict),
            tuple(_to_plain(rule) for rule in ruleset.rules),
            {size: dict(by_head) for size, by_head in Index.of(ruleset.rules).heads.items()},
        ),
        _MARSHAL,
    )
    _write_bytes(path, data)


def _write_bytes(path: Path, data: bytes) -> None:
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
        loaded = marshal.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    if not isinstance(loaded, tuple) or len(loaded) != 7 or loaded[:2] != (FORMAT, key):
        return None
    _, _, digest, failures, verdict, plain, heads = loaded
    precompiled.use(_expressions_of(path))
    rules = tuple(map(_from_plain, plain))
    index = Index(tuple(rule.id for rule in rules), heads)
    return RuleSet(rules, digest, tuple(Failure(*failure) for failure in failures), verdict, indexes=(index,))


def _to_plain(rule: Rule) -> tuple[Any, ...]:
    """The fields of a rule in their order, each as plain data."""
    plain = rule._asdict() | {
        "severity": int(rule.severity),
        "status": int(rule.status),
        "strength": int(rule.strength),
        "keys": dict(rule.keys),
        "rows": Packed.of(rule.rows, apart=bool(rule.anchors)).plain(),
        "anchors": Packed.of(rule.anchors, apart=False).plain(),
        "unless": tuple(tuple(unless) for unless in rule.unless),
        "scope": (rule.scope.segments, int(rule.scope.quotes)),
        "fix": None if rule.fix is None else (int(rule.fix.safety), rule.fix.replace, rule.fix.match_case),
    }
    return tuple(plain.values())


def _from_plain(data: Sequence[Any]) -> Rule:
    named = dict(zip(Rule._fields, data, strict=True))
    fix = named["fix"]
    return Rule(
        **named
        | {
            "severity": _SEVERITIES[named["severity"]],
            "status": _STATUSES[named["status"]],
            "strength": _STRENGTHS[named["strength"]],
            "rows": Packed(*named["rows"]),
            "anchors": Packed(*named["anchors"]),
            "unless": tuple(Unless(*each) for each in named["unless"]),
            "scope": Scope(named["scope"][0], Quotes(named["scope"][1])),
            "fix": None if fix is None else FixSpec(Safety(fix[0]), fix[1], fix[2]),
        }
    )


def _signature(folder: Path) -> str:
    """Path, time and size of everything that the compiled form depends on: the rules, and in a checkout the code."""
    package = Path(mtcheck.__file__).parent
    sources = [folder, shipped_folder() / "classes", package / "detectors", package / "wording", package / "rulefile"]
    parts = [f"{FORMAT} {mtcheck.__version__} {folder}"]
    for root in dict.fromkeys(sources):
        for path, stat in sorted(_walk(str(root))):
            parts.append(f"{path} {stat.st_mtime_ns} {stat.st_size}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _walk(folder: str) -> Iterable[tuple[str, os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry.path)
        elif entry.name.endswith((".yaml", ".tsv", ".txt", ".py")):
            yield entry.path, entry.stat()


def _cache_file(key: str) -> Path | None:
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("mtcheck")) / "rules" / f"{key}.bin"
    except (OSError, RuntimeError):
        return None
