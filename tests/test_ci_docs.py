"""docs/ci.md: each command that it shows does something in a content repository, and each configuration is one."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from mtcheck import config
from tests.cli.content import content
from tests.cli.desk import fingerprints, run
from tests.conftest import ROOT
from tests.discover import place
from tests.test_hooks import loaded

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_commands_do_what_they_say(tmp_path: Path) -> None:
    folder = content(tmp_path / "r")
    song = fingerprints(folder, "stories/wire.txt")["stories/wire.txt:5 article.romance.country"]
    for line in "".join(blocks("sh")).splitlines():
        program, *args = shlex.split(line.replace("FINGERPRINT", song), comments=True)
        assert program == "mtcheck"
        done = run(folder, *args, code=None)
        assert done.returncode in ((0, 1) if args[0] == "check" else (0,)), (line, done.stderr)
        assert done.stdout or "--staged" in args, line
    for name in ("mtcheck.html", "mtcheck.sarif", "mtcheck.md", ".mtcheck-baseline.json", ".mtcheck-accepted.yaml"):
        assert (folder / name).stat().st_size, name


def test_the_configuration_is_one(tmp_path: Path) -> None:
    (shown,) = blocks("toml")
    place(tmp_path, "newsroom.toml", 'house = "ap"\n')
    place(tmp_path, "r/mtcheck.toml", shown)
    place(tmp_path, "r/our-rules/.keep", "")
    told = run(tmp_path / "r", "config", "show", "wire/afp/a.txt").stdout
    assert re.search(r"^source-lang +\"fr\" +mtcheck\.toml, \[\[paths\]\]", told, re.MULTILINE), told
    assert re.search(r"^house +\"reuters\"", told, re.MULTILINE), told
    told = run(tmp_path / "r", "config", "show", "a.txt").stdout
    assert re.search(r"^house +\"ap\" +\S*newsroom\.toml", told, re.MULTILINE), told
    jsonschema = pytest.importorskip("jsonschema")
    import tomllib

    jsonschema.validate(tomllib.loads(shown), config.schema())
    assert json.loads(run(tmp_path, "config", "schema").stdout) == config.schema()


def test_hooks_and_inputs_that_are_named_exist() -> None:
    hooks, action, _ = blocks("yaml")
    assert set(re.findall(r"id: ([\w-]+)", hooks)) == {each["id"] for each in loaded(".pre-commit-hooks.yaml")}
    given = action.partition("with:\n")[2]
    assert set(re.findall(r"^ {10}([\w-]+):", given, re.MULTILINE)) <= set(loaded("action.yml")["inputs"])
