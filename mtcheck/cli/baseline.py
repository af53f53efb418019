"""`mtcheck baseline`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli import _given
from mtcheck.cli import _options as shared

if TYPE_CHECKING:
    from mtcheck.cli._run import Run
    from mtcheck.suppress.baseline import Counts, Known


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("baseline")(baseline)


def baseline(
    paths: shared.Paths,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="The file to write.",
            show_default="the configured one, or .mtcheck-baseline.json beside the configuration",
        ),
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Only take out what is gone; add nothing.")] = False,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    languagetool: shared.LanguageTool = None,
    languagetool_url: shared.LanguageToolUrl = None,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    jobs: shared.Jobs = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
) -> None:
    """Take down what there is now, so that `check` shows only what is new.

    Of files that were not named, what the file says stays, as long as they are there. Exit code 0: written. 2: something could
    not be checked; what the baseline says of it stays.
    """
    from mtcheck.cli import _run
    from mtcheck.cli._outputs import written
    from mtcheck.suppress import baseline as baselines

    settings = _given.run_settings(config)
    path = output.absolute() if output is not None else _place(config, settings.baseline)
    before = baselines.read(path) if path.exists() else {}
    asked = shared.given(
        config=config,
        source_lang=source_lang,
        house=house,
        languagetool=languagetool,
        languagetool_url=languagetool_url,
        rules=rules,
        drafts=drafts,
        encoding=encoding,
        fail_on=shared.FailOn.never,
        baseline=path if before else None,
        decisions=("marks", "accepted", *(["baseline"] if prune and before else [])),
        merged=False,
    )
    wanted = _run.Wanted(paths, jobs=jobs or settings.jobs, cache=settings.cache and not no_cache)
    checked = _run.check(asked, wanted)
    after = _after(checked, path, before, prune)
    number = sum(known.times for file in after.values() for known in file.values())
    with written(str(path)) as stream:
        stream.write(baselines.rendered(after).encode("utf-8"))
    print(
        f"{path}: {number:,} {'finding' if number == 1 else 'findings'} in {len(after):,} {'file' if len(after) == 1 else 'files'}"
    )
    if settings.baseline is None or not os.path.samefile(settings.baseline, path):
        name = os.path.relpath(path, os.path.dirname(settings.path)) if settings.path else path.name
        print(f'to use it: baseline = "{name}" in the configuration, or check --baseline {os.path.relpath(path)}')
    checked.tell()
    raise typer.Exit(checked.exit_code())


def _place(config: Path | None, configured: str | None) -> Path:
    from mtcheck.config import Configs
    from mtcheck.suppress.baseline import FILE_NAME

    return Path(configured or os.path.join(Configs(config).home("any"), FILE_NAME))


def _after(checked: Run, path: Path, before: Counts, prune: bool) -> Counts:
    """What the baseline is to say. A file that was not checked, or only in part, keeps what it had."""
    from mtcheck.suppress import baseline as baselines

    failed = {baselines.key_of(path, failure.subject) for failure in checked.report.failures if failure.subject}
    counts: dict[str, dict[str, Known]] = {}
    for file in checked.report.files:
        key = baselines.key_of(path, file.document.path)
        known = (each.finding for each in file.suppressed if each.source.startswith("baseline"))
        now = baselines.counted(known if prune else file.findings)
        counts[key] = {**before.get(key, {}), **now} if key in failed else now
    for key, old in before.items():
        if key not in counts and os.path.exists(os.path.join(path.parent, key)):
            counts[key] = dict(old)
    return {key: each for key, each in counts.items() if each}
