"""A progress bar on the terminal's standard error: files, rate, time left. In a pipe there is none."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TextIO

_AFTER = 0.5  # seconds of work before the bar is worth showing
_EVERY = 0.1  # seconds between two pictures
_FULL, _EMPTY = "━", "╌"


class Progress:
    """Counts files; shows itself now and then, and takes itself away at the end."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._total = total
        self._done = 0
        self._begun = time.monotonic()
        self._next = self._begun + _AFTER
        self._shown = False
        self._on = total > 1 and self._stream.isatty() and os.environ.get("TERM") != "dumb"

    def step(self, files: int = 1) -> None:
        """So many files more are done."""
        self._done += files
        if self._on and (now := time.monotonic()) >= self._next:
            self._next = now + _EVERY
            self._shown = True
            self._stream.write(f"\r{self._line(now - self._begun)}\x1b[K")
            self._stream.flush()

    def close(self) -> None:
        """Takes the bar away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds if seconds else 0.0
        left = (self._total - self._done) / rate if rate else 0.0
        told = f" {self._done:,} of {self._total:,} files, {_rate(rate)}, {_duration(left)} left"
        room = min(shutil.get_terminal_size((80, 24)).columns - len(told) - 1, 40)
        if room < 5:
            return told.strip()
        full = room * self._done // self._total
        bar = _FULL * full + _EMPTY * (room - full)
        encoding = self._stream.encoding or "ascii"
        try:
            bar.encode(encoding)
        except UnicodeEncodeError:
            bar = "#" * full + "." * (room - full)
        return bar + told


def _rate(rate: float) -> str:
    return f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
