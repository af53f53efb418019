"""Reports in files: `--output FORMAT=FILE`, each written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from mtcheck import reporters
from mtcheck.errors import ConfigError, MtcheckError
from mtcheck.model import Report


class Output(NamedTuple):
    """A format and the file that it goes to."""

    reporter: reporters.Reporter
    path: str

    def write(self, report: Report, style: reporters.Style) -> None:
        """Writes a report to the file, in UTF-8. Raises MtcheckError."""
        with replacing(self.path) as stream:
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
def replacing(path: str) -> Iterator[BinaryIO]:
    """A stream that becomes the file `path` when all went well; a link stays one, and permissions stay. Raises MtcheckError."""
    target = os.path.realpath(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=f".{os.path.basename(target)}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            os.chmod(temporary, _mode(target))
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise MtcheckError(f"{path}: cannot be written ({error.strerror or error})") from error


def _mode(path: str) -> int:
    """The permissions of the file that is there, or those of a new one."""
    try:
        return os.stat(path).st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
