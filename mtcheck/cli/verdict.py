"""`mtcheck verdict`."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from mtcheck.cli import _options as shared
from mtcheck.cli import _screen


class Shape(StrEnum):
    table = "table"
    json = "json"


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("verdict")(verdict)


def verdict(
    paths: shared.Paths,
    format_: Annotated[Shape, typer.Option("--format", "-f", help="A table for a person, or JSON.")] = Shape.table,
    fail_on_verdict: Annotated[
        float | None,
        typer.Option(
            "--fail-on-verdict", min=0.0, max=1.0, help="Exit code 1 from this probability on.", show_default=False
        ),
    ] = None,
    rules: shared.RuleFolders = None,
    encoding: shared.Encoding = None,
    stdin_filename: shared.StdinFilename = "stdin.txt",
    config: shared.ConfigFile = None,
) -> None:
    """Say how likely a story is raw machine translation, from which language, and what speaks for it."""
    from mtcheck.cli import _run

    checked = _run.check(
        shared.given(config=config, rules=rules, encoding=encoding, fail_on=shared.FailOn.never),
        _run.Wanted(paths, stdin_filename),
    )
    report = checked.report
    out, _ = _screen.output("never")
    if format_ is Shape.json:
        files = [
            {
                "path": file.document.path,
                "language": file.verdict.language,
                "probability": round(file.verdict.probability, 4),
                "evidence": [
                    {"rule": each.rule, "weight": each.weight, "text": each.text} for each in file.verdict.evidence
                ],
            }
            for file in report.files
        ]
        json.dump({"version": 1, "signature": report.signature, "files": files}, out, indent=2)
        out.write("\n")
    else:
        for file in report.files:
            found = file.verdict
            out.write(f"{found.probability:6.1%}  {found.language or '-':3}  {file.document.path}\n")
            for each in found.evidence:
                out.write(f"        {each.weight:+5.2f}  {each.rule:40}  {' '.join(each.text.split())[:60]}\n")
    out.flush()
    checked.tell()
    raise typer.Exit(checked.exit_code(fail_on_verdict))
