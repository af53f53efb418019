"""`mtcheck stats`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from mtcheck.cli import _given, _screen
from mtcheck.cli import _options as shared


class Shape(StrEnum):
    table = "table"
    json = "json"
    html = "html"


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("stats")(stats)


def stats(
    paths: shared.Paths,
    format_: Annotated[
        Shape, typer.Option("--format", "-f", help="Bars in the terminal, JSON, or a page with bars.")
    ] = Shape.table,
    top: Annotated[int, typer.Option("--top", min=1, help="Rules and folders that are shown.")] = 25,
    select: shared.Select = None,
    ignore: shared.Ignore = None,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    languagetool: shared.LanguageTool = None,
    languagetool_url: shared.LanguageToolUrl = None,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    stdin_filename: shared.StdinFilename = "stdin.txt",
    jobs: shared.Jobs = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
) -> None:
    """Count what is found in a corpus: by rule, by source language, by folder.

    Exit code 0: counted. 2: something could not be checked. 130: stopped.
    """
    from mtcheck.cli import _run
    from mtcheck.score import plots, tally

    settings = _given.run_settings(config)
    checked = _run.check(
        shared.given(
            config=config,
            select=select,
            ignore=ignore,
            source_lang=source_lang,
            house=house,
            languagetool=languagetool,
            languagetool_url=languagetool_url,
            drafts=drafts,
            rules=rules,
            encoding=encoding,
            fail_on=shared.FailOn.never,
        ),
        _run.Wanted(paths, stdin_filename, jobs=jobs or settings.jobs, cache=settings.cache and not no_cache),
    )
    found = tally.tally(checked.report.files, checked.report.signature)
    out, _ = _screen.output("never")
    if format_ is Shape.json:
        tally.write_json(found, out)
    else:
        (plots.write_html if format_ is Shape.html else plots.write_terminal)(found, out, top)
    out.flush()
    checked.tell()
    raise typer.Exit(checked.exit_code())
