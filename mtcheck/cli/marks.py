"""`mtcheck marks`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli import _options as shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.model import Document, Span


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("marks")(marks)


def marks(
    paths: shared.Paths,
    prune: Annotated[bool, typer.Option("--prune", help="Take them out of the files.")] = False,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    config: shared.ConfigFile = None,
) -> None:
    """Name marks in comments that decide nothing any more, or take them out.

    A mark for a rule that did not run stays, and nothing but the comment is touched. Exit code 0: done. 2: something could not
    be read or written.
    """
    from mtcheck import discover
    from mtcheck.cli import _fixing, _run
    from mtcheck.cli._desk import Desk
    from mtcheck.errors import FixError
    from mtcheck.model import Failure

    asked = shared.given(
        config=config, source_lang=source_lang, house=house, rules=rules, drafts=drafts, encoding=encoding, decisions=()
    )
    desk = Desk(asked)
    found = discover.discover(paths)
    failures = [*_run.prepare(desk, [text.path for text in found.texts]), *found.failures]
    failures[:0] = desk.failures
    reasons = [failure.reason for failure in failures]
    for story in _fixing.stories(desk, found.texts, ()):
        if isinstance(story, Failure):
            reasons.append(story.reason)
            continue
        useless, failed = story.useless_marks()
        reasons += (failure.reason for failure in failed)
        try:
            _tell(story.document, useless, prune)
        except FixError as error:
            reasons.append(str(error))
    for reason in reasons:
        print(f"mtcheck: {reason}", file=sys.stderr)
    raise typer.Exit(2 if reasons else 0)


def _tell(document: Document, useless: Iterable[Span], prune: bool) -> None:
    """Names the comments that can be taken out, and does it if asked to. Raises FixError if the file can't be written."""
    from mtcheck import fixes
    from mtcheck.suppress import pruning
    from mtcheck.textview import Lines

    text, taken = pruning.without(document, useless)
    if prune and taken:
        fixes.save(document, text)
    lines = Lines(document.text)
    for span in taken:
        words = " ".join(document.text[span.start : span.end].split())
        print(f"{document.path}:{lines.position(span.start)[0]}: {'taken out: ' if prune else ''}{words}")
