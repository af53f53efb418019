"""The check of files one after the other, as each process of a run does it: bytes, cache, checker, decisions, outcome."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from mtcheck import discover, engine
from mtcheck.cli._desk import CheckerKey, Desk, Settings
from mtcheck.discover import Text
from mtcheck.engine import Checker, Seen
from mtcheck.errors import ConfigError
from mtcheck.model import Document, Failure, FileReport, Finding, Status
from mtcheck.textview import Lines


class Task(NamedTuple):
    """A file to check. `lines` are those that changed, first and last of each stretch: only findings that touch one count;
    None for all."""

    text: Text
    lines: tuple[tuple[int, int], ...] | None = None


class Outcome(NamedTuple):
    """What became of a task. `report` is None for a file that could not be read, or one that was `skipped` since it is no
    text, and plain data if it comes from another process; `fails` if there is a finding for exit code 1; `probability` is the
    verdict's."""

    report: FileReport | bytes | None
    failures: tuple[Failure, ...] = ()
    fails: bool = False
    probability: float = 0.0
    skipped: bool = False


class Farewell(NamedTuple):
    """What a process has to say at the end: of each checker its signature, what the user should know, and of each accepted list
    the entries that were met."""

    signatures: dict[CheckerKey, str]
    notices: tuple[str, ...]
    used: dict[str, set[str]]


def farewell(desk: Desk) -> Farewell:
    """What a desk has to say at the end."""
    notices = tuple(notice for checker in desk.checkers.values() for notice in checker.notices)
    signatures = {key: checker.signature for key, checker in desk.checkers.items()}
    return Farewell(signatures, notices, {str(each.path): each.used for each in desk.lists})


class Store(Protocol):
    """What keeps findings between runs."""

    def get(self, loaded: Sequence[tuple[Checker, Text, bytes, str | None]]) -> list[Seen | None]: ...

    def put(self, seen: Sequence[tuple[Checker, Text, bytes, str | None, Seen]]) -> None: ...


class _Read(NamedTuple):
    """A file that was read, and what holds for it."""

    task: Task
    settings: Settings
    checker: Checker
    data: bytes


def outcomes(desk: Desk, tasks: Sequence[Task], store: Store | None = None) -> Iterator[Outcome]:
    """The outcome of each task, in order. The bytes of all tasks are in memory at once: hand over a few at a time."""
    read = [_read(desk, task) for task in tasks]
    loaded = [
        (each.checker, each.task.text, each.data, each.settings.encoding) for each in read if isinstance(each, _Read)
    ]
    known = iter(store.get(loaded)) if store is not None else iter([None] * len(loaded))
    ready: list[tuple[_Read | Outcome, Seen | Failure | Document | None]] = []
    waiting: dict[int, list[Document]] = {}
    for each in read:
        if isinstance(each, Outcome):
            ready.append((each, None))
            continue
        seen = next(known)
        made: Seen | Failure | Document
        made = seen if seen is not None else discover.parse(each.task.text, each.data, encoding=each.settings.encoding)
        if isinstance(made, Document):
            waiting.setdefault(id(each.checker), []).append(made)
        ready.append((each, made))
    # Each checker reads its documents as a stream, so that what works elsewhere may run ahead.
    streams = {
        id(checker): checker.seen_all(waiting[id(checker)])
        for checker in desk.checkers.values()
        if id(checker) in waiting
    }
    fresh = []
    try:
        for given, known_so_far in ready:
            if isinstance(given, Outcome):
                yield given
            elif isinstance(known_so_far, Failure):
                yield Outcome(None, (known_so_far,))
            else:
                seen = known_so_far if isinstance(known_so_far, Seen) else next(streams[id(given.checker)])
                if known_so_far is not seen:
                    fresh.append((given.checker, given.task.text, given.data, given.settings.encoding, seen))
                yield _decided(desk, given, seen)
    finally:
        if store is not None:
            store.put(fresh)


def _read(desk: Desk, task: Task) -> _Read | Outcome:
    """The bytes of a file and what holds for it, or the outcome if it comes to no check."""
    try:
        settings = desk.settings(task.text.path)
        desk.ready(settings)
    except ConfigError:
        return Outcome(None)  # the run has told of it
    data = discover.load(task.text)
    if isinstance(data, bytes):
        return _Read(task, settings, desk.checker(settings), data)
    return Outcome(None, skipped=True) if data is None else Outcome(None, (data,))


def _decided(desk: Desk, given: _Read, seen: Seen) -> Outcome:
    """The outcome of a file whose findings are known: suppression, overlaps, changed lines."""
    suppressor = desk.suppressor(given.settings)
    if desk.given.merged:
        report, failures = engine.decided(seen, suppressor)
    else:
        report, failures = engine.suppressed(seen, suppressor)
    if given.task.lines is not None:
        report = _changed(report, given.task.lines)
    fails_at = given.settings.fails_at
    fails = fails_at is not None and any(
        finding.severity >= fails_at and finding.status is Status.STABLE for finding in report.findings
    )
    return Outcome(report, failures, fails, report.verdict.probability)


def _changed(report: FileReport, lines: tuple[tuple[int, int], ...]) -> FileReport:
    """The report with the findings that touch a changed line, by themselves or by one of the places that belong to them."""
    from mtcheck.discover.changes import touches

    if not report.findings:
        return report
    places = Lines(report.document.text)

    def touched(finding: Finding) -> bool:
        spans = (finding.span, *(each.span for each in finding.related))
        return any(
            touches(lines, places.position(span.start)[0], places.position(max(span.end - 1, span.start))[0])
            for span in spans
        )

    return report._replace(findings=tuple(finding for finding in report.findings if touched(finding)))
