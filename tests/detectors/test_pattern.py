"""Kind `pattern`: what is marked, how far a match may reach, case, tables, and what a wrong expression says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.engine import Checker
from mtcheck.rulefile.compiled import compile_folder
from tests.conftest import document

RULE = """\
id: r
title: "a test rule"
message: "“{match}”."
why: A test.
category: style/unidiomatic-style
severity: major
status: stable
strength: strong
source-langs: [fr]
kind: pattern
examples: [{bad: "A [[red bus]].", good: "A bus."}]
"""


def checker(folder: Path, keys: str, table: str = "") -> Checker:
    (folder / "r.yaml").write_text(RULE + keys, "utf-8")
    if table:
        (folder / "t.tsv").write_text(table, "utf-8")
    return Checker(compile_folder(folder))


def found(made: Checker, text: str) -> list[tuple[str, str]]:
    """The text of each finding and its fix."""
    assert made.ruleset.failures == ()
    report, failures = made.check(document(text))
    assert failures == ()
    return [
        (each.text, each.fixes[0].edits[0].text if each.fixes and each.fixes[0].edits else "")
        for each in report.findings
    ]


def test_the_group_mark_is_marked_and_replaced(tmp_path: Path) -> None:
    made = checker(tmp_path, 'pattern: "the (?P<mark>red) bus"\nfix: {replace: "green", safety: unsafe}\n')
    assert found(made, "He saw the red bus and the red car.") == [("red", "green")]


def test_letters_match_in_their_case_unless_the_rule_says_otherwise(tmp_path: Path) -> None:
    text = "He saw a red bus. Red bus, he said."
    assert found(checker(tmp_path, 'pattern: "red bus"\n'), text) == [("red bus", "")]
    ignoring = checker(tmp_path, 'pattern: "red bus"\nignore-case: true\n')
    assert [text for text, _ in found(ignoring, text)] == ["red bus", "Red bus"]


@pytest.mark.parametrize(("over", "most"), [("sentence", 0), ("paragraph", 1), ("document", 2)])
def test_a_match_reaches_as_far_as_over_says(tmp_path: Path, over: str, most: int) -> None:
    made = checker(tmp_path, f"pattern: 'red[^#]{{0,40}}bus'\nover: {over}\n")
    assert len(found(made, "It was red. He left the bus there.\n\n#\n\nIt was red.\n\nA bus came.")) == most


def test_each_row_of_a_table_has_its_fix_and_severity(tmp_path: Path) -> None:
    table = "pattern\tfix\tbad\tgood\tseverity\nred bus\tbus\tA [[red bus]].\tA bus.\t\nred car\t\tA [[red car]].\t\tminor\n"
    made = checker(tmp_path, "table: t.tsv\nfix: {safety: safe}\n", table)
    assert found(made, "A red bus and a red car.") == [("red bus", "bus"), ("red car", "")]
    assert [each.severity.name for each in made.check(document("A red bus, a red car."))[0].findings] == [
        "MAJOR",
        "MINOR",
    ]


@pytest.mark.parametrize(
    ("keys", "table", "reason"),
    [
        ('pattern: "red ("\n', "", "r.yaml:12:"),
        ('pattern: "red"\nover: line\n', "", "`over` is “line”, but can be sentence, paragraph or document"),
        ("table: t.tsv\n", "pattern\tbad\nred\tA [[red]].\nbus (\tA [[bus]].\n", "t.tsv:3:1: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, keys: str, table: str, reason: str) -> None:
    (failure,) = checker(tmp_path, keys, table).ruleset.failures
    assert reason in failure.reason
