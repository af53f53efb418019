from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import model
from mtcheck.cli import _plain
from mtcheck.cli._results import Results
from mtcheck.engine import Checker
from mtcheck.model import FileReport, Suppression
from tests.conftest import SEEDS, document
from tests.suppress import made

# A field that is added to a type has to be written in `_plain` and `_results`, and then counted here.
FIELDS = {
    model.Finding: 17,
    model.Fix: 3,
    model.Edit: 2,
    model.Related: 2,
    model.Span: 2,
    model.Verdict: 3,
    model.Evidence: 3,
    model.FileReport: 5,
    model.Suppression: 3,
    model.Document: 10,
    model.Segment: 2,
    model.Piece: 2,
}


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_is_written(kind: Any) -> None:
    assert len(kind.__match_args__) == FIELDS[kind]


def there_and_back(report: FileReport) -> FileReport:
    return _plain.report(_plain.loaded(_plain.dumped(_plain.of_report(report))))


def test_the_report_of_a_real_story_comes_back_the_same(french: Checker) -> None:
    for name in ("afp-idlib-2018.txt", "afp-idlib-2018.edited.txt"):
        report, _ = french.check(document((SEEDS / name).read_text("utf-8")))
        assert there_and_back(report) == report


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(TEXTS, st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_text_comes_back_the_same(text: str, path: str) -> None:
    if "\0" in text:
        text = text.replace("\0", "")
    seen = made().seen(document(f"A red bus.\n\n{text}\n\n<!-- x -->\n\nred car", path))
    report = FileReport(
        seen.document,
        seen.findings,
        tuple(Suppression(each, text, text) for each in seen.findings),
        (text,),
        seen.verdict,
    )
    assert there_and_back(report) == report


@pytest.mark.parametrize("most_held", [0, 3_000, 1_000_000])
def test_results_are_the_same_in_memory_and_on_the_disk(most_held: int) -> None:
    reports = [made().check(document(f"A red bus {number}." * number, f"{number}.txt"))[0] for number in range(6)]
    results = Results(most_held)
    for number, report in enumerate(reports):
        if number % 2:
            results.add(report)
        else:
            results.add(_plain.dumped(_plain.of_report(report)))
    assert len(results) == 6
    assert list(results) == list(results) == reports
    assert results[-1] == reports[-1]
    assert results[1:3] == reports[1:3]
    with pytest.raises(IndexError):
        results[6]
