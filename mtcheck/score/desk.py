"""How far the checker and the editor agree: which findings the editor acted on, and which edits no finding foresaw.

An editor who left a finding alone may have overlooked it, and an edit that no finding foresaw may be a matter of taste or need the
source: these are the desk's own precision and recall, not those of the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mtcheck.model import Finding, Span
from mtcheck.score.edits import Change


class Judged(NamedTuple):
    """The findings in one text, each with whether the editor changed something there, and the edits, each with whether a
    finding stood there."""

    findings: tuple[tuple[Finding, bool], ...]
    changes: tuple[tuple[Change, bool], ...]


class Agreement(NamedTuple):
    """Counts over texts. `foreseen` and `edits` leave out what changes only spaces."""

    acted_on: int = 0
    findings: int = 0
    foreseen: int = 0
    edits: int = 0

    @property
    def precision(self) -> float | None:
        """Share of findings that the editor acted on; None without findings."""
        return self.acted_on / self.findings if self.findings else None

    @property
    def recall(self) -> float | None:
        """Share of edits that a finding foresaw; None without edits."""
        return self.foreseen / self.edits if self.edits else None


def judged(findings: Sequence[Finding], changes: Sequence[Change]) -> Judged:
    """Findings and edits against each other. An edit belongs to a finding if it changes a part of what the finding marks or of
    what its fixes change; an insertion, if it stands inside of that, or where a fix inserts."""
    ordered = sorted(changes, key=lambda change: (change.reach.start, change.reach.end))
    ends = _furthest(ordered)
    met: set[int] = set()
    verdicts = []
    for finding in findings:
        touched = [index for span in _places(finding) for index in _touched(span, ordered, ends)]
        met.update(touched)
        verdicts.append((finding, bool(touched)))
    return Judged(tuple(verdicts), tuple((change, index in met) for index, change in enumerate(ordered)))


def _furthest(changes: Sequence[Change]) -> list[int]:
    """For each change the furthest end up to it: what a search from the left may stop at."""
    ends: list[int] = []
    for change in changes:
        ends.append(max(change.reach.end, ends[-1] if ends else 0))
    return ends


def _places(finding: Finding) -> Iterator[tuple[Span, bool]]:
    """What a finding marks and what its fixes change, each with whether an insertion at its border belongs to it."""
    yield finding.span, False
    for fix in finding.fixes:
        for edit in fix.edits:
            old = finding.text if edit.span == finding.span else ""
            inserts = not len(edit.span) or bool(old and (edit.text.startswith(old) or edit.text.endswith(old)))
            yield edit.span, inserts


def _touched(place: tuple[Span, bool], changes: Sequence[Change], ends: Sequence[int]) -> Iterator[int]:
    span, inserts = place
    for index in range(bisect_left(ends, span.start), len(changes)):
        change = changes[index]
        if change.reach.start > span.end:
            break
        if len(change.place):
            hit = change.place.overlaps(span) or (not len(span) and change.place.contains(span))
        elif inserts:
            hit = change.reach.start <= span.end and span.start <= change.reach.end
        else:
            hit = span.start < change.reach.start and change.reach.end < span.end
        if hit:
            yield index


def agreement(all_judged: Iterable[Judged]) -> Agreement:
    """The counts over texts."""
    acted = findings = foreseen = edits = 0
    for each in all_judged:
        acted += sum(hit for _, hit in each.findings)
        findings += len(each.findings)
        foreseen += sum(hit for change, hit in each.changes if change.counts)
        edits += sum(change.counts for change, _ in each.changes)
    return Agreement(acted, findings, foreseen, edits)


def by_rule(all_judged: Iterable[Judged]) -> tuple[tuple[str, int, int], ...]:
    """Each rule with the findings that the editor acted on and all of them; those with most false alarms first."""
    acted: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for each in all_judged:
        for finding, hit in each.findings:
            every[finding.rule] += 1
            acted[finding.rule] += hit
    rules = ((rule, acted[rule], count) for rule, count in every.items())
    return tuple(sorted(rules, key=lambda each: (each[1] - each[2], -each[2], each[0])))
