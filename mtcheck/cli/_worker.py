"""What another process does in a run: it has a desk and a store of its own, and sends back plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mtcheck.cli import _plain
from mtcheck.cli._desk import Desk
from mtcheck.cli._given import Given
from mtcheck.cli._work import Farewell, Outcome, Task, farewell, outcomes
from mtcheck.model import FileReport


class Maker:
    """Makes the work of a process. A process that is a copy of this one has the desk as it is here, rules compiled; one that
    begins from nothing makes its own."""

    def __init__(self, given: Given, cached: bool, desk: Desk | None = None) -> None:
        self._given, self._cached, self._desk = given, cached, desk

    def __getstate__(self) -> Any:
        return self._given, self._cached

    def __setstate__(self, state: Any) -> None:
        self._given, self._cached = state
        self._desk = None

    def __call__(self) -> tuple[Callable[[Sequence[Task]], list[Outcome]], Callable[[], Farewell]]:
        """The work on a batch, and what is left to say at the end."""
        desk = self._desk or Desk(self._given)
        store = None
        if self._cached:
            from mtcheck.cli._store import Store

            store = Store()

        def work(batch: Sequence[Task]) -> list[Outcome]:
            return [_encoded(outcome) for outcome in outcomes(desk, batch, store)]

        return work, lambda: farewell(desk)


def _encoded(outcome: Outcome) -> Outcome:
    if not isinstance(outcome.report, FileReport):
        return outcome
    return outcome._replace(report=_plain.dumped(_plain.of_report(outcome.report)))
