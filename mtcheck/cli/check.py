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
    from mtcheck import reporters
    from mtcheck.cli import _run
    from mtcheck.errors import ConfigError
    from mtcheck.model import Safety

    if since is not None and staged:
        raise ConfigError("--since and --staged: one of them")
    settings = shared.run_settings(config)
    out, colored = shared.output(color)
    reporter = reporters.reporter(format_ or settings.format or ("terminal" if out.isatty() else "diff"))
    files = shared.outputs(output)
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
    wanted = _run.Wanted(
        paths, stdin_filename, exclude_named, since, staged, jobs or settings.jobs, settings.cache and not no_cache
    )
    checked = _run.check(given, wanted)
    least = shared.least_safety(fixes, settings.fixes, Safety.UNSAFE)
    for file in files:
        file.write(checked.report, reporters.Style(fixes=least))
    reporter.write(checked.report, out, reporters.Style(_run.width(out), colored, least))
    out.flush()
    checked.tell()
    raise typer.Exit(checked.exit_code(fail_on_verdict))
