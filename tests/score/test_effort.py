"""TER, chrF and BLEU are those of the sacrebleu command line."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from mtcheck import inputs
from mtcheck.score import effort
from mtcheck.score.versions import Version, groups
from tests.conftest import SEEDS, document

MT, EDITED = SEEDS / "afp-idlib-2018.txt", SEEDS / "afp-idlib-2018.edited.txt"


def version(text: str, path: str = "a.txt") -> Version:
    return Version(document(text, path))


def test_the_seed_as_the_sacrebleu_command_measures_it() -> None:
    command = [sys.executable, "-m", "sacrebleu", str(EDITED), "-i", str(MT), "-m", "ter", "chrf", "bleu"]
    done = subprocess.run([*command, "--confidence", "-w", "10"], capture_output=True, text=True, check=True)
    theirs = {each["name"]: each for each in json.loads(done.stdout)}
    mt, edited = (Version(inputs.read(str(path), path.read_bytes())) for path in (MT, EDITED))
    mine = effort.figures(effort.segments(mt, [edited]))
    assert [figure.metric for figure in mine] == ["TER", "chrF2", "BLEU"]
    for figure in mine:
        same = theirs[figure.metric]
        assert round(figure.score, 10) == same["score"]
        assert round(figure.mean or 0, 10) == same["confidence_mean"]
        assert round(figure.margin or 0, 10) == same["confidence_var"]
        assert figure.signature == f"{figure.metric}|{same['signature']}"


@pytest.mark.parametrize(
    ("text", "reference", "scores"),
    [
        ("", "", []),
        ("hello", "", [100.0, 0.0, 0.0]),
        ("", "hello", [100.0, 0.0, 0.0]),
        ("hello", "hello", [0.0, 100.0, 0.0]),
        ("one two three four", "one two three four", [0.0, 100.0, 100.0]),
        ("one\n\ntwo three\n", "one\n\ntwo three\n", [0.0, 100.0, 0.0]),
    ],
)
def test_limits(text: str, reference: str, scores: list[float]) -> None:
    found = effort.segments(version(text), [version(reference)])
    for resamples in (0, 200):  # the last text has resamples of empty lines only
        assert [round(figure.score, 6) for figure in effort.figures(found, resamples)] == scores
    assert effort.too_short(found) == (text != "one two three four")


def test_texts_with_different_numbers_of_lines() -> None:
    found = effort.segments(version("One two.\n\nThree four.\n"), [version("One two.\n\nNew here.\n\nThree four.\n")])
    assert found.by == "paragraphs"
    assert found.text == ("One two.", "", "Three four.")
    assert found.references == (("One two.", "New here.", "Three four."),)
    assert effort.figures(found, 0)[0].signature.endswith("|segments:paragraphs")


def test_lines_are_those_of_the_file_and_markup_is_none() -> None:
    assert version("One. \r\n\r\nTwo").lines == ("One.", "", "Two")
    assert version("<h1>One</h1>\n<p>Two <b>three</b>.\n", "a.html").lines == ("One", "Two three.")
    assert version("").lines == ()


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("a b c\n\nd e f", "a b c\n\nd e f", [(1, 1), (1, 1)]),
        ("a b c\n\nd e f", "x y z\n\nd e f", [(1, 1), (1, 1)]),
        ("a b c d e f g h i j k l", "a b c d e f\n\ng h i j k l", [(1, 2)]),
        ("a b c d e f\n\ng h i j k l", "a b c d e f g h i j k l", [(2, 1)]),
        ("a b c\n\nd e f", "d e f", [(1, 0), (1, 1)]),
        ("", "a", [(0, 1)]),
        ("", "", []),
    ],
)
def test_paragraphs_that_belong_together(old: str, new: str, pairs: list[tuple[int, int]]) -> None:
    found = groups(version(old), version(new))
    assert [(len(group.old), len(group.new)) for group in found] == pairs


def test_lengths_too_far_apart_are_one_group() -> None:
    found = groups(version("a b"), version("\n\n".join(f"w{number}" for number in range(600))))
    assert sum(len(group.new) for group in found) == 600
