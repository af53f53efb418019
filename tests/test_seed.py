"""The seed story: what is found of each class of artifact, what is right, and what is missed, by name.

pytest tests/test_seed.py -s        prints the table
"""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.accuracy import gold
from mtcheck import inputs
from mtcheck.engine import Checker
from mtcheck.model import Severity
from tests.conftest import SEEDS

STORY = SEEDS / "afp-idlib-2018.txt"


@pytest.fixture(scope="module")
def scored(everything: Checker, french: Checker) -> dict[str, gold.Scored]:
    read = inputs.read(str(STORY), STORY.read_bytes())
    spans = gold.seed_spans(SEEDS / "afp-idlib-2018.gold.jsonl")
    checkers = {"fr": french, "nothing said": everything}
    found = {name: gold.score(read, checker.check(read)[0].findings, spans) for name, checker in checkers.items()}
    for name, each in found.items():
        classes: Counter[str] = Counter()
        missed: dict[str, list[str]] = {}
        for span, hit in each.found:
            if not span.optional:
                classes[span.artifact] += 1
                if hit is None:
                    missed.setdefault(span.artifact, []).append(f"{span.name} {span.text!r}")
        print(f"\nsource language: {name}; right {each.precision()}; found {each.recall()}, rule {each.recall('rule')}")
        for artifact, count in sorted(classes.items()):
            lost = missed.get(artifact, [])
            print(f"  {artifact:36} {count - len(lost)}/{count}  {'; '.join(lost)}")
    return found


@pytest.mark.parametrize("name", ["fr", "nothing said"])
@pytest.mark.parametrize(
    ("detectable", "least"),
    [("rule", {"fr": 0.9, "nothing said": 0.8}), ("document", {"fr": 0.75, "nothing said": 0.4})],
)
def test_recall(scored: dict[str, gold.Scored], name: str, detectable: str, least: dict[str, float]) -> None:
    found, every = scored[name].recall(detectable)
    assert every == {"rule": 44, "document": 9}[detectable]
    assert found >= least[name] * every


@pytest.mark.parametrize("name", ["fr", "nothing said"])
def test_precision(scored: dict[str, gold.Scored], name: str) -> None:
    # Findings about the whole story, such as its 34 no-break spaces reported as one, stand apart.
    judged = [
        (finding, right)
        for finding, right in scored[name].judged
        if not finding.rule.startswith("spacing.any.no-break")
    ]
    wrong = [(finding.rule, finding.text) for finding, right in judged if not right]
    assert len(wrong) <= 0.03 * len(judged), wrong


def test_suggestions(scored: dict[str, gold.Scored]) -> None:
    read = inputs.read(str(STORY), STORY.read_bytes())
    accepted = gold.accepted_table(SEEDS / "afp-idlib-2018.accepted.tsv")
    offered = gold.suggestions(read, scored["fr"], accepted)
    wrong = [(each.name, each.offered, each.wanted) for each in offered if not each.right]
    assert len(offered) >= 20
    assert len(wrong) <= 0.15 * len(offered), wrong


def test_the_edited_story_is_quiet(everything: Checker, french: Checker) -> None:
    path = SEEDS / "afp-idlib-2018.edited.txt"
    read = inputs.read(str(path), path.read_bytes())
    for checker in (everything, french):
        findings = checker.check(read)[0].findings
        assert [finding.rule for finding in findings if finding.severity >= Severity.MAJOR] == []
        assert len(findings) <= 2, [(finding.rule, finding.text) for finding in findings]


def test_the_verdict_is_machine_translation_from_french(everything: Checker) -> None:
    read = inputs.read(str(STORY), STORY.read_bytes())
    verdict = everything.check(read)[0].verdict
    assert verdict.language == "fr"
    assert verdict.probability > 0.9
    assert len(verdict.evidence) >= 5
