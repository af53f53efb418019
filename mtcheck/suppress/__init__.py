"""Decisions not to show a finding: marks in the text, the accepted list, the baseline.

Suppression comes before merging and fixing: what an editor waved away is never edited. Each source of decisions sees all
findings of a document, so that a finding which two of them suppress leaves neither unused; the first one gives the reason.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from mtcheck.model import Document, Failure, Finding, Fix, Safety, Span, Suppression


class Decisions(NamedTuple):
    """What remains, what was suppressed, the decisions that suppressed nothing, and those that can't be read."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppression, ...]
    unused: tuple[str, ...]
    failures: tuple[Failure, ...] = ()


class Judged(NamedTuple):
    """What one source says: by the index of a finding, where the decision was taken and why; what was of no use; what can't be
    read."""

    decided: Mapping[int, tuple[str, str]]
    unused: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


Suppressor = Callable[[Document, Sequence[Finding]], Decisions]
Source = Callable[[Document, Sequence[Finding]], Judged]
# True if the silence of a rule means that there is nothing to find: it ran, whatever the document.
Judges = Callable[[str], bool]


def nothing(document: Document, findings: Sequence[Finding]) -> Decisions:
    """No decision was taken: every finding remains."""
    return Decisions(tuple(findings), (), ())


def by_marks(document: Document, findings: Sequence[Finding]) -> Judged:
    """The source that every text carries itself: marks in its comments."""
    if not document.comments:
        return Judged({})
    from mtcheck.suppress import inline

    return inline.judge(document, findings)


def by(*sources: Source) -> Suppressor:
    """A suppressor that asks all sources."""

    def suppressor(document: Document, findings: Sequence[Finding]) -> Decisions:
        judged = [source(document, findings) for source in sources]
        kept: list[Finding] = []
        suppressed: list[Suppression] = []
        for index, finding in enumerate(findings):
            decided = next((each.decided[index] for each in judged if index in each.decided), None)
            if decided is None:
                kept.append(finding)
            else:
                suppressed.append(Suppression(finding, *decided))
        if suppressed:
            kept = Shield((each.finding.rule, each.finding.span) for each in suppressed).guarded(kept)
        return Decisions(
            tuple(kept),
            tuple(suppressed),
            tuple(words for each in judged for words in each.unused),
            tuple(failure for each in judged for failure in each.failures),
        )

    return suppressor


class Shield:
    """Places that a rule may not touch, since a finding of it there was suppressed."""

    def __init__(self, places: Iterable[tuple[str, Span]]) -> None:
        spans: dict[str, list[Span]] = {}
        for rule, span in sorted(places, key=lambda place: place[1]):
            found = spans.setdefault(rule, [])
            if found and span.start < found[-1].end:
                found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
            elif not found or span != found[-1]:
                found.append(span)
        self._spans = spans

    def covers(self, rule: str, span: Span) -> bool:
        """True if one of the rule's places overlaps `span`, or is the same empty one."""
        spans = self._spans.get(rule, ())
        at = bisect_left(spans, span.start, key=lambda each: each.end)
        # One that ends there, an empty one there, and one that goes on from there.
        return any(each.overlaps(span) or each == span for each in spans[at : at + 3])

    def guarded(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings without edits of such places: of a fix whose edits stand alone the others remain, any other fix is
        shown and not made."""
        return [
            finding._replace(fixes=tuple(self._guarded(finding.rule, fix) for fix in finding.fixes))
            if finding.rule in self._spans
            else finding
            for finding in findings
        ]

    def _guarded(self, rule: str, fix: Fix) -> Fix:
        free = tuple(edit for edit in fix.edits if not self.covers(rule, edit.span))
        if len(free) == len(fix.edits):
            return fix
        return fix._replace(edits=free) if fix.separable and free else fix._replace(safety=Safety.DISPLAY)
