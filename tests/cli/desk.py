"""What the tests of commands share: a folder with rules of its own, and the program run in it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.cli.test_cases import MTCHECK
from tests.conftest import RULE
from tests.discover import GIT_ENVIRONMENT, place

RULES = (("bus", "red bus", "bus"), ("car", "red car", "car"), ("van", "big red bus", "van"))


def desk(folder: Path, configuration: str = "") -> Path:
    """Rules and a configuration that has nothing but them."""
    for name, phrase, fix in RULES:
        place(folder, f"own/own/{name}.yaml", RULE.format(id=f"own.{name}", phrase=phrase, fix=fix))
    place(folder, "mtcheck.toml", f'rules = ["own"]\nselect = ["own"]\nlanguagetool = "off"\n{configuration}')
    return folder


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the machine's own: its cache, its git configuration, its LanguageTool."""
    return {
        **GIT_ENVIRONMENT,
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "MTCHECK_LANGUAGETOOL": "off",
        "XDG_CACHE_HOME": str(folder.parent / f"{folder.name}-cache"),
    }


def run(folder: Path, *args: str, stdin: bytes = b"", code: int | None = 0) -> subprocess.CompletedProcess[str]:
    """The program run in a folder; its exit code is the one given, if one is."""
    done = subprocess.run(
        [*MTCHECK, *args],
        cwd=folder,
        input=stdin,
        env=environment(folder),
        capture_output=True,
        timeout=120,
        check=False,
    )
    told = subprocess.CompletedProcess(
        done.args,
        done.returncode,
        done.stdout.decode("utf-8", "surrogateescape"),
        done.stderr.decode("utf-8", "surrogateescape"),
    )
    assert code is None or done.returncode == code, (done.returncode, told.stdout, told.stderr)
    return told


def concise(folder: Path, *args: str, code: int | None = None) -> list[str]:
    """The findings of `check`, as `path:line rule`."""
    lines = run(folder, "check", "-f", "concise", *args, code=code).stdout.splitlines()
    return [
        f"{place.rpartition(':')[0]} {rest.split()[1]}" for place, _, rest in (each.partition(": ") for each in lines)
    ]


def report(folder: Path, *args: str, code: int | None = None) -> Any:
    """The report of `check` as JSON."""
    return json.loads(run(folder, "check", "-f", "json", *args, code=code).stdout)


def fingerprints(folder: Path, *args: str) -> dict[str, str]:
    """The fingerprints of findings, by `path:line rule`."""
    return {
        f"{os.path.normpath(file['path'])}:{finding['line']} {finding['rule']}": finding["fingerprint"]
        for file in report(folder, *args)["files"]
        for finding in file["findings"]
    }
