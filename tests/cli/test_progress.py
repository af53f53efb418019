from __future__ import annotations

import io

import pytest

from mtcheck.cli import _progress
from mtcheck.cli._progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(_progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    return now


def test_it_shows_files_rate_and_time_left_and_takes_itself_away(clock: list[float]) -> None:
    out = Terminal()
    progress = Progress(1_000, out)
    progress.step()
    assert out.getvalue() == ""
    clock[0] = 2.0
    progress.step(249)
    assert out.getvalue() == f"\r{8 * '━'}{27 * '╌'} 250 of 1,000 files, 125 a second, 0:06 left\x1b[K"
    clock[0] = 2.05
    progress.step()
    assert out.getvalue().count("\r") == 1
    progress.close()
    assert out.getvalue().endswith("\r\x1b[K")
    progress.close()
    assert out.getvalue().count("\r") == 2


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0:00"), (59.6, "1:00"), (3_599, "59:59"), (7_325, "2:02:05")])
def test_time_left_in_words(seconds: float, words: str) -> None:
    assert _progress._duration(seconds) == words


def test_it_fits_any_width_and_encoding(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    for width in ("10", "40", "200"):
        monkeypatch.setenv("COLUMNS", width)
        out = Terminal()
        out.encoding = "ascii"
        progress = Progress(10, out)
        clock[0] += 5
        progress.step(5)
        assert out.getvalue().isascii()
        assert width == "10" or len(out.getvalue().strip("\r").removesuffix("\x1b[K")) < max(int(width), 45)


def test_there_is_none_in_a_pipe_on_a_dumb_terminal_or_for_one_file(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, pipe, dumb = Terminal(), io.StringIO(), Terminal()
    made = [Progress(1, one), Progress(100, pipe)]
    monkeypatch.setenv("TERM", "dumb")
    made.append(Progress(100, dumb))
    clock[0] = 10
    for progress in made:
        progress.step()
        progress.close()
    assert one.getvalue() == pipe.getvalue() == dumb.getvalue() == ""
