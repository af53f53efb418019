"""What the command line says of a check, and what the configuration of the run adds to it."""

from pathlib import Path
from typing import NamedTuple

from mtcheck.config import Config, Configs
from mtcheck.model import Safety


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


def run_settings(config: Path | None) -> Config:
    """What a configuration says of the run as a whole: that of --config, or of the current folder."""
    return Configs(config).here()


def least_safety(given: str | None, configured: str | None, default: Safety) -> Safety:
    """The least safety of fixes to apply."""
    name = given or configured
    return Safety[name.upper()] if name else default
