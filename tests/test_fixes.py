from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import fixes, inputs
from mtcheck.engine import Checker
from mtcheck.errors import FixError
from mtcheck.model import Edit, Fix, Safety, Span
from tests.conftest import document, small_checker


@st.composite
def text_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(Span(start, end), draw(st.text(max_size=5))) for start, end in pairs]


@given(text_and_edits(), st.randoms())
def test_edits_without_overlap_give_one_text_in_any_order(case: tuple[str, list[Edit]], random: object) -> None:
    text, edits = case
    shuffled = list(edits)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    expected = text
    for edit in reversed(edits):
        expected = expected[: edit.span.start] + edit.text + expected[edit.span.end :]
    assert fixes.apply(text, shuffled) == expected


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(FixError, match="overlap"):
        fixes.apply("abcdef", [Edit(Span(0, 3), "x"), Edit(Span(2, 4), "y")])
    with pytest.raises(FixError, match="outside"):
        fixes.apply("abc", [Edit(Span(0, 9), "x")])


def test_of_fixes_that_overlap_the_safer_is_chosen(checker: Callable[..., Checker]) -> None:
    made = checker(("a.long", "big red bus", "bus"), ("a.short", "red bus that", "bus which"))
    text = "He saw big red bus that left."
    chosen = fixes.choose(made.check(document(text))[0].findings, Safety.SAFE)
    assert len(chosen) == 1


def test_of_a_separable_fix_what_overlaps_nothing_remains(checker: Callable[..., Checker]) -> None:
    made = checker(("a.one", "red bus", "bus"))
    (found,) = made.check(document("A red bus left."))[0].findings
    spaces = found._replace(rule="x", fixes=(Fix((Edit(Span(5, 6), "_"), Edit(Span(9, 10), "_")), Safety.SAFE, True),))
    chosen = fixes.choose([spaces, found], Safety.SAFE)
    assert fixes.apply("A red bus left.", fixes.edits_of(chosen)) == "A bus_left."
    whole = spaces._replace(fixes=(spaces.fixes[0]._replace(separable=False, safety=Safety.UNSAFE),))
    assert [each.finding.rule for each in fixes.choose([whole, found], Safety.UNSAFE)] == ["a.one"]


def test_fixing_converges_even_when_two_rules_undo_each_other(checker: Callable[..., Checker]) -> None:
    made = checker(("a.one", "colour", "color"), ("a.two", "color", "colour"))
    text, _ = fixes.converge("The colour.", lambda text: made.check(document(text))[0].findings, Safety.SAFE)
    assert text in ("The colour.", "The color.")


@given(
    st.lists(
        st.sampled_from(["the carcass", " of ", "alpha beta", "gamma", ". ", "\n\n", "“", "”", "é😀"]), max_size=20
    )
)
def test_a_fixed_text_has_nothing_left_to_fix(parts: list[str]) -> None:
    made = small_checker(("alpha beta", "delta"), ("gamma", "the epsilon"))
    text, _ = fixes.converge("".join(parts), lambda text: made.check(document(text))[0].findings, Safety.SAFE)
    assert not fixes.choose(made.check(document(text))[0].findings, Safety.SAFE)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("He saw caf\u00e9s.\n".encode("cp1252"), "cp1252"),
        (b"\xef\xbb\xbf" + "Caf\u00e9 saw.\r\nTwo".encode(), None),
        ("\ufeffA saw \U0001f600\r\n".encode("utf-16-le"), None),
    ],
)
def test_saving_keeps_encoding_mark_newlines_and_permissions(tmp_path: Path, data: bytes, encoding: str | None) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(data)
    path.chmod(0o640)
    read = inputs.read(str(path), data, encoding=encoding)
    fixes.save(read, read.text.replace("saw", "met"))
    assert path.read_bytes() == data.replace("saw".encode(read.encoding), "met".encode(read.encoding))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["story.txt"]


def test_a_file_that_changed_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("One.")
    read = inputs.read(str(path), path.read_bytes())
    path.write_text("Another.")
    with pytest.raises(FixError, match="changed since it was read"):
        fixes.save(read, "Two.")
    assert path.read_text() == "Another."


def test_a_character_that_the_encoding_lacks_is_said(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"One.")
    read = inputs.read(str(path), b"One.", encoding="latin-1")
    with pytest.raises(FixError, match="“\u0141”, which latin-1 cannot hold"):
        fixes.save(read, "\u0141")
    assert path.read_bytes() == b"One."


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"One.")
    read = inputs.read(str(path), b"One.")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FixError, match="No space left on device"):
        fixes.save(read, "Two.")
    assert path.read_bytes() == b"One."
    assert os.listdir(tmp_path) == ["story.txt"]
