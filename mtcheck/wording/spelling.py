"""Names as sequences of sounds that several conventions spell differently: what two spellings share, and how far apart
they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from mtcheck.wording.expression import compiled

# Letters of their own, not other letters with a mark: "Coruña" is not "Coruna" to whoever lives there.
_OWN_LETTERS = {"ñ": "ny", "ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "đ": "d"}
# Capitals of Latin, Greek, Cyrillic and Armenian, for a class of characters: the matching engine skips to one of a list twice as
# fast as to a letter that is none of a to z.
CAPITALS = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x590)) if char.isupper())


class Unit(NamedTuple):
    """Letters of a name and the sound that they stand for."""

    value: str
    letters: str


class Sounds:
    """Spellings cut into units by a table of letters: `sch: S` at any place, `^ch` at the start, `e$` at the end."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self._values = {
            fold(spelled.strip("^$")) + ("$" if spelled.endswith("$") else ""): value
            for spelled, value in letters.items()
        }
        ends = sorted((s for s in self._values if s.endswith("$")), key=len, reverse=True)
        # Single letters are matched with their doubles, below.
        inner = sorted((s for s in self._values if not s.endswith("$") and len(s) > 1), key=len, reverse=True)
        branches = [re.escape(s[:-1]) + r"$" for s in ends] + [re.escape(s) for s in inner] + [r"([a-z])\1*"]
        self.expression = "|".join(f"(?:{branch})" for branch in branches)
        self._unit = compiled(self.expression)
        self._ends = frozenset(s[:-1] for s in ends)
        self._cut = lru_cache(maxsize=1 << 14)(self._cut_anew)

    def units(self, name: str) -> tuple[Unit, ...]:
        """The units of a name; a doubled consonant is one unit."""
        return self._cut(name)

    def key(self, name: str) -> str:
        """The sounds of a name, the same for all its spellings."""
        return "".join(unit.value for unit in self._cut(name))

    def distance(self, one: str, other: str) -> int:
        """In how many units two spellings with the same key differ."""
        first = [unit for unit in self._cut(one) if unit.value]
        second = [unit for unit in self._cut(other) if unit.value]
        silent = abs(len(self._cut(one)) - len(first) - len(self._cut(other)) + len(second))
        return silent + sum(1 for a, b in zip(first, second, strict=False) if a.letters != b.letters)

    def _cut_anew(self, name: str) -> tuple[Unit, ...]:
        text = fold(name)
        found = []
        for match in self._unit.finditer(text):
            letters = match.group()
            at_end = match.end() == len(text) and letters in self._ends and match.start() > 0
            value = self._values.get(letters + "$" if at_end else letters)
            if value is None:
                value = self._values.get(letters[0], letters[0])
            found.append(Unit(value, letters))
        return tuple(found)


def fold(name: str) -> str:
    """Lower-case letters a to z, without marks, apostrophes and blanks."""
    spelled = "".join(_OWN_LETTERS.get(char, char) for char in name.lower())
    return "".join(char for char in unicodedata.normalize("NFD", spelled) if "a" <= char <= "z")
