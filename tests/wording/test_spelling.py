"""Names as sequences of sounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtcheck.wording.spelling import Sounds, fold

SOUNDS = Sounds(
    {"sch": "S", "sh": "S", "ch": "S", "kh": "k", "q": "k", "ou": "u", "o": "u", "y": "i", "e$": "", "ah$": "a"}
)


def test_the_longest_letters_win() -> None:
    assert [unit.letters for unit in SOUNDS.units("Schoukha")] == ["sch", "ou", "kh", "a"]


def test_ends_count_at_the_end_only() -> None:
    assert SOUNDS.key("Afrine") == SOUNDS.key("Afrin")
    assert SOUNDS.key("Aferin") != SOUNDS.key("Afrin")
    assert SOUNDS.key("Raqqah") == SOUNDS.key("Raqa")


def test_doubled_letters_are_one_unit() -> None:
    assert SOUNDS.distance("Hasaka", "Hassaka") == 1
    assert SOUNDS.key("Hasaka") == SOUNDS.key("Hassaka")


def test_folding_drops_marks_and_keeps_letters_of_their_own() -> None:
    assert fold("Qaïda") == "qaida"
    assert fold("Coruña") == "corunya"
    assert fold("Łódź") == "lodz"
    assert fold("Sana'a") == "sanaa"


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=12))
def test_any_name_has_a_key_and_no_distance_from_itself(name: str) -> None:
    assert SOUNDS.key(name) == SOUNDS.key(name)
    assert SOUNDS.distance(name, name) == 0
