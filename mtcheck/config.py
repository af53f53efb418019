"""What holds for a file: `[tool.mtcheck]` in pyproject.toml, or mtcheck.toml, the nearest one upwards from it.

A file may build on another one (`extends`) and have sections for some of its paths (`[[tool.mtcheck.paths]]`). A value of a
section wins over the file's own, that over the extended file's, that over the default; lists are replaced, not joined.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.errors import ConfigError, did_you_mean
from mtcheck.model import Safety, Severity

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

HOUSES = ("ap", "reuters", "afp", "guardian", "bbc", "custom")
LANGUAGETOOL_MODES = ("required", "auto", "off")
LANGUAGETOOL_VARIABLE = "MTCHECK_LANGUAGETOOL"
ACCEPTED = ".mtcheck-accepted.yaml"
_FILES = ("mtcheck.toml", "pyproject.toml")
_MOST_EXTENDED = 10


class Key(NamedTuple):
    """A key of the file: what it takes (`words`, `text`, `flag`, `number`, `path`, `paths`), what it is for, and whether a
    section may have it: then it belongs to the checked file, else to the run."""

    takes: str
    doc: str
    in_sections: bool = True
    choices: tuple[str, ...] = ()


KEYS: Mapping[str, Key] = {
    "select": Key("words", "Only these rules: ids or the beginnings of ids."),
    "ignore": Key("words", "Not these rules; a longer name in `select` wins."),
    "source-lang": Key("text", "The language the texts were translated from, such as fr: its weak rules speak."),
    "house": Key("text", "House style of names, dates and spellings.", choices=HOUSES),
    "fail-on": Key(
        "text", "Exit code 1 from this severity on.", choices=("never", *(each.name.lower() for each in Severity))
    ),
    "languagetool": Key(
        "text", "Whether LanguageTool is needed, used where it is, or not.", choices=LANGUAGETOOL_MODES
    ),
    "languagetool-url": Key("text", "A LanguageTool server that is already there."),
    "encoding": Key("text", "Encoding of files without a byte order mark (default: UTF-8)."),
    "rules": Key("paths", "Further folders of rule files, relative to this file."),
    "drafts": Key("flag", "Run draft rules as well."),
    "fixes": Key(
        "text",
        "Least safety of the fixes that are shown or made.",
        in_sections=False,
        choices=tuple(each.name.lower() for each in Safety if each),
    ),
    "format": Key("text", "Output format of `check`.", in_sections=False),
    "baseline": Key("path", "The baseline, relative to this file; `mtcheck baseline` writes it.", in_sections=False),
    "accepted": Key("path", f"The accepted list, relative to this file (default: {ACCEPTED}).", in_sections=False),
    "jobs": Key("number", "Processes to check with (default: one for each core).", in_sections=False),
    "cache": Key("flag", "Keep findings of unchanged files in the user's cache.", in_sections=False),
}


class Config(NamedTuple):
    """What a configuration file may say, and what holds where none says anything. `origins` tells where each value that is
    not a default was found."""

    path: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source_lang: str | None = None
    house: str | None = None
    fail_on: str = "major"
    languagetool: str = "auto"
    languagetool_url: str | None = None
    encoding: str | None = None
    rules: tuple[str, ...] = ()
    drafts: bool = False
    fixes: str | None = None
    format: str | None = None
    baseline: str | None = None
    accepted: str | None = None
    jobs: int | None = None
    cache: bool = True
    origins: tuple[tuple[str, str], ...] = ()


class _Section(NamedTuple):
    """Values for the paths below `folder` that one of the patterns fits, as in a .gitignore."""

    folder: str
    match: tuple[str, ...]
    values: Mapping[str, Any]
    origin: str


class _File(NamedTuple):
    """A configuration file: its values, and its sections with those of the files that it extends."""

    config: Config
    sections: tuple[_Section, ...] = ()

    def of(self, path: str) -> Config:
        """The configuration of one checked file."""
        values: dict[str, Any] = {}
        origins = dict(self.config.origins)
        for section in self.sections:
            if _fits(section, path):
                values.update(section.values)
                origins.update(dict.fromkeys(section.values, section.origin))
        return self.config._replace(**values, origins=tuple(origins.items())) if values else self.config


class Configs:
    """The configuration of every file of a run: that of one named file, or of the nearest file upwards. Each file is read
    once."""

    def __init__(self, named: Path | None = None) -> None:
        self._named = None if named is None else _loaded(named)
        self._nearest: dict[str, _File] = {}
        self._lists: dict[str, str | None] = {}

    def here(self) -> Config:
        """What holds for the run: the configuration of the current folder, without its sections."""
        return self._file(os.getcwd()).config

    def of(self, path: str) -> Config:
        """What holds for one file. Raises ConfigError for a configuration file that is wrong."""
        full = os.path.abspath(path)
        return self._file(os.path.dirname(full)).of(full)

    def accepted_list(self, path: str) -> str | None:
        """The accepted list for a file: the configured one, or the one beside its configuration, or without a configuration
        the nearest one upwards; None if there is none."""
        folder = os.path.dirname(os.path.abspath(path))
        config = self._file(folder).config
        if config.accepted is not None:
            return config.accepted
        if config.path:
            beside = os.path.join(os.path.dirname(config.path), ACCEPTED)
            return beside if os.path.isfile(beside) else None
        if folder not in self._lists:
            here = os.path.join(folder, ACCEPTED)
            above = os.path.dirname(folder)
            if os.path.isfile(here):
                self._lists[folder] = here
            else:
                self._lists[folder] = None if above == folder else self.accepted_list(folder)
        return self._lists[folder]

    def home(self, path: str) -> str:
        """The folder that decisions on a file are kept in: that of its configuration, or else the top of its repository, or
        else the current folder."""
        config = self.of(path)
        if config.path:
            return os.path.dirname(config.path)
        place = os.path.dirname(os.path.abspath(path))
        while not os.path.lexists(os.path.join(place, ".git")):
            above = os.path.dirname(place)
            if above == place:
                return os.getcwd()
            place = above
        return place

    def _file(self, folder: str) -> _File:
        if self._named is not None:
            return self._named
        if folder not in self._nearest:
            found = next((each for name in _FILES if (each := _read(os.path.join(folder, name)))), None)
            above = os.path.dirname(folder)
            if found is None:
                found = _File(Config()) if above == folder else self._file(above)
            self._nearest[folder] = found
        return self._nearest[folder]


def find(folder: Path) -> Config:
    """The configuration that holds in `folder`. Raises ConfigError for a file that is wrong."""
    return Configs().of(str(folder / "any"))


def load(path: Path) -> Config:
    """The configuration of one file that must have one. Raises ConfigError."""
    return _loaded(path).config


def _loaded(path: Path) -> _File:
    found = _read(str(path.absolute()), required=True)
    if found is None:
        raise ConfigError(f"{path}: has no [tool.mtcheck] section")
    return found


def _fits(section: _Section, path: str) -> bool:
    inside = os.path.relpath(path, section.folder)
    return not inside.startswith(os.pardir) and bool(_spec(section.match).match_file(inside))


@cache
def _spec(patterns: tuple[str, ...]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)


def _read(path: str, *, required: bool = False, extended: tuple[str, ...] = ()) -> _File | None:
    """The configuration in one file; None if there is no such file, or no section of ours in it."""
    if not required and not os.path.isfile(path):
        return None
    section = _section_of(path)
    return None if section is None else _file(section, path, extended)


def _section_of(path: str) -> Mapping[str, Any] | None:
    try:
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    whole = os.path.basename(path) != "pyproject.toml"
    if not whole and "tool.mtcheck" not in text and "[tool]" not in text:
        return None  # most projects' file: not worth a parser
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    section = data if whole else data.get("tool", {}).get("mtcheck")
    if section is not None and not isinstance(section, dict):
        raise ConfigError(f"{path}: tool.mtcheck should be a table")
    return section


def _file(section: Mapping[str, Any], path: str, extended: tuple[str, ...]) -> _File:
    base = _extended(section.get("extends"), path, extended)
    own = {key: value for key, value in section.items() if key not in ("extends", "paths")}
    values = _values(own, path, [*KEYS, "extends", "paths"], path)
    origins = dict(base.config.origins) | dict.fromkeys(values, path)
    config = base.config._replace(path=path, **values, origins=tuple(origins.items()))
    return _File(config, (*base.sections, *_sections(section.get("paths", []), path)))


def _extended(name: Any, path: str, extended: tuple[str, ...]) -> _File:
    """The file that this one builds on."""
    if name is None:
        return _File(Config())
    if not isinstance(name, str):
        raise ConfigError(f"{path}: “extends” should be the path of a configuration file")
    below = os.path.normpath(os.path.join(os.path.dirname(path), name))
    if below == path or below in extended or len(extended) >= _MOST_EXTENDED:
        raise ConfigError(f"{path}: “extends” goes round in a circle: {' → '.join((*extended, path, below))}")
    if not os.path.isfile(below):
        raise ConfigError(f"{path}: “extends” names {name}, and there is no {below}")
    found = _read(below, extended=(*extended, path))
    if found is None:
        raise ConfigError(f"{path}: “extends” names {name}, which has no [tool.mtcheck] section")
    return found


def _sections(given: Any, path: str) -> Iterable[_Section]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise ConfigError(f"{path}: “paths” should be tables, each begun by [[{_prefix(path)}paths]]")
    allowed = [key for key, about in KEYS.items() if about.in_sections]
    for number, each in enumerate(given, 1):
        where = f"{path}: paths, section {number}"
        match = [each["match"]] if isinstance(each.get("match"), str) else each.get("match")
        if not isinstance(match, list) or not match or not all(isinstance(one, str) for one in match):
            raise ConfigError(f"{where}: needs “match”, a pattern as in a .gitignore or a list of them")
        rest = {key: value for key, value in each.items() if key != "match"}
        values = _values(rest, path, [*allowed, "match"], where)
        origin = f"{path}, [[{_prefix(path)}paths]] match = {_toml(match if len(match) > 1 else match[0])}"
        yield _Section(os.path.dirname(path), tuple(match), values, origin)


def _prefix(path: str) -> str:
    return "tool.mtcheck." if os.path.basename(path) == "pyproject.toml" else ""


def _values(given: Mapping[str, Any], path: str, known: Sequence[str], where: str) -> dict[str, Any]:
    for key in given:
        if key in KEYS and key not in known:
            raise ConfigError(f"{where}: “{key}” holds for the whole run; it can't stand in a section for some paths")
        if key not in known:
            raise ConfigError(f"{where}: unknown key “{key}”{did_you_mean(key, known)}")
    return {key.replace("-", "_"): _value(key, value, path, where) for key, value in given.items()}


def _value(key: str, value: Any, path: str, where: str) -> Any:
    takes, choices = KEYS[key].takes, KEYS[key].choices
    folder = os.path.dirname(path)
    if takes in ("words", "paths"):
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ConfigError(f"{where}: “{key}” should be a list of words")
        return tuple(os.path.join(folder, word) for word in words) if takes == "paths" else tuple(words)
    if takes == "flag":
        if not isinstance(value, bool):
            raise ConfigError(f"{where}: “{key}” should be true or false")
        return value
    if takes == "number":
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ConfigError(f"{where}: “{key}” should be a number from 1 on")
        return value
    if not isinstance(value, str):
        raise ConfigError(f"{where}: “{key}” should be text")
    if choices and value not in choices:
        raise ConfigError(f"{where}: “{key}” is “{value}”{did_you_mean(value, choices)}")
    return os.path.join(folder, value) if takes == "path" else value


def _toml(value: Any) -> str:
    """A value as it would stand in the file."""
    import json

    if value is None:
        return "-"
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def shown(config: Config) -> list[tuple[str, str, str]]:
    """Each key with its value and where that comes from."""
    origins = dict(config.origins)
    return [
        (key, _toml(getattr(config, name)), origins.get(name, "default"))
        for key in KEYS
        for name in [key.replace("-", "_")]
    ]


def schema() -> dict[str, Any]:
    """The JSON Schema of a configuration file, for editors."""
    section = {key: _schema_of(about) for key, about in KEYS.items() if about.in_sections}
    words = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    match = words | {
        "description": "Paths that the section holds for: patterns as in a .gitignore, relative to this file."
    }
    extends = {"type": "string", "description": "A configuration file that this one builds on, relative to this file."}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "mtcheck.toml, or [tool.mtcheck] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "extends": extends,
            **{key: _schema_of(about) for key, about in KEYS.items()},
            "paths": {
                "type": "array",
                "description": "Other values for some paths; of the sections that fit a path, the last one wins.",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["match"],
                    "properties": {"match": match, **section},
                },
            },
        },
    }


def _schema_of(about: Key) -> dict[str, Any]:
    kinds: Mapping[str, dict[str, Any]] = {
        "words": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "paths": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "text": {"type": "string"},
        "path": {"type": "string"},
        "flag": {"type": "boolean"},
        "number": {"type": "integer", "minimum": 1},
    }
    chosen = {"enum": list(about.choices)} if about.choices else {}
    return {"description": about.doc, **kinds[about.takes], **chosen}
