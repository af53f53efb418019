"""`mtcheck compare`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli import _options as shared
from mtcheck.cli import _screen

if TYPE_CHECKING:
    from mtcheck.cli._desk import Desk
    from mtcheck.discover import Text
    from mtcheck.model import Document, Failure, FileReport


class Shape(StrEnum):
    table = "table"
    json = "json"
    markdown = "markdown"
    html = "html"


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("compare")(compare)


def compare(
    mt: Annotated[str, typer.Argument(metavar="MT", help="Machine output: a file, a folder, or a table of pairs.")],
    edited: Annotated[
        str | None,
        typer.Argument(metavar="[EDITED]", help="Its edited version: a file, or a folder.", show_default=False),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option("--reference", help="An independent translation; may be repeated.", show_default=False),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            metavar="MT,EDITED[,REFERENCE…]",
            help="Columns of a table (.tsv or .jsonl).",
            show_default="mt,edited,reference",
        ),
    ] = None,
    format_: Annotated[Shape, typer.Option("--format", "-f", help="How to show it.")] = Shape.table,
    bootstrap: Annotated[
        int, typer.Option("--bootstrap", min=0, help="Resamples for the confidence intervals; 0 for none.")
    ] = 1000,
    select: shared.Select = None,
    ignore: shared.Ignore = None,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    languagetool: shared.LanguageTool = None,
    languagetool_url: shared.LanguageToolUrl = None,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    config: shared.ConfigFile = None,
) -> None:
    """Measure what editing cost: TER, chrF, BLEU, the edits word by word, and which of them the findings foresaw.

    Exit code 0: compared. 2: something could not be read or checked.
    """
    from mtcheck.cli import _run
    from mtcheck.cli._desk import Desk
    from mtcheck.errors import InputError
    from mtcheck.model import Report
    from mtcheck.score import account, comparison, pairs
    from mtcheck.score.versions import Version

    found = pairs.find(mt, edited, reference or (), shared.words(columns))
    desk = Desk(
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
        )
    )
    failures = _run.prepare(desk, [pair.mt.path for pair in found.pairs])
    failures[:0] = desk.failures
    checked = []
    reports = iter(_reports(desk, [text for pair in found.pairs for text in (pair.mt, pair.edited)], failures))
    for pair, before, after in zip(found.pairs, reports, reports, strict=True):
        others = [_read(desk, text, failures) for text in pair.references]
        references = tuple(Version(each) for each in others if each is not None)
        if before is not None and after is not None and len(references) == len(others):
            checked.append(comparison.Checked(pair.name, before, after, references))
    if not checked:
        raise InputError("; ".join(dict.fromkeys(each.reason for each in failures)) or f"{mt}: nothing to compare")
    signature = " ; ".join(dict.fromkeys(checker.signature for checker in desk.checkers.values()))
    made = comparison.compare(checked, signature, bootstrap)
    out, _ = _screen.output("never")
    writers = {
        Shape.json: account.write_json,
        Shape.markdown: account.write_markdown,
        Shape.html: account.write_html,
        Shape.table: account.write_table,
    }
    writers[format_](made, out)
    out.flush()
    told = _run.Checked(Report((), tuple(failures)), notices=list(found.notices))
    told.tell()
    raise typer.Exit(told.exit_code())


def _reports(desk: Desk, texts: list[Text], failures: list[Failure]) -> list[FileReport | None]:
    """The report of each text, None for one that could not be checked."""
    from mtcheck.cli import _run
    from mtcheck.cli._work import Task, outcomes
    from mtcheck.model import FileReport

    reports: list[FileReport | None] = []
    for batch in _run.batches([Task(text) for text in texts]):
        for outcome in outcomes(desk, batch):
            failures.extend(outcome.failures)
            reports.append(outcome.report if isinstance(outcome.report, FileReport) else None)
    return reports


def _read(desk: Desk, text: Text, failures: list[Failure]) -> Document | None:
    from mtcheck import discover
    from mtcheck.model import Document

    read = discover.read(text, encoding=desk.settings(text.path).encoding)
    if read is None or isinstance(read, Document):
        return read
    failures.append(read)
    return None
