"""Decisions not to show a finding: marks in the text, the accepted list, the baseline.

Suppression comes before merging and fixing: what an editor waved away is never edited. Each source of decisions sees all
findings of a document, so that a finding which two of them suppress leaves neither unused; the first one gives the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from mtcheck.model import Document, Failure, Finding, Suppression


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
        return Decisions(
            tuple(kept),
            tuple(suppressed),
            tuple(words for each in judged for words in each.unused),
            tuple(failure for each in judged for failure in each.failures),
        )

    return suppressor
