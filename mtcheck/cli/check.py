"""`mtcheck check`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mtcheck.cli import _options as shared


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("check")(check)


def check(
    paths: shared.Paths,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="terminal, diff, concise, json, sarif, html, …; `-f help` names them all.",
            show_default="terminal, or diff in a pipe",
        ),
    ] = None,
    fail_on: Annotated[
        shared.FailOn | None, typer.Option("--fail-on", help="Exit code 1 from this severity on.", show_default="major")
    ] = None,
    fail_on_verdict: Annotated[
        float | None,
        typer.Option(
            "--fail-on-verdict",
            min=0.0,
            max=1.0,
            help="Exit code 1 for a story that is raw machine translation with at least this probability.",
            show_default=False,
        ),
    ] = None,
    select: shared.Select = None,
    ignore: shared.Ignore = None,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    fixes: Annotated[
        shared.Fixes | None, typer.Option("--fixes", help="Fixes that the diff shows.", show_default="unsafe")
    ] = None,
    color: shared.Colors = shared.Color.auto,
    languagetool: shared.LanguageTool = None,
    languagetool_url: shared.LanguageToolUrl = None,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    stdin_filename: shared.StdinFilename = "stdin.txt",
    config: shared.ConfigFile = None,
) -> None:
    """Mark, explain and correct what a translation engine left behind.

    Exit code 0: nothing at or above --fail-on. 1: findings. 2: something could not be checked.
    """
    from mtcheck import reporters
    from mtcheck.cli import _run
    from mtcheck.model import Safety

    settings = shared.configuration(config)
    asked = shared.options(
        settings,
        select=select,
        ignore=ignore,
        source_lang=source_lang,
        house=house,
        drafts=drafts,
        languagetool=languagetool,
        languagetool_url=languagetool_url,
    )
    out, colored = shared.output(color)
    name = format_ or settings.format or ("terminal" if out.isatty() else "diff")
    reporter = _run.reporter(name)
    report = _run.report(paths, asked, shared.folders(settings, rules), encoding or settings.encoding, stdin_filename)
    style = reporters.Style(
        width=_run.width(out), color=colored, fixes=shared.least_safety(fixes, settings.fixes, Safety.UNSAFE)
    )
    reporter.write(report, out, style)
    out.flush()
    for failure in report.failures:
        print(f"mtcheck: {failure.reason}", file=sys.stderr)
    raise typer.Exit(_run.exit_code(report, shared.fails_at(fail_on, settings), fail_on_verdict))
