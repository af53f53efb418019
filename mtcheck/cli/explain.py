"""`mtcheck explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from mtcheck.cli import _options as shared


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
    from mtcheck.errors import MtcheckError
    from mtcheck.textview import Lines

    given = shared.given(
        config=config, source_lang=source_lang, house=house, drafts=drafts, rules=rules, encoding=encoding
    )
    checked = _run.check(given, _run.Wanted(paths, stdin_filename))
    for file in checked.report.files:
        reasons = {id(each.finding): f"{each.reason} ({each.source})" for each in file.suppressed}
        for finding in (*file.findings, *(each.finding for each in file.suppressed)):
            if not finding.fingerprint.startswith(fingerprint):
                continue
            line, column = Lines(file.document.text).position(finding.span.start)
            print(f"{file.document.path}:{line}:{column}  “{' '.join(finding.text.split())}”")
            print(f"rule        {finding.rule} ({finding.title})")
            print(f"message     {finding.message}")
            print(f"why         {finding.why}")
            print(
                f"category    {finding.category}, {finding.severity.name.lower()}, {finding.strength.name.lower()} evidence"
            )
            for fix in finding.fixes:
                print(f"fix         {' | '.join(edit.text for edit in fix.edits)} ({fix.safety.name.lower()})")
            if finding.in_speech:
                print("speech      stands in direct speech")
            if id(finding) in reasons:
                print(f"suppressed  {reasons[id(finding)]}")
            for related in finding.related:
                print(f"related     “{' '.join(related.note.split())}”")
            for also in finding.also:
                print(f"also        {also}")
            for step in finding.trace:
                print(f"did not apply  {step}")
            if finding.strength.name == "WEAK":
                verdict = file.verdict
                print(
                    f"shown since the text is machine translation with probability {verdict.probability:.2f}, from {verdict.language or 'an unknown language'}"
                )
            raise typer.Exit()
    if checked.report.failures:
        checked.tell()
        raise typer.Exit(checked.exit_code())
    raise MtcheckError(
        f"no finding with the fingerprint “{fingerprint}” in {', '.join(paths)}; `mtcheck check -f json` lists them"
    )
