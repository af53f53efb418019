"""Options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mtcheck.cli._given import Given


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
    custom = "custom"


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
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        help="Processes to check with.",
        show_default="one for each core, or 1 for little text",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Check unchanged files again, and keep nothing of them.")]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline", help="Show only what is not in this file; `mtcheck baseline` writes it.", show_default=False
    ),
]
ExcludeNamed = Annotated[
    bool,
    typer.Option(
        "--force-exclude", help="Leave out what .gitignore and .mtcheckignore name, even if it is named here."
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="The configuration file (default: the nearest mtcheck.toml or pyproject.toml).",
        show_default=False,
    ),
]


def given(
    *,
    config: Path | None = None,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    source_lang: str | None = None,
    house: House | None = None,
    drafts: bool = False,
    languagetool: Mode | None = None,
    languagetool_url: str | None = None,
    rules: list[Path] | None = None,
    encoding: str | None = None,
    fail_on: FailOn | None = None,
    baseline: Path | None = None,
    decisions: tuple[str, ...] = ("marks", "accepted", "baseline"),
    merged: bool = True,
) -> Given:
    """What the command line says."""
    return Given(
        config=config,
        select=words(select),
        ignore=words(ignore),
        source_lang=source_lang,
        house=house.value if house else None,
        drafts=drafts,
        languagetool=languagetool.value if languagetool else None,
        languagetool_url=languagetool_url,
        rules=tuple(rules or ()),
        encoding=encoding,
        fail_on=fail_on.value if fail_on else None,
        baseline=baseline,
        decisions=decisions,
        merged=merged,
    )


def words(given: list[str] | None) -> tuple[str, ...]:
    """A repeatable option, with commas as repetition."""
    return tuple(word.strip() for part in given or () for word in part.split(",") if word.strip())
