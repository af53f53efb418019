"""What a walk leaves out: `.gitignore` files of a repository and `.mtcheckignore` files anywhere, with git's rules."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

OURS = ".mtcheckignore"
_GITS = ".gitignore"


class _Layer(NamedTuple):
    """The patterns of one folder, for everything below it."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True if `path` is left out, False if it is taken in again, None if no pattern speaks of it."""
        name = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return self.spec.check_file(f"{name}/" if is_folder else name).include


class Ignored(NamedTuple):
    """The patterns that hold in one folder; those further down win. Paths are absolute."""

    in_repository: bool = False
    layers: tuple[_Layer, ...] = ()

    def leaves_out(self, path: str, *, is_folder: bool) -> bool:
        """True if the patterns leave out `path`, which stands in this folder."""
        for layer in reversed(self.layers):
            verdict = layer.verdict(path, is_folder)
            if verdict is not None:
                return verdict
        return False

    def below(self, folder: str, names: Iterable[str]) -> Ignored:
        """The patterns that hold in `folder`, a folder of this one that holds files with these names. `.git` among them is
        where a repository begins: what lies above is no part of it."""
        held = set(names)
        outer = Ignored(True) if ".git" in held else self
        patterns = []
        for name in (_GITS, OURS):
            if name in held and (name == OURS or outer.in_repository):
                patterns += _lines(os.path.join(folder, name))
        if not patterns:
            return outer
        from pathspec import GitIgnoreSpec

        return Ignored(outer.in_repository, (*outer.layers, _Layer(folder, GitIgnoreSpec.from_lines(patterns))))


def above(folder: str) -> Ignored:
    """The patterns of the folders above one that was named, as far as they do not leave out that folder itself: who names
    it wants it."""
    found = Ignored()
    for place in _parents(folder):
        names = [name for name in (".git", _GITS, OURS) if os.path.lexists(os.path.join(place, name))]
        if names:
            found = found.below(place, names)
    if found.leaves_out(folder, is_folder=True):
        return Ignored(found.in_repository)
    return found


def leaves_out(path: str) -> bool:
    """True if a file that was named is one that a walk would leave out."""
    full = os.path.abspath(path)
    folder = os.path.dirname(full)
    found = Ignored()
    for place in (*_parents(folder), folder):
        if found.leaves_out(place, is_folder=True):
            return True
        names = [name for name in (".git", _GITS, OURS) if os.path.lexists(os.path.join(place, name))]
        if names:
            found = found.below(place, names)
    return found.leaves_out(full, is_folder=False)


def _parents(folder: str) -> list[str]:
    """The folders above one, the topmost first."""
    found = []
    while (upper := os.path.dirname(folder)) != folder:
        found.append(upper)
        folder = upper
    return found[::-1]


def _lines(path: str) -> list[str]:
    """The patterns of a file; none if it can't be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            lines = stream.read().split("\n")
    except OSError:
        return []
    return [line for line in lines if line.strip() and not line.startswith("#")]
