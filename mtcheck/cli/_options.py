"""Options that several commands share, and how they and the configuration become a checker."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from mtcheck import config
from mtcheck.errors import ConfigError, did_you_mean
from mtcheck.model import Options, Safety, Severity


class FailOn(StrEnum):
    never = "never"
    neutral = "neutral"
    minor = "minor"
    major = "major"
    critical = "critical"


class Fixes(StrEnum):
    safe = "safe"
    unsafe = "unsafe"


class Color(StrEnum):
    auto = "auto"
    always = "always"
    never = "never"


class House(StrEnum):
    ap = "ap"
    reuters = "reuters"
    afp = "afp"
    guardian = "guardian"
    bbc = "bbc"


class Mode(StrEnum):
    required = "required"
    auto = "auto"
    off = "off"


Paths = Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for standard input.", show_default=False)]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        help="Only these rules: an id or the beginning of ids; repeat or part by commas.",
        show_default=False,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", help="Not these rules; a longer name in --select wins.", show_default=False),
]
SourceLang = Annotated[
    str | None,
    typer.Option(
        "--source-lang",
        help="The language the text was translated from, such as fr: its weak rules speak.",
        show_default=False,
    ),
]
HouseStyle = Annotated[
    House | None, typer.Option("--house", help="House style of names, dates and spellings.", show_default=False)
]
Colors = Annotated[Color, typer.Option("--color", help="Colours in the terminal.")]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", help="Encoding of files without a byte order mark (default: UTF-8).", show_default=False
    ),
]
RuleFolders = Annotated[
    list[Path] | None,
    typer.Option("--rules", help="A further folder of rule files; may be repeated.", show_default=False),
]
Drafts = Annotated[bool, typer.Option("--drafts", help="Run draft rules as well.")]
StdinFilename = Annotated[
    str, typer.Option("--stdin-filename", help="What standard input is called; its suffix decides the format.")
]
LanguageTool = Annotated[
    Mode | None,
    typer.Option(
        "--languagetool",
        help="required: exit code 2 without it; auto: use it where it is installed; off.",
        show_default="auto",
    ),
]
LanguageToolUrl = Annotated[
    str | None,
    typer.Option("--languagetool-url", help="A LanguageTool server that is already there.", show_default=False),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="The configuration file (default: the nearest mtcheck.toml or pyproject.toml).",
        show_default=False,
    ),
]


def configuration(path: Path | None) -> config.Config:
    """The configuration of `path`, or the nearest one."""
    return config.load(path) if path is not None else config.find(Path.cwd())


def words(given: list[str] | None, configured: tuple[str, ...]) -> tuple[str, ...]:
    """A repeatable option, with commas as repetition; the configuration holds where nothing was given."""
    if not given:
        return configured
    return tuple(word.strip() for part in given for word in part.split(",") if word.strip())


def options(
    settings: config.Config,
    *,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    source_lang: str | None = None,
    house: House | None = None,
    drafts: bool = False,
    languagetool: Mode | None = None,
    languagetool_url: str | None = None,
) -> Options:
    """What the user asked of a check: options first, then the configuration."""
    return Options(
        source_lang=source_lang or settings.source_lang,
        house=house.value if house else settings.house,
        select=words(select, settings.select),
        ignore=words(ignore, settings.ignore),
        drafts=drafts or settings.drafts,
    )


def folders(settings: config.Config, given: list[Path] | None) -> tuple[Path, ...]:
    """Further rule folders, of the options or else of the configuration. Raises ConfigError for one that is not there."""
    found = tuple(given) if given else tuple(Path(folder) for folder in settings.rules)
    for folder in found:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: no such rule folder")
    return found


def known_rules(asked: Options, ids: tuple[str, ...]) -> None:
    """Raises ConfigError for a name in --select or --ignore, or a source language, that no rule has."""
    for name in (*asked.select, *asked.ignore):
        if name != "all" and not any(each == name or each.startswith(name + ".") for each in ids):
            starts = set(ids) | {each.rpartition(".")[0] for each in ids} | {each.partition(".")[0] for each in ids}
            raise ConfigError(
                f"no rule is named “{name}”{did_you_mean(name, starts - {''})}; `mtcheck rules list` shows all"
            )


def output(color: Color) -> tuple[TextIO, bool]:
    """Standard output, made safe for any text, and whether it is coloured."""
    stream = sys.stdout
    terminal = stream.isatty()
    if hasattr(stream, "reconfigure"):
        if terminal:
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="surrogateescape", newline="")
    if color is Color.auto:
        return stream, terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return stream, color is Color.always


def least_safety(given: Fixes | None, configured: str | None, default: Safety) -> Safety:
    """The least safety of fixes to apply."""
    name = given.value if given else configured
    return Safety[name.upper()] if name else default


def fails_at(given: FailOn | None, settings: config.Config) -> Severity | None:
    """The severity from which findings make exit code 1, or None for never."""
    name = given.value if given else settings.fail_on
    return None if name == "never" else Severity[name.upper()]
