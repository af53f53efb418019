"""The reports of a run in the order of its files: some in memory, those of a large run on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, overload

from mtcheck.model import FileReport

# What is held in memory, counted as below; a larger run goes to a temporary file.
_MOST_HELD = 8_000_000
_FINDING = 4_000  # about what a finding takes with its strings


class Results(Sequence[FileReport]):
    """Reports that are added one by one and read in order. What lies on the disk is made anew each time it is read, so a
    reader that forgets what it has read needs the memory of one file."""

    def __init__(self, most_held: int = _MOST_HELD) -> None:
        self._most_held = most_held
        self._size = 0
        self._held: list[FileReport | bytes] = []
        self._places: list[tuple[int, int]] = []
        self._spool: IO[bytes] | None = None

    def add(self, report: FileReport | bytes) -> None:
        """Adds a report, or one that is plain data already."""
        if self._spool is None:
            self._size += _size(report)
            if self._size <= self._most_held:
                self._held.append(report)
                return
            import tempfile

            self._spool = tempfile.TemporaryFile(prefix="mtcheck-")  # noqa: SIM115 - it lives as long as the results
            for each in self._held:
                self._write(each)
            self._held = []
        self._write(report)

    def _write(self, report: FileReport | bytes) -> None:
        assert self._spool is not None
        data = report if isinstance(report, bytes) else _encoded(report)
        self._places.append((self._spool.seek(0, 2), len(data)))
        self._spool.write(data)

    def __del__(self) -> None:
        if self._spool is not None:
            self._spool.close()

    def __len__(self) -> int:
        return len(self._held) + len(self._places)

    def __iter__(self) -> Iterator[FileReport]:
        return (self._at(index) for index in range(len(self)))

    @overload
    def __getitem__(self, index: int) -> FileReport: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[FileReport]: ...

    def __getitem__(self, index: int | slice) -> FileReport | Sequence[FileReport]:
        if isinstance(index, slice):
            return [self._at(each) for each in range(*index.indices(len(self)))]
        return self._at(range(len(self))[index])

    def _at(self, index: int) -> FileReport:
        if self._spool is None:
            held = self._held[index]
            return _decoded(held) if isinstance(held, bytes) else held
        place, length = self._places[index]
        self._spool.seek(place)
        return _decoded(self._spool.read(length))


def _size(report: FileReport | bytes) -> int:
    if isinstance(report, bytes):
        return len(report)
    return 2 * len(report.document.text) + _FINDING * (len(report.findings) + len(report.suppressed))


def _encoded(report: FileReport) -> bytes:
    from mtcheck.cli import _plain

    return _plain.dumped(_plain.of_report(report))


def _decoded(data: bytes) -> FileReport:
    from mtcheck.cli import _plain

    return _plain.report(_plain.loaded(data))
