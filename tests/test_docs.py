"""Generated pages are what their commands make of the rules as they are."""

from __future__ import annotations

import importlib.util
import json

from mtcheck.model import RuleSet
from tests.conftest import ROOT


def test_the_rule_reference_is_up_to_date(shipped: RuleSet) -> None:
    spec = importlib.util.spec_from_file_location("make_rule_reference", ROOT / "scripts" / "make_rule_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == module.reference(shipped.rules), (
        "run: python scripts/make_rule_reference.py"
    )


def test_the_accuracy_table_and_the_rules_agree_on_which_rules_exist(shipped: RuleSet) -> None:
    measured = json.loads((ROOT / "docs" / "accuracy.json").read_text("utf-8"))
    assert sorted(measured["by_rule"]) == sorted(rule.id for rule in shipped.rules), (
        "run: python -m benchmarks.accuracy DATA --write"
    )


def test_every_rule_of_the_verdict_exists(shipped: RuleSet) -> None:
    known = {rule.id for rule in shipped.rules}
    assert set(shipped.verdict.get("weights", {})) - known == set(), "run: python -m benchmarks.accuracy.calibrate DATA"
