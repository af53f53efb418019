"""Counts findings per rule and corpus, with what a reader needs to trust a count: intervals, contrast, likelihood ratios."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy.corpora import Corpus
from mtcheck.engine import Checker
from mtcheck.model import Document, Finding, Severity

# Corpora that lost or changed punctuation on their way: only rules of names, acronyms and wording are fair to them.
DAMAGED = ("names_syria_fakes", "names_reuters_1996")
_FORM_FAMILIES = (
    "spacing",
    "encoding",
    "repetition",
    "quote",
    "sentence",
    "number",
    "capital",
    "consistency",
    "story",
    "agreement",
    "untranslated",
)
_Z = 1.96


@dataclass(slots=True)
class Counts:
    """What was found in one corpus. `documents` has one (words, findings) pair a document, for the bootstrap."""

    name: str
    kind: str
    words: int = 0
    findings: int = 0
    major: int = 0
    reviewed: int = 0
    reviewed_major: int = 0
    by_rule: Counter[str] = field(default_factory=Counter)
    documents: list[tuple[int, int]] = field(default_factory=list)

    def rate(self, count: int | None = None) -> float:
        """Findings (or `count`) per 10,000 words."""
        return 1e4 * (self.findings if count is None else count) / max(self.words, 1)


Seen = Callable[[Corpus, Document, Finding], None]


def fair(rule: str, corpus: str) -> bool:
    """False for rules of form on a corpus that was damaged on its way."""
    return corpus not in DAMAGED or not rule.startswith(tuple(f"{family}." for family in _FORM_FAMILIES))


def count(
    checker: Checker, corpora: Iterable[Corpus], reviewed: frozenset[str] = frozenset(), seen: Seen | None = None
) -> list[Counts]:
    """Findings of each corpus. `reviewed` has fingerprints of true errors in human text: counted apart."""
    result = []
    for corpus in corpora:
        counts = Counts(corpus.name, corpus.kind)
        for document in corpus.documents:
            words = len(document.text.split())
            found = [f for f in checker.check(document)[0].findings if fair(f.rule, corpus.name)]
            counts.words += words
            own = 0
            for finding in found:
                if corpus.kind == "clean" and finding.fingerprint in reviewed:
                    counts.reviewed += 1
                    counts.reviewed_major += finding.severity >= Severity.MAJOR
                    continue
                own += 1
                counts.major += finding.severity >= Severity.MAJOR
                counts.by_rule.update((finding.rule, *finding.also))
                if seen is not None:
                    seen(corpus, document, finding)
            counts.findings += own
            counts.documents.append((words, own))
        result.append(counts)
    return result


def reviewed_fingerprints(path: Path) -> frozenset[str]:
    """The first column of the reviewed list: fingerprint, rule, reason. No text."""
    lines = path.read_text("utf-8").split("\n")[1:] if path.exists() else []
    return frozenset(line.split("\t")[0] for line in lines if line)


def interval(counts: Sequence[Counts], samples: int = 500, seed: int = 1) -> tuple[float, float]:
    """95 % bootstrap interval over documents of the findings per 10,000 words."""
    documents = [pair for each in counts for pair in each.documents]
    if not documents:
        return 0.0, 0.0
    chance = random.Random(seed)
    rates = []
    for _ in range(samples):
        drawn = chance.choices(documents, k=len(documents))
        rates.append(1e4 * sum(found for _, found in drawn) / max(sum(words for words, _ in drawn), 1))
    rates.sort()
    return rates[int(0.025 * samples)], rates[int(0.975 * samples) - 1]


def contrast(machine: int, machine_words: int, human: int, human_words: int) -> tuple[float, float]:
    """Rate on machine output over rate on human text, and the lower end of its 95 % interval (log method, half a hit added
    to each count)."""
    a, b = machine + 0.5, human + 0.5
    ratio = (a / max(machine_words, 1)) / (b / max(human_words, 1))
    return ratio, ratio * math.exp(-_Z * math.sqrt(1 / a + 1 / b))


def likelihood_ratio(machine: int, machine_words: int, human: int, human_words: int) -> float:
    """Dunning's log-likelihood ratio (G2) of a rule's counts: how surely the two rates differ."""
    total, words = machine + human, machine_words + human_words
    if not total or not words:
        return 0.0
    result = 0.0
    for hits, size in ((machine, machine_words), (human, human_words)):
        if hits:
            result += hits * math.log(hits / (total * size / words))
    return 2 * result
