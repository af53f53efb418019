"""The program as a shell starts it: streams that are not there or take nothing, wrong commands, options that exclude each other."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.cli.desk import desk, environment, run
from tests.cli.test_cases import MTCHECK
from tests.discover import place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = desk(tmp_path / "w")
    place(made, "s/a.txt", "The red bus left.\n")
    return made


def shell(folder: Path, command: str) -> tuple[int, str]:
    """The exit code of a command and what it says on standard error; a shell sets up its streams."""
    line = f"{shlex.join(MTCHECK)} {command}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment(folder), capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="no such shell there")
class TestStreams:
    def test_without_them_the_exit_code_is_what_it_is(self, folder: Path) -> None:
        assert shell(folder, "check s -f concise >&-") == (1, "")
        assert shell(folder, "check s -f concise 2>&-") == (1, "")

    def test_standard_input_that_is_closed_is_no_empty_text(self, folder: Path) -> None:
        assert shell(folder, "check - <&-") == (
            2,
            "mtcheck: standard input is closed; name a file, or pipe a text into mtcheck\n",
        )

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full there")
    @pytest.mark.parametrize("command", ["check s -f concise", "check s -f json", "stats s", "fix s", "rules list"])
    def test_a_full_disk_is_told_in_a_sentence(self, folder: Path, command: str) -> None:
        code, said = shell(folder, f"{command} > /dev/full")
        assert (code, said.count("\n")) == (2, 1), said
        assert said.startswith("mtcheck: there is no room to write to (No space left on device); ")


def test_a_wrong_command_gets_the_near_one(folder: Path) -> None:
    assert "no command “chek” (did you mean “check”?)" in run(folder, "chek", "s", code=2).stderr


def test_a_folder_of_nothing_but_binaries_was_not_checked(folder: Path) -> None:
    place(folder, "b/a.txt", "The red bus left.\n".encode("utf-16-le"))
    assert run(folder, "check", "b", code=2).stderr.startswith("mtcheck: b: holds nothing but binary files; ")
    run(folder, "check", "b", "s", code=1)
    run(folder, "check", "b/a.txt", "--encoding", "utf-16-le", code=1)


def test_explain_says_which_file_it_could_not_read(folder: Path) -> None:
    assert run(folder, "explain", "0123", "none.txt", code=2).stderr == "mtcheck: none.txt: no such file or folder\n"


def test_a_fix_of_a_rule_that_is_not_there_is_no_success(folder: Path) -> None:
    assert (
        "no rule is named “own.bsu” (did you mean “own.bus”?)"
        in run(folder, "fix", "s", "--only", "own.bsu", code=2).stderr
    )
    run(folder, "fix", "s", "--only", "0123456789ab", code=0)


@pytest.mark.parametrize("how", ["--write", "--interactive"])
def test_a_fix_is_shown_or_written(folder: Path, how: str) -> None:
    assert run(folder, "fix", "s", "--diff", how, code=2).stderr == f"mtcheck: --diff and {how}: one of them\n"
    assert (folder / "s/a.txt").read_text() == "The red bus left.\n"
