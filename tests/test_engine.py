from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import engine
from mtcheck.detectors import spacing
from mtcheck.engine import Checker
from mtcheck.findings import message
from mtcheck.model import Match, Options, Severity, Span, Strength
from mtcheck.rulefile.compiled import compile_folder
from tests.conftest import document, small_checker


def test_a_finding_says_where_what_and_why(checker: Callable[..., Checker]) -> None:
    made = checker(("a.plane", "carcass of the plane", "wreckage of the plane"))
    report, failures = made.check(document("First.\n\nThe Carcass\u00a0of the plane burned."))
    assert failures == ()
    (found,) = report.findings
    assert found.span == Span(12, 32)
    assert found.text == "Carcass\u00a0of the plane"
    assert found.message == "“Carcass of the plane” should be “Wreckage of the plane”."
    assert found.severity is Severity.MAJOR
    assert found.fixes[0].edits[0].text == "Wreckage of the plane"


def test_a_message_without_a_fix_ends_before_it() -> None:
    sentence = "“{match}” copies “{source}”; English says “{fix}”."
    bare = Match("a.b", 0, Span(0, 3), (("source", "la voiture"),), ())
    assert message(sentence, "car", bare) == "“car” copies “la voiture”."
    assert (
        message("“{match}”: English counts without “of” ({fix}).", "car", bare) == "“car”: English counts without “of”."
    )
    assert message("“{match}” copies {source}: “{fix}”?", "car", bare) == "“car” copies la voiture."
    fixed = Match("a.b", 0, Span(0, 3), (("source", "la voiture"), ("fix", "bus")), ())
    assert message(sentence, "car", fixed) == "“car” copies “la voiture”; English says “bus”."


def test_fingerprints_survive_moved_text_and_tell_repetitions_apart(checker: Callable[..., Checker]) -> None:
    made = checker(("a.plane", "red bus", "bus"))
    one = made.check(document("He saw the red bus today at noon."))[0].findings
    moved = made.check(document("Much before.\n\nHe saw the red bus today at noon.", "other.txt"))[0].findings
    twice = made.check(document("He saw the red bus today at noon.\n\nHe saw the red bus today at noon."))[0].findings
    assert one[0].fingerprint == moved[0].fingerprint == twice[0].fingerprint
    assert twice[1].fingerprint != twice[0].fingerprint


def test_overlapping_findings_are_merged_and_named(checker: Callable[..., Checker]) -> None:
    made = checker(("a.long", "big red bus", "bus"), ("a.short", "red bus", "bus"))
    (found,) = made.check(document("He saw big red bus there."))[0].findings
    assert (found.rule, found.also) == ("a.long", ("a.short",))


def test_selection_by_beginnings_where_the_longer_name_wins() -> None:
    assert engine.selected("a.b.c", (), ())
    assert engine.selected("a.b.c", ("a",), ())
    assert not engine.selected("ab.c", ("a",), ())
    assert not engine.selected("a.b.c", ("a",), ("a.b",))
    assert engine.selected("a.b.c", ("a.b.c",), ("a.b",))
    assert not engine.selected("a.b.c", (), ("all",))


def test_weak_rules_speak_when_their_language_is_named_or_likely(rule_folder: Callable[..., Path]) -> None:
    folder = rule_folder(("a.weak", "red bus", "bus"), ("a.strong", "blue car", "car"), ("a.other", "green van", "van"))
    path = folder / "a" / "weak.yaml"
    path.write_text(path.read_text().replace("strength: strong", "strength: weak"))
    (folder / "verdict.yaml").write_text("prior: -2.0\nunmeasured: 1.5\n")
    ruleset = compile_folder(folder)
    weak, strong = "He saw red bus.", "He saw blue car and green van."

    def rules(text: str, options: Options = Options()) -> list[str]:
        return [finding.rule for finding in Checker(ruleset, options).check(document(text))[0].findings]

    assert rules(weak) == []
    assert rules(weak, Options(source_lang="fr")) == ["a.weak"]
    assert rules(weak, Options(source_lang="de")) == []
    assert rules(f"{weak} {strong}") == ["a.weak", "a.strong", "a.other"]
    assert rules(strong, Options(source_lang="de")) == ["a.strong", "a.other"]


def test_a_wording_rule_in_direct_speech_is_shown_and_not_applied(checker: Callable[..., Checker]) -> None:
    made = checker(("a.plane", "red bus", "bus"))
    (found,) = made.check(document("“I saw the red bus there,” he said."))[0].findings
    assert found.in_speech
    assert found.fixes[0].safety.name == "DISPLAY"


def test_the_signature_names_version_rules_and_options(checker: Callable[..., Checker]) -> None:
    made = checker(("a.plane", "red bus", "bus"), source_lang="fr", select=("a",))
    assert made.signature.startswith("mtcheck:")
    assert "lang:fr" in made.signature
    assert "select:a" in made.signature


@given(st.text())
def test_no_text_crashes_the_engine(text: str) -> None:
    made = small_checker(("red bus", "bus"), ("\u0130stanbul", "Istanbul"))
    read = document(text.replace("\0", "").encode("utf-8", "replace").decode())
    for finding in made.check(read)[0].findings:
        assert read.text[finding.span.start : finding.span.end] == finding.text


def test_many_overlapping_findings_cost_no_square(checker: Callable[..., Checker]) -> None:
    made = checker(("a.one", "red bus", "bus"))
    report = made.check(document("He saw red bus. " * 20_000))[0]
    assert len(report.findings) == 20_000
    assert report.findings[0].strength is Strength.STRONG


@pytest.mark.parametrize(
    ("where", "pattern", "fires"),
    [
        ("before", r"\bthe ", False),
        ("before", r"\ba ", True),
        ("after", r" today", False),
        ("after", r" tomorrow", True),
        ("match", r"^red", False),
        ("match", r"^bus", True),
        ("inside", r"the red bus today", False),
        ("inside", r"saw the red", True),
    ],
)
def test_exceptions_look_at_the_match_and_around_it(
    rule_folder: Callable[..., Path], where: str, pattern: str, fires: bool
) -> None:
    folder = rule_folder(("a.plane", "red bus", "bus"))
    path = folder / "a" / "plane.yaml"
    path.write_text(path.read_text().replace("fix: {", f"unless:\n  - {where}: '{pattern}'\n    ok: x\nfix: {{"))
    ruleset = compile_folder(folder)
    assert not ruleset.failures
    assert bool(Checker(ruleset).check(document("He saw the red bus today."))[0].findings) is fires


def test_a_kind_that_crashes_fails_alone(checker: Callable[..., Checker], monkeypatch: pytest.MonkeyPatch) -> None:
    made = checker(("a.one", "red bus", "bus"))
    rules = (*made.ruleset.rules, made.ruleset.rules[0]._replace(id="a.made", kind="spacing"))

    def crash(rules: object, options: object) -> object:
        def find(story: object, hits: object) -> list[Match]:
            raise KeyError("x")

        return find

    monkeypatch.setattr(spacing, "compile", crash)
    made = Checker(made.ruleset._replace(rules=rules))
    report, (failure,) = made.check(document("He saw red bus."))
    assert [finding.rule for finding in report.findings] == ["a.one"]
    assert "rules of the kind “spacing” were not run: KeyError: 'x'" in failure.reason
