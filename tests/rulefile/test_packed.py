from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.model import RuleSet
from mtcheck.rulefile import packed
from mtcheck.rulefile.packed import Body, Mapped, Rows

PLAIN = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.booleans(), lambda inner: st.tuples(inner, inner), max_leaves=6
)


def mapped(body: Body) -> Mapped:
    return Mapped(memoryview(b"".join(body.parts)), {})


def test_a_file_says_the_same_as_the_rules_that_it_was_made_of(shipped: RuleSet, tmp_path: Path) -> None:
    path = tmp_path / "rules.bin"
    path.write_bytes(packed.packed(shipped, "key"))
    read = packed.read(path, "key")
    assert read is not None
    assert read._replace(indexes=()) == shipped._replace(indexes=())
    (index,), (made,) = read.indexes, shipped.indexes
    assert (index.names, index.longest, bytes(index.trie)) == (made.names, made.longest, bytes(made.trie))
    assert (list(index.places), list(index.numbers)) == (list(made.places), list(made.numbers))
    assert packed.read(path, "another key") is None


@given(st.lists(st.lists(st.tuples(PLAIN, PLAIN), max_size=4), max_size=4))
def test_rows_of_all_rules_come_back(tables: list[list[tuple[Any, ...]]]) -> None:
    body = Body()
    places = [body.rows(rows) for rows in tables]
    for rows, place in zip(tables, places, strict=True):
        read = Rows(mapped(body), place)
        assert len(read) == len(rows)
        assert list(read) == rows
        assert read == tuple(rows)
        assert read[1:] == rows[1:]
        with pytest.raises(IndexError):
            read[len(rows)]


def test_rows_that_are_the_same_lie_there_once_and_are_read_once() -> None:
    body = Body()
    long = ("lexicon", tuple(f"word{number}" for number in range(100)))
    first, second = body.rows([("one",), long]), body.rows([("two",), long])
    assert sum(part.count(b"word99") for part in body.parts) == 1
    read = mapped(body)
    assert Rows(read, first)[1] is Rows(read, second)[1]
