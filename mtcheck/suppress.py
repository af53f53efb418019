"""Decisions not to show a finding. Suppression comes before merging and fixing: what an editor waved away is never edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mtcheck.model import Document, Finding, Suppression


class Decisions(NamedTuple):
    """What remains, what was suppressed, and the marks that suppressed nothing."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppression, ...]
    unused: tuple[str, ...]


Suppressor = Callable[[Document, Sequence[Finding]], Decisions]


def nothing(document: Document, findings: Sequence[Finding]) -> Decisions:
    """No decision was taken: every finding remains."""
    return Decisions(tuple(findings), (), ())
