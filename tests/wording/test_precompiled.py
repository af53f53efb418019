from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.model import RuleSet
from mtcheck.wording import precompiled

PATTERNS = [r"(?<!\w)fir(?:e|ed) +(?P<mark>against)\b", r"[A-Zé\u0130]\w*-\d{2,3}", r"(a|b)(?=c)|(?P<x>d)\1?", "ı+|İ"]


@pytest.mark.parametrize("ignore_case", [True, False])
def test_a_stored_expression_is_the_compiled_one(tmp_path: Path, ignore_case: bool) -> None:
    path = tmp_path / "store"
    path.write_bytes(precompiled.packed(dict(precompiled.made(pattern, ignore_case) for pattern in PATTERNS)))
    store = precompiled.Store(path)
    for pattern in PATTERNS:
        stored, usual = store.get(pattern, ignore_case), re.compile(pattern, re.IGNORECASE if ignore_case else 0)
        assert stored is not None
        assert (stored.pattern, stored.flags, stored.groups, stored.groupindex) == (
            usual.pattern,
            usual.flags,
            usual.groups,
            usual.groupindex,
        )
    assert store.get("not there", ignore_case) is None
    assert store.get(PATTERNS[0], not ignore_case) is None


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, precompiled.Store]:
    made = {}
    for ignore_case in (True, False):
        path = tmp_path_factory.mktemp("store") / "store"
        path.write_bytes(precompiled.packed(dict(precompiled.made(pattern, ignore_case) for pattern in PATTERNS)))
        made[ignore_case] = precompiled.Store(path)
    return made


@given(text=st.text(alphabet="firedagnst FIRE-1234Xéabcdİıi "))
def test_it_finds_what_the_compiled_one_finds(stores: dict[bool, precompiled.Store], text: str) -> None:
    for ignore_case, store in stores.items():
        for pattern in PATTERNS:
            stored, usual = store.get(pattern, ignore_case), re.compile(pattern, re.IGNORECASE if ignore_case else 0)
            assert stored is not None
            assert [m.span() for m in stored.finditer(text)] == [m.span() for m in usual.finditer(text)]


@pytest.mark.parametrize("data", [b"", b"x", b"\xff" * 40, (5).to_bytes(8, "little") + b"nonsense"])
def test_a_broken_store_has_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "store"
    path.write_bytes(data)
    assert precompiled.Store(path).get(PATTERNS[0], False) is None


def test_a_store_that_was_cut_short_has_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.write_bytes(precompiled.packed(dict([precompiled.made(PATTERNS[0], False)]))[:-20])
    assert precompiled.Store(path).get(PATTERNS[0], False) is None


def test_shipped_expressions_come_from_the_store(shipped: RuleSet) -> None:
    rule = next(rule for rule in shipped.rules if rule.kind in ("pattern", "phrases"))
    assert precompiled.find(rule.rows[0][0], bool(rule.rows[0][1])) is not None


def test_a_file_that_is_replaced_meanwhile_does_no_harm(tmp_path: Path) -> None:
    path, other = tmp_path / "store", tmp_path / "other"
    path.write_bytes(precompiled.packed(dict(precompiled.made(pattern, False) for pattern in PATTERNS)))
    store = precompiled.Store(path)
    other.write_bytes(b"\xff" * 10_000)
    other.replace(path)
    assert all(store.get(pattern, False) is not None for pattern in PATTERNS)
