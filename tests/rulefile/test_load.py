from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck.errors import RuleError
from mtcheck.model import Span
from mtcheck.rulefile.load import RuleFile, load_folder
from mtcheck.selftest import check_folder, check_rule, unmarked
from tests.conftest import RULE

GOOD = RULE.format(id="a", phrase="red bus", fix="bus")


def loaded(folder: Path) -> list[RuleFile | RuleError]:
    return list(load_folder(folder))


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("severity: major", "sevreity: major", ":7:1", "unknown key “sevreity” (did you mean “severity”?)"),
        ("severity: major", "severity: mayor", ":7:11", "“severity” is “mayor” (did you mean “major”?)"),
        ("kind: phrases", "kind: phrase", ":11:7", "“kind” is “phrase” (did you mean “phrases”?)"),
        ("id: a\n", "id: b\n", ":1:5", "“id” is “b”, but the file's place says “a”"),
        ('title: "a test rule"', "title: [1]", ":2:8", "“title” should be text"),
        ("category: style/unidiomatic-style", "category: style/wrong", ":6:11", "“category” is “style/wrong”"),
        ("red bus: bus", "red (bus: bus", ":13:3", "the expression “(?<!\\w)(?:red +(bus)(?!\\w)” does not compile"),
        ("red bus: bus", "<vehicel>: bus", ":13:3", "no word class “vehicel”"),
        ("fix: {safety: safe}", "fix: {safety: sure}", ":14:", "“safety” is “sure”"),
        ("source-langs: [fr]", "source-langs: [French]", ":10:15", "takes ISO 639 codes"),
        ("examples:", "exampels:", ":15:1", "unknown key “exampels” (did you mean “examples”?)"),
        ("why: |", "why: [", ":6:9", "not valid YAML"),
        ("fix: {safety: safe}", "unless: [{match: x}]", ":14:10", "an exception needs an `ok` sentence"),
    ],
)
def test_a_wrong_file_is_refused_with_place_line_and_caret(
    tmp_path: Path, old: str, new: str, place: str, reason: str
) -> None:
    assert old in GOOD
    (tmp_path / "a.yaml").write_text(GOOD.replace(old, new), "utf-8")
    (error,) = loaded(tmp_path)
    assert isinstance(error, RuleError)
    text = error.rendered()
    assert reason in text
    assert f"a.yaml{place}" in text
    assert text.split("\n")[-1].strip() == "^"


def test_one_bad_file_fails_alone(rule_folder: Callable[..., Path]) -> None:
    folder = rule_folder(("a.one", "red bus", "bus"), ("a.two", "blue bus", "bus"))
    (folder / "a" / "one.yaml").write_text("nonsense", "utf-8")
    one, two = loaded(folder)
    assert isinstance(one, RuleError)
    assert isinstance(two, RuleFile)


def test_a_table_says_its_line(tmp_path: Path) -> None:
    text = GOOD.replace("phrases:\n  red bus: bus\n", "table: a.tsv\n")
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    (tmp_path / "a.tsv").write_text("phrase\tfix\tbad\tgood\nred bus\tbus\t[[red bus]]\tbus\n(x\t\tx\t\n", "utf-8")
    (error,) = loaded(tmp_path)
    assert isinstance(error, RuleError)
    assert (error.line, error.path) == (3, str(tmp_path / "a.tsv"))
    (tmp_path / "a.tsv").write_text("phrase\tfxi\tbad\n", "utf-8")
    (error,) = loaded(tmp_path)
    assert isinstance(error, RuleError)
    assert "unknown column “fxi” (did you mean “fix”?)" in error.reason


def complaints(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    (rule,) = loaded(tmp_path)
    assert isinstance(rule, RuleFile), rule
    return [broken.reason for broken in check_rule(rule, ["a"])]


def test_a_rule_that_keeps_its_promises_has_no_complaint(tmp_path: Path) -> None:
    assert complaints(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[[red bus]] there", "red bus [[there]]", "`bad` should mark [[…]], but marks “red bus”"),
        ("good: \"He saw bus there.\"", "good: \"He saw a bus there.\"", "the fix gives “He saw bus there.”"),
        ("red bus: bus\n", "red bus: a red bus\n", "the fix gives"),
        ("ok: \"He saw nothing.\"", "ok: \"A red bus.\"", "`ok` fires on “red bus”"),
        ("  - ok: \"He saw nothing.\"\n", "", "has no `ok` example"),
        ("ok: \"He saw nothing.\"", "ok: \"x\"\n  - missed: \"red bus\"", "`missed` fires"),
        ("ok: \"He saw nothing.\"", "ok: \"x\"\n  - overfires: \"nothing\"", "`overfires` stays silent"),
        ("red bus: bus\n", "red bus: bus\n  blue bus: bus\n", "no example reaches row 2"),
        ("fix: {safety", "related: [b]\nfix: {safety", "`related` names “b”, which is no rule"),
        ("fix: {safety", "unless:\n  - after: ' there'\n    ok: \"A red bus there.\"\nfix: {safety", "but marks nothing"),
        ("fix: {safety", "unless:\n  - after: ' x'\n    ok: \"A red car.\"\nfix: {safety", "exception 1 is not needed"),
        ("fix: {safety", "unless:\n  - after: ' x'\n    ok: \"A red bus.\"\nfix: {safety", "the `ok` of exception 1 fires"),
        ("red bus: bus\n", "red bus: bus\n  '\\w+': x\n", "no literal to look for"),
        ("red bus: bus\n", "red bus: bus\n  '(?:a+)+': x\n", "nested quantifier"),
        ("red bus: bus\n", "red bus: bus\n  '(?:a|)b': x\n", "empty alternative"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_said(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in GOOD
    assert any(reason in complaint for complaint in complaints(tmp_path, GOOD.replace(old, new)))


def test_rules_leave_each_others_sentences_alone(rule_folder: Callable[..., Path]) -> None:
    folder = rule_folder(("a.one", "red bus", "bus"), ("a.two", "He saw bus", "He met"))
    rules = [rule for rule in loaded(folder) if isinstance(rule, RuleFile)]
    assert any("a.two fires on “He saw bus”" in broken.reason for broken in check_folder(rules))


def test_marks_become_spans() -> None:
    assert unmarked("a [[b]] c [[d]]") == ("a b c d", (Span(2, 3), Span(6, 7)))
