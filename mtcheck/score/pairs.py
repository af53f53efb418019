"""Texts and their edited versions: two files, two folders with files of the same names, or the columns of a table."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.discover import Text, discover
from mtcheck.errors import ConfigError, InputError, did_you_mean

TABLES = (".tsv", ".jsonl")
COLUMNS = ("mt", "edited", "reference")


class Pair(NamedTuple):
    """A text, its edited version, and independent translations of the same source."""

    name: str
    mt: Text
    edited: Text
    references: tuple[Text, ...] = ()


class Found(NamedTuple):
    """Pairs in order, and what the user should know of what has no partner."""

    pairs: tuple[Pair, ...]
    notices: tuple[str, ...] = ()


def find(mt: str, edited: str | None, references: Sequence[str] = (), columns: Sequence[str] = ()) -> Found:
    """The pairs that the names stand for. Raises InputError or ConfigError."""
    table = Path(mt).suffix.lower() in TABLES
    if edited is None:
        if not table:
            raise ConfigError(f"{mt}: name its edited version as well, or a table of pairs ({', '.join(TABLES)})")
        if references:
            raise ConfigError("--reference: a table has its references in a column; name it in --columns")
        return Found(_rows(Path(mt), tuple(columns) or COLUMNS))
    if columns:
        raise ConfigError("--columns: only a table of pairs has columns")
    for name in (mt, edited, *references):
        if not os.path.exists(name):
            raise InputError(f"{name}: no such file or folder")
    kinds = {os.path.isdir(name) for name in (mt, edited, *references)}
    if len(kinds) > 1:
        folder = next(name for name in (mt, edited, *references) if os.path.isdir(name))
        raise ConfigError(f"{folder} is a folder: name either folders only or files only")
    if kinds == {False}:
        return Found((Pair(mt, Text(mt, True), Text(edited, True), tuple(Text(each, True) for each in references)),))
    return _folders(mt, edited, references)


def _folders(mt: str, edited: str, references: Sequence[str]) -> Found:
    texts = [_below(folder) for folder in (mt, edited, *references)]
    names = [name for name in texts[0] if all(name in each for each in texts)]
    if not names:
        raise InputError(f"{mt} and {edited}: no file has the same name in both")
    notices = []
    for folder, each in zip((mt, edited, *references), texts, strict=True):
        alone = [name for name in each if name not in names]
        if alone:
            more = f" and {len(alone) - 3:,} more" if len(alone) > 3 else ""
            notices.append(f"{folder}: left out, since it has no partner: {', '.join(alone[:3])}{more}")
    pairs = (Pair(name, texts[0][name], texts[1][name], tuple(each[name] for each in texts[2:])) for name in names)
    return Found(tuple(pairs), tuple(notices))


def _below(folder: str) -> dict[str, Text]:
    found = discover([folder])
    if found.failures:
        raise InputError(found.failures[0].reason)
    return {os.path.relpath(text.path, folder).replace(os.sep, "/"): text for text in found.texts}


def _rows(path: Path, columns: tuple[str, ...]) -> tuple[Pair, ...]:
    """The pairs of a table, in UTF-8: JSON objects, or cells without quoting under a line of names. `columns` are the text, its
    edited version and references; those after the second may be missing where they were not named."""
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 (byte {error.start:,})") from None
    if len(columns) < 2:
        raise ConfigError("--columns: name two columns at least, the text and its edited version")
    rows = _objects(path, lines) if path.suffix.lower() == ".jsonl" else _cells(path, lines)
    optional = columns == COLUMNS
    pairs = []
    for number, row in rows:
        for column in columns[:2] if optional else columns:
            if column not in row:
                raise InputError(
                    f"{path}:{number}: has no column “{column}”{did_you_mean(column, row)}; --columns names others"
                )
        texts = [_text(f"{path}:{number}", row[column]) for column in columns if column in row]
        pairs.append(Pair(f"{path}:{number}", texts[0], texts[1], tuple(texts[2:])))
    if not pairs:
        raise InputError(f"{path}: has no pairs")
    return tuple(pairs)


def _text(name: str, value: Any) -> Text:
    if not isinstance(value, str):
        raise InputError(f"{name}: a text must be a string, not {type(value).__name__}")
    return Text(name, True, value.encode("utf-8", "replace"))


def _objects(path: Path, lines: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}:{number}: is not JSON ({error.msg})") from None
            if not isinstance(row, dict):
                raise InputError(f"{path}:{number}: is not a JSON object")
            rows.append((number, row))
    return rows


def _cells(path: Path, lines: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    head = lines[0].rstrip("\r").split("\t")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip("\r"):
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != len(head):
            raise InputError(f"{path}:{number}: has {len(cells)} cells under {len(head)} names of columns")
        rows.append((number, dict(zip(head, cells, strict=True))))
    return rows
