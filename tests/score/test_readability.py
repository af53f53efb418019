"""Readability is textstat's, and needs no network."""

from __future__ import annotations

import subprocess
import sys

from mtcheck.score.readability import Readability, readability
from tests.conftest import ROOT, SEEDS

OFFLINE = """
import socket, sys

def refuse(*args, **kwargs):
    print("asked for the network", file=sys.stderr)
    raise OSError("no network here")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from mtcheck.score.readability import readability
print(readability("The minister said so. He denied it unanimously."))
"""


def test_it_needs_no_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE],
        cwd=ROOT,
        env={"HOME": "/nonexistent", "NLTK_DATA": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    # By hand: 8 words, 2 sentences, 15 syllables (the min-is-ter said so, he de-nied it u-nan-i-mous-ly).
    flesch = 206.835 - 1.015 * 8 / 2 - 84.6 * 15 / 8
    grade = 0.39 * 8 / 2 + 11.8 * 15 / 8 - 15.59
    assert done.stdout == f"{Readability(flesch, grade, 4.0)}\n"


def test_texts_without_words() -> None:
    assert readability("") == readability(" \n") == Readability(0.0, 0.0, 0.0)


def test_the_seed() -> None:
    found = readability((SEEDS / "afp-idlib-2018.edited.txt").read_text("utf-8"))
    assert 40 < found.flesch < 60
    assert 10 < found.grade < 14
    assert 20 < found.sentence < 26


def test_nothing_of_it_is_imported_for_a_check() -> None:
    modules = "mtcheck.cli.check, mtcheck.cli.score, mtcheck.cli.compare, mtcheck.cli._run"
    heavy = "[name for name in ('nltk', 'textstat', 'sacrebleu', 'numpy') if name in sys.modules]"
    code = f"import sys, {modules}; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
