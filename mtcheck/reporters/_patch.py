"""A unified diff of edits, made on bytes.

`git apply` and `patch` know bytes and the byte 0x0A, nothing else. So edits are taken to the bytes of the file as it is
encoded, byte order mark included, and lines are split there: the same few lines of code are right for CRLF, for U+2028 (which
`splitlines` takes for the end of a line) and even for UTF-16, of which both programs apply a patch that is cut at each 0x0A.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtcheck.model import Document, Edit

_CONTEXT = 3
_NO_NEWLINE = b"\n\\ No newline at end of file\n"


class UnencodableError(ValueError):
    """The new text has a character that the file's encoding lacks, or pieces of the text do not encode alone."""


class Labelled(NamedTuple):
    """An edit and the rule that asked for it."""

    edit: Edit
    rule: str


class _Change(NamedTuple):
    """Lines that are replaced: the number of the first (from 0), the old and the new ones, and whose rules did it."""

    first: int
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]
    rules: tuple[str, ...]

    @property
    def end(self) -> int:
        return self.first + len(self.old)


def hunks(document: Document, labelled: Sequence[Labelled]) -> list[bytes]:
    """The hunks that make the edits (in order, not overlapping), each with its rule ids after the second `@@`.

    Raises UnencodableError where the document's encoding cannot hold the new text.
    """
    data, edits = _encoded(document, labelled)
    return list(_hunks(data, edits))


def is_ascii_based(encoding: str) -> bool:
    """True if a diff in this encoding can be read: line ends and ASCII characters are the bytes one expects."""
    try:
        return "\n@".encode(encoding) == b"\n@"
    except LookupError:
        return False


def quoted_path(path: bytes) -> bytes:
    """A path as both programs read it after `--- `: in quotes with escapes where a byte of it would end the name early.

    A tab after a name with a space tells where it ends, as `git diff` does.
    """
    if not any(byte < 32 or byte == 127 or byte in b'"\\' for byte in path):
        return path + b"\t" if b" " in path else path
    short = {9: b"\\t", 10: b"\\n", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}
    escaped = (short.get(byte) or (b"\\%03o" % byte if byte < 32 or byte >= 127 else bytes([byte])) for byte in path)
    return b'"' + b"".join(escaped) + b'"'


def _encoded(document: Document, labelled: Sequence[Labelled]) -> tuple[bytes, list[tuple[int, int, bytes, str]]]:
    """The bytes of the file, and for each edit the bytes it replaces, by what, and its rule."""
    errors = "surrogatepass" if document.encoding.lower().replace("_", "-").startswith("utf") else "strict"
    parts = [document.bom]
    length, at = len(document.bom), 0
    edits = []
    try:
        for each in labelled:
            span = each.edit.span
            kept = document.text[at : span.start].encode(document.encoding, errors)
            old = document.text[span.start : span.end].encode(document.encoding, errors)
            new = each.edit.text.encode(document.encoding, errors)
            start = length + len(kept)
            edits.append((start, start + len(old), new, each.rule))
            parts += (kept, old)
            length, at = start + len(old), span.end
        parts.append(document.text[at:].encode(document.encoding, errors))
        whole = document.bom + document.text.encode(document.encoding, errors)
    except UnicodeEncodeError as error:
        raise UnencodableError(f"{document.encoding} cannot hold \u201c{error.object[error.start]}\u201d") from error
    if whole != b"".join(parts):
        # A codec with a memory (a shift sequence, a mark at its beginning): its pieces are not the bytes of the file.
        raise UnencodableError(f"{document.encoding} is not encoded piece by piece")
    return whole, edits


def _lines(data: bytes) -> list[bytes]:
    """Lines with their 0x0A; the last one may lack it."""
    parts = data.split(b"\n")
    lines = [part + b"\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _hunks(data: bytes, edits: Sequence[tuple[int, int, bytes, str]]) -> Iterator[bytes]:
    lines = _lines(data)
    delta = 0
    for group in _grouped(_changes(data, lines, edits)):
        first = max(0, group[0].first - _CONTEXT)
        end = min(len(lines), group[-1].end + _CONTEXT)
        body: list[bytes] = []
        at = first
        added: list[bytes] = []
        for change in group:
            if change.first > at:  # changes that follow each other directly: all old lines, then all new ones
                body += added
                added = []
            body += (_marked(b" ", line) for line in lines[at : change.first])
            body += (_marked(b"-", line) for line in change.old)
            added += (_marked(b"+", line) for line in change.new)
            at = change.end
        body += added
        body += (_marked(b" ", line) for line in lines[at:end])
        grown = sum(len(change.new) - len(change.old) for change in group)
        rules = dict.fromkeys(rule for change in group for rule in change.rules)
        old, new = _range(first, end - first), _range(first + delta, end - first + grown)
        yield b"".join((b"@@ -%s +%s @@ " % (old, new), ", ".join(rules).encode(), b"\n", *body))
        delta += grown


def _changes(data: bytes, lines: Sequence[bytes], edits: Sequence[tuple[int, int, bytes, str]]) -> list[_Change]:
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line))
    blocks: list[tuple[int, int, list[tuple[int, int, bytes, str]]]] = []
    for edit in edits:
        first, last = bisect_right(starts, edit[0]) - 1, bisect_right(starts, edit[1]) - 1
        if blocks and first <= blocks[-1][1]:
            before, reach, within = blocks[-1]
            within.append(edit)
            blocks[-1] = (before, max(reach, last), within)
        else:
            blocks.append((first, last, [edit]))
    changes = []
    for first, last, within in blocks:
        end = starts[last + 1] if last + 1 < len(starts) else len(data)
        change = _trimmed(first, lines[first : last + 1], _lines(_replaced(data, starts[first], end, within)), within)
        if change.old != change.new:
            changes.append(change)
    return changes


def _replaced(data: bytes, start: int, end: int, edits: Sequence[tuple[int, int, bytes, str]]) -> bytes:
    parts: list[bytes] = []
    at = start
    for first, last, new, _ in edits:
        parts += (data[at:first], new)
        at = last
    return b"".join((*parts, data[at:end]))


def _trimmed(
    first: int, old: Sequence[bytes], new: Sequence[bytes], edits: Sequence[tuple[int, int, bytes, str]]
) -> _Change:
    """The change without the lines at its ends that stay as they are."""
    shorter = min(len(old), len(new))
    head = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    tail = next((index for index in range(shorter - head) if old[-1 - index] != new[-1 - index]), shorter - head)
    rules = tuple(dict.fromkeys(edit[3] for edit in edits))
    return _Change(first + head, tuple(old[head : len(old) - tail]), tuple(new[head : len(new) - tail]), rules)


def _grouped(changes: Sequence[_Change]) -> Iterator[list[_Change]]:
    """Changes whose contexts touch, together."""
    group: list[_Change] = []
    for change in changes:
        if group and change.first - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _marked(mark: bytes, line: bytes) -> bytes:
    return mark + line if line.endswith(b"\n") else mark + line + _NO_NEWLINE


def _range(first: int, count: int) -> bytes:
    """`start,count` of a hunk header; lines count from 1, and an empty range names the line before it."""
    start = first + 1 if count else first
    return b"%d" % start if count == 1 else b"%d,%d" % (start, count)
