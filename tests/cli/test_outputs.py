from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from mtcheck.cli._outputs import written
from mtcheck.errors import MtcheckError
from mtcheck.reporters import formats
from tests.cli.desk import desk, run
from tests.discover import place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = desk(tmp_path / "w")
    place(made, "a.txt", "The red bus left, caf\u00e9 \u201cred car\u201d.\r\n")
    return made


def test_one_run_writes_many_reports_and_each_is_what_the_format_prints(folder: Path) -> None:
    options = [f"--output={name}={name}.out" for name in formats()]
    told = run(folder, "check", "a.txt", "-f", "concise", *options, code=1)
    assert told.stdout.count("\n") == 2
    for name in formats():
        printed = run(folder, "check", "a.txt", "-f", name, code=1).stdout
        written = (folder / f"{name}.out").read_bytes().decode()
        assert written == printed, name


def test_a_report_replaces_the_file_whole_and_keeps_its_permissions_and_links(folder: Path) -> None:
    target = place(folder, "reports/old.json", "old")
    target.chmod(0o640)
    (folder / "link.json").symlink_to(target)
    run(folder, "check", "a.txt", "-o", "json=link.json", "-o", "sarif=new.sarif", code=1)
    assert (folder / "link.json").is_symlink()
    assert json.loads(target.read_text())["version"] == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((folder / "new.sarif").stat().st_mode) == 0o666 & ~mask
    assert sorted(os.listdir(folder / "reports")) == ["old.json"]


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("json", "should be FORMAT=FILE, for example sarif=mtcheck.sarif"),
        ("=x", "should be FORMAT=FILE"),
        ("jsn=x", "there is no format “jsn” (did you mean “json”?)"),
        ("json=own", "own is a folder"),
        ("json=none/x.json", "there is no folder none"),
    ],
)
def test_what_can_not_be_written_is_told_before_anything_is_checked(folder: Path, output: str, reason: str) -> None:
    told = run(folder, "check", "a.txt", "-f", "concise", "--output", output, code=2)
    assert reason in told.stderr
    assert told.stdout == ""


def test_two_reports_can_not_go_to_one_file(folder: Path) -> None:
    assert "two formats" in run(folder, "check", "a.txt", "-o", "json=x", "-o", "sarif=./x", code=2).stderr


def test_a_file_is_as_it_was_when_writing_it_fails(tmp_path: Path) -> None:
    target = place(tmp_path, "x", "old")
    with pytest.raises(ZeroDivisionError), written(str(target)) as stream:
        stream.write(b"new" * (1 // 0))
    with pytest.raises(MtcheckError, match=r"x: cannot be written \(No space\)"), written(str(target)):
        raise OSError(28, "No space")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["x"]
