"""What the commands that check have in common: from names on the command line to a report and its exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from mtcheck import discover
from mtcheck.cli._desk import Desk
from mtcheck.cli._given import Given
from mtcheck.cli._results import Results
from mtcheck.cli._work import Farewell, Outcome, Task, farewell, outcomes
from mtcheck.discover import Discovered, Text
from mtcheck.errors import ConfigError, InputError
from mtcheck.model import Failure, Report

if TYPE_CHECKING:
    from mtcheck.cli._progress import Progress
    from mtcheck.suppress.accepted import Accepted, Entry

_BATCH_FILES = 32
_BATCH_BYTES = 256_000
# From how many bytes of text on it pays to start processes.
_WORTH_PROCESSES = 300_000
_INTERRUPTED = 130
_NO_TEXT = "holds nothing but binary files; UTF-16 without a byte order mark has to be named, with --encoding utf-16-le"


class Wanted(NamedTuple):
    """Which files, which of their findings, and how. `jobs` None: as many as pay; `cache`: where it pays."""

    paths: Sequence[str]
    stdin_filename: str = "stdin.txt"
    exclude_named: bool = False
    since: str | None = None
    staged: bool = False
    jobs: int | None = None
    cache: bool = True


class Checked:
    """A report, what decides on the exit code, and what the user should be told beside it."""

    def __init__(self, report: Report, notices: Iterable[str] = ()) -> None:
        self.report = report
        self.fails = False
        self.probability = 0.0
        self.stopped = False
        self.notices = list(notices)

    def exit_code(self, fail_on_verdict: float | None = None) -> int:
        """0 clean, 1 findings of stable rules at or above the severity asked for or a verdict of at least that probability, 2
        if anything could not be checked (2 wins), 130 if the user stopped it."""
        if self.stopped:
            return _INTERRUPTED
        if self.report.failures:
            return 2
        return 1 if self.fails or (fail_on_verdict is not None and self.probability >= fail_on_verdict) else 0

    def tell(self) -> None:
        """Notices and failures on standard error."""
        for notice in self.notices:
            print(f"mtcheck: {notice}", file=sys.stderr)
        for failure in self.report.failures:
            print(f"mtcheck: {failure.reason}", file=sys.stderr)


class Run(Checked):
    """What came of a check, with the desk that it was made on, the folders that were walked, and the entries of each accepted
    list that were met."""

    def __init__(self, report: Report, notices: Iterable[str], desk: Desk, folders: tuple[str, ...]) -> None:
        super().__init__(report, notices)
        self.desk, self.folders = desk, folders
        self.used: dict[str, set[str]] = {}

    def gone(self) -> Iterator[tuple[Accepted, tuple[Entry, ...]]]:
        """Each accepted list of which all was checked that it stands for, with the entries that were not met."""
        if not self.desk.lists:
            return
        from mtcheck.suppress.accepted import unused

        walked = [os.path.join(os.path.realpath(each), "") for each in self.folders]
        for listed in self.desk.lists:
            home = os.path.join(os.path.realpath(listed.path.parent), "")
            if any(home.startswith(each) for each in walked):
                met = self.used.get(str(listed.path), set())
                checkers = self.desk.checkers.values()
                yield listed, unused(listed.entries, met, lambda rule: all(each.judges(rule) for each in checkers))  # noqa: B023


def check(given: Given, wanted: Wanted) -> Run:
    """The report of all that was named. Raises MtcheckError."""
    desk = Desk(given)
    found = discover.discover([path for path in wanted.paths if path != "-"], exclude_named=wanted.exclude_named)
    tasks, notices = _tasks(found, wanted)
    failures = [*prepare(desk, [task.text.path for task in tasks]), *found.failures]
    failures[:0] = desk.failures
    results = Results()
    checked = Run(Report(results), notices, desk, found.folders)
    work = _Work(desk, tasks, wanted)
    done, skipped = 0, found.skipped

    def take(outcome: Outcome) -> None:
        nonlocal done, skipped
        done += 1
        skipped += outcome.skipped
        failures.extend(outcome.failures)
        checked.fails |= outcome.fails
        checked.probability = max(checked.probability, outcome.probability)
        if outcome.report is not None:
            results.add(outcome.report)

    try:
        with _Interrupts() as interrupts:
            for outcome in work:
                with interrupts.held():
                    take(outcome)
    except KeyboardInterrupt:
        checked.stopped = True
        for outcome in work.ready:
            take(outcome)
        failures.append(Failure("run", "", f"stopped after {done:,} of {len(tasks):,} files; the rest was not checked"))
    selective = wanted.since is not None or wanted.staged
    if tasks and not results and not failures and not selective:  # each file of a folder was passed over
        failures.append(Failure("input", "", f"{', '.join(found.folders)}: {_NO_TEXT}"))
    checked.notices += work.notices
    checked.used = work.used
    if not failures and not selective:
        for listed, entries in checked.gone():
            if entries:
                told = "1 entry was" if len(entries) == 1 else f"{len(entries):,} entries were"
                checked.notices.append(
                    f"{listed.path}: {told} not met; `mtcheck accept --prune` takes out what is gone"
                )
    checked.report = Report(results, tuple(failures), " ; ".join(work.signatures), skipped)
    return checked


class _Interrupts:
    """Ctrl-C, which waits for what has to be done as a whole."""

    def __init__(self) -> None:
        self._held = self._asked = False
        self._before: Any = None

    def __enter__(self) -> Self:
        with contextlib.suppress(ValueError):  # only the main thread may
            self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _handle(self, *_: object) -> None:
        self._asked = True
        if not self._held:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._asked:
            raise KeyboardInterrupt


def prepare(desk: Desk, paths: Iterable[str]) -> list[Failure]:
    """Makes what all the files need, before the first of them is checked. Returns what is wrong with a configuration that only
    some of them have. Raises ConfigError for what is wrong for all."""
    failed: dict[str, list[str]] = {}
    good = False
    for path in paths:
        try:
            desk.ready(desk.settings(path))
            good = True
        except ConfigError as error:
            failed.setdefault(str(error), []).append(path)
    if failed and not good:
        raise ConfigError(next(iter(failed)))
    if not good:
        desk.ready(desk.settings("any"))  # nothing to check: wrong options are wrong all the same
    return [Failure("config", paths[0], f"{reason} ({_some(paths)} not checked)") for reason, paths in failed.items()]


def _some(paths: Sequence[str]) -> str:
    if len(paths) == 1:
        return paths[0]
    return f"{paths[0]} and {len(paths) - 1:,} more"


def texts(found: Discovered, wanted: Wanted) -> tuple[Text, ...]:
    """All texts that were named, standard input first. Raises InputError for a standard input that is closed."""
    if "-" not in wanted.paths:
        return found.texts
    if sys.stdin is None:
        raise InputError("standard input is closed; name a file, or pipe a text into mtcheck")
    return (Text(wanted.stdin_filename, True, sys.stdin.buffer.read()), *found.texts)


def _tasks(found: Discovered, wanted: Wanted) -> tuple[list[Task], list[str]]:
    """What is to be checked, and what to tell of how it was chosen. Raises MtcheckError."""
    if wanted.since is None and not wanted.staged:
        return [Task(text) for text in texts(found, wanted)], []
    if "-" in wanted.paths:
        raise ConfigError("standard input has no history: --since and --staged need files")
    from mtcheck.discover import changes

    changed = changes.staged(found.texts) if wanted.since is None else changes.since(found.texts, wanted.since)
    what = "staged" if wanted.since is None else f"changed since {wanted.since}"
    told = f"{len(changed.texts):,} of {len(found.texts):,} files {what}"
    return [Task(text, lines) for text, lines in changed.texts], [*changed.notices, told]


def batches(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    """Tasks a few at a time, so that few bytes are in memory and no process waits long for another."""
    first = size = 0
    for number, task in enumerate(tasks):
        more = _size(task)
        if number > first and (number - first >= _BATCH_FILES or size + more > _BATCH_BYTES):
            yield tasks[first:number]
            first, size = number, 0
        size += more
    if first < len(tasks):
        yield tasks[first:]


def _size(task: Task) -> int:
    """The bytes of a file."""
    if task.text.data is not None:
        return len(task.text.data)
    try:
        return os.path.getsize(task.text.path)
    except OSError:
        return 0


class _Work:
    """The outcomes of all tasks in order, made here or by other processes. After the last one it knows what else there is to
    tell."""

    def __init__(self, desk: Desk, tasks: Sequence[Task], wanted: Wanted) -> None:
        self._desk, self._tasks = desk, tasks
        size = sum(map(_size, tasks))
        self._jobs = min(_jobs(wanted.jobs, size), len(tasks))
        self._cached = wanted.cache
        self.ready: deque[Outcome] = deque()  # outcomes that other processes have sent and nobody has taken yet
        self.notices: tuple[str, ...] = ()
        self.used: dict[str, set[str]] = {}
        self.signatures = tuple(checker.signature for checker in desk.checkers.values())

    def __iter__(self) -> Iterator[Outcome]:
        progress = _progress(len(self._tasks))
        try:
            for outcome in self._by_processes() if self._jobs > 1 else self._here():
                yield outcome
                if progress is not None:
                    progress.step()
        finally:
            if progress is not None:
                progress.close()

    def _here(self) -> Iterator[Outcome]:
        store = None
        if self._cached:
            from mtcheck.cli._store import Store

            store = Store()
        try:
            for batch in batches(self._tasks):
                yield from outcomes(self._desk, batch, store)
        finally:
            self._learn([farewell(self._desk)])
            if store is not None:
                store.close()

    def _by_processes(self) -> Iterator[Outcome]:
        from mtcheck.cli._jobs import Pool
        from mtcheck.cli._worker import Maker

        with Pool(self._jobs, Maker(self._desk.given, self._cached, self._desk)) as pool:
            for results in pool.map(batches(self._tasks)):
                self.ready.extend(results)
                while self.ready:
                    yield self.ready.popleft()
            self._learn(pool.farewells)

    def _learn(self, farewells: Sequence[Farewell]) -> None:
        """What the processes had to say. A part that was not needed in one of them may have been in another."""
        signatures = []
        for key, checker in self._desk.checkers.items():
            said = [each.signatures[key] for each in farewells if key in each.signatures]
            signatures.append(next((each for each in said if each != checker.signature), checker.signature))
        self.signatures = tuple(dict.fromkeys(signatures))
        self.notices = tuple(dict.fromkeys(notice for each in farewells for notice in each.notices))
        for each in farewells:
            for path, used in each.used.items():
                self.used.setdefault(path, set()).update(used)


def _jobs(asked: int | None, size: int) -> int:
    if asked is not None:
        return asked
    if size < _WORTH_PROCESSES:
        return 1
    from mtcheck.cli._jobs import cores

    return cores()


def _progress(total: int) -> Progress | None:
    if total < 2 or not sys.stderr.isatty():
        return None
    from mtcheck.cli._progress import Progress

    return Progress(total)
