"""How time and memory are measured: CPU seconds, since other programs share the machine, and the least of some runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

# Its own process for each command, so that the peak is that of this command and its children. Linux counts in KiB.
_WATCHED = (
    "import resource, subprocess, sys; "
    "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, done.returncode)"
)


class Run(NamedTuple):
    """What a command took: CPU and wall seconds, the peak memory in bytes of the largest of its processes, its exit code."""

    cpu: float
    wall: float
    peak: int
    code: int


def command(words: Sequence[str], folder: Path, cache: Path | None = None) -> Run:
    """Runs a command in a folder, its cache in `cache`."""
    environment = {**os.environ, **({"XDG_CACHE_HOME": str(cache)} if cache is not None else {})}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    wall = time.perf_counter() - began
    cpu, peak, code = done.stdout.split()
    return Run(float(cpu), wall, int(peak), int(code))


def mtcheck(folder: Path, *words: str, cache: Path | None = None) -> Run:
    """Checks a folder with all rules and without LanguageTool, by one process unless `words` say otherwise. Raises SystemExit
    if the check fails."""
    run = command(
        [sys.executable, "-m", "mtcheck", "check", ".", "--languagetool", "off", "--format", "concise", "--jobs", "1", *words],
        folder, cache,
    )  # fmt: skip
    if run.code > 1:
        raise SystemExit(f"mtcheck ended with exit code {run.code}")
    return run


def least(call: Callable[[], object], runs: int = 3) -> float:
    """CPU seconds of a call in this process: the least of some runs, since what is more is other programs' doing."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        call()
        times.append(time.process_time() - began)
    return min(times)
