"""A check that is read without Typer is the one that Typer reads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mtcheck.cli import _check, _direct
from mtcheck.cli._program import app

WORDS = some.lists(
    some.sampled_from(["check", "a.txt", "b/c d.md", "", "--", "-", "--no-cache", "-f", "json", "--format", "--format=json",
                       "--source-lang", "fr", "--languagetool", "off", "none", "*.txt", "-j", "2", "--staged", "é.txt"]),
    max_size=7,
)  # fmt: skip


def by_typer(words: list[str]) -> Any:
    """What Typer asks `_check.check` for, or the code of what it refuses."""
    asked: list[Any] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_check, "check", lambda *each: asked.append(each) or 0)
        with pytest.raises(SystemExit) as left:
            app(["check", *words])
    return asked[0] if asked else left.value.code


@given(WORDS)
def test_typer_reads_the_same(words: list[str]) -> None:
    directly = _direct.asked(words)
    assert directly is None or directly == by_typer(words)


@pytest.mark.parametrize(
    "line",
    ["a.txt", "a.txt b.txt --no-cache", "-f json a.txt", "a.txt --source-lang fr --languagetool off --format diff"],
)
def test_the_check_of_every_day_is_read(line: str) -> None:
    assert _direct.asked(line.split()) == by_typer(line.split())


@pytest.mark.parametrize(
    "line", ["", "--help", "a.txt --staged", "a.txt -f", "a.txt --languagetool none", "*.txt", "~/a.txt"]
)
def test_all_else_is_left_to_typer(line: str) -> None:
    assert _direct.asked(line.split()) is None
