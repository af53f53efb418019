from __future__ import annotations

import os
from pathlib import Path

import pytest

from mtcheck.discover import Text, changes, discover
from mtcheck.discover.changes import GitError, Lines
from tests.discover import GIT_ENVIRONMENT, commit, git, place, repository


@pytest.fixture(autouse=True)
def _no_git_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in GIT_ENVIRONMENT.items():
        if name.startswith("GIT_"):
            monkeypatch.setenv(name, value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = repository(tmp_path / "r")
    place(made, "a.txt", "One.\nTwo.\nThree.\nFour.\nFive.\n")
    place(made, "b.txt", "One.\nTwo.\n")
    place(made, "x/c.txt", "One.\n")
    commit(made)
    return made


def since(folder: Path, revision: str = "HEAD") -> dict[str, Lines]:
    found = changes.since(discover([str(folder)]).texts, revision)
    return {os.path.relpath(text.path, folder): lines for text, lines in found.texts}


def staged(folder: Path) -> dict[str, Lines]:
    found = changes.staged(discover([str(folder)]).texts)
    return {os.path.relpath(text.path, folder): lines for text, lines in found.texts}


def test_changed_lines_of_changed_files_committed_or_not(folder: Path) -> None:
    place(folder, "a.txt", "One.\nTWO.\nThree.\nFour.\nnew\nnew\nFive.\n")
    commit(folder)
    place(folder, "x/c.txt", "One.\nmore\n")
    place(folder, "new.txt", "New.\n")
    assert since(folder, "HEAD~1") == {"a.txt": ((2, 2), (5, 6)), "x/c.txt": ((2, 2),), "new.txt": None}
    assert since(folder) == {"x/c.txt": ((2, 2),), "new.txt": None}


def test_lines_that_look_like_a_header_are_lines(folder: Path) -> None:
    place(folder, "a.txt", "One.\n++ b/b.txt\n@@ -1 +1 @@\n-- a/x\nThree.\nFour.\nFive.")
    assert since(folder) == {"a.txt": ((2, 4), (7, 7))}


def test_lines_that_were_only_taken_away_are_no_change_to_show(folder: Path) -> None:
    place(folder, "a.txt", "One.\nFive.\n")
    assert since(folder) == {}


def test_a_renamed_file_has_changed_only_where_it_differs(folder: Path) -> None:
    git(folder, "mv", "a.txt", "z.txt")
    git(folder, "mv", "b.txt", "renamed.txt")
    place(folder, "z.txt", "One.\nTwo.\nThree.\nFour.\nFIVE.\n")
    assert since(folder) == {"z.txt": ((5, 5),)}
    assert staged(folder) == {}
    git(folder, "add", "z.txt")
    assert staged(folder) == {"z.txt": ((5, 5),)}


@pytest.mark.parametrize(
    "name", ["with blank.txt", 'quo"te.txt', "caf\u00e9.txt", "tab\t.txt", "back\\slash.txt", "b/b.txt"]
)
def test_names_of_all_kinds(folder: Path, name: str) -> None:
    place(folder, name, "One.\n")
    commit(folder)
    place(folder, name, "One.\nTwo.\n")
    assert since(folder) == {name: ((2, 2),)}


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="file names are text there")
def test_a_name_that_is_no_text(folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    place(folder, name, "One.\n")
    commit(folder)
    place(folder, name, "One.\nTwo.\n")
    assert since(folder) == {name: ((2, 2),)}


def test_a_file_that_is_binary_to_git_has_changed_as_a_whole(folder: Path) -> None:
    place(folder, "u.txt", "One.\nTwo.\n".encode("utf-16"))
    place(folder, "v.txt", "One.\nTwo.\nAnd the same again.\n".encode("utf-16"))
    commit(folder)
    place(folder, "u.txt", "One.\nTWO.\n".encode("utf-16"))
    git(folder, "mv", "v.txt", "w.txt")
    place(folder, "w.txt", "One.\nTwo.\nAnd the same AGAIN.\n".encode("utf-16"))
    git(folder, "add", "-A")
    place(folder, "a.txt", "One.\nTwo.\nThree.\nFour.\nFIVE.\n")
    assert since(folder) == {"a.txt": ((5, 5),), "u.txt": None, "w.txt": None}


def test_settings_of_the_user_change_nothing(folder: Path) -> None:
    for name, value in {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "color.ui": "always",
        "diff.context": "9",
        "core.quotePath": "true",
        "diff.renames": "false",
        "diff.external": "false",
        "diff.relative": "true",
    }.items():
        git(folder, "config", name, value)
    place(folder, "x/c.txt", "ONE.\n")
    git(folder, "mv", "b.txt", "café.txt")
    place(folder, "café.txt", "One.\nTwo.\nThree.\n")
    git(folder, "add", "-N", "café.txt")
    assert since(folder) == {"x/c.txt": ((1, 1),), "café.txt": ((3, 3),)}


def test_what_is_staged_is_read_as_it_will_be_committed(folder: Path) -> None:
    place(folder, "a.txt", "ONE.\nTwo.\nThree.\nFour.\nFive.\n")
    place(folder, "b.txt", "ONE.\nTwo.\n")
    git(folder, "add", "-A")
    place(folder, "a.txt", "zero\nmore\n")
    place(folder, "x/c.txt", "not staged\n")
    found = changes.staged(discover([str(folder)]).texts)
    (a, a_lines), (b, b_lines) = found.texts
    assert (a.data, a_lines) == (b"ONE.\nTwo.\nThree.\nFour.\nFive.\n", ((1, 1),))
    assert (b.data, b_lines) == (None, ((1, 1),))


def test_what_is_staged_before_the_first_commit(tmp_path: Path) -> None:
    folder = repository(tmp_path)
    place(folder, "a.txt", "One.\nTwo.\n")
    place(folder, "b.txt", "One.\n")
    git(folder, "add", "a.txt")
    assert staged(folder) == {"a.txt": ((1, 2),)}


def test_it_counts_from_where_the_branch_left(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "topic")
    place(folder, "a.txt", "One.\nTwo.\nThree.\nFour.\nFIVE.\n")
    commit(folder)
    git(folder, "checkout", "-q", "main")
    place(folder, "b.txt", "ONE.\nTwo.\n")
    commit(folder)
    git(folder, "checkout", "-q", "topic")
    assert since(folder, "main") == {"a.txt": ((5, 5),)}


def shallow(folder: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{folder}", str(tmp_path / "shallow"))
    return tmp_path / "shallow"


def test_a_shallow_clone_without_the_commit_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    first = git(folder, "rev-parse", "HEAD").strip()
    place(folder, "a.txt", "ONE.\nTwo.\nThree.\nFour.\nFive.\n")
    commit(folder)
    clone = shallow(folder, tmp_path)
    with pytest.raises(GitError, match=r"the clone is shallow: fetch the commit with .* fetch-depth: 0"):
        since(clone, first)
    with pytest.raises(GitError, match=r"“nonsense” is no commit of .*; `git log` and"):
        since(folder, "nonsense")


def test_a_shallow_clone_that_has_the_commit_compares_with_it(folder: Path, tmp_path: Path) -> None:
    first = git(folder, "rev-parse", "HEAD").strip()
    place(folder, "a.txt", "ONE.\nTwo.\nThree.\nFour.\nFive.\n")
    commit(folder)
    commit(folder)
    clone = shallow(folder, tmp_path)
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(clone, "fetch", "-q", "--depth=1", "origin", first)
    assert since(clone, first) == {"a.txt": ((1, 1),)}
    (notice,) = changes.since(discover([str(clone)]).texts, first).notices
    assert notice == f"compared with {first} itself, not with where the branch left it: the clone is shallow"


def test_no_repository_and_no_git_are_told(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = place(tmp_path, "s.txt", "One.\n")
    with pytest.raises(GitError, match=r"s\.txt: is in no git repository"):
        changes.since([Text(str(story), True)], "HEAD")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match=r"git can't be run \(No such file or directory\); --since and --staged need it"):
        since(folder)


def test_a_revision_that_looks_like_an_option_is_none(folder: Path) -> None:
    with pytest.raises(GitError, match="“--output=x” is no commit"):
        since(folder, "--output=x")


def test_two_repositories_and_a_linked_folder(folder: Path, tmp_path: Path) -> None:
    other = repository(tmp_path / "other")
    place(other, "d.txt", "One.\n")
    commit(other)
    place(other, "d.txt", "Two.\n")
    place(folder, "b.txt", "TWO.\nTwo.\n")
    (tmp_path / "link").symlink_to(folder)
    texts = [Text(str(other / "d.txt"), True), Text(str(tmp_path / "link" / "b.txt"), True)]
    assert [lines for _, lines in changes.since(texts, "HEAD").texts] == [((1, 1),), ((1, 1),)]


def test_a_span_of_lines_touches_what_changed() -> None:
    assert changes.touches(((2, 3), (7, 7)), 3, 6)
    assert not changes.touches(((2, 3), (7, 7)), 4, 6)
    assert changes.touches(None, 1, 1)
    assert not changes.touches((), 1, 100)
