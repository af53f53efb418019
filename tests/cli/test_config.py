"""`mtcheck config`, and configurations of single files in one run."""

from __future__ import annotations

import json
from pathlib import Path

from mtcheck import config
from tests.cli.desk import concise, desk, run
from tests.discover import place

STORY = "The red bus left at noon, and the red car.\n"


def test_show_says_where_each_value_comes_from(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w", 'extends = "base/all.toml"\n[[paths]]\nmatch = "afp/**"\nsource-lang = "fr"\n')
    place(folder, "base/all.toml", 'house = "ap"\n')
    place(folder, ".mtcheck-accepted.yaml", "")
    told = [line.split(maxsplit=2) for line in run(folder, "config", "show", "afp/a.txt").stdout.splitlines()]
    assert told[0] == ["#", "afp/a.txt:", "mtcheck.toml"]
    rows = {key: (value, origin) for key, value, origin in told[1:]}
    assert list(rows) == list(config.KEYS)
    assert rows["house"] == ('"ap"', "base/all.toml")
    assert rows["source-lang"] == ('"fr"', 'mtcheck.toml, [[paths]] match = "afp/**"')
    assert rows["fail-on"] == ('"major"', "default")
    assert rows["accepted"] == ('".mtcheck-accepted.yaml"', "there is such a file")
    assert '"fr"' not in run(folder, "config", "show").stdout
    assert "no configuration, all defaults" in run(tmp_path, "config", "show").stdout


def test_schema_prints_the_schema(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, "config", "schema").stdout) == config.schema()


def test_each_file_has_its_own_settings_in_one_run(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w", '[[paths]]\nmatch = "cars/"\nselect = ["own.car"]\nfail-on = "never"\n')
    for name in ("a.txt", "cars/a.txt", "other/a.txt"):
        place(folder, name, STORY)
    place(folder, "other/mtcheck.toml", 'select = ["own.bus"]\nrules = ["../own"]\nfail-on = "critical"\n')
    expected = ["./a.txt:1 own.bus", "./a.txt:1 own.car", "./cars/a.txt:1 own.car", "./other/a.txt:1 own.bus"]
    assert concise(folder, ".", code=1) == expected
    assert concise(folder, ".", "--jobs", "2", code=1) == expected
    assert concise(folder, "cars", "other", code=0) == [each[2:] for each in expected[2:]]
    assert concise(folder, "cars", "other", "--fail-on", "minor", code=1) == [each[2:] for each in expected[2:]]
    assert concise(folder, ".", "--select", "own.car", code=1) == [
        "./a.txt:1 own.car",
        "./cars/a.txt:1 own.car",
        "./other/a.txt:1 own.car",
    ]
    assert concise(folder, ".", "--config", "mtcheck.toml", code=1) == [
        *expected[:3],
        "./other/a.txt:1 own.bus",
        "./other/a.txt:1 own.car",
    ]
    run(folder, "fix", "--write", ".")
    assert (folder / "cars/a.txt").read_text() == "The red bus left at noon, and the car.\n"
    assert (folder / "other/a.txt").read_text() == "The bus left at noon, and the red car.\n"


def test_a_wrong_configuration_of_some_files_leaves_the_others_checked(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w")
    for name in ("a.txt", "x/a.txt", "x/b.txt", "y/a.txt"):
        place(folder, name, STORY)
    place(folder, "x/mtcheck.toml", "huose = 1\n")
    place(folder, "y/mtcheck.toml", 'select = ["xyz"]\n')
    for jobs in ("1", "2"):
        done = run(folder, "check", ".", "-f", "concise", "--jobs", jobs, code=2)
        assert len(done.stdout.splitlines()) == 2
        assert (
            f"mtcheck: {folder}/x/mtcheck.toml: unknown key “huose” (did you mean “house”?) (./x/a.txt and 1 more not checked)"
            in done.stderr
        )
        assert "no rule is named “xyz”; `mtcheck rules list` shows all (./y/a.txt not checked)" in done.stderr
    assert run(folder, "fix", ".", code=2).stderr.count("not checked") == 2


def test_a_source_language_that_no_rule_knows_is_told(tmp_path: Path) -> None:
    place(tmp_path, "a.txt", "A story.\n")
    assert (
        "no rule knows the source language “french” ("
        in run(tmp_path, "check", "a.txt", "--source-lang", "french", code=2).stderr
    )


def test_named_files_may_be_left_out_by_ignore_files(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w")
    for name in ("a.txt", "x/a.txt"):
        place(folder, name, STORY)
    place(folder, ".mtcheckignore", "x/\n")
    assert len(concise(folder, "a.txt", "x/a.txt", code=1)) == 4
    assert len(concise(folder, "a.txt", "x/a.txt", "--force-exclude", code=1)) == 2
    assert len(concise(folder, ".", code=1)) == 2
