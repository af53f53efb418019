"""Each folder of `cases` is named for a behaviour: `args`, the folder `input` that the command runs in, what it prints and
its exit code, and in `after` the files as they must be afterwards. `*` in `stderr` stands for anything."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = sorted((Path(__file__).parent / "cases").iterdir())
MTCHECK = [sys.executable, "-m", "mtcheck"]


def run(args: list[str], folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "MTCHECK_LANGUAGETOOL": "off"}
    return subprocess.run(
        [*MTCHECK, *args], cwd=folder, input=stdin, env=environment, capture_output=True, timeout=60, check=False
    )


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    shutil.copytree(case / "input", folder) if (case / "input").exists() else folder.mkdir()
    args = shlex.split((case / "args").read_text("utf-8"))
    if "{fingerprint}" in args:
        found = json.loads(run(["check", "--rules", "own", "--select", "own", "-f", "json", "a.txt"], folder).stdout)
        args[args.index("{fingerprint}")] = found["files"][0]["findings"][0]["fingerprint"]
    stdin = (case / "stdin").read_bytes() if (case / "stdin").exists() else b""
    done = run(args, folder, stdin)
    stderr = done.stderr.decode().replace(str(folder), "{cwd}")
    assert done.returncode == int((case / "exit").read_text()), done.stderr.decode()
    if (case / "stdout").exists():
        assert done.stdout.decode() == (case / "stdout").read_text("utf-8")
    else:
        assert b"did not apply  unless after  line" in done.stdout
    expected = (case / "stderr").read_text("utf-8")
    if expected != "*":
        assert stderr == expected
    if (case / "after").exists():
        for path in (case / "after").rglob("*"):
            if path.is_file():
                assert (folder / path.relative_to(case / "after")).read_bytes() == path.read_bytes()


def test_help_names_every_command_and_exits_0(tmp_path: Path) -> None:
    done = run(["--help"], tmp_path)
    assert done.returncode == 0
    for command in (b"check", b"explain", b"fix", b"rules"):
        assert command in done.stdout


def test_bad_usage_is_exit_code_2(tmp_path: Path) -> None:
    assert run(["check", "--nonsense", "a.txt"], tmp_path).returncode == 2
    assert run(["check"], tmp_path).returncode == 2


def test_json_on_standard_output_is_json_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rebels hold Idleb.\n")
    done = run(["check", "a.txt", "none.txt", "-f", "json"], tmp_path)
    loaded = json.loads(done.stdout)
    assert [file["path"] for file in loaded["files"]] == ["a.txt"]
    assert loaded["failures"][0]["subject"] == "none.txt"
    assert done.returncode == 2


def test_an_uncaught_error_is_exit_code_2(tmp_path: Path) -> None:
    code = "import mtcheck.cli._program as p, mtcheck.cli.main as m; p.app.command('x')(lambda: 1/0); m.run()"
    done = subprocess.run([sys.executable, "-c", code, "x"], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert b"this is a bug in mtcheck" in done.stderr


def test_a_long_line_is_simply_checked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("word " * 400_000 + "in Idleb.")
    done = run(["check", "a.txt", "-f", "concise", "--select", "names.fr"], tmp_path)
    assert done.returncode == 1
    assert done.stdout.count(b"Idleb") == 1
