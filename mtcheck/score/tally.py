"""What was found in a corpus: findings per rule, per source language and per folder."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from mtcheck.model import FileReport, Severity
from mtcheck.score.mqm import words_of

VERSION = 1
_NO_LANGUAGE = "none"
PER = 10_000  # words to which counts are normed


@dataclass(slots=True)
class Group:
    """Texts that belong together."""

    files: int = 0
    words: int = 0
    findings: int = 0
    severities: Counter[Severity] = field(default_factory=Counter)

    def add(self, file: FileReport, words: int) -> None:
        """Counts a text."""
        self.files += 1
        self.words += words
        self.findings += len(file.findings)
        self.severities.update(finding.severity for finding in file.findings)

    @property
    def rate(self) -> float | None:
        """Findings in 10,000 words; None without words."""
        return self.rate_of(self.findings)

    def rate_of(self, findings: int) -> float | None:
        """So many of the findings in 10,000 words; None without words."""
        return PER * findings / self.words if self.words else None


@dataclass(slots=True)
class Rule:
    """The findings of a rule: how many, in how many texts, how severe at most."""

    findings: int = 0
    files: int = 0
    severity: Severity = Severity.NEUTRAL


@dataclass(slots=True)
class Tally:
    """All counts of a corpus. `languages` are those that the verdict thinks each text was translated from, by machine;
    `rule_languages` count findings by the languages that their rules are for."""

    all: Group = field(default_factory=Group)
    rules: dict[str, Rule] = field(default_factory=dict)
    languages: dict[str, Group] = field(default_factory=dict)
    rule_languages: Counter[str] = field(default_factory=Counter)
    folders: dict[str, Group] = field(default_factory=dict)
    categories: Counter[str] = field(default_factory=Counter)
    signature: str = ""


def tally(files: Iterable[FileReport], signature: str, likely: float = 0.5) -> Tally:
    """The counts of a report, read in order. A text counts for the language of its verdict from the probability `likely` on."""
    found = Tally(signature=signature)
    for file in files:
        words = words_of(file.document)
        language = file.verdict.language if file.verdict.probability >= likely else None
        folder = os.path.dirname(file.document.path).replace(os.sep, "/") or "."
        for group in (
            found.all,
            found.languages.setdefault(language or _NO_LANGUAGE, Group()),
            found.folders.setdefault(folder, Group()),
        ):
            group.add(file, words)
        for name in dict.fromkeys(finding.rule for finding in file.findings):
            found.rules.setdefault(name, Rule()).files += 1
        for finding in file.findings:
            rule = found.rules[finding.rule]
            rule.findings += 1
            rule.severity = max(rule.severity, finding.severity)
            found.categories[finding.category] += 1
            found.rule_languages.update(finding.source_langs)
    return found


def write_json(found: Tally, out: TextIO) -> None:
    """One JSON object, for those who plot elsewhere."""
    made = {
        "version": VERSION,
        "signature": found.signature,
        "total": _group(found.all),
        "rules": [
            {
                "rule": name,
                "findings": rule.findings,
                "files": rule.files,
                "severity": rule.severity.name.lower(),
            }
            for name, rule in by_findings(found.rules)
        ],
        "source_languages": {name: _group(group) for name, group in by_files(found.languages)},
        "rule_languages": dict(found.rule_languages.most_common()),
        "folders": {name: _group(group) for name, group in sorted(found.folders.items())},
        "categories": dict(found.categories.most_common()),
    }
    json.dump(made, out, ensure_ascii=True, allow_nan=False, indent=2)
    out.write("\n")


def _group(group: Group) -> dict[str, Any]:
    return {
        "files": group.files,
        "words": group.words,
        "findings": group.findings,
        "findings_per_10000_words": group.rate,
        **{severity.name.lower(): group.severities[severity] for severity in sorted(Severity, reverse=True)},
    }


def by_findings(rules: Mapping[str, Rule]) -> list[tuple[str, Rule]]:
    """Rules in order, those with most findings first."""
    return sorted(rules.items(), key=lambda each: (-each[1].findings, each[0]))


def by_files(groups: Mapping[str, Group]) -> list[tuple[str, Group]]:
    """Groups in order, those with most texts first."""
    return sorted(groups.items(), key=lambda each: (-each[1].files, each[0]))
