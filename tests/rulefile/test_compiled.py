from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck.engine import Checker
from mtcheck.model import RuleSet
from mtcheck.rulefile import compiled
from tests.conftest import document


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xe3\x00"])
def test_a_broken_compiled_file_is_made_again(
    rule_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes
) -> None:
    kept = tmp_path / "kept.bin"
    kept.write_bytes(data)
    monkeypatch.setattr(compiled, "_cache_file", lambda key: kept)
    folder = rule_folder(("a.one", "red bus", "bus"))
    ruleset = compiled.load_ruleset([folder])
    assert "a.one" in {rule.id for rule in ruleset.rules}
    assert len(kept.read_bytes()) > 100


def test_a_cache_that_cannot_be_written_costs_only_time(
    rule_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_cache_file", lambda key: Path("/proc/none/kept.bin"))
    folder = rule_folder(("a.one", "red bus", "bus"))
    made = Checker(compiled.load_ruleset([folder]))
    assert any(finding.rule == "a.one" for finding in made.check(document("He saw red bus."))[0].findings)


def test_a_rule_file_that_changes_is_compiled_again(
    rule_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiled, "_cache_file", lambda key: tmp_path / f"{key}.bin")
    folder = rule_folder(("a.one", "red bus", "bus"))
    first = {rule.id for rule in compiled.load_ruleset([folder]).rules}
    rule_folder(("a.two", "blue bus", "bus"))
    assert {rule.id for rule in compiled.load_ruleset([folder]).rules} - first == {"a.two"}


def test_a_rule_of_a_users_folder_takes_the_place_of_a_shipped_one(
    rule_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shipped: RuleSet
) -> None:
    monkeypatch.setattr(compiled, "_cache_file", lambda key: tmp_path / f"{key}.bin")
    (old,) = (rule for rule in shipped.rules if rule.id == "calque.fr.after-had")
    made = Checker(compiled.load_ruleset([rule_folder((old.id, "red bus", "bus"))]))
    text = " ".join(literal for literal, _ in old.anchors) + " He saw red bus."
    found = [finding for finding in made.check(document(text))[0].findings if finding.rule == old.id]
    assert [finding.text for finding in found] == ["red bus"]


def test_a_folder_that_is_not_there_is_a_failure() -> None:
    ruleset = compiled.load_ruleset([Path("/nowhere")])
    assert ruleset.failures[-1].subject == "/nowhere"
