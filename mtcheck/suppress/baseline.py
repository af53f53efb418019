"""The baseline: what there was when mtcheck came to a repository. Only what is new is shown.

A JSON file with the number of findings by path (relative to the file's folder, with `/`) and fingerprint. When the words around
a finding have changed since, it stands for one of the same rule on the same text in the same file. A file that the baseline does
not know may be one that was moved: what it says of files that are gone holds there, word for word.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.errors import ConfigError
from mtcheck.model import Document, Finding
from mtcheck.suppress import Judged, Judges

FILE_NAME = ".mtcheck-baseline.json"
VERSION = 1

_MOST_QUOTED = 60  # code points of the quoted text


class Known(NamedTuple):
    """A finding of the baseline: its rule, the beginning of its text, and how often it was there."""

    rule: str
    quote: str
    times: int


# By path, by fingerprint.
Counts = Mapping[str, Mapping[str, Known]]


class Baseline:
    """A baseline as a source of decisions."""

    def __init__(self, path: Path, counts: Counts, judges: Judges) -> None:
        self.path = path
        self._counts = counts
        self._judges = judges

    def __call__(self, document: Document, findings: Sequence[Finding]) -> Judged:
        known = self._counts.get(key_of(self.path, document.path))
        if known is None:
            left = dict(self._homeless) if findings else {}
            return Judged(dict.fromkeys(self._same(findings, left), self._says))
        left = {fingerprint: each.times for fingerprint, each in known.items()}
        decided = dict.fromkeys(self._same(findings, left), self._says)
        moved: dict[tuple[str, str], list[str]] = {}
        for fingerprint, count in left.items():
            if count:
                moved.setdefault(known[fingerprint][:2], []).extend([fingerprint] * count)
        if moved:
            for index, finding in enumerate(findings):
                alike = moved.get((finding.rule, _quote(finding)))
                if alike and index not in decided:
                    left[alike.pop()] -= 1
                    decided[index] = self._says
        gone = tuple(
            f"{self.path.name}: {known[fingerprint].rule} “{' '.join(known[fingerprint].quote.split())}” ({fingerprint})"
            for fingerprint, count in left.items()
            if count > 0 and self._judges(known[fingerprint].rule)
        )
        return Judged(decided, gone)

    @cached_property
    def _homeless(self) -> Mapping[str, int]:
        """The findings of files that are gone, by fingerprint."""
        found: dict[str, int] = {}
        for name, known in self._counts.items():
            if not os.path.exists(os.path.join(self.path.parent, name)):
                for fingerprint, each in known.items():
                    found[fingerprint] = found.get(fingerprint, 0) + each.times
        return found

    @staticmethod
    def _same(findings: Sequence[Finding], left: dict[str, int]) -> Iterator[int]:
        """The findings that are known as they are; takes them out of what is left."""
        for index, finding in enumerate(findings):
            if left.get(finding.fingerprint, 0) > 0:
                left[finding.fingerprint] -= 1
                yield index

    @property
    def _says(self) -> tuple[str, str]:
        return f"baseline, {self.path.name}", "was there when the baseline was made"


def _quote(finding: Finding) -> str:
    return finding.text[:_MOST_QUOTED]


def key_of(baseline: Path, path: str) -> str:
    """What a baseline calls a file."""
    return os.path.relpath(path, baseline.parent).replace(os.sep, "/")


def counted(findings: Iterable[Finding]) -> dict[str, Known]:
    """Findings of one file as a baseline counts them."""
    counts: dict[str, Known] = {}
    for finding in findings:
        before = counts.get(finding.fingerprint)
        counts[finding.fingerprint] = Known(finding.rule, _quote(finding), (before.times if before else 0) + 1)
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


def _file(given: Any) -> dict[str, Known]:
    return {each: Known(str(rule), str(quote), int(count)) for each, (rule, quote, count) in given.items()}


def rendered(counts: Counts) -> str:
    """The file as it is written: one finding a line, in order, so that a difference of two baselines can be read."""
    files = []
    for name in sorted(counts):
        if counts[name]:
            each = sorted(counts[name].items(), key=lambda item: (item[1], item[0]))
            lines = ",\n".join(f"   {json.dumps(key)}: {json.dumps(known)}" for key, known in each)
            files.append(f"  {json.dumps(name)}: {{\n{lines}\n  }}")
    inner = ",\n".join(files)
    return f'{{\n "version": {VERSION},\n "files": {{{chr(10) + inner + chr(10) if files else ""} }}\n}}\n'
