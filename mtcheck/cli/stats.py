"""`mtcheck stats`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from mtcheck.cli import _options as shared


class Shape(StrEnum):
    table = "table"
    json = "json"


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("stats")(stats)


def stats(
    paths: shared.Paths,
    format_: Annotated[Shape, typer.Option("--format", "-f", help="A table for a person, or JSON.")] = Shape.table,
    top: Annotated[int, typer.Option("--top", min=1, help="Rules and folders that the table shows.")] = 25,
    select: shared.Select = None,
    ignore: shared.Ignore = None,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
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
    from mtcheck.score import tally

    settings = shared.run_settings(config)
    checked = _run.check(
        shared.given(
            config=config,
            select=select,
            ignore=ignore,
            source_lang=source_lang,
            house=house,
            drafts=drafts,
            rules=rules,
            encoding=encoding,
            fail_on=shared.FailOn.never,
        ),
        _run.Wanted(paths, stdin_filename, jobs=jobs or settings.jobs, cache=settings.cache and not no_cache),
    )
    found = tally.tally(checked.report.files, checked.report.signature)
    out, _ = shared.output(shared.Color.never)
    if format_ is Shape.json:
        tally.write_json(found, out)
    else:
        tally.write_table(found, out, top)
    out.flush()
    checked.tell()
    raise typer.Exit(checked.exit_code())
