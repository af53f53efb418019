"""What a rule file may say. One table of keys; `Node` reads a YAML mapping against it and knows where each value stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from mtcheck.detectors import Key
from mtcheck.errors import RuleError, did_you_mean

COMMON_KEYS: Mapping[str, Key] = {
    "id": Key("text", "the path of the file below `rules/`, with dots, without `.yaml`", required=True),
    "title": Key("text", "what an editor would call it, at most 60 characters", required=True),
    "message": Key("text", "one terse sentence with `{match}`, perhaps `{fix}`, `{1}`, `{source}`", required=True),
    "why": Key("text", "two or three sentences: the source construction, and what English does", required=True),
    "category": Key("text", "an MQM 2 path", required=True),
    "severity": Key("text", "neutral, minor, major or critical", required=True),
    "status": Key("text", "draft, trial or stable", required=True),
    "strength": Key("text", "strong or weak", required=True),
    "source-langs": Key("words", "language codes, or `any`", required=True),
    "kind": Key("text", "a file name in `mtcheck/detectors/`", required=True),
    "unless": Key("list", "exceptions, each with its `ok` sentence"),
    "scope": Key("map", "`segments: [...]`, `quotes: skip | report-only | include`"),
    "house": Key("words", "only under these house styles"),
    "fix": Key("map", "`replace`, `safety: safe | unsafe | display`, `case: match | keep`"),
    "anchor": Key("text", "`none` says that the rule knows it has no literal to look for"),
    "examples": Key("list", "`bad` + `good`, `ok`, `missed`, `overfires`", required=True),
    "links": Key("words", "style guides and sources"),
    "related": Key("words", "ids of related rules"),
}
UNLESS_KEYS = ("match", "before", "after", "inside", "ok", "why")
EXAMPLE_KEYS = ("bad", "good", "ok", "missed", "overfires", "why", "house", "file")
TITLE_LENGTH = 60

_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str, int, float),
    "words": (list, str),
    "list": (list,),
    "map": (dict,),
    "flag": (bool,),
    "number": (int, float),
}


@cache
def mqm_categories() -> frozenset[str]:
    """The MQM paths that ship with the project."""
    lines = files("mtcheck.rulefile").joinpath("mqm.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


class Node(NamedTuple):
    """A mapping of a YAML file with its path and lines, so that every complaint can point at its place."""

    data: Any
    path: str
    lines: tuple[str, ...]

    def error(self, reason: str, key: str | int | None = None, *, at_value: bool = True) -> RuleError:
        """A RuleError that points at `key` of this node (its value, unless told), or at the node."""
        row, column = self.place(key, at_value=at_value)
        excerpt = self.lines[row - 1] if 0 < row <= len(self.lines) else ""
        return RuleError(reason, path=self.path, line=row, column=column, excerpt=excerpt)

    def place(self, key: str | int | None, *, at_value: bool = True) -> tuple[int, int]:
        """Line and column of `key`, both from 1."""
        marks = getattr(self.data, "lc", None)
        if marks is None:
            return 1, 1
        if key is not None and marks.data and key in marks.data:
            entry = marks.data[key]
            row, column = (entry[2], entry[3]) if at_value and len(entry) > 3 else (entry[0], entry[1])
            return row + 1, column + 1
        return (marks.line or 0) + 1, (marks.col or 0) + 1

    def child(self, key: str | int) -> Node:
        return Node(self.data[key], self.path, self.lines)

    def check(self, keys: Mapping[str, Key]) -> None:
        """Raises RuleError for a key that `keys` does not have, lacks, or that holds another type."""
        if not isinstance(self.data, dict):
            raise self.error("expected `key: value` lines")
        for name, value in self.data.items():
            if name not in keys:
                raise self.error(f"unknown key “{name}”{did_you_mean(str(name), keys)}", name, at_value=False)
            takes = keys[name].takes
            if not isinstance(value, _TYPES[takes]) or (takes in ("text", "number") and isinstance(value, bool)):
                raise self.error(f"“{name}” should be {_words_for(takes)}", name)
        for name, key in keys.items():
            if key.required and name not in self.data:
                raise self.error(f"missing key “{name}”: {key.doc}")

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        """The value of `name`, which must be one of `allowed`."""
        value = str(self.data[name])
        options = list(allowed)
        if value not in options:
            raise self.error(f"“{name}” is “{value}”{did_you_mean(value, options)}", name)
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """The value of `name` as a tuple of words; a single word stands for a list of one."""
        value = self.data.get(name, ())
        if isinstance(value, str):
            return (value,)
        return tuple(str(item) for item in value)


def _words_for(takes: str) -> str:
    return {
        "text": "text",
        "words": "a list of words",
        "list": "a list",
        "map": "`key: value` lines",
        "flag": "true or false",
        "number": "a number",
    }[takes]
