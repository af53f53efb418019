"""`mtcheck fix`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from mtcheck.cli import _given, _screen
from mtcheck.cli import _options as shared

_FINGERPRINT = re.compile("[0-9a-f]{12}")


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("fix")(fix)


def fix(
    paths: shared.Paths,
    diff: Annotated[bool, typer.Option("--diff", help="Show the edits (what happens without --write).")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the edits to the files.")] = False,
    fixes: Annotated[
        shared.Fixes | None,
        typer.Option(
            "--fixes",
            help="safe: right every time; unsafe: those that want an editor's eye as well.",
            show_default="safe",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only this rule or this fingerprint; may be repeated.", show_default=False),
    ] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask for each edit, then write those that were said yes to.")
    ] = False,
    select: shared.Select = None,
    ignore: shared.Ignore = None,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    baseline: shared.BaselineFile = None,
    color: shared.Colors = shared.Color.auto,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    stdin_filename: shared.StdinFilename = "stdin.txt",
    exclude_named: shared.ExcludeNamed = False,
    config: shared.ConfigFile = None,
) -> None:
    """Correct stories: show the edits as a diff, or write them.

    Without --write or --interactive nothing is written; --write repeats until nothing is left to fix. Standard input (-)
    with --write goes to standard output. Exit code 0: done. 2: something could not be read or written.
    """
    from mtcheck import discover, reporters
    from mtcheck import fixes as fixing
    from mtcheck.cli import _fixing, _run
    from mtcheck.cli._desk import Desk
    from mtcheck.errors import ConfigError, FixError
    from mtcheck.model import Failure, Safety

    if diff and (write or interactive):
        raise ConfigError(f"--diff and {'--write' if write else '--interactive'}: one of them")
    settings = _given.run_settings(config)
    given = shared.given(
        config=config,
        select=select,
        ignore=ignore,
        source_lang=source_lang,
        house=house,
        drafts=drafts,
        rules=rules,
        encoding=encoding,
        baseline=baseline,
    )
    desk = Desk(given)
    least = _given.least_safety(
        fixes.value if fixes else None, settings.fixes, Safety.UNSAFE if interactive else Safety.SAFE
    )
    found = discover.discover([path for path in paths if path != "-"], exclude_named=exclude_named)
    texts = _run.texts(found, _run.Wanted(paths, stdin_filename))
    failures = _run.prepare(desk, [text.path for text in texts])
    desk.know([name for name in only or () if not _FINGERPRINT.fullmatch(name)])
    reasons = [failure.reason for failure in (*desk.failures, *failures, *found.failures)]
    out, colored = _screen.output(color.value)

    def stories() -> Iterator[_fixing.Story]:
        for each in _fixing.stories(desk, texts, tuple(only or ())):
            if isinstance(each, Failure):
                reasons.append(each.reason)
            else:
                yield each

    if diff or not (write or interactive):
        report, failed = _fixing.diff(stories(), least)
        reasons += (failure.reason for failure in failed)
        reporters.reporter("diff").write(report, out, reporters.Style(_screen.width(out), colored, least))
    else:
        for story in stories():
            document = story.document
            try:
                chosen = _fixing.ask(story, least, sys.stderr) if interactive else None
                text, count = _fixing.fixed(story, least, chosen)
                if document.path == stdin_filename and "-" in paths:
                    out.write(document.bom.decode(document.encoding, "ignore") + text)
                    continue
                if count:
                    fixing.save(document, text)
                print(f"{document.path}: {count} {'edit' if count == 1 else 'edits'} written", file=out)
            except FixError as error:
                reasons.append(str(error))
    out.flush()
    for reason in reasons:
        print(f"mtcheck: {reason}", file=sys.stderr)
    raise typer.Exit(2 if reasons else 0)
