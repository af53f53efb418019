"""What a table of names may hold: each form once in its language, no English form as a source, nothing that English means."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mtcheck.detectors import detector
from mtcheck.detectors._named import HOUSES, KEPT
from mtcheck.rulefile.compiled import shipped_folder
from mtcheck.rulefile.load import read_table
from tests.conftest import ROOT

NAMES = shipped_folder() / "names"
LANGUAGES = sorted(path.name for path in NAMES.iterdir() if path.is_dir())
# Zipf scale of wordfreq: 2.4 is once in four million words. Below it lie names that English papers hardly ever print.
ENGLISH = 2.4


class Row(NamedTuple):
    """A row with its place."""

    cells: dict[str, str]
    place: str

    def form(self, house: str | None) -> str:
        """The English form in a house style."""
        return self.cells.get(house or "") or self.cells["english"]

    @property
    def silent_without_style(self) -> bool:
        return any(self.cells.get(house) == self.cells["source"] for house in HOUSES)


def rows(language: str) -> Iterator[Row]:
    columns = detector("names").COLUMNS
    for path in sorted((NAMES / language).glob("*.tsv")):
        known = {column.name for column in columns}
        header = next(line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#"))
        if not set(header.split("\t")) <= known:
            continue  # a table of another kind
        for row in read_table(path.read_text("utf-8"), str(path), columns):
            yield Row(dict(row.cells), f"{Path(row.path).relative_to(ROOT)}:{row.line}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_stands_in_one_row_of_its_language(language: str) -> None:
    counted = Counter(row.cells["source"] for row in rows(language))
    assert {source for source, count in counted.items() if count > 1} == set()


@pytest.mark.parametrize("house", [None, *HOUSES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_form_is_the_source_of_another_row(language: str, house: str | None) -> None:
    table = list(rows(language))
    english = {row.form(house) for row in table}
    wrong = [
        f"{row.place}: {row.cells['source']}"
        for row in table
        if row.cells["source"] in english
        and row.form(house) not in (row.cells["source"], KEPT)
        and not (house is None and row.silent_without_style)
        # What waits for the verdict is a form that some English papers have.
        and row.cells["safety"] != "never"
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_always_found_is_no_english_word(language: str) -> None:
    zipf_frequency = pytest.importorskip("wordfreq").zipf_frequency
    wrong = []
    for row in rows(language):
        source = row.cells["source"]
        # Case tells an acronym from a word ("Bce"), and a form that a style has is silent anyway.
        if (
            row.cells["safety"] != "always"
            or not source.isalpha()
            or row.silent_without_style
            or "acronym" in row.place
        ):
            continue
        if zipf_frequency(source, "en") >= ENGLISH:
            wrong.append(f"{row.place}: {source} ({zipf_frequency(source, 'en')})")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_always_found_is_no_common_surname(language: str) -> None:
    # The 25,000 most frequent surnames of the United States census of 1990 (public domain).
    surnames = frozenset((ROOT / "tests" / "data" / "surnames.txt").read_text("utf-8").split())
    wrong = [
        f"{row.place}: {row.cells['source']}"
        for row in rows(language)
        if row.cells["safety"] == "always" and row.cells["source"].lower() in surnames
    ]
    assert wrong == []


def test_the_tables_from_cldr_are_what_the_script_makes() -> None:
    pytest.importorskip("babel")
    pytest.importorskip("wordfreq")
    done = subprocess.run(
        [sys.executable, "scripts/make_cldr_names.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
