"""`mtcheck check`."""

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
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FORMAT=FILE",
            help="Write a report to a file as well, such as sarif=mtcheck.sarif; may be repeated.",
            show_default=False,
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
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="REV",
            help="Only findings on lines that changed since the branch left this commit of git.",
            show_default=False,
        ),
    ] = None,
    staged: Annotated[
        bool, typer.Option("--staged", help="Only findings on lines that are staged in git, as they are staged.")
    ] = False,
    baseline: shared.BaselineFile = None,
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
    exclude_named: shared.ExcludeNamed = False,
    jobs: shared.Jobs = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
) -> None:
    """Mark, explain and correct what a translation engine left behind.

    Exit code 0: nothing at or above --fail-on. 1: findings. 2: something could not be checked. 130: stopped.
    """
    from mtcheck.cli import _check
    from mtcheck.cli._run import Wanted

    given = shared.given(
        config=config,
        select=select,
        ignore=ignore,
        source_lang=source_lang,
        house=house,
        drafts=drafts,
        languagetool=languagetool,
        languagetool_url=languagetool_url,
        rules=rules,
        encoding=encoding,
        fail_on=fail_on,
        baseline=baseline,
    )
    wanted = Wanted(paths, stdin_filename, exclude_named, since, staged, jobs, not no_cache)
    shown = _check.Shown(format_, tuple(output or ()), fixes.value if fixes else None, color.value, fail_on_verdict)
    raise typer.Exit(_check.check(given, wanted, shown))
