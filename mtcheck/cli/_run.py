"""What the commands that check have in common: from names on the command line to a report and its exit code."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from mtcheck import discover, inputs, reporters
from mtcheck.cli import _options as shared
from mtcheck.engine import Checker
from mtcheck.errors import InputError
from mtcheck.model import Document, Failure, Options, Report, Severity, Status
from mtcheck.rulefile.compiled import load_ruleset


def checker(asked: Options, folders: Sequence[Path]) -> Checker:
    """A checker with the shipped rules and those of `folders`. Raises ConfigError for unknown rule names."""
    ruleset = load_ruleset(folders)
    shared.known_rules(asked, tuple(rule.id for rule in ruleset.rules))
    return Checker(ruleset, asked)


def documents(
    paths: Sequence[str], encoding: str | None, stdin_filename: str
) -> tuple[list[Document], list[Failure], int]:
    """The documents that were named, what could not be read, and how many files were passed over."""
    found: list[Document] = []
    failures: list[Failure] = []
    if "-" in paths:
        try:
            found.append(inputs.read(stdin_filename, sys.stdin.buffer.read(), encoding=encoding))
        except InputError as error:
            failures.append(Failure("input", stdin_filename, str(error)))
    discovered = discover.discover([path for path in paths if path != "-"])
    for each in discover.read_all(discovered, encoding=encoding):
        if isinstance(each, Failure):
            failures.append(each)
        else:
            found.append(each)
    return found, failures, discovered.skipped


def report(
    paths: Sequence[str], asked: Options, folders: Sequence[Path], encoding: str | None, stdin_filename: str
) -> Report:
    """The report of all that `paths` name."""
    made = checker(asked, folders)
    found, failures, skipped = documents(paths, encoding, stdin_filename)
    return made.check_all(found, failures, skipped)


def reporter(name: str) -> reporters.Reporter:
    """The reporter of a format. Raises ConfigError for a format without a file."""
    return reporters.reporter(name)


def width(out: TextIO) -> int:
    """Columns of the terminal, 100 elsewhere."""
    return shutil.get_terminal_size((100, 24)).columns if out.isatty() else 100


def exit_code(found: Report, fails_at: Severity | None, verdict: float | None = None) -> int:
    """0 clean, 1 findings of stable rules at or above `fails_at` or a verdict of at least `verdict`, 2 if anything could
    not be checked (2 wins)."""
    if found.failures:
        return 2
    if verdict is not None and any(file.verdict.probability >= verdict for file in found.files):
        return 1
    if fails_at is None:
        return 0
    counted = (
        finding.severity >= fails_at and finding.status is Status.STABLE
        for file in found.files
        for finding in file.findings
    )
    return 1 if any(counted) else 0
