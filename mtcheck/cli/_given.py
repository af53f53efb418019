"""What the command line says of a check."""

from pathlib import Path
from typing import NamedTuple


class Given(NamedTuple):
    """What the command line says; what it leaves open, the configuration of each file decides. Plain data, so that another
    process can have it. `decisions` are the sources that may suppress: marks, accepted, baseline. Without `merged`, findings
    that overlap stay apart."""

    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source_lang: str | None = None
    house: str | None = None
    drafts: bool = False
    languagetool: str | None = None
    languagetool_url: str | None = None
    rules: tuple[Path, ...] = ()
    encoding: str | None = None
    fail_on: str | None = None
    baseline: Path | None = None
    decisions: tuple[str, ...] = ("marks", "accepted", "baseline")
    merged: bool = True
