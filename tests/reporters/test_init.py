"""The package is the list of formats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mtcheck import reporters
from mtcheck.errors import ConfigError
from mtcheck.model import FileReport, Report

FOLDER = Path(reporters.__file__).parent


def test_each_module_is_a_format_and_underscore_modules_are_not() -> None:
    modules = {path.stem.replace("_", "-") for path in FOLDER.glob("[a-z]*.py")}
    assert set(reporters.formats()) == modules
    assert {"terminal", "diff", "concise", "json"} <= modules


def test_unknown_format_names_the_near_one() -> None:
    with pytest.raises(ConfigError, match="did you mean “json”"):
        reporters.reporter("jsn")


def test_a_private_module_is_no_format() -> None:
    with pytest.raises(ConfigError):
        reporters.reporter("_text")


@pytest.mark.parametrize("name", reporters.formats())
def test_every_format_writes_an_empty_and_a_full_report(name, build, told) -> None:
    told(name, Report(()))
    assert "names.fr.places" in told(name, build.full())


@pytest.mark.parametrize("name", reporters.formats())
def test_every_format_survives_text_that_cannot_be_encoded_or_drives_a_terminal(name, build, told) -> None:
    text = "a\x1b[2Jb \ud83d\x07c\u2028d\u202ee\r\nf"
    found = build.finding(text, 0, len(text), "\udc80<x>&\x1b\u2029", message="m\x1b\ud800\n\u2028]]>-->*/|`")
    report = build.report(FileReport(build.document(text, "a\x1bb\nc.txt"), (found,)))
    written = told(name, report)
    if name not in ("diff", "criticmarkup"):  # these hold the text as it is
        assert "\x1b" not in written
        written.encode("utf-8")


@pytest.mark.parametrize("name", reporters.formats())
def test_every_format_says_the_same_twice(name, build, told) -> None:
    assert told(name, build.full()) == told(name, build.full())


def test_reporters_for_people_import_nothing_heavy() -> None:
    code = (
        "import sys; from mtcheck.reporters import reporter\n"
        "for name in ('terminal', 'diff', 'concise', 'json'): reporter(name)\n"
        "print(sorted({'rich', 'typer', 'jinja2', 'difflib', 'ruamel', 'hypothesis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
