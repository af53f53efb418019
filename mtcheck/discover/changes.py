"""Which lines of which files changed, by git: since a revision, or in what is staged for the next commit."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mtcheck.discover import Text
from mtcheck.errors import MtcheckError

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = re.compile(rb'\\([abfnrtv"\\]|[0-7]{3})')
_ESCAPES = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_DIFF = [
    "-c",
    "core.quotePath=false",
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--unified=0",
    "--inter-hunk-context=0",
    "--find-renames",
    "--ignore-submodules",
    "--diff-filter=d",
]

# First and last line from 1, in order; None: all lines, the file is new or git can't tell.
Lines = tuple[tuple[int, int], ...] | None


class GitError(MtcheckError):
    """What changed can't be told."""


class Changed(NamedTuple):
    """The texts that changed, each with its changed lines, and what the user should know of how that was found."""

    texts: tuple[tuple[Text, Lines], ...]
    notices: tuple[str, ...] = ()


def touches(lines: Lines, first: int, last: int) -> bool:
    """True if one of the changed lines is one of those from `first` to `last`."""
    if lines is None:
        return True
    at = bisect_left(lines, first, key=lambda each: each[1])
    return at < len(lines) and lines[at][0] <= last


def since(texts: Sequence[Text], revision: str) -> Changed:
    """What changed since the branch left `revision`, committed or not; files that git does not know yet are new. Raises
    GitError."""
    notices: list[str] = []
    lines: dict[str, Lines] = {}
    for root in _roots(texts):
        base, notice = _base(root, revision)
        notices += [notice] if notice else []
        lines.update(_changed(root, [base]))
        lines.update(dict.fromkeys(_listed(root, ["ls-files", "--others", "--exclude-standard", "-z"])))
    return Changed(tuple(_chosen(texts, lines)), tuple(notices))


def staged(texts: Sequence[Text]) -> Changed:
    """What is staged: texts as they will be committed, which may not be what lies on the disk. Raises GitError."""
    chosen: list[tuple[Text, Lines]] = []
    for root, inside in _roots(texts).items():
        lines = _changed(root, ["--cached"])
        unstaged = set(_listed(root, ["diff", "--name-only", "--no-relative", "-z"]))
        for text, changed in _chosen(inside, lines):
            place = _place(text.path)
            if place in unstaged:
                name = os.path.relpath(place, root).replace(os.sep, "/")
                text = text._replace(data=_git(root, ["cat-file", "--filters", f":{name}"]))
            chosen.append((text, changed))
    order = {text.path: number for number, text in enumerate(texts)}
    return Changed(tuple(sorted(chosen, key=lambda each: order[each[0].path])))


def _chosen(texts: Iterable[Text], lines: Mapping[str, Lines]) -> Iterator[tuple[Text, Lines]]:
    """The texts that changed. One of which lines were only taken away, or that was only renamed, has none to show."""
    for text in texts:
        changed = lines.get(_place(text.path), ())
        if changed is None or changed:
            yield text, changed


def _place(path: str) -> str:
    """Where git sees a file: links in its folder are followed, a link itself is not."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def _roots(texts: Iterable[Text]) -> dict[str, list[Text]]:
    """The texts by the top folder of the repository that they lie in. Raises GitError for one outside of any."""
    known: dict[str, str] = {}
    found: dict[str, list[Text]] = {}
    for text in texts:
        folder = os.path.dirname(_place(text.path))
        if folder not in known:
            known[folder] = _root(folder, text.path)
        found.setdefault(known[folder], []).append(text)
    return found


def _root(folder: str, path: str) -> str:
    place = folder
    while not os.path.lexists(os.path.join(place, ".git")):
        upper = os.path.dirname(place)
        if upper == place:
            raise GitError(
                f"{path}: is in no git repository, so nobody knows what changed in it; check it without --since and --staged"
            )
        place = upper
    return place


def _base(root: str, revision: str) -> tuple[str, str]:
    """The commit to compare with, and a notice. Raises GitError."""
    done = _run(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    shallow = _run(root, ["rev-parse", "--is-shallow-repository"]).stdout.strip() == b"true"
    if done.returncode:
        _refused(root, done)
        way_out = (
            "the clone is shallow: fetch the commit with `git fetch --depth=1 origin COMMIT`, or all of the history (in "
            "GitHub's actions/checkout: fetch-depth: 0)"
            if shallow
            else "`git log` and `git branch -a` list what there is"
        )
        raise GitError(f"“{revision}” is no commit of {root}; {way_out}")
    commit = done.stdout.decode().strip()
    merge_base = _run(root, ["merge-base", commit, "HEAD"])
    if merge_base.returncode == 0:
        return merge_base.stdout.decode().split()[0], ""
    why = "the clone is shallow" if shallow else "their histories have nothing in common"
    return commit, f"compared with {revision} itself, not with where the branch left it: {why}"


def _changed(root: str, against: Sequence[str]) -> dict[str, Lines]:
    """Changed lines by the full path of each file that `git diff` names."""
    diff = _git(root, [*_DIFF, *against, "--"])
    found: dict[str, Lines] = dict(_hunks(root, diff))
    if b"\nBinary files " in diff:
        # UTF-16 is binary to git: it tells that the file changed and not where.
        numbers = _git(root, [*_DIFF, "--numstat", "-z", *against, "--"]).split(b"\0")
        for index, each in enumerate(numbers):
            if each.startswith(b"-\t-\t"):
                name = each.split(b"\t", 2)[2] or numbers[index + 2]
                found[os.path.join(root, os.fsdecode(name))] = None
    return found


def _hunks(root: str, diff: bytes) -> Iterator[tuple[str, Lines]]:
    """Each file of a diff without context, with its changed lines."""
    path = ""
    changed: list[tuple[int, int]] = []
    left = 0  # lines of the hunk that are still to come: they may look like a header
    for line in diff.split(b"\n"):
        if left and not line.startswith(b"\\"):
            left -= 1
        elif line.startswith(b"+++ "):
            if path:
                yield path, tuple(changed)
            path, changed = os.path.join(root, os.fsdecode(_unquoted(line[4:]))), []
        elif hunk := _HUNK.match(line):
            old, first, new = int(hunk[1] or b"1"), int(hunk[2]), int(hunk[3] or b"1")
            left = old + new
            if new:
                changed.append((first, first + new - 1))
    if path:
        yield path, tuple(changed)


def _unquoted(name: bytes) -> bytes:
    """The name after `+++ `, without the prefix `b/`, the tab that git adds to names with blanks, and C quoting."""
    name = name.removesuffix(b"\t")
    if name.startswith(b'"'):
        name = _ESCAPE.sub(lambda found: _unescaped(found[1]), name[1:-1])
    return name.removeprefix(b"b/")


def _unescaped(code: bytes) -> bytes:
    return bytes([int(code, 8)]) if code.isdigit() else _ESCAPES.get(code, code)


def _listed(root: str, args: Sequence[str]) -> list[str]:
    """The full paths that git lists, apart by NUL."""
    return [os.path.join(root, os.fsdecode(name)) for name in _git(root, args).split(b"\0") if name]


def _git(root: str, args: Sequence[str]) -> bytes:
    """What git prints. Raises GitError."""
    done = _run(root, args)
    if done.returncode:
        _refused(root, done)
        raise GitError(f"{root}: git failed: {_said(done)}")
    return done.stdout


def _run(root: str, args: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(["git", *args], cwd=root, env=environment, capture_output=True, check=False)
    except OSError as error:
        raise GitError(f"git can't be run ({error.strerror}); --since and --staged need it") from error


def _refused(root: str, done: subprocess.CompletedProcess[bytes]) -> None:
    """Raises GitError if git does not want to work in that folder at all."""
    if b"dubious ownership" in done.stderr:
        raise GitError(
            f"{root}: belongs to another user, so git refuses; `git config --global --add safe.directory {root}`"
        )


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join(done.stderr.decode("utf-8", "replace").split()) or f"exit code {done.returncode}"
