"""What was found in a corpus: findings per rule, per source language and per folder."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from mtcheck.model import FileReport, Severity
from mtcheck.reporters._text import emit, one_line
from mtcheck.score.mqm import words_of

VERSION = 1
_BAR = 30  # columns
_NO_LANGUAGE = "none"
_PER = 10_000


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
        return _PER * self.findings / self.words if self.words else None


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
            for name, rule in _most(found.rules)
        ],
        "source_languages": {name: _group(group) for name, group in _groups(found.languages)},
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


def write_table(found: Tally, out: TextIO, top: int = 25) -> None:
    """For a terminal: bars beside the counts; at most `top` rules and folders."""
    emit(out, "\n".join([*_lines(found, top), "", found.signature]).lstrip("\n") + "\n")


def _lines(found: Tally, top: int) -> Iterator[str]:
    total = found.all
    yield (
        f"{total.findings:,} findings in {total.files:,} {'text' if total.files == 1 else 'texts'} "
        f"of {total.words:,} words{_rate(total)}"
    )
    if found.rules:
        yield ""
        yield f"{'rule':44} {'findings':>8} {'texts':>6}"
        rules = _most(found.rules)
        for name, rule in rules[:top]:
            yield f"{name:44} {rule.findings:>8,} {rule.files:>6,}  {_bar(rule.findings, rules[0][1].findings)}"
        if len(rules) > top:
            yield f"… and {len(rules) - top:,} more rules"
    for title, groups in (("source language", _groups(found.languages)), ("folder", sorted(found.folders.items()))):
        if not groups:
            continue
        yield ""
        yield f"{title:44} {'findings':>8} {'texts':>6} {'words':>10} {'per 10,000':>10}"
        most = max((group.rate or 0.0 for _, group in groups), default=0.0)
        for name, group in groups[:top]:
            rate = "-" if group.rate is None else f"{group.rate:,.1f}"
            yield (
                f"{one_line(name):44} {group.findings:>8,} {group.files:>6,} {group.words:>10,} {rate:>10}  "
                f"{_bar(group.rate or 0.0, most)}"
            ).rstrip()
        if len(groups) > top:
            yield f"… and {len(groups) - top:,} more"


def _rate(group: Group) -> str:
    return "" if group.rate is None else f", {group.rate:,.1f} in 10,000 words"


def _bar(value: float, most: float) -> str:
    """A bar in proportion; anything above zero is seen."""
    return "█" * max(round(_BAR * value / most), 1) if value > 0 and most > 0 else ""


def _most(rules: Mapping[str, Rule]) -> list[tuple[str, Rule]]:
    return sorted(rules.items(), key=lambda each: (-each[1].findings, each[0]))


def _groups(groups: Mapping[str, Group]) -> list[tuple[str, Group]]:
    return sorted(groups.items(), key=lambda each: (-each[1].files, each[0]))
