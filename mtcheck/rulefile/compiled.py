"""The compiled form of rules: plain data in one file, so that a check reads no YAML.

The wheel carries it beside the rules; for a folder of rules it is kept in the user's cache, found again by the path, time
and size of every file that it was made of.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import mtcheck
from mtcheck.digest import sha256
from mtcheck.errors import RuleError
from mtcheck.literals import Index
from mtcheck.model import Failure, Rule, RuleSet
from mtcheck.rulefile import packed
from mtcheck.stamps import stamp
from mtcheck.wording import expression, precompiled

FILE_NAME = "_compiled.bin"
_EVIDENCE = "verdict.yaml"


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
    digest = sha256("".join(ruleset.digest for ruleset in sets).encode()).hexdigest()[:12]
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
    digest = sha256(said.encode()).hexdigest()[:12]
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
    digest = sha256("".join(rule.digest for rule in rules).encode()).hexdigest()[:12]
    evidence = _evidence(folder / _EVIDENCE)
    for pattern, ignore_case in expression.constants():
        classes.compiled(pattern, ignore_case)
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
    from mtcheck.replacing import write_whole

    path.parent.mkdir(parents=True, exist_ok=True)
    if expressions:
        write_whole(_expressions_of(path), precompiled.packed(expressions))
    write_whole(path, packed.packed(ruleset, key))


def _read(path: Path, key: str) -> RuleSet | None:
    """The rule set of a compiled file, if there is one that was made from the same; its expressions are at hand then."""
    ruleset = packed.read(path, key)
    if ruleset is not None:
        precompiled.use(_expressions_of(path))
    return ruleset


def _signature(folder: Path) -> str:
    """Path, time and size of everything that the compiled form depends on: the rules, and in a checkout the code."""
    package = os.path.dirname(mtcheck.__file__)
    code = (os.path.join(package, name) for name in ("detectors", "wording", "rulefile"))
    stamped = stamp([str(folder), str(shipped_folder() / "classes"), *code])
    said = f"{packed.FORMAT} {mtcheck.__version__} {folder}\n{stamped}"
    return sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _cache_file(key: str) -> Path | None:
    import platformdirs

    try:
        return Path(platformdirs.user_cache_dir("mtcheck")) / "rules" / f"{key}.bin"
    except (OSError, RuntimeError):
        return None
