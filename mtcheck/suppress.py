"""Decisions not to show a finding. Suppression comes before merging and fixing: what an editor waved away is never edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mtcheck.model import Document, Failure, Finding, Suppression


class Decisions(NamedTuple):
    """What remains, what was suppressed, the decisions that suppressed nothing, and those that can't be read."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppression, ...]
    unused: tuple[str, ...]
    failures: tuple[Failure, ...] = ()


Suppressor = Callable[[Document, Sequence[Finding]], Decisions]


def nothing(document: Document, findings: Sequence[Finding]) -> Decisions:
    """No decision was taken: every finding remains."""
    return Decisions(tuple(findings), (), ())
