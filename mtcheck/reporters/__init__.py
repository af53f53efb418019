"""One file per output format: Report -> text. A file here *is* the format: the package is scanned, nothing is registered.

A reporter module has `write(report, out, style)`. Its name is the format's, with `_` for `-`. Reporters never import each
other; what they share stands in modules whose names begin with an underscore. Failures are part of a report: formats that
have a place for them carry them, and the command prints them on standard error as well.
"""

import importlib
from functools import cache
from typing import NamedTuple, Protocol, TextIO

from mtcheck.errors import ConfigError, did_you_mean
from mtcheck.model import Report, Safety
from mtcheck.scan import public_modules


class Style(NamedTuple):
    """How a report is to look; a format takes what it has a use for.

    `width` is the terminal's, in columns; `fixes` is the least safety of the fixes that a diff makes; `show_why` adds each
    rule's reason where a format shows it only on request.
    """

    width: int = 80
    color: bool = False
    fixes: Safety = Safety.UNSAFE
    show_why: bool = False


class Reporter(Protocol):
    """What every module of this package offers."""

    def write(self, report: Report, out: TextIO, style: Style) -> None: ...


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, from the file names of this package."""
    return tuple(name.replace("_", "-") for name in public_modules(__path__))


def reporter(name: str) -> Reporter:
    """The reporter of a format, imported on first use. Raises ConfigError for a format without a file."""
    if name not in formats():
        raise ConfigError(f"there is no format “{name}”{did_you_mean(name, formats())}")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
