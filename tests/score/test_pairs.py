"""Texts and their edited versions, wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtcheck.errors import MtcheckError
from mtcheck.score import pairs


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "mt/a.txt": "a",
        "mt/in/b.md": "b",
        "mt/only.txt": "c",
        "edited/a.txt": "A",
        "edited/in/b.md": "B",
        "other/a.txt": "x",
        "t.tsv": 'id\tmt\tedited\treference\r\n1\tthe "one\tThe one\tOne\r\n2\tb\tB\tbb\r\n',
        "t.jsonl": json.dumps({"mt": "a\n\nb", "edited": "A"}) + "\n\n" + json.dumps({"mt": "", "edited": ""}) + "\n",
        "bad.tsv": "mt\tedited\none cell\n",
        "bad.jsonl": "{\n",
        "list.jsonl": "[]\n",
        "number.jsonl": '{"mt": 1, "edited": "a"}\n',
        "none.tsv": "mt\tedited\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "latin.tsv").write_bytes(b"mt\tedited\n\xe9\te\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_by_name(desk: Path) -> None:
    found = pairs.find("mt", "edited")
    assert [pair.name for pair in found.pairs] == ["a.txt", "in/b.md"]
    assert found.notices == ("mt: left out, since it has no partner: only.txt",)
    assert [pair.name for pair in pairs.find("mt", "edited", ["other"]).pairs] == ["a.txt"]


def test_tables(desk: Path) -> None:
    first, second = pairs.find("t.tsv", None).pairs
    assert (first.mt.data, first.edited.data, first.references[0].data) == (b'the "one', b"The one", b"One")
    assert second.name == "t.tsv:3"
    (only, _) = pairs.find("t.tsv", None, columns=("edited", "mt")).pairs
    assert (only.mt.data, only.references) == (b"The one", ())
    first, second = pairs.find("t.jsonl", None).pairs
    assert (first.mt.data, first.references, second.mt.data) == (b"a\n\nb", (), b"")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("mt/a.txt", None), "name its edited version"),
        (("mt/a.txt", "gone.txt"), "gone.txt: no such file"),
        (("mt/a.txt", "edited"), "edited is a folder"),
        (("mt", "edited/in"), "no file has the same name"),
        (("t.tsv", None, ["a"]), "--columns"),
        (("t.tsv", None, [], ["mt", "edit"]), "no column “edit” .did you mean “edited”"),
        (("t.tsv", None, [], ["mt"]), "two columns at least"),
        (("mt", "edited", [], ["mt"]), "only a table"),
        (("bad.tsv", None), "bad.tsv:2: has 1 cells under 2 names"),
        (("bad.jsonl", None), "bad.jsonl:1: is not JSON"),
        (("list.jsonl", None), "is not a JSON object"),
        (("number.jsonl", None), "must be a string, not int"),
        (("none.tsv", None), "has no pairs"),
        (("latin.tsv", None), "is not UTF-8"),
        (("gone.tsv", None), "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(desk: Path, args: tuple[str, str | None], says: str) -> None:
    with pytest.raises(MtcheckError, match=says):
        pairs.find(*args)
