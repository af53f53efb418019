from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mtcheck.cli import _jobs
from mtcheck.cli._jobs import Pool, WorkerError


class Squares:
    """Work for a test: squares, slowly for some numbers."""

    def __init__(self, fault: str = "") -> None:
        self.fault = fault

    def __call__(self) -> tuple[Callable[[Any], Any], Callable[[], Any]]:
        done: list[int] = []

        def work(number: int) -> int:
            if number == 3:
                time.sleep(0.2)
                if self.fault == "raise":
                    raise ValueError("three")
                if self.fault == "die":
                    os.kill(os.getpid(), signal.SIGKILL)
                if self.fault == "exit":
                    os._exit(7)
            done.append(number)
            return number * number

        return work, lambda: len(done)


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(jobs: int, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _jobs.multiprocessing.get_context(method)
    monkeypatch.setattr(_jobs, "context", lambda: made)
    with Pool(jobs, Squares()) as pool:
        assert list(pool.map(range(20))) == [number * number for number in range(20)]
    assert sum(pool.farewells) == 20
    assert len(pool.farewells) == jobs


def test_no_more_is_handed_out_than_the_window_allows() -> None:
    drawn = 0

    def batches() -> Any:
        nonlocal drawn
        for number in range(3, 1_000):
            drawn += 1
            yield number

    with Pool(2, Squares()) as pool:
        results = pool.map(batches())
        assert next(results) == 9
        assert drawn <= 2 * _jobs._WINDOW + 2


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("raise", "a worker failed; this is a bug in mtcheck.*ValueError: three"),
        ("die", r"a worker process died \(signal SIGKILL\)"),
        ("exit", r"a worker process died \(exit code 7\)"),
    ],
)
def test_a_worker_that_fails_ends_the_work_with_a_sentence(fault: str, reason: str) -> None:
    with pytest.raises(WorkerError, match=f"(?s){reason}"), Pool(2, Squares(fault)) as pool:
        list(pool.map(range(100)))
    assert not pool._workers


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    code = (
        "import os, sys, time\n"
        "from tests.cli.test_jobs import Squares\n"
        "from mtcheck.cli._jobs import Pool\n"
        "pool = Pool(2, Squares()).__enter__()\n"
        "print(*(process.pid for process in pool._workers.values()), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    pids = [int(word) for word in done.stdout.split()]
    assert len(pids) == 2, done.stderr
    for _ in range(100):
        if not any(_alive(pid) for pid in pids):
            return
        time.sleep(0.05)
    pytest.fail("workers outlive their parent")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
