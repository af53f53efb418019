"""Every shipped rule keeps the promises of its file; the same function is behind `mtcheck rules test`."""

from __future__ import annotations

from functools import cache

import pytest

from mtcheck.engine import Checker
from mtcheck.errors import RuleError
from mtcheck.model import RuleSet, Status, Strength
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.rulefile.load import RuleFile, load, rule_paths
from mtcheck.selftest import Broken, check_against, check_rule, untested
from mtcheck.wording.classes import Classes
from tests.conftest import ROOT, document

PATHS = rule_paths(shipped_folder())


@cache
def classes() -> Classes:
    return Classes([shipped_folder()])


@cache
def known() -> tuple[str, ...]:
    return tuple(".".join(path.relative_to(shipped_folder()).with_suffix("").parts) for path in PATHS)


def shown(broken: list[Broken]) -> str:
    return "\n".join(f"{each.path}:{each.line}: {each.reason}" for each in broken)


@pytest.mark.parametrize("path", PATHS, ids=known())
def test_rule(path, everything: Checker) -> None:  # type: ignore[no-untyped-def]
    try:
        loaded: RuleFile = load(path, shipped_folder(), classes())
    except RuleError as error:
        pytest.fail(error.rendered(), pytrace=False)
    if reason := untested(loaded):
        pytest.skip(reason)
    broken = [*check_rule(loaded, known(), everything.ruleset.rules), *check_against(loaded, everything)]
    if broken:
        pytest.fail(shown(broken), pytrace=False)


HARD_NEGATIVES = [
    line for line in (ROOT / "tests" / "data" / "hard_negatives.txt").read_text("utf-8").split("\n") if line
]


@pytest.mark.parametrize("sentence", HARD_NEGATIVES)
def test_correct_english_that_naive_rules_get_wrong(sentence: str, everything: Checker) -> None:
    report, _ = everything.check(document(sentence))
    strong = [
        finding
        for finding in report.findings
        if finding.strength is Strength.STRONG and finding.status is not Status.DRAFT
    ]
    allowed = overfires()
    assert [finding.rule for finding in strong if sentence not in allowed.get(finding.rule, ())] == []


@cache
def overfires() -> dict[str, tuple[str, ...]]:
    """Ambiguities that a rule's own file admits."""
    found = {}
    for path in PATHS:
        loaded = load(path, shipped_folder(), classes())
        found[loaded.rule.id] = tuple(example.text for example in loaded.examples if example.kind == "overfires")
    return found


def test_all_rule_files_load(shipped: RuleSet) -> None:
    assert [failure.reason for failure in shipped.failures] == []
    assert len(shipped.rules) == len(PATHS)
