"""A story as its editor marks it: paragraph by paragraph, what is deleted, inserted, or only pointed at.

All formats that show text with its corrections in it are made of these runs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from mtcheck.fixes import Chosen, choose
from mtcheck.model import Document, Edit, FileReport, Finding, Safety, Span
from mtcheck.reporters._text import words_of

_MOST_WORD = 40  # code points by which an edit is widened to whole words; a longer "word" is no word


class Kind(Enum):
    """What a run of text is. A respaced one is a space that gives way to a plain one: thirty of them as deletions and
    insertions would hide the words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"
    RESPACED = "respaced"
    MARKED = "marked"


class Run(NamedTuple):
    """A stretch of text of one kind, the findings it belongs to, and for a change how safe it is."""

    kind: Kind
    text: str
    findings: tuple[Finding, ...] = ()
    safety: Safety = Safety.DISPLAY


@dataclass(slots=True)
class Paragraph:
    """A paragraph in which something was found or is changed; `span` is its raw text."""

    span: Span
    role: str
    findings: list[Finding] = field(default_factory=list)
    chosen: list[tuple[Edit, Chosen]] = field(default_factory=list)
    marks: list[Finding] = field(default_factory=list)


class Redline(NamedTuple):
    """The paragraphs of one document that have something in them, and the fixes that are drawn in."""

    document: Document
    paragraphs: tuple[Paragraph, ...]
    chosen: tuple[Chosen, ...]

    def worth_showing(self, paragraph: Paragraph) -> bool:
        """False for a paragraph without a finding of its own in which only spaces give way to spaces: one finding tells of
        all of them."""
        return bool(paragraph.findings) or any(
            not is_respaced(self.document.text, edit) for edit, _ in paragraph.chosen
        )

    def runs(self, paragraph: Paragraph) -> list[Run]:
        """The paragraph's text in runs; the text of all but the inserted ones is the raw text."""
        return list(_runs(self.document.text, paragraph))


def is_respaced(text: str, edit: Edit) -> bool:
    """True if the edit only puts one space for another kind of space."""
    old = text[edit.span.start : edit.span.end]
    return len(old) == len(edit.text) == 1 and old.isspace() and edit.text.isspace() and "\n" not in old + edit.text


def redline(file: FileReport, *, whole: bool = False, least: Safety = Safety.UNSAFE) -> Redline:
    """The marked-up text of a file: all fixes that can stand together, and a mark on each finding that is not shown by a
    change. With `whole`, paragraphs without findings are there too."""
    chosen = choose(file.findings, least)
    paragraphs = _paragraphs(file.document)
    starts = [paragraph.span.start for paragraph in paragraphs]

    def at(offset: int) -> Paragraph:
        return paragraphs[max(bisect_right(starts, offset) - 1, 0)]

    changed = set()
    for each in chosen:
        for edit in each.fix.edits:
            at(edit.span.start).chosen.append((edit, each))
        if any(
            edit.span.start <= each.finding.span.end and each.finding.span.start <= edit.span.end
            for edit in each.fix.edits
        ):
            changed.add(id(each.finding))
    for finding in file.findings:
        paragraph = at(finding.span.start)
        paragraph.findings.append(finding)
        if id(finding) not in changed and len(finding.span):
            paragraph.marks.append(finding)
    paragraphs = _joined(paragraphs)
    kept = paragraphs if whole else [each for each in paragraphs if each.findings or each.chosen]
    return Redline(file.document, tuple(kept), chosen)


def _paragraphs(document: Document) -> list[Paragraph]:
    """All segments by their raw spans, in order; a document without segments is one paragraph."""
    found = []
    for segment in document.segments:
        if segment.pieces:
            span = Span(
                min(piece.raw.start for piece in segment.pieces), max(piece.raw.end for piece in segment.pieces)
            )
            found.append(Paragraph(span, segment.role))
    found.sort(key=lambda paragraph: paragraph.span)
    return found or [Paragraph(Span(0, len(document.text)), "body")]


def _joined(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, wide enough for their edits; those that an edit joins are one."""
    joined: list[Paragraph] = []
    for each in paragraphs:
        edits = [edit.span for edit, _ in each.chosen]
        start = min([each.span.start, *(span.start for span in edits)])
        end = max([each.span.end, *(span.end for span in edits)])
        if joined and start < joined[-1].span.end:
            last = joined[-1]
            last.span = Span(last.span.start, max(last.span.end, end))
            last.findings += each.findings
            last.chosen += each.chosen
            last.marks += each.marks
        else:
            each.span = Span(start, end)
            joined.append(each)
    return joined


@dataclass(slots=True)
class _Change:
    """Edits that are shown as one: old text and new text, cut at words."""

    span: Span
    edits: list[Edit]
    findings: list[Finding]
    safety: Safety


def _runs(text: str, paragraph: Paragraph) -> Iterator[Run]:
    stretches = _stretches(paragraph.marks)
    at = paragraph.span.start
    for change in _grown(text, paragraph):
        yield from _kept(text, Span(at, change.span.start), stretches)
        yield from _shown(text, change)
        at = change.span.end
    yield from _kept(text, Span(at, paragraph.span.end), stretches)


def _grown(text: str, paragraph: Paragraph) -> list[_Change]:
    """The paragraph's changes at whole words; those that share a word are one."""
    changes: list[_Change] = []
    for edit, chosen in sorted(paragraph.chosen, key=lambda each: each[0].span):
        change = _Change(_whole_words(text, edit, paragraph.span), [edit], [chosen.finding], chosen.fix.safety)
        while changes and change.span.start < changes[-1].span.end:
            last = changes.pop()
            span = Span(min(last.span.start, change.span.start), max(last.span.end, change.span.end))
            safety = min(last.safety, change.safety)
            change = _Change(span, [*last.edits, *change.edits], [*last.findings, *change.findings], safety)
        changes.append(change)
    return changes


def _whole_words(text: str, edit: Edit, within: Span) -> Span:
    start, end = edit.span.start, edit.span.end
    old, new = text[start:end], edit.text
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() and ((old or after)[:1].isalnum() or (new or after)[:1].isalnum()):
        least = max(within.start, start - _MOST_WORD)
        while start > least and text[start - 1].isalnum():
            start -= 1
    if after.isalnum() and ((old or before)[-1:].isalnum() or (new or before)[-1:].isalnum()):
        most = min(within.end, end + _MOST_WORD)
        while end < most and text[end].isalnum():
            end += 1
    return Span(start, end)


def _shown(text: str, change: _Change) -> Iterator[Run]:
    """The runs of a change, without the words at its ends that stay."""
    if len(change.edits) == 1 and change.edits[0].text == " " and is_respaced(text, change.edits[0]):
        raw = text[change.span.start : change.span.end]
        yield Run(Kind.RESPACED, raw, tuple(dict.fromkeys(change.findings)), change.safety)
        return
    parts: list[str] = []
    at = change.span.start
    for edit in change.edits:
        parts += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    old = list(words_of(text[change.span.start : change.span.end]))
    new = list(words_of("".join((*parts, text[at : change.span.end]))))
    shorter = min(len(old), len(new))
    head = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    tail = next((index for index in range(shorter - head) if old[-1 - index] != new[-1 - index]), shorter - head)
    findings = tuple(dict.fromkeys(change.findings))
    for kind, words in (
        (Kind.KEPT, old[:head]),
        (Kind.DELETED, old[head : len(old) - tail]),
        (Kind.INSERTED, new[head : len(new) - tail]),
        (Kind.KEPT, old[len(old) - tail :]),
    ):
        if words:
            yield Run(kind, "".join(words), findings if kind is not Kind.KEPT else (), change.safety)


def _stretches(marks: Sequence[Finding]) -> list[tuple[Span, tuple[Finding, ...]]]:
    """Stretches without overlap that the marks cover, in order, each with all findings on it."""
    waiting = sorted(marks, key=lambda mark: mark.span, reverse=True)
    cuts = sorted({cut for mark in marks for cut in (mark.span.start, mark.span.end)})
    found: list[tuple[Span, tuple[Finding, ...]]] = []
    open_marks: list[Finding] = []
    for start, end in pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            open_marks.append(waiting.pop())
        if open_marks:
            found.append((Span(start, end), tuple(open_marks)))
    return found


def _kept(text: str, span: Span, stretches: Sequence[tuple[Span, tuple[Finding, ...]]]) -> Iterator[Run]:
    """The runs of unchanged text, cut at the marks on it."""
    at = span.start
    for index in range(bisect_right(stretches, span.start, key=lambda each: each[0].end), len(stretches)):
        marked, findings = stretches[index]
        if marked.start >= span.end:
            break
        start, end = max(marked.start, at), min(marked.end, span.end)
        if at < start:
            yield Run(Kind.KEPT, text[at:start])
        if start < end:
            yield Run(Kind.MARKED, text[start:end], findings)
        at = max(at, end)
    if at < span.end:
        yield Run(Kind.KEPT, text[at : span.end])
