"""What other repositories use of this one: `.pre-commit-hooks.yaml` with the real pre-commit, and the steps of `action.yml`. Both
install mtcheck as their users do, which takes a minute."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.cli.content import PAGE, WIRE, content
from tests.cli.desk import environment
from tests.conftest import ROOT
from tests.discover import commit, git, place, repository

INSTALLS = pytest.mark.skipif("CI" not in os.environ, reason="installs mtcheck from the registry: set CI=true")
CONFIGURATION = """\
repos:
  - repo: {url}
    rev: v1
    hooks: [{{id: {name}}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content(tmp_path / "r")


def loaded(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((ROOT / name).read_text("utf-8"))


def snapshot(folder: Path) -> Path:
    """A repository with the files of this one as they are now, committed or not."""
    repository(folder)
    for name in git(ROOT, "ls-files", "-z").split("\0")[:-1]:
        if (ROOT / name).is_file():
            place(folder, name, (ROOT / name).read_bytes())
    commit(folder)
    git(folder, "tag", "v1")
    return folder


@INSTALLS
@pytest.mark.timeout(900)
def test_hooks_in_a_repository_that_uses_them(folder: Path, tmp_path: Path) -> None:
    ours = snapshot(tmp_path / "mtcheck")
    around = environment(folder) | {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}

    def hook(name: str, *args: str) -> tuple[int, str]:
        place(folder, ".pre-commit-config.yaml", CONFIGURATION.format(url=ours.as_uri(), name=name))
        git(folder, "add", ".pre-commit-config.yaml")
        command = [sys.executable, "-m", "pre_commit", "run", name, "--verbose", *args]
        done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, timeout=600, check=False)
        return done.returncode, done.stdout + done.stderr

    code, said = hook("mtcheck", "--all-files")
    assert code == 1, said
    assert "stories/page.md:6:1: major article.romance.country" in said
    assert "notes/todo.txt" not in said
    code, said = hook("mtcheck", "--files", "archive/2014.txt", "mtcheck.toml", "notes/todo.txt")
    assert code == 0, said

    place(folder, "stories/wire.txt", f"{WIRE}\nResidents fled to Idleb.\n")
    git(folder, "add", "-A")
    code, said = hook("mtcheck-staged")
    assert code == 1, said
    assert re.findall(r"^stories/\S+", said, re.MULTILINE) == ["stories/wire.txt:7:19:"]

    commit(folder)
    code, said = hook("mtcheck-fix", "--files", "stories/page.md", "notes/todo.txt")
    assert code == 1, said
    assert "files were modified by this hook" in said
    assert git(folder, "diff", "--name-only").split() == ["stories/page.md"]
    assert 'title: "Troops leave Idlib"' in (folder / "stories/page.md").read_text()


class Runner:
    """Runs the steps of the composite action in bash, as GitHub's runner does."""

    def __init__(self, temporary: Path) -> None:
        self._temporary = temporary
        self._files = {name: temporary / name for name in ("GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        self._installed = False
        temporary.mkdir()

    def run(self, folder: Path, **inputs: str) -> tuple[int, str]:
        """The exit code and what is printed; what was installed before is there already."""
        action = loaded("action.yml")
        given = {name: str(each["default"]) for name, each in action["inputs"].items()} | inputs
        around = environment(folder) | {name: str(path) for name, path in self._files.items()}
        around |= {"RUNNER_TEMP": str(self._temporary), "GITHUB_ACTION_PATH": str(ROOT)}
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
            self._files[name].write_text("")
        said, code = "", 0
        for step in action["runs"]["steps"][self._installed :]:
            own = {
                name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: given[match[1]], value)
                for name, value in step["env"].items()
            }
            if self._installed:
                own["PATH"] = os.pathsep.join([self.left("GITHUB_PATH").strip(), os.environ["PATH"]])
            script = self._temporary / "step.sh"
            script.write_text(step["run"])
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                cwd=folder, env={**around, **own}, capture_output=True, text=True, timeout=600, check=False,
            )  # fmt: skip
            said, code = said + done.stdout + done.stderr, done.returncode
            if code:
                break
            self._installed = True
        return code, said

    def left(self, name: str) -> str:
        """What the steps wrote to one of the runner's files."""
        return self._files[name].read_text()


@INSTALLS
@pytest.mark.timeout(900)
def test_the_action_on_a_pull_request_in_a_shallow_clone(folder: Path, tmp_path: Path) -> None:
    place(folder, "stories/a blank.txt", "Residents fled to Idleb.\n")
    commit(folder)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", folder.as_uri(), str(shallow))
    main = git(folder, "rev-parse", "main").strip()
    given = {"python": sys.executable, "since": main, "sarif": str(tmp_path / "log.sarif"), "args": "--ignore spacing"}
    runner = Runner(tmp_path / "runner")

    code, said = runner.run(shallow, paths="stories/a blank.txt\nstories/page.md\n", **given)
    assert (code, runner.left("GITHUB_OUTPUT")) == (1, "exit-code=1\n"), said
    assert re.findall(r"^::error file=([^,]+),line=(\d+)", said, re.MULTILINE) == [
        ("stories/a blank.txt", "1"),
        ("stories/page.md", "2"),
        ("stories/page.md", "6"),
        ("stories/page.md", "6"),
    ]
    assert runner.left("GITHUB_STEP_SUMMARY").startswith("## mtcheck: 4 findings in 2 files\n")
    assert (tmp_path / "log.sarif").exists()

    place(shallow, "stories/page.md", PAGE.replace("Idleb", "Idlib").replace("The Turkey", "Turkey"))
    code, said = runner.run(shallow, paths="stories/page.md", **given)
    assert (code, runner.left("GITHUB_OUTPUT")) == (0, "exit-code=0\n"), said

    code, said = runner.run(shallow, paths="nowhere.txt")
    assert (code, runner.left("GITHUB_OUTPUT")) == (2, "exit-code=2\n"), said
    assert "::error title=mtcheck%3A not checked::nowhere.txt: no such file or folder" in said


def test_every_hook_and_step_is_tested_here() -> None:
    assert [hook["id"] for hook in loaded(".pre-commit-hooks.yaml")] == ["mtcheck", "mtcheck-staged", "mtcheck-fix"]
    assert all("run" in step and "uses" not in step for step in loaded("action.yml")["runs"]["steps"])
