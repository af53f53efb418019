"""The baseline: what there was when mtcheck came to a repository. Only what is new is shown.

A JSON file with the number of findings by path (relative to the file's folder, with `/`) and fingerprint.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mtcheck.errors import ConfigError
from mtcheck.model import Document, Finding
from mtcheck.suppress import Judged, Judges

FILE_NAME = ".mtcheck-baseline.json"
VERSION = 1

# By path, by fingerprint: the rule and how often.
Counts = Mapping[str, Mapping[str, tuple[str, int]]]


class Baseline:
    """A baseline as a source of decisions."""

    def __init__(self, path: Path, counts: Counts, judges: Judges) -> None:
        self.path = path
        self._counts = counts
        self._judges = judges

    def __call__(self, document: Document, findings: Sequence[Finding]) -> Judged:
        known = self._counts.get(key_of(self.path, document.path))
        if not known:
            return Judged({})
        left = {fingerprint: count for fingerprint, (_, count) in known.items()}
        decided = {}
        for index, finding in enumerate(findings):
            if left.get(finding.fingerprint, 0) > 0:
                left[finding.fingerprint] -= 1
                decided[index] = (f"baseline, {self.path.name}", "was there when the baseline was made")
        gone = tuple(
            f"{self.path.name}: {known[fingerprint][0]} {fingerprint}"
            for fingerprint, count in left.items()
            if count > 0 and self._judges(known[fingerprint][0])
        )
        return Judged(decided, gone)


def key_of(baseline: Path, path: str) -> str:
    """What a baseline calls a file."""
    return os.path.relpath(path, baseline.parent).replace(os.sep, "/")


def counted(findings: Iterable[Finding]) -> dict[str, tuple[str, int]]:
    """Findings of one file as a baseline counts them."""
    counts: dict[str, tuple[str, int]] = {}
    for finding in findings:
        counts[finding.fingerprint] = (finding.rule, counts.get(finding.fingerprint, ("", 0))[1] + 1)
    return counts


def read(path: Path) -> Counts:
    """A baseline. Raises ConfigError for a file that is not there or is none."""
    try:
        loaded = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such baseline; `mtcheck baseline PATHS` writes one") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise ConfigError(
            f"{path}: is not a baseline (no valid JSON: {error}); `mtcheck baseline` writes a new one"
        ) from error
    if isinstance(loaded, dict) and isinstance(loaded.get("version"), int) and loaded["version"] > VERSION:
        raise ConfigError(
            f"{path}: was written by a newer mtcheck; update mtcheck or write it again with `mtcheck baseline`"
        )
    try:
        return {name: _file(given) for name, given in loaded["files"].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ConfigError(f"{path}: is not a baseline; `mtcheck baseline` writes a new one") from error


def _file(given: Any) -> dict[str, tuple[str, int]]:
    return {fingerprint: (str(rule), int(count)) for fingerprint, (rule, count) in given.items()}


def rendered(counts: Counts) -> str:
    """The file as it is written: one finding a line, in order, so that a difference of two baselines can be read."""
    files = []
    for name in sorted(counts):
        if counts[name]:
            each = sorted(counts[name].items(), key=lambda item: (item[1][0], item[0]))
            lines = ",\n".join(f"   {json.dumps(key)}: {json.dumps([rule, count])}" for key, (rule, count) in each)
            files.append(f"  {json.dumps(name)}: {{\n{lines}\n  }}")
    inner = ",\n".join(files)
    return f'{{\n "version": {VERSION},\n "files": {{{chr(10) + inner + chr(10) if files else ""} }}\n}}\n'
