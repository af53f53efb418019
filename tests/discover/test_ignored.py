from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck import discover
from mtcheck.discover import ignored
from tests.discover import git, place, repository

STORIES = (
    "a.txt",
    "b.txt",
    "x/a.txt",
    "x/y/a.txt",
    "x/y/b.txt",
    "x/y/z/a.txt",
    "x/x/b.txt",
    "z/x/a.txt",
    "build/a.txt",
)


def walked(folder: Path, name: str = "") -> list[str]:
    found = discover.discover([str(folder / name)]).texts
    return sorted(str(Path(text.path).relative_to(folder)) for text in found)


def stories(folder: Path) -> Path:
    for name in STORIES:
        place(folder, name, "A story.")
    return folder


PATTERNS = st.sampled_from(
    ["a.txt", "/a.txt", "x/", "x", "/x/y", "!x/y/b.txt", "*.txt", "!a.txt", "x/*/a.txt", "build/", "# no", "", "\\!a.txt", "[ab].txt", "!/x/", "!x/", "x/**", "!x/**", "!x/y/", "**/y", "**", "*", "!*/", "/*", "x/**/b.txt", "**/", "x/**/", "!", "/", "a.tx?", "b.txt ", "[", "!y"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(PATTERNS, max_size=5), st.lists(PATTERNS, max_size=3))
def test_a_walk_leaves_out_what_git_leaves_out(
    tmp_path_factory: pytest.TempPathFactory, top: list[str], inner: list[str]
) -> None:
    folder = stories(repository(tmp_path_factory.mktemp("r")))
    place(folder, ".gitignore", "\n".join(top))
    place(folder, "x/.gitignore", "\n".join(inner))
    listed = git(folder, "ls-files", "--others", "--exclude-standard").split()
    assert walked(folder) == sorted(name for name in listed if name.endswith(".txt"))
    for name in STORIES:
        assert ignored.leaves_out(str(folder / name)) == (name not in listed)


def test_a_folder_that_is_taken_back_leaves_out_what_another_pattern_names(tmp_path: Path) -> None:
    folder = stories(repository(tmp_path))
    place(folder, ".gitignore", "/x/y\n!/x/\n")
    assert walked(folder, "x") == ["x/a.txt", "x/x/b.txt"]


def test_our_own_file_works_without_a_repository_and_wins_over_git(tmp_path: Path) -> None:
    folder = stories(tmp_path)
    place(folder, ".mtcheckignore", "x/\n")
    place(folder, ".gitignore", "a.txt\n")
    assert walked(folder) == ["a.txt", "b.txt", "build/a.txt"]
    repository(folder)
    assert walked(folder) == ["b.txt"]
    place(folder, ".mtcheckignore", "x/\n!/a.txt\n")
    assert walked(folder) == ["a.txt", "b.txt"]


def test_patterns_of_folders_above_hold_and_a_named_folder_is_walked_all_the_same(tmp_path: Path) -> None:
    folder = stories(repository(tmp_path))
    place(folder, ".gitignore", "b.txt\nbuild/\n")
    assert walked(folder, "x") == ["x/a.txt", "x/y/a.txt", "x/y/z/a.txt"]
    assert walked(folder, "build") == ["build/a.txt"]
    place(folder, ".gitignore", "x\na.txt\n")
    place(folder, "x/.gitignore", "/y/b.txt\n")
    assert walked(folder, "x/y") == ["x/y/a.txt", "x/y/z/a.txt"]
    assert "build/a.txt" not in walked(folder)


def test_what_lies_above_a_repository_is_no_part_of_it(tmp_path: Path) -> None:
    place(tmp_path, ".mtcheckignore", "a.txt\n")
    folder = stories(repository(tmp_path / "inner"))
    assert "a.txt" in walked(folder)
    assert walked(stories(tmp_path / "other")) == ["b.txt", "x/x/b.txt", "x/y/b.txt"]


def test_a_named_file_is_left_out_only_on_request(tmp_path: Path) -> None:
    folder = stories(tmp_path)
    place(folder, ".mtcheckignore", "a.txt\n")
    names = [str(folder / "a.txt"), str(folder / "b.txt")]
    assert len(discover.discover(names).texts) == 2
    (left,) = discover.discover(names, exclude_named=True).texts
    assert left.path == names[1]


def test_a_folder_of_which_all_is_left_out_says_so(tmp_path: Path) -> None:
    place(stories(tmp_path), ".mtcheckignore", "*\n")
    (failure,) = discover.discover([str(tmp_path)]).failures
    assert "ignore files leave out 5" in failure.reason


def test_a_walk_without_ignore_files_needs_no_library(tmp_path: Path) -> None:
    stories(tmp_path)
    code = f"import sys; from mtcheck import discover; discover.discover([{str(tmp_path)!r}]); print('pathspec' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"
