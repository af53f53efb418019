"""Reports in files: `--output FORMAT=FILE`, each written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from mtcheck import reporters
from mtcheck.errors import ConfigError, MtcheckError
from mtcheck.model import Report
from mtcheck.replacing import replacing


class Output(NamedTuple):
    """A format and the file that it goes to."""

    reporter: reporters.Reporter
    path: str

    def write(self, report: Report, style: reporters.Style) -> None:
        """Writes a report to the file, in UTF-8. Raises MtcheckError."""
        with written(self.path) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogateescape", newline="")
            self.reporter.write(report, text, style)
            text.flush()
            text.detach()


def outputs(given: Sequence[str]) -> list[Output]:
    """What `--output` asks for. Raises ConfigError for an unknown format, and for a place where no file can be."""
    found: list[Output] = []
    for each in given:
        name, _, path = each.partition("=")
        if not path or not name:
            raise ConfigError(f"--output {each}: should be FORMAT=FILE, for example sarif=mtcheck.sarif")
        reporter = reporters.reporter(name)
        folder = os.path.dirname(path) or "."
        if os.path.isdir(path):
            raise ConfigError(f"--output {each}: {path} is a folder")
        if not os.path.isdir(folder):
            raise ConfigError(f"--output {each}: there is no folder {folder}")
        if any(os.path.abspath(path) == os.path.abspath(other.path) for other in found):
            raise ConfigError(f"--output {each}: two formats can't go to one file")
        found.append(Output(reporter, path))
    return found


@contextlib.contextmanager
def written(path: str) -> Iterator[BinaryIO]:
    """A stream that becomes the file `path` when all went well. Raises MtcheckError."""
    try:
        with replacing(path) as stream:
            yield stream
    except OSError as error:
        raise MtcheckError(f"{path}: cannot be written ({error.strerror or error})") from error
