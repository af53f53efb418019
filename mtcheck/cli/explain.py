"""`mtcheck explain`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli import _options as shared

if TYPE_CHECKING:
    from mtcheck.model import FileReport, Finding


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("explain")(explain)


def explain(
    fingerprint: Annotated[
        str,
        typer.Argument(
            help="The fingerprint of a finding (`check -f json` and `-f html` have it), or its first letters."
        ),
    ],
    paths: shared.Paths,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    stdin_filename: shared.StdinFilename = "stdin.txt",
    config: shared.ConfigFile = None,
) -> None:
    """Say why something was found, and which exceptions of its rule did not apply."""
    from mtcheck.cli import _run
    from mtcheck.errors import ConfigError, MtcheckError

    if not fingerprint:
        raise ConfigError("an empty fingerprint names no finding; `mtcheck check -f json` lists them")
    given = shared.given(
        config=config, source_lang=source_lang, house=house, drafts=drafts, rules=rules, encoding=encoding
    )
    checked = _run.check(given, _run.Wanted(paths, stdin_filename))
    for file in checked.report.files:
        reasons = {id(each.finding): f"{each.reason} ({each.source})" for each in file.suppressed}
        for finding in (*file.findings, *(each.finding for each in file.suppressed)):
            if finding.fingerprint.startswith(fingerprint):
                print("\n".join(_explained(file, finding, reasons.get(id(finding)))))
                raise typer.Exit()
    if checked.report.failures:
        checked.tell()
        raise typer.Exit(checked.exit_code())
    raise MtcheckError(
        f"no finding with the fingerprint “{fingerprint}” in {', '.join(paths)}; `mtcheck check -f json` lists them"
    )


def _explained(file: FileReport, finding: Finding, suppressed: str | None) -> Iterator[str]:
    """The lines about a finding; `suppressed` says why it is not shown, if it is not."""
    from mtcheck.textview import Lines

    line, column = Lines(file.document.text).position(finding.span.start)
    yield f"{file.document.path}:{line}:{column}  “{' '.join(finding.text.split())}”"
    yield f"rule        {finding.rule} ({finding.title})"
    yield f"message     {finding.message}"
    yield f"why         {finding.why}"
    yield f"category    {finding.category}, {finding.severity.name.lower()}, {finding.strength.name.lower()} evidence"
    for fix in finding.fixes:
        yield f"fix         {' | '.join(edit.text for edit in fix.edits)} ({fix.safety.name.lower()})"
    if finding.in_speech:
        yield "speech      stands in direct speech"
    if suppressed is not None:
        yield f"suppressed  {suppressed}"
    yield from (f"related     “{' '.join(related.note.split())}”" for related in finding.related)
    yield from (f"also        {also}" for also in finding.also)
    yield from (f"did not apply  {step}" for step in finding.trace)
    if finding.strength.name == "WEAK":
        probability, language = file.verdict.probability, file.verdict.language or "an unknown language"
        yield f"shown since the text is machine translation with probability {probability:.2f}, from {language}"
