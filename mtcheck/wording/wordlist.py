"""Lists of words with a mark behind each: tries in files that are mapped, so that nothing of them is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


class WordList:
    """The words of a file."""

    def __init__(self, path: Path) -> None:
        from marisa_trie import BytesTrie

        self._trie = BytesTrie().mmap(str(path))

    def mark(self, word: str) -> str | None:
        """What stands behind a word, which may be nothing; None for a word that is not there."""
        try:
            found = self._trie.get(word)
        except UnicodeEncodeError:  # a half of a character
            return None
        return None if found is None else found[0].decode()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((word, mark.decode()) for word, mark in self._trie.iteritems())


def write(path: Path, marks: Mapping[str, str]) -> None:
    """Writes the file of these words and marks."""
    from marisa_trie import BytesTrie

    BytesTrie((word, mark.encode()) for word, mark in sorted(marks.items())).save(str(path))
