"""`[tool.mtcheck]` in pyproject.toml, or mtcheck.toml: the nearest one upwards from a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mtcheck.errors import ConfigError, did_you_mean
from mtcheck.model import Safety, Severity

HOUSES = ("ap", "reuters", "afp", "guardian", "bbc")
LANGUAGETOOL_MODES = ("required", "auto", "off")
_FILES = ("mtcheck.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file may say, and what holds where none says anything."""

    path: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source_lang: str | None = None
    house: str | None = None
    fail_on: str = "major"
    fixes: str | None = None
    format: str | None = None
    languagetool: str = "auto"
    languagetool_url: str | None = None
    encoding: str | None = None
    rules: tuple[str, ...] = ()
    drafts: bool = False


_LISTS = ("select", "ignore", "rules")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "fail-on": ("never", *(severity.name.lower() for severity in Severity)),
    "fixes": tuple(safety.name.lower() for safety in Safety if safety),
    "languagetool": LANGUAGETOOL_MODES,
}


def find(folder: Path) -> Config:
    """The configuration that holds in `folder`. Raises ConfigError for a file that is wrong."""
    for place in (folder, *folder.parents):
        for name in _FILES:
            path = place / name
            if path.is_file():
                found = _read(path)
                if found is not None:
                    return found
    return Config()


def load(path: Path) -> Config:
    """The configuration of one file that must have one. Raises ConfigError."""
    found = _read(path)
    if found is None:
        raise ConfigError(f"{path}: has no [tool.mtcheck] section")
    return found


def _read(path: Path) -> Config | None:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    if path.name == "pyproject.toml" and "tool.mtcheck" not in text and "[tool]" not in text:
        return None  # most projects' file: not worth a parser
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    if path.name == "pyproject.toml":
        section = data.get("tool", {}).get("mtcheck")
        if section is None:
            return None
        return _config(section, path)
    return _config(data, path)


def _config(section: Mapping[str, Any], path: Path) -> Config:
    known = {field.name.replace("_", "-") for field in fields(Config)} - {"path"}
    values: dict[str, Any] = {"path": str(path)}
    for key, value in section.items():
        if key not in known:
            raise ConfigError(f"{path}: unknown key “{key}”{did_you_mean(key, known)}")
        values[key.replace("-", "_")] = _value(key, value, path)
    return Config(**values)


def _value(key: str, value: Any, path: Path) -> Any:
    if key in _LISTS:
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ConfigError(f"{path}: “{key}” should be a list of words")
        if key == "rules":
            return tuple(str(path.parent / word) for word in words)
        return tuple(words)
    if key == "drafts":
        if not isinstance(value, bool):
            raise ConfigError(f"{path}: “{key}” should be true or false")
        return value
    if not isinstance(value, str):
        raise ConfigError(f"{path}: “{key}” should be text")
    choices = _CHOICES.get(key)
    if choices and value not in choices:
        raise ConfigError(f"{path}: “{key}” is “{value}”{did_you_mean(value, choices)}")
    return value
