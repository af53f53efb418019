"""Other checkers that are installed, as commands that check a folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

_VALE = "MinAlertLevel = suggestion\n[*.txt]\nBasedOnStyles = Vale\nVale.Spelling = NO\n"


class Peer(NamedTuple):
    """A checker: its name, its command (None where it is not installed), how many times faster mtcheck has to be."""

    name: str
    command: list[str] | None
    bar: float


def peers(folder: Path) -> list[Peer]:
    """proselint and Vale without its spelling; `folder` takes their configuration."""
    configuration = folder / "vale.ini"
    configuration.write_text(_VALE, "utf-8")
    proselint, vale = shutil.which("proselint"), shutil.which("vale")
    return [
        Peer("proselint", [proselint, "check", "."] if proselint else None, 4.0),
        Peer(
            "Vale without spelling",
            [vale, "--no-exit", "--output", "line", "--config", str(configuration), "."] if vale else None,
            5.0,
        ),
    ]
