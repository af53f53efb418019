"""Verdicts of a person on findings: what the tables hold, what they come to, and how a sample is drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.accuracy import judged
from benchmarks.accuracy.corpora import document
from mtcheck.engine import Checker


@pytest.mark.parametrize(("sample", "least"), [("names", 0.97), ("story", 0.90)])
def test_precision_of_what_was_judged(sample: str, least: float) -> None:
    verdicts = judged.judgements(sample)
    assert len({each.fingerprint for each in verdicts}) == len(verdicts) >= judged.SAMPLES[sample].size
    assert all(each.rule.startswith(judged.SAMPLES[sample].rules) and each.reason for each in verdicts)
    share, low, high = judged.precision(verdicts)
    print(f"{sample}: {len(verdicts)} judged, {share:.1%} right ({low:.1%} to {high:.1%})")
    assert share >= least


def test_precision_by_hand() -> None:
    # 9 of 10 right; Wilson's 95 % interval of it is 0.5958 to 0.9821.
    verdicts = [judged.Judgement(str(number), "a.rule", "right", "so it is") for number in range(9)]
    figures = judged.precision([*verdicts, judged.Judgement("9", "a.rule", "wrong", "it is not")])
    assert figures == pytest.approx((0.9, 0.5958, 0.9821), abs=1e-4)


def test_a_sample_hardly_changes_when_findings_come(checker: Callable[..., Checker]) -> None:
    toy = checker(("a.bus", "red bus", "bus"))
    text = " ".join(f"Word {number} and a red bus came." for number in range(40))
    story = document("x", text)
    found = [judged.Drawn("toy", story, each) for each in toy.check(story)[0].findings]
    assert len(found) == 40
    ten = judged.Sample(("a.",), size=10)
    fewer, all_ = judged.draw(found[:-1], ten), judged.draw(found, ten)
    assert len(set(fewer) & set(all_)) >= 9
    assert judged.draw(found * 2, ten) == all_
