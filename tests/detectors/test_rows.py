from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.detectors._rows import Row
from mtcheck.engine import Checker
from mtcheck.model import RuleSet
from mtcheck.wording.anchors import anchors
from tests.conftest import document, small_checker

WORDS = st.lists(st.sampled_from(["the", "old", "red", "bus", "of", "very", "a", "Bus,", "left.", "town"]), max_size=30)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:\w+ )?red bus\b",
        r"\b\w+ (?:old |very )?bus\b",
        r"(?<!\w)(?:very |the ){0,3}red (?=bus)",
        r"\b(?:a|the) (?:\w+ ){0,2}bus of (?:the )?town\b",
    ],
)
@given(words=WORDS)
def test_around_its_anchors_a_row_finds_what_it_finds_in_the_whole_sentence(pattern: str, words: list[str]) -> None:
    found = anchors(pattern)
    assert found.lead > 0
    (rule,) = small_checker(("red bus", "bus")).rules.values()
    spans = []
    for lead, begins in ((found.lead, found.begins), (found.lead, ""), (-1, found.begins), (-1, "")):
        row = tuple(Row(pattern, 0, "sentence", None, -1, "", lead, begins))
        made = rule._replace(rows=(row,), anchors=tuple((each, 0) for each in found.literals), fix=None)
        report, _ = Checker(RuleSet((made,), "")).check(document(" ".join(words)))
        spans.append([finding.span for finding in report.findings])
    assert spans[0] == spans[1] == spans[2] == spans[3]
