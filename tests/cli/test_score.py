"""`mtcheck score`, `compare` and `stats` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cases import run
from tests.conftest import RULE, SEEDS

# Three rules, one for each severity, and three small stories whose MQM is made by hand below.
RULES = {
    "a": ("Idleb", "Idlib", "major"),
    "b": ("further north", "farther north", "minor"),
    "c": ("Mr No", "No", "critical"),
}
STORIES = {
    # 10 words, two major errors: 10 points.
    "one.txt": ("Firefighters were in Idleb on Monday.\n\nIdleb lies further south.\n", 10, 10),
    # 20 words, one minor and one critical: 26 points.
    "two.txt": (
        "A little further north, Mr No said that he would stay. Nobody\u00a0asked him why he would go.\n",
        18,
        26,
    ),
    # 8 words, nothing.
    "three.txt": ("Nothing of that kind is in this story.\n", 8, 0),
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name, (phrase, fix, severity) in RULES.items():
        (tmp_path / "own").mkdir(exist_ok=True)
        rule = RULE.format(id=f"own.{name}", phrase=phrase, fix=fix).replace("severity: major", f"severity: {severity}")
        (tmp_path / "own" / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / "own" / f"{name}.yaml").write_text(rule, "utf-8")
    for name, (text, _, _) in STORIES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


OWN = ["--rules", "own", "--select", "own"]


def scored(folder: Path, *args: str) -> tuple[Any, int]:
    done = run(["score", *OWN, "--no-readability", "-f", "json", *args], folder)
    return json.loads(done.stdout), done.returncode


@pytest.mark.parametrize("name", STORIES)
def test_mqm_by_hand(desk: Path, name: str) -> None:
    _, words, penalty = STORIES[name]
    found, code = scored(desk, name)
    assert code == (1 if penalty else 0)
    (file,) = found["files"]
    assert (file["words"], file["penalty"]) == (words, penalty)
    assert file["score"] == 100 * (words - penalty) / words
    assert file["penalty_per_1000_words"] == 1000 * penalty / words
    assert found["signatures"][0].startswith(
        "MQM|model:linear|weights:0/1/5/25|per:1000|repeats:each|words:whitespace|"
    )
    assert "|mtcheck:" in found["signatures"][0]
    assert "|rules:" in found["signatures"][0]


def test_all_texts_as_one(desk: Path) -> None:
    found, code = scored(desk, *STORIES)
    assert code == 1
    assert found["total"]["words"] == 36
    assert found["total"]["penalty"] == 36
    assert found["total"]["score"] == 0
    assert found["total"]["errors"] == {"critical": 1, "major": 2, "minor": 1, "neutral": 0}


def test_gates_and_weights(desk: Path) -> None:
    assert scored(desk, "one.txt", "--no-gate")[1] == 0
    assert scored(desk, "one.txt", "--min-score", "0", "--max", "major=2")[1] == 0
    assert scored(desk, "one.txt", "--min-score", "0.1", "--max", "major=2")[1] == 1
    assert scored(desk, "one.txt", "--min-score", "0", "--max", "major=1")[1] == 1
    assert scored(desk, "one.txt", "--no-gate", "--weights", "major=1")[0]["files"][0]["penalty"] == 2


def test_the_table(desk: Path) -> None:
    done = run(["score", *OWN, "two.txt"], desk)
    shown = done.stdout.decode()
    assert done.returncode == 1
    assert "two.txt: 18 words" in shown
    assert "MQM score -44.44: 26 points, 1,444.4 in 1,000 words" in shown
    assert "FAIL: score -44.44, at least 95; 1 critical error, at most 0" in shown
    assert "Flesch" in shown
    assert "readability|textstat:" in shown


def test_empty_and_one_word_files(desk: Path) -> None:
    (desk / "empty.txt").write_text("", "utf-8")
    (desk / "word.txt").write_text("Idleb", "utf-8")
    found, code = scored(desk, "empty.txt")
    assert code == 0
    assert (found["files"][0]["words"], found["files"][0]["score"]) == (0, None)
    done = run(["score", *OWN, "empty.txt"], desk)
    assert b"no words, so no score" in done.stdout
    found, code = scored(desk, "word.txt")
    assert (found["files"][0]["score"], code) == (-400, 1)


def test_marked_errors_beside_the_findings() -> None:
    story, marks = str(SEEDS / "afp-idlib-2018.txt"), str(SEEDS / "afp-idlib-2018.gold.jsonl")
    done = run(["score", story, "--marked", marks, "--no-readability", "-f", "json"], SEEDS)
    (file,) = json.loads(done.stdout)["files"]
    assert file["words"] == 699
    assert file["marked"]["penalty"] == 327
    assert file["marked"]["score"] == 100 * (699 - 327) / 699
    done = run(["score", story, story.replace(".txt", ".edited.txt"), "--marked", marks], SEEDS)
    assert done.returncode == 2
    assert b"the marks belong to one text; 2 were read" in done.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--max", "major"], "is not of the form critical=0"),
        (["--weights", "grave=1"], "no severity is named"),
        (["none.txt"], "no such file"),
    ],
)
def test_what_is_wrong_is_said(desk: Path, args: list[str], says: str) -> None:
    done = run(["score", "one.txt", *OWN, *args], desk)
    assert done.returncode == 2
    assert says in done.stderr.decode()


def compared(folder: Path, *args: str) -> tuple[Any, str]:
    done = run(["compare", "--rules", "own", "--select", "own", "-f", "json", *args], folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr.decode()


def test_compare_two_files(desk: Path) -> None:
    (desk / "edited.txt").write_text("Firefighters were in Idlib.\n\nIdleb lies further south.\n", "utf-8")
    found, _ = compared(desk, "one.txt", "edited.txt")
    # One edit, “Idleb on Monday” → “Idlib”; two findings, both “Idleb”.
    assert found["desk"] == {
        "precision": 0.5,
        "recall": 1.0,
        "acted_on": 1,
        "findings": 2,
        "foreseen": 1,
        "edits": 1,
    }
    assert (found["mqm"]["before"]["penalty"], found["mqm"]["after"]["penalty"]) == (10, 5)
    assert found["notices"] == []
    for shape in ("table", "markdown", "html"):
        done = run(["compare", "--rules", "own", "-f", shape, "one.txt", "edited.txt"], desk)
        assert done.returncode == 0
        assert b"HTER" in done.stdout
        assert b"nrefs:1|bs:1000|seed:12345|" in done.stdout


def test_compare_says_what_is_odd(desk: Path) -> None:
    (desk / "empty.txt").write_text("", "utf-8")
    (desk / "clean.txt").write_text("Firefighters were in Idlib on Monday.\n\nIdlib lies further south.\n", "utf-8")
    found, _ = compared(desk, "one.txt", "one.txt")
    assert "both texts are the same" in found["notices"]
    assert [figure["score"] for figure in found["distances"][0]["figures"]] == [0.0, 100.0, pytest.approx(100.0)]
    assert (found["desk"]["precision"], found["desk"]["recall"]) == (0.0, None)
    found, _ = compared(desk, "clean.txt", "one.txt")
    assert any("were the two swapped?" in notice for notice in found["notices"])
    found, _ = compared(desk, "empty.txt", "empty.txt")
    assert any("there is nothing to measure" in notice for notice in found["notices"])
    found, _ = compared(desk, "three.txt", "one.txt", "--bootstrap", "0")
    assert any("different numbers of lines" in notice for notice in found["notices"])


def test_compare_tables_and_folders_with_references(desk: Path) -> None:
    (desk / "t.tsv").write_text("mt\tedited\treference\nIn Idleb he was.\tIn Idlib he was.\tHe was there.\n", "utf-8")
    found, _ = compared(desk, "t.tsv")
    assert [each["what"] for each in found["distances"]] == [
        "machine output against the edited version",
        "machine output against the references",
        "edited version against the references",
    ]
    for folder in ("mt", "ed"):
        (desk / folder).mkdir()
        (desk / folder / "a.txt").write_text("In Idleb he was.\n", "utf-8")
    (desk / "mt" / "b.txt").write_text("Alone.\n", "utf-8")
    found, told = compared(desk, "mt", "ed")
    assert [pair["name"] for pair in found["pairs"]] == ["a.txt"]
    assert "has no partner: b.txt" in told
    done = run(["compare", "mt", "t.tsv"], desk)
    assert done.returncode == 2
    assert b"name either folders only or files only" in done.stderr


def test_stats(desk: Path) -> None:
    done = run(["stats", *OWN, "-f", "json", *STORIES], desk)
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert {each["rule"]: each["findings"] for each in found["rules"]} == {"own.a": 2, "own.b": 1, "own.c": 1}
    assert (found["total"]["files"], found["total"]["words"]) == (3, 36)
    done = run(["stats", *OWN, *STORIES], desk)
    assert b"4 findings in 3 texts of 36 words" in done.stdout
    done = run(["stats", *OWN, "-f", "html", *STORIES], desk)
    assert done.stdout.startswith(b"<!doctype html>")
    assert run(["stats", "none.txt"], desk).returncode == 2
