"""Looks words up in a sorted file by bisection: the file is mapped, and nothing of it is loaded."""

from __future__ import annotations

import mmap
from pathlib import Path


def mapped(path: Path) -> mmap.mmap:
    """The file, mapped for reading. Raises OSError if it is missing."""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def find(lines: mmap.mmap, word: str) -> str | None:
    """What stands behind `word` and a blank in its line, "" for a line without a blank, None for a word that is not there.

    The lines are sorted by the bytes of their words.
    """
    wanted = word.encode("utf-8", "replace")
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", low, middle) + 1 or low
        end = lines.find(b"\n", start)
        found, _, rest = lines[start:end].partition(b" ")
        if found == wanted:
            return rest.decode("utf-8")
        if found < wanted:
            low = end + 1
        else:
            high = start
    return None
