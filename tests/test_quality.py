"""Style, types and the contracts of who may import whom, as tests: one command tells whether the project is green."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from mtcheck import cli, detectors, inputs, reporters
from tests.conftest import ROOT

COMMANDS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy --strict": [sys.executable, "-m", "mypy"],
    "import-linter": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_quality(name: str) -> None:
    done = subprocess.run(COMMANDS[name], cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_every_detector_input_reporter_and_command_has_its_test_file() -> None:
    missing = []
    for package in (detectors, inputs, reporters, cli):
        folder = package.__name__.rpartition(".")[2]
        for path in sorted((ROOT / "mtcheck" / folder).glob("[a-z]*.py")):
            tests = "".join(test.read_text("utf-8") for test in (ROOT / "tests" / folder).rglob("test_*.py"))
            names = [case.name for case in (ROOT / "tests" / folder / "cases").glob("*")]
            if not re.search(rf"\b{path.stem}\b", tests) and not any(path.stem in name for name in names):
                missing.append(f"{folder}/{path.name}")
    assert missing == []


def test_a_detector_an_input_or_a_reporter_never_imports_another_one() -> None:
    """What siblings share stands in modules whose names begin with an underscore. (Import-linter's independence contract
    would want every module's name in pyproject.toml: a list to be kept by hand.)"""
    for package in (detectors, inputs, reporters):
        folder = ROOT / "mtcheck" / package.__name__.rpartition(".")[2]
        names = {path.stem for path in folder.glob("[a-z]*.py")}
        for path in sorted(folder.glob("[a-z]*.py")):
            found = re.findall(rf"(?:from|import) {package.__name__}(?: import |\.)(\w+)", path.read_text("utf-8"))
            assert not (set(found) & names) - {path.stem}, path


def test_no_word_of_a_name_table_stands_in_a_python_file() -> None:
    names = {"Idleb", "Alep", "Afrine", "Poutine", "Daech", "OSDH"}
    for path in (ROOT / "mtcheck").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not [name for name in names if re.search(rf"\b{name}\b", text)], path
