"""`mtcheck score`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mtcheck.cli import _given, _screen
from mtcheck.cli import _options as shared


class Shape(StrEnum):
    table = "table"
    json = "json"


class Repeats(StrEnum):
    each = "each"
    once = "once"


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("score")(score)


def score(
    paths: shared.Paths,
    format_: Annotated[Shape, typer.Option("--format", "-f", help="A table for a person, or JSON.")] = Shape.table,
    min_score: Annotated[
        float | None, typer.Option("--min-score", help="Least MQM score of each text.", show_default="95")
    ] = None,
    most: Annotated[
        list[str] | None,
        typer.Option(
            "--max",
            metavar="SEVERITY=N[/WORDS]",
            help="Most errors of each text, such as critical=0,major=2/1000; may be repeated.",
            show_default="critical=0,major=1/500",
        ),
    ] = None,
    no_gate: Annotated[bool, typer.Option("--no-gate", help="No gate but those named here.")] = False,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weights",
            metavar="SEVERITY=POINTS",
            help="Penalty points, such as minor=0.5,critical=10.",
            show_default="neutral=0,minor=1,major=5,critical=25",
        ),
    ] = None,
    repeats: Annotated[
        Repeats, typer.Option("--repeats", help="Whether a term that is wrong in the same way again counts again.")
    ] = Repeats.each,
    trial: Annotated[bool, typer.Option("--trial", help="Findings of rules on trial count as well.")] = False,
    marked: Annotated[
        Path | None,
        typer.Option(
            "--marked",
            metavar="JSONL",
            help="Errors that a person marked in the one text, to be scored beside the findings.",
            show_default=False,
        ),
    ] = None,
    readability: Annotated[
        bool, typer.Option("--readability/--no-readability", help="Flesch, grade and length of sentences.")
    ] = True,
    min_flesch: Annotated[
        float | None, typer.Option("--min-flesch", help="Least Flesch reading ease of each text.", show_default=False)
    ] = None,
    max_grade: Annotated[
        float | None, typer.Option("--max-grade", help="Highest Flesch-Kincaid grade.", show_default=False)
    ] = None,
    max_sentence: Annotated[
        float | None, typer.Option("--max-sentence", help="Most words in a sentence, on average.", show_default=False)
    ] = None,
    select: shared.Select = None,
    ignore: shared.Ignore = None,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    languagetool: shared.LanguageTool = None,
    languagetool_url: shared.LanguageToolUrl = None,
    rules: shared.RuleFolders = None,
    encoding: shared.Encoding = None,
    stdin_filename: shared.StdinFilename = "stdin.txt",
    jobs: shared.Jobs = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
) -> None:
    """Score texts by MQM's linear model from what was found in them, and say which pass the gate.

    Exit code 0: all pass. 1: a text fails a gate. 2: something could not be checked. 130: stopped.
    """
    from mtcheck.cli import _run
    from mtcheck.errors import ConfigError
    from mtcheck.score import gates, mqm, sheet

    usual = gates.Gates(None, ()) if no_gate else gates.Gates()
    limits = gates.Gates(
        usual.least_score if min_score is None else min_score,
        gates.most(shared.words(most)) or usual.most,
        min_flesch,
        max_grade,
        max_sentence,
    )
    model = mqm.Model(mqm.weights(shared.words(weights)), repeats.value)
    errors = mqm.marked(marked) if marked is not None else None
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
            rules=rules,
            encoding=encoding,
            fail_on=shared.FailOn.never,
        ),
        _run.Wanted(paths, stdin_filename, jobs=jobs or settings.jobs, cache=settings.cache and not no_cache),
    )
    if errors is not None and len(checked.report.files) != 1:
        raise ConfigError(f"--marked: the marks belong to one text; {len(checked.report.files):,} were read")
    asked = sheet.Asked(model, limits, trial, readability)
    found = sheet.sheet(checked.report.files, asked, checked.report.signature, errors)
    out, _ = _screen.output("never")
    (sheet.write_json if format_ is Shape.json else sheet.write_table)(found, out)
    out.flush()
    checked.tell()
    raise typer.Exit(checked.exit_code() or int(found.fails))
