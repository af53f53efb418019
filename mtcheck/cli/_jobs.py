"""Work in several processes, with results in the order of the tasks.

Each worker has one batch at a time. Batches that are done early wait, and no more are handed out than a window allows: memory
stays bounded however large the run is. No threads here: a process with threads is not safe to copy.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, cast

from mtcheck.errors import MtcheckError

_WINDOW = 4  # batches for each worker that are handed out before the first of them has come back
_PATIENCE = 2.0  # seconds for a worker to end by itself


class WorkerError(MtcheckError):
    """A worker died, or failed in a way that it can't go on."""


def cores() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def context() -> BaseContext:
    """How workers are made: as a copy of this process where that is safe and cheap, else from nothing."""
    copies = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if copies else "spawn")


class Pool:
    """Workers that each call `make()` once and its result for every batch; when there is no more to do, `leave` of it.

    `make` is a picklable callable. Use as a context manager; leaving it ends the workers, at once after an error.
    """

    def __init__(self, jobs: int, make: Callable[[], tuple[Callable[[Any], Any], Callable[[], Any]]]) -> None:
        self._jobs, self._make = jobs, make
        self._workers: dict[Connection, Any] = {}
        self.farewells: list[Any] = []

    def __enter__(self) -> Pool:
        # Ctrl-C goes to the whole group; it is for this process to end the others.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN) if _in_main_thread() else None
        try:
            made = context()
            for _ in range(self._jobs):
                ours, theirs = made.Pipe()
                inherited = [ours, *self._workers] if made.get_start_method() == "fork" else []
                process = made.Process(target=_serve, args=(theirs, self._make, inherited), daemon=True)  # type: ignore[attr-defined]
                process.start()
                theirs.close()
                self._workers[ours] = process
        finally:
            if before is not None:
                signal.signal(signal.SIGINT, before)
        return self

    def map(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The result of each batch, in order. Raises WorkerError."""
        todo = enumerate(batches)
        idle = list(self._workers)
        busy: dict[Connection, int] = {}
        done: dict[int, Any] = {}
        turn = 0
        exhausted = False
        while True:
            while idle and not exhausted:
                if self._handed(busy, done) >= _WINDOW * self._jobs:
                    break
                number, batch = next(todo, (-1, None))
                if number < 0:
                    exhausted = True
                    break
                connection = idle.pop()
                self._send(connection, batch)
                busy[connection] = number
            if turn in done:
                yield done.pop(turn)
                turn += 1
            elif not busy:
                break
            else:
                for ready in wait(list(busy)):
                    connection = cast("Connection", ready)
                    done[busy.pop(connection)] = self._received(connection)
                    idle.append(connection)
        for connection in self._workers:
            self._send(connection, None)
            self.farewells.append(self._received(connection))

    @staticmethod
    def _handed(busy: dict[Connection, int], done: dict[int, Any]) -> int:
        return len(busy) + len(done)

    def _send(self, connection: Connection, batch: Any) -> None:
        try:
            connection.send(batch)
        except OSError as error:
            raise self._died(connection) from error

    def _received(self, connection: Connection) -> Any:
        try:
            worked, result = connection.recv()
        except (EOFError, OSError) as error:
            raise self._died(connection) from error
        if not worked:
            raise WorkerError(f"a worker failed; this is a bug in mtcheck, please report it:\n{result}")
        return result

    def _died(self, connection: Connection) -> WorkerError:
        process = self._workers[connection]
        process.join(_PATIENCE)
        code = process.exitcode
        how = f"signal {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
        return WorkerError(f"a worker process died ({how}); was there enough memory? `--jobs 1` needs the least")

    def __exit__(self, *_: object) -> None:
        for connection, process in self._workers.items():
            connection.close()
            process.terminate()
        for process in self._workers.values():
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
        self._workers = {}


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _serve(
    connection: Connection,
    make: Callable[[], tuple[Callable[[Any], Any], Callable[[], Any]]],
    inherited: list[Connection],
) -> None:
    """What a worker does until it is told to end, or its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:  # the parent's ends of pipes: held open here, nobody would notice that the parent is gone
        other.close()
    with contextlib.suppress(EOFError, OSError):
        try:
            work, leave = make()
            while (batch := connection.recv()) is not None:
                connection.send((True, work(batch)))
            connection.send((True, leave()))
        except (EOFError, OSError):
            raise
        except Exception:
            import traceback

            connection.send((False, traceback.format_exc()))
