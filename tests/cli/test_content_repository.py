"""A content repository is checked from end to end, as its CI job and its editors would, with the rules that ship."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.content import OLD, PAGE, WIRE, content
from tests.cli.desk import concise, fingerprints, report, run
from tests.discover import commit, git, place

COAST = "./stories/coast.txt:7 names.fr.cities"
IN_PAGE = [
    "./stories/page.md:2 names.fr.cities",
    "./stories/page.md:6 article.romance.country",
    "./stories/page.md:6 names.fr.cities",
]
IN_WIRE = [
    "./stories/wire.txt:3 article.romance.country",
    "./stories/wire.txt:3 spacing.any.in-brackets",
    "./stories/wire.txt:3 acronyms.fr.international",
    "./stories/wire.txt:3 spacing.any.in-brackets",
    "./stories/wire.txt:5 article.romance.country",
]
NEW = [COAST, *IN_PAGE, *IN_WIRE]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return content(tmp_path / "r")


def test_what_is_old_is_silent_also_where_it_was_moved(folder: Path) -> None:
    assert concise(folder, ".", code=1) == NEW
    assert concise(folder, "archive", code=0) == []
    assert report(folder, "stories/coast.txt")["files"][0]["suppressed"][0]["finding"]["line"] == 3


def test_a_branch_answers_for_its_own_lines(folder: Path) -> None:
    (folder / ".mtcheck-baseline.json").unlink()
    place(folder, "mtcheck.toml", 'languagetool = "off"\n')
    assert concise(folder, ".", "--since", "main", code=1) == NEW
    assert {*concise(folder, ".", code=1)} - {*NEW} == {
        "./archive/2014.txt:3 names.fr.cities",
        "./stories/coast.txt:3 names.fr.cities",
    }
    git(folder, "checkout", "-q", "main")
    git(folder, "checkout", "-q", "-b", "quiet")
    place(folder, "stories/floods.txt", f"{OLD}\nNobody was hurt.\n")
    commit(folder)
    assert concise(folder, ".", "--since", "main", code=0) == []


def test_a_pull_request_gets_an_annotation_at_each_line_and_a_summary(folder: Path) -> None:
    told = run(
        folder, "check", ".", "--since", "main", "-f", "github", "-o", "markdown=summary.md", "-o", "sarif=log.sarif", code=1
    )  # fmt: skip
    commands = re.findall(r"^::(error|warning) file=([^,]+),line=(\d+),.*?title=(\S+) ", told.stdout, re.MULTILINE)
    assert sorted(f"./{path}:{line} {rule}" for _, path, line, rule in commands) == sorted(NEW)
    assert {rule for level, _, _, rule in commands if level == "warning"} == {"spacing.any.in-brackets"}
    assert told.stderr == "mtcheck: 3 of 4 files changed since main\n"
    summary = (folder / "summary.md").read_text()
    assert summary.startswith("## mtcheck: 9 findings in 3 files\n")
    results = json.loads((folder / "log.sarif").read_text())["runs"][0]["results"]
    assert [each["ruleId"] for each in results if "suppressions" not in each] == [each.split()[1] for each in NEW]


def test_an_editor_decides_and_fixes_and_the_branch_is_clean(folder: Path) -> None:
    song = fingerprints(folder, "stories/wire.txt")["stories/wire.txt:5 article.romance.country"]
    run(folder, "accept", song, "stories/wire.txt", "--why", "the name of a song")
    told = run(folder, "fix", "--write", ".").stdout
    assert told.splitlines() == [
        "./archive/2014.txt: 0 edits written",
        "./stories/coast.txt: 1 edit written",
        "./stories/page.md: 3 edits written",
        "./stories/wire.txt: 4 edits written",
    ]
    assert (folder / "stories/coast.txt").read_text() == f"{OLD}\nResidents of Homs fled to Idlib on Friday.\n"
    fixed = (
        PAGE.replace("leave Idleb", "leave Idlib").replace("The Turkey sent", "Turkey sent").replace("[Idleb", "[Idlib")
    )
    assert (folder / "stories/page.md").read_text() == fixed
    fixed = WIRE.replace("The Turkey has", "Turkey has").replace("( OSDH )", "(SOHR)")
    assert (folder / "stories/wire.txt").read_text() == fixed
    git(folder, "add", "-A")
    assert run(folder, "check", ".", "--staged", "-f", "concise").stdout == ""
    assert concise(folder, ".", code=0) == []


def test_decisions_that_are_of_no_more_use_are_told_and_pruned(folder: Path) -> None:
    place(folder, "archive/2014.txt", OLD.replace("Idleb", "Idlib"))
    (unused,) = report(folder, "archive")["files"][0]["unused"]
    assert "names.fr.cities “Idleb”" in unused
    assert "1 finding in 1 file\n" in run(folder, "baseline", "--prune", ".").stdout
    assert json.loads((folder / ".mtcheck-baseline.json").read_text())["files"].keys() == {"stories/coast.txt"}
    assert concise(folder, ".", code=1) == NEW


def test_a_shallow_clone_says_what_it_lacks_and_works_with_it(folder: Path) -> None:
    main = git(folder, "rev-parse", "main").strip()
    shallow = folder.parent / "shallow"
    git(folder.parent, "clone", "-q", "--depth=1", folder.as_uri(), str(shallow))
    told = run(shallow, "check", ".", "--since", main, code=2).stderr
    assert "the clone is shallow: fetch the commit with `git fetch --depth=1 origin COMMIT`" in told
    git(shallow, "fetch", "-q", "--depth=1", "origin", main)
    told = run(shallow, "check", ".", "--since", main, "-f", "concise", code=1)
    assert told.stdout.count("\n") == len(NEW)
    assert "not with where the branch left it: the clone is shallow" in told.stderr
