"""What a walk leaves out: `.gitignore` files of a repository and `.mtcheckignore` files anywhere, with git's rules.

A pattern speaks of a path itself, not of what lies below it: a folder that is left out is never entered, and one that is taken
in again takes in nothing else. A walk therefore asks at each step, from the top down.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

OURS = ".mtcheckignore"
_GITS = ".gitignore"


class _Pattern(NamedTuple):
    """A line of an ignore file: the whole paths that it speaks of, and whether it leaves them out or takes them in again."""

    path: re.Pattern[str]
    leaves_out: bool
    only_folders: bool


class _Layer(NamedTuple):
    """The patterns of one folder, for everything below it, the last one first."""

    folder: str
    patterns: tuple[_Pattern, ...]

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """True if `path` is left out, False if it is taken in again, None if no pattern speaks of it."""
        name = os.path.relpath(path, self.folder).replace(os.sep, "/")
        fits = (each for each in self.patterns if (is_folder or not each.only_folders) and each.path.fullmatch(name))
        return next((each.leaves_out for each in fits), None)


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
        lines: list[str] = []
        for name in (_GITS, OURS):
            if name in held and (name == OURS or outer.in_repository):
                lines += _lines(os.path.join(folder, name))
        if not lines:
            return outer
        return Ignored(outer.in_repository, (*outer.layers, _Layer(folder, tuple(_patterns(lines))[::-1])))


def above(folder: str) -> Ignored:
    """The patterns of the folders above one that was named, but for those that leave out that folder or one above it: who
    names it wants it."""
    found = Ignored()
    for place in _parents(folder):
        if found.leaves_out(place, is_folder=True):
            found = Ignored(found.in_repository)
        found = found.below(place, _held(place))
    return Ignored(found.in_repository) if found.leaves_out(folder, is_folder=True) else found


def leaves_out(path: str) -> bool:
    """True if a file that was named is one that a walk would leave out."""
    full = os.path.abspath(path)
    folder = os.path.dirname(full)
    found = Ignored()
    for place in (*_parents(folder), folder):
        if found.leaves_out(place, is_folder=True):
            return True
        found = found.below(place, _held(place))
    return found.leaves_out(full, is_folder=False)


def _parents(folder: str) -> list[str]:
    """The folders above one, the topmost first."""
    found = []
    while (upper := os.path.dirname(folder)) != folder:
        found.append(upper)
        folder = upper
    return found[::-1]


def _held(folder: str) -> list[str]:
    """What there is in a folder of all that patterns depend on."""
    return [name for name in (".git", _GITS, OURS) if os.path.lexists(os.path.join(folder, name))]


def _patterns(lines: Iterable[str]) -> Iterator[_Pattern]:
    """The patterns of an ignore file; what is none is passed over, as git does."""
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    for line in lines:
        line = line if line.endswith("\\ ") else line.rstrip()
        try:
            made = GitIgnoreSpecPattern(line.removesuffix("/"))
        except ValueError:
            continue
        if made.include is not None and made.regex is not None:
            # The library's expressions fit paths by a beginning of them: `a/**` becomes `a/`, and `**` a dot.
            source = made.regex.pattern
            source = ".+" if source == "." else f"{source}.+" if source.endswith("/") else source
            yield _Pattern(re.compile(source, made.regex.flags), made.include, line.endswith("/"))


def _lines(path: str) -> list[str]:
    """The patterns of a file; none if it can't be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            lines = stream.read().split("\n")
    except OSError:
        return []
    return [line for line in lines if line.strip() and not line.startswith("#")]
