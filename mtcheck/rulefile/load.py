"""Reads rule files. A file that is wrong fails alone, with its place and the way out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.detectors import Column, Prepared, RowExample, RuleSource, TableRow, detector, kinds
from mtcheck.digest import sha256
from mtcheck.errors import RuleError, did_you_mean
from mtcheck.model import FixSpec, Quotes, Rule, Safety, Scope, Severity, Status, Strength, Unless
from mtcheck.rulefile import style
from mtcheck.rulefile.schema import (
    COMMON_KEYS,
    EXAMPLE_KEYS,
    TITLE_LENGTH,
    UNLESS_KEYS,
    Node,
    mqm_categories,
)
from mtcheck.wording.classes import Classes, UnknownClassError
from mtcheck.wording.expression import exception

# Kinds of slips whose correction in a quotation is not a change of what was said: a translated quotation's words are
# the machine's anyway.
_QUOTES_INCLUDED = frozenset({"names", "acronyms", "spacing", "repetition"})
_LANGUAGE = re.compile(r"[a-z]{2,3}|any")
_NOT_RULES = ("classes", "house", "verdict.yaml")


class Example(NamedTuple):
    """A proof of a rule. `kind` is bad, ok, missed or overfires; `text` has its `[[marks]]`."""

    kind: str
    text: str
    good: str | None = None
    why: str = ""
    house: str | None = None
    line: int = 0


class RuleFile(NamedTuple):
    """A rule with all that its file says: the examples, those of its table's rows, and each exception's `ok`."""

    rule: Rule
    path: Path
    examples: tuple[Example, ...]
    row_examples: tuple[RowExample, ...] = ()
    unless_ok: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    unanchored: tuple[int, ...] = ()
    says_no_anchor: bool = False
    source: RuleSource | None = field(default=None, compare=False)


def rule_paths(folder: Path) -> list[Path]:
    """The rule files below a folder, in the order of their ids."""
    return sorted(
        path
        for path in folder.rglob("*.yaml")
        if path.relative_to(folder).parts[0] not in _NOT_RULES and not path.name.startswith(("_", "."))
    )


def load_folder(folder: Path, classes: Classes | None = None) -> Iterator[RuleFile | RuleError]:
    """Each rule file below `folder` as a RuleFile, or the RuleError that says what is wrong with it."""
    words = classes or Classes([folder])
    for path in rule_paths(folder):
        try:
            yield load(path, folder, words)
        except RuleError as error:
            yield error


def load(path: Path, folder: Path, classes: Classes) -> RuleFile:
    """The rule of one file. Raises RuleError."""
    text = _text(path)
    lines = tuple(text.split("\n"))
    node = Node(_parsed(text, str(path), lines), str(path), lines)
    if not isinstance(node.data, dict):
        raise RuleError("the file holds no rule (`key: value` lines)", path=str(path), line=1)
    kind_name = node.data.get("kind")
    if kind_name is None:
        raise node.error(f"missing key “kind”: {COMMON_KEYS['kind'].doc}")
    if kind_name not in kinds():
        raise node.error(f"“kind” is “{kind_name}”{did_you_mean(str(kind_name), kinds())}", "kind")
    kind = detector(kind_name)
    node.check({**COMMON_KEYS, **kind.KEYS})
    expected = ".".join(path.relative_to(folder).with_suffix("").parts)
    if node.data["id"] != expected:
        raise node.error(f"“id” is “{node.data['id']}”, but the file's place says “{expected}”", "id")
    if len(str(node.data["title"])) > TITLE_LENGTH:
        raise node.error(f"“title” is longer than {TITLE_LENGTH} characters", "title")
    fix = _fix(node)
    table = _table(node, path, kind.COLUMNS) if "table" in node.data else ()
    own = {name: _plain_data(node.data[name]) for name in kind.KEYS if name in node.data}
    examples = tuple(_examples(node))
    bad = tuple((example.text, example.good) for example in examples if example.kind == "bad")
    source = RuleSource(expected, own, table, fix.replace if fix else None, bad)
    try:
        prepared = kind.prepare(source, classes)
    except RuleError as error:
        raise _placed(error, node, own) from error
    rule = _rule(node, fix, own, prepared, str(kind_name), classes)
    speaking = style.houses_of(expected, folder)
    if speaking is not None:
        if not speaking:
            raise node.error(
                f"no style in {style.FOLDER}/ has a switch for “{expected}”; add one, or move the rule out of style/",
                "id",
            )
        rule = rule._replace(house=speaking)
    rule = rule._replace(digest=_digest(rule))
    return RuleFile(
        rule,
        path,
        examples,
        prepared.examples,
        tuple(str(entry.get("ok", "")) for entry in node.data.get("unless", ())),
        node.words("related"),
        prepared.unanchored,
        node.data.get("anchor") == "none",
        source,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 (byte {error.start}): save the file as UTF-8", path=str(path)) from error
    except OSError as error:
        raise RuleError(f"cannot be read ({error.strerror})", path=str(path)) from error


def _parsed(text: str, path: str, lines: tuple[str, ...]) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="rt").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        excerpt = lines[line - 1] if line <= len(lines) else ""
        reason = str(getattr(error, "problem", None) or error).split("\n")[0]
        raise RuleError(f"not valid YAML: {reason}", path=path, line=line, column=column, excerpt=excerpt) from error


def _placed(error: RuleError, node: Node, own: dict[str, Any]) -> RuleError:
    """The error of a detector at its place: the table's line, or the key that the detector was given."""
    if error.path:
        try:
            excerpt = Path(error.path).read_text("utf-8").split("\n")[error.line - 1]
        except (OSError, UnicodeDecodeError, IndexError):
            excerpt = ""
        return RuleError(error.reason, path=error.path, line=error.line, column=1, excerpt=excerpt)
    for key in ("pattern", "phrases", *own):
        if key in own:
            return node.error(error.reason, key)
    return node.error(error.reason)


def _plain_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_data(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)


def _rule(
    node: Node, fix: FixSpec | None, own: dict[str, Any], prepared: Prepared, kind: str, classes: Classes
) -> Rule:
    data = node.data
    category = node.one_of("category", mqm_categories())
    langs = node.words("source-langs")
    for lang in langs:
        if not _LANGUAGE.fullmatch(lang):
            raise node.error(f"“source-langs” has “{lang}”, but takes ISO 639 codes or `any`", "source-langs")
    return Rule(
        id=str(data["id"]),
        title=str(data["title"]),
        message=str(data["message"]),
        why=" ".join(str(data["why"]).split()),
        category=category,
        severity=Severity[node.one_of("severity", (s.name.lower() for s in Severity)).upper()],
        status=Status[node.one_of("status", (s.name.lower() for s in Status)).upper()],
        strength=Strength[node.one_of("strength", (s.name.lower() for s in Strength)).upper()],
        source_langs=langs,
        kind=kind,
        keys=own,
        rows=prepared.rows,
        anchors=prepared.anchors,
        bare=prepared.unanchored,
        unless=tuple(_unless(node, classes)),
        scope=_scope(node, kind),
        house=node.words("house"),
        fix=fix,
        links=node.words("links"),
    )


def _unless(node: Node, classes: Classes) -> Iterator[Unless]:
    if "unless" not in node.data:
        return
    entries = node.child("unless")
    for index in range(len(entries.data)):
        entry = entries.child(index)
        if not isinstance(entry.data, dict):
            raise entries.error("an exception has `match`, `before`, `after` or `inside`, and `ok`", index)
        for name in entry.data:
            if name not in UNLESS_KEYS:
                raise entry.error(f"unknown key “{name}”{did_you_mean(str(name), UNLESS_KEYS)}", name, at_value=False)
        where = [name for name in UNLESS_KEYS[:4] if name in entry.data]
        if len(where) != 1:
            raise entry.error("an exception has one of `match`, `before`, `after`, `inside`")
        if "ok" not in entry.data:
            raise entry.error("an exception needs an `ok` sentence that would fire without it")
        try:
            pattern = classes.expand(str(entry.data[where[0]]))
            classes.compiled(exception(where[0], pattern))
        except UnknownClassError as error:
            raise entry.error(
                f"no word class “{error.name}”{did_you_mean(error.name, error.known)}", where[0]
            ) from error
        except re.error as error:
            raise entry.error(f"does not compile: {error}", where[0]) from error
        yield Unless(where[0], pattern, str(entry.data.get("why", "")))


def _scope(node: Node, kind: str) -> Scope:
    default = Quotes.INCLUDE if kind in _QUOTES_INCLUDED else Quotes.REPORT_ONLY
    if "scope" not in node.data:
        return Scope(quotes=default)
    scope = node.child("scope")
    for name in scope.data:
        if name not in ("segments", "quotes"):
            raise scope.error(
                f"unknown key “{name}”{did_you_mean(str(name), ('segments', 'quotes'))}", name, at_value=False
            )
    quotes = default
    if "quotes" in scope.data:
        names = {quote.name.lower().replace("_", "-"): quote for quote in Quotes}
        quotes = names[scope.one_of("quotes", names)]
    return Scope(scope.words("segments"), quotes)


def _fix(node: Node) -> FixSpec | None:
    if "fix" not in node.data:
        return None
    fix = node.child("fix")
    known = ("replace", "safety", "case")
    for name in fix.data:
        if name not in known:
            raise fix.error(f"unknown key “{name}”{did_you_mean(str(name), known)}", name, at_value=False)
    if "safety" not in fix.data:
        raise fix.error("a fix says its `safety`: safe, unsafe or display")
    safety = Safety[fix.one_of("safety", (s.name.lower() for s in Safety)).upper()]
    case = fix.one_of("case", ("match", "keep")) if "case" in fix.data else "match"
    text = fix.data.get("replace")
    return FixSpec(safety, None if text is None else str(text), case == "match")


def _examples(node: Node) -> Iterator[Example]:
    entries = node.child("examples")
    for index in range(len(entries.data)):
        entry = entries.child(index)
        if not isinstance(entry.data, dict):
            raise entries.error("an example has `bad`, `ok`, `missed` or `overfires`", index)
        for name in entry.data:
            if name not in EXAMPLE_KEYS:
                raise entry.error(f"unknown key “{name}”{did_you_mean(str(name), EXAMPLE_KEYS)}", name, at_value=False)
        found = [name for name in ("bad", "ok", "missed", "overfires") if name in entry.data]
        if len(found) != 1:
            raise entry.error("an example has one of `bad`, `ok`, `missed`, `overfires`")
        text = str(entry.data[found[0]])
        good = entry.data.get("good")
        line, _ = entry.place(found[0])
        house = entry.data.get("house")
        yield Example(
            found[0],
            text,
            None if good is None else str(good),
            str(entry.data.get("why", "")),
            None if house is None else str(house),
            line,
        )


def _table(node: Node, path: Path, columns: tuple[Column, ...]) -> tuple[TableRow, ...]:
    table_path = path.parent / str(node.data["table"])
    try:
        text = _text(table_path)
    except RuleError as error:
        raise node.error(f"the table “{table_path.name}” {error.reason}", "table") from error
    return tuple(read_table(text, str(table_path), columns))


def read_table(text: str, path: str, columns: Iterable[Column]) -> Iterator[TableRow]:
    """The rows of a TSV with a header; lines that start with `#` are comments. Raises RuleError."""
    known = {column.name: column for column in columns}
    reader = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    header: list[str] = []
    for number, cells in enumerate(reader, 1):
        if not cells or not "".join(cells).strip() or cells[0].startswith("#"):
            continue
        if not header:
            header = cells
            for name in header:
                if name not in known:
                    raise RuleError(f"unknown column “{name}”{did_you_mean(name, known)}", path=path, line=number)
            for name, column in known.items():
                if column.required and name not in header:
                    raise RuleError(f"missing column “{name}”: {column.doc}", path=path, line=number)
            continue
        if len(cells) > len(header):
            raise RuleError(f"{len(cells)} cells, but {len(header)} columns", path=path, line=number)
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        for name, column in known.items():
            if column.required and not row.get(name):
                raise RuleError(f"the cell “{name}” is empty: {column.doc}", path=path, line=number)
        yield TableRow(row, number, path)


def _digest(rule: Rule) -> str:
    return sha256(repr(rule).encode("utf-8", "surrogatepass")).hexdigest()[:16]


__all__ = ["Example", "RuleFile", "load", "load_folder", "read_table", "rule_paths"]
