"""Chooses, applies and converges fixes. One function makes the edits of the diff and of `fix`."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from mtcheck.digest import sha256
from mtcheck.errors import FixError
from mtcheck.model import Document, Edit, Finding, Fix, Safety

_MOST_ROUNDS = 10


class Chosen(NamedTuple):
    """A fix that will be applied, and the finding that asked for it."""

    finding: Finding
    fix: Fix


def choose(findings: Iterable[Finding], least: Safety) -> tuple[Chosen, ...]:
    """The first fix of each finding that is at least as safe as `least`; of fixes that overlap, the safer, then the more
    severe, then the first in the text. Of a separable fix, the edits that overlap nothing remain."""
    wanted = [
        Chosen(finding, fix)
        for finding in findings
        for fix in finding.fixes[:1]
        if fix.safety >= least and fix.safety > Safety.DISPLAY and fix.edits
    ]
    wanted.sort(
        key=lambda chosen: (chosen.fix.separable, -chosen.fix.safety, -chosen.finding.severity, chosen.finding.span)
    )
    taken: list[tuple[int, int]] = []
    kept: list[Chosen] = []
    for chosen in wanted:
        free = tuple(edit for edit in chosen.fix.edits if not _is_taken((edit.span.start, edit.span.end), taken))
        if not free or (len(free) < len(chosen.fix.edits) and not chosen.fix.separable):
            continue
        for edit in free:
            insort(taken, (edit.span.start, edit.span.end))
        kept.append(
            chosen if len(free) == len(chosen.fix.edits) else chosen._replace(fix=chosen.fix._replace(edits=free))
        )
    kept.sort(key=lambda chosen: chosen.fix.edits[0].span)
    return tuple(kept)


def _is_taken(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    """True if `span` clashes with one of `taken`, which are in order and clash with none of each other: then the one before
    and the one after its place are the only ones that can."""
    at = bisect_left(taken, span)
    return any(_clash(span, other) for other in taken[max(at - 1, 0) : at + 1])


def _clash(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Two edits clash if they share a code point, or touch where one only inserts: their order would matter."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def edits_of(chosen: Iterable[Chosen]) -> tuple[Edit, ...]:
    """All edits of the chosen fixes, in the order of the text."""
    return tuple(sorted((edit for each in chosen for edit in each.fix.edits), key=lambda edit: edit.span))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """`text` with all edits made. Raises FixError for edits that overlap or lie outside of the text."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < at or edit.span.end > len(text):
            raise FixError(f"edits overlap or lie outside of the text at {edit.span.start}")
        parts += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    parts.append(text[at:])
    return "".join(parts)


def converge(
    text: str,
    check: Callable[[str], Sequence[Finding]],
    least: Safety,
    edited: Callable[[Sequence[Edit]], None] = lambda edits: None,
) -> tuple[str, int]:
    """`text` after fixing it until nothing is left to fix, and the number of fixes made. `check` finds what there is in a
    text; `edited` is told of the edits that made the next one of it. Stops when a text comes again: two rules that undo each
    other are not a reason to hang."""
    seen = {text}
    made = 0
    for _ in range(_MOST_ROUNDS):
        chosen = choose(check(text), least)
        if not chosen:
            break
        edits = edits_of(chosen)
        fixed = apply(text, edits)
        if fixed in seen:
            break
        edited(edits)
        seen.add(fixed)
        text, made = fixed, made + len(chosen)
    return text, made


def encoded(document: Document, text: str) -> bytes:
    """`text` as the bytes of the document's file. Raises FixError for a character that its encoding lacks."""
    try:
        return document.bom + text.encode(document.encoding)
    except UnicodeEncodeError as error:
        char = text[error.start]
        raise FixError(
            f"{document.path}: the fix needs “{char}”, which {document.encoding} cannot hold; save the file as UTF-8 first"
        ) from error


def save(document: Document, text: str) -> None:
    """Writes `text` to the document's file, whole or not at all, with its encoding, byte order mark and permissions.

    Raises FixError if the file changed since it was read, or can't be written; then it is as it was.
    """
    from mtcheck.replacing import replacing

    data = encoded(document, text)
    try:
        with open(document.path, "rb") as there:
            if sha256(there.read()).hexdigest() != document.digest:
                raise FixError(
                    f"{document.path}: changed since it was read, so it was not touched; run the command again"
                )
        with replacing(document.path) as stream:
            stream.write(data)
    except OSError as error:
        raise FixError(f"{document.path}: cannot be written ({error.strerror}); it is as it was") from error
