"""`mtcheck accept` and `mtcheck baseline`, and what `check` and `fix` make of such decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import concise, desk, fingerprints, report, run
from tests.discover import place, repository

STORY = "The red bus left at noon.\n\nThe red car came back with us.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = desk(tmp_path / "w")
    place(made, "s/a.txt", STORY)
    place(made, "s/b.txt", f"A new story.\n\n{STORY}")
    return made


def test_what_is_accepted_is_silent_wherever_it_stands_and_never_fixed(folder: Path) -> None:
    bus = fingerprints(folder, "s")["s/a.txt:1 own.bus"]
    told = run(folder, "accept", bus[:6], "s", "--why", "its\n name").stdout
    assert told == f"accepted own.bus “red bus” (2 places), in {folder / '.mtcheck-accepted.yaml'}\n"
    assert 'why: "its name"' in (folder / ".mtcheck-accepted.yaml").read_text()
    assert concise(folder, "s", code=1) == ["s/a.txt:3 own.car", "s/b.txt:5 own.car"]
    suppressed = report(folder, "s")["files"][0]["suppressed"]
    assert [(each["source"], each["reason"]) for each in suppressed] == [
        ("accepted, .mtcheck-accepted.yaml", "its name")
    ]
    assert "suppressed  its name (accepted, .mtcheck-accepted.yaml)" in run(folder, "explain", bus, "s").stdout
    run(folder, "fix", "--write", "s")
    assert (folder / "s/a.txt").read_text() == "The red bus left at noon.\n\nThe car came back with us.\n"


def test_what_is_accepted_stays_when_a_fix_changes_the_words_around_it(folder: Path) -> None:
    place(folder, "s/a.txt", "The red car and the red bus and the red car left.\n")
    bus = fingerprints(folder, "s/a.txt")["s/a.txt:1 own.bus"]
    run(folder, "accept", bus, "--why", "x", "s/a.txt")
    run(folder, "fix", "--write", "s/a.txt")
    assert (folder / "s/a.txt").read_text() == "The car and the red bus and the car left.\n"
    assert concise(folder, "s/a.txt", code=0) == []


def test_what_a_finding_hides_is_accepted_with_it(folder: Path) -> None:
    place(folder, "s/a.txt", "The big red bus left at noon.\n")
    found = fingerprints(folder, "s/a.txt")
    assert list(found) == ["s/a.txt:1 own.van"]
    told = run(folder, "accept", *found.values(), "--why", "x", "s/a.txt").stdout
    assert "and 1 that it hides" in told
    assert concise(folder, "s/a.txt", code=0) == []
    run(folder, "fix", "--write", "s/a.txt")
    assert (folder / "s/a.txt").read_text() == "The big red bus left at noon.\n"


def test_a_decision_without_a_configuration_lies_at_the_top_of_the_repository(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r")
    place(folder, "s/a.txt", "Rebels hold Idleb.\n")
    (found,) = fingerprints(folder, "s", "--select", "names.fr").values()
    run(folder, "accept", found, "s", "--why", "x")
    assert (folder / ".mtcheck-accepted.yaml").exists()
    assert concise(folder / "s", "a.txt", "--select", "names.fr", code=0) == []


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["abc", "s"], "a decision needs its reason: --why REASON"),
        (["--why", "x"], "which finding?"),
        (["nothing", "s", "--why", "x"], "no finding with the fingerprint “nothing”"),
        (["", "s", "--why", "x"], "which finding?"),
    ],
)
def test_what_can_not_be_accepted_is_told(folder: Path, args: list[str], reason: str) -> None:
    assert reason in run(folder, "accept", *args, code=2).stderr
    assert not (folder / ".mtcheck-accepted.yaml").exists()


def test_letters_that_begin_several_fingerprints_are_too_few(folder: Path) -> None:
    found = {each[:1] for each in fingerprints(folder, "s").values()}
    if len(found) == 2:
        place(folder, "s/c.txt", "".join(f"Red bus {number}, word {number} here.\n\n" for number in range(17)))
    first = next(iter(found))
    told = run(folder, "accept", first, "--why", "x", code=None)
    assert told.returncode in (0, 2)
    if told.returncode:
        assert "give more of it" in told.stderr


def test_entries_of_what_is_gone_are_told_and_pruned(folder: Path) -> None:
    found = fingerprints(folder, "s")
    for name in ("s/a.txt:1 own.bus", "s/a.txt:3 own.car"):
        run(folder, "accept", found[name], "--why", "x")
    place(folder, "s/a.txt", "The red car came back with us.\n")
    place(folder, "s/b.txt", "Nothing.\n")
    assert "1 entry was not met; `mtcheck accept --prune`" in run(folder, "check", ".").stderr
    assert "not met" not in run(folder, "check", "s").stderr  # the list stands for more than this folder
    assert "not met" not in run(folder, "check", ".", "--select", "own.car").stderr
    assert "stands for all of its folder" in run(folder, "accept", "--prune", "s", code=2).stderr
    told = run(folder, "accept", "--prune").stdout
    assert told.startswith("gone: own.bus “red bus” (x)\n")
    assert told.endswith("1 taken out, 1 left\n")
    assert "own.bus" not in (folder / ".mtcheck-accepted.yaml").read_text()


def test_nothing_is_pruned_when_not_all_could_be_checked(folder: Path) -> None:
    run(folder, "accept", fingerprints(folder, "s")["s/a.txt:1 own.bus"], "--why", "x")
    (folder / "s/a.txt").write_bytes(b"\xff\xfe\xfa")
    place(folder, "s/b.txt", "Nothing.\n")
    run(folder, "accept", "--prune", code=2)
    assert "own.bus" in (folder / ".mtcheck-accepted.yaml").read_text()


def test_a_list_that_can_not_be_read_is_exit_code_2(folder: Path) -> None:
    place(folder, ".mtcheck-accepted.yaml", "- {fingerprint: abc}\n")
    told = run(folder, "check", "s", code=2)
    assert told.stderr.endswith(".mtcheck-accepted.yaml: entry 1 has no “why”\n")


def test_a_baseline_leaves_only_what_is_new(folder: Path) -> None:
    told = run(folder, "baseline", "s").stdout
    assert told.startswith(f"{folder / '.mtcheck-baseline.json'}: 4 findings in 2 files\n")
    assert "to use it: baseline = " in told
    options = ["--baseline", ".mtcheck-baseline.json"]
    assert concise(folder, "s", *options, code=0) == []
    place(folder, "s/a.txt", f"{STORY}\nAnother red bus is here.\n")
    assert concise(folder, "s", *options, code=1) == ["s/a.txt:5 own.bus"]
    run(folder, "fix", "--write", "s", *options)
    assert (folder / "s/a.txt").read_text() == f"{STORY}\nAnother bus is here.\n"


def test_a_configured_baseline_is_used_from_anywhere_and_told_where_it_is_too_long(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w", 'baseline = "old.json"\n')
    place(folder, "s/a.txt", STORY)
    assert run(folder, "check", "s", code=2).stderr.endswith("`mtcheck baseline PATHS` writes one\n")
    assert run(folder, "baseline", "s").stdout == f"{folder / 'old.json'}: 2 findings in 1 file\n"
    assert concise(folder / "s", "a.txt", code=0) == []
    place(folder, "s/a.txt", "The red car came back with us.\n")
    (file,) = report(folder, "s", code=0)["files"]
    (told,) = file["unused"]
    assert told.startswith("old.json: own.bus “red bus” (")


def test_what_a_finding_hides_is_part_of_the_baseline(folder: Path) -> None:
    place(folder, "s/a.txt", "The big red bus left at noon.\n")
    run(folder, "baseline", "s/a.txt")
    assert concise(folder, "s/a.txt", "--baseline", ".mtcheck-baseline.json", code=0) == []


def test_accepted_findings_are_no_part_of_the_baseline(folder: Path) -> None:
    run(folder, "accept", fingerprints(folder, "s")["s/a.txt:1 own.bus"], "--why", "x")
    assert "2 findings in 2 files" in run(folder, "baseline", "s").stdout


def test_a_baseline_written_again_keeps_what_was_not_checked(folder: Path) -> None:
    run(folder, "baseline", "s")
    place(folder, "s/a.txt", "Nothing.\n")
    assert "2 findings in 1 file" in run(folder, "baseline", "s/a.txt").stdout
    (folder / "s/b.txt").write_bytes(b"\xff\xfe\xfa")
    assert "2 findings in 1 file" in run(folder, "baseline", "s", code=2).stdout
    (folder / "s/b.txt").unlink()
    assert "0 findings in 0 files" in run(folder, "baseline", "s").stdout


def test_pruning_a_baseline_adds_nothing(folder: Path) -> None:
    run(folder, "baseline", "s")
    place(folder, "s/a.txt", "The red car came back with us.\n\nAnother red car is here.\n")
    assert "3 findings in 2 files" in run(folder, "baseline", "--prune", "s").stdout
    known = json.loads((folder / ".mtcheck-baseline.json").read_text())["files"]["s/a.txt"]
    assert [rule for rule, _, _ in known.values()] == ["own.car"]


def test_marks_in_comments_hold_for_check_and_fix(folder: Path) -> None:
    page = (
        "<!-- mtcheck: ignore own.bus -- its name -->\n\nThe red bus left.\n\nThe red bus stayed, the red car left.\n"
    )
    place(folder, "s/a.md", page)
    assert concise(folder, "s/a.md", code=1) == ["s/a.md:5 own.bus", "s/a.md:5 own.car"]
    run(folder, "fix", "--write", "s/a.md")
    fixed = "The bus stayed, the car left.\n"
    assert (folder / "s/a.md").read_text() == page.replace("The red bus stayed, the red car left.\n", fixed)
    place(folder, "s/b.md", "<!-- mtcheck: ignore own.bus -->\n\nThe red bus left.\n")
    told = run(folder, "check", "s/b.md", code=2)
    assert "s/b.md:1: the mark “mtcheck: ignore own.bus” gives no reason" in told.stderr
