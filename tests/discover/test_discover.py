from __future__ import annotations

import os
from pathlib import Path

import pytest

from mtcheck import discover
from mtcheck.model import Document, Failure


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, data in {
        "b.txt": b"B.",
        "a/one.txt": b"One.",
        "a/two.TXT": b"Two.",
        "a/image.png": b"\x89PNG\0",
        "a/binary.txt": b"\0\1\2",
        "a/latin.txt": b"caf\xe9",
        "a/.git/three.txt": b"Three.",
        "a/page.docx": b"<p>x",
        "empty/x.png": b"",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_folders_are_walked_in_order_and_what_is_no_text_is_counted(tree: Path) -> None:
    found = discover.discover(["a", "b.txt", "a/one.txt"])
    assert [text.path for text in found.texts] == ["a/binary.txt", "a/latin.txt", "a/one.txt", "a/two.TXT", "b.txt"]
    assert found.skipped == 2
    assert found.failures == ()


def test_a_binary_met_by_a_walk_is_left_out_and_a_text_that_cannot_be_decoded_is_a_failure(tree: Path) -> None:
    read = list(discover.read_all(discover.discover(["a"])))
    assert [each.path for each in read if isinstance(each, Document)] == ["a/one.txt", "a/two.TXT"]
    assert [each.subject for each in read if isinstance(each, Failure)] == ["a/latin.txt"]


def test_globs_are_what_was_named(tree: Path) -> None:
    found = discover.discover(["**/*.txt"])
    assert [text.path for text in found.texts] == ["a/binary.txt", "a/latin.txt", "a/one.txt", "b.txt"]
    (failure,) = discover.discover(["*.nothing"]).failures
    assert failure.reason == "*.nothing: matches no file"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.txt", "none.txt: no such file or folder"),
        ("empty", "empty: holds no text that mtcheck reads (.htm, .html, .markdown, .md, .text, .txt, .xhtml)"),
    ],
)
def test_what_was_named_and_is_not_there_is_a_failure(tree: Path, name: str, reason: str) -> None:
    (failure,) = discover.discover([name]).failures
    assert failure.reason == reason


@pytest.mark.parametrize(("name", "texts"), [("a", 0), (".", 1)])
def test_a_folder_that_can_not_be_read_is_a_failure_wherever_a_walk_meets_it(
    tree: Path, monkeypatch: pytest.MonkeyPatch, name: str, texts: int
) -> None:
    scandir = os.scandir

    def locked(path: str) -> object:
        if os.path.normpath(path) == "a":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    found = discover.discover([name])
    assert len(found.texts) == texts
    (failure,) = found.failures
    assert os.path.normpath(failure.subject) == "a"
    assert failure.reason.endswith("a: cannot be read (Permission denied)")


def test_a_named_binary_is_a_failure(tree: Path) -> None:
    (read,) = discover.read_all(discover.discover(["a/binary.txt"]))
    assert isinstance(read, Failure)
    assert "binary" in read.reason


@pytest.mark.skipif(os.name == "nt", reason="no named pipes or links to nothing there")
def test_a_link_to_nothing_is_a_failure(tree: Path) -> None:
    (tree / "gone.txt").symlink_to(tree / "nowhere.txt")
    (read,) = discover.read_all(discover.discover(["gone.txt"]))
    assert isinstance(read, Failure)
    assert "gone.txt: cannot be read (No such file or directory)" in read.reason
