"""Marks in the comments of a text:

    mtcheck: ignore RULE[,RULE] -- reason     this block, or the next one if the comment stands before or between blocks
    mtcheck: off RULE[,RULE] -- reason        from here on
    mtcheck: on [RULE[,RULE]]                 the end of it

A rule is an id, the beginning of ids, or `all`. A mark without a reason decides nothing: it is a failure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mtcheck.errors import did_you_mean
from mtcheck.model import Document, Failure, Finding, Span
from mtcheck.suppress import Judged, Judges
from mtcheck.textview import Lines

_MARK = re.compile(r"\W*mtcheck\s*:\s*(?P<verb>\w*)(?P<rest>.*)", re.DOTALL)
_END = re.compile(r"\s*(?:--!?>|\*/|%>)\s*$")
_DASH = re.compile(r"(?:^|\s)(?:--|\u2014|\u2013)(?:\s|$)")  # word processors make one of two hyphens
_VERBS = ("ignore", "off", "on")


@dataclass(slots=True)
class _Mark:
    """One rule of one mark, where it stands, and whether it suppressed anything."""

    verb: str
    rule: str
    reason: str
    line: int
    start: int
    end: int
    used: bool = field(default=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def words(self) -> str:
        reason = f" -- {self.reason}" if self.reason else ""
        return f"line {self.line}: mtcheck: {' '.join(filter(None, (self.verb, self.rule)))}{reason}"


def judge(document: Document, findings: Sequence[Finding]) -> Judged:
    """What the marks of a document say of its findings."""
    marks, failures = _marks(document)
    decided = _decided(document, findings, marks) if marks else {}
    return Judged(decided, tuple(mark.words for mark in marks if not mark.used), failures)


def useless(document: Document, findings: Sequence[Finding], judges: Judges) -> tuple[Span, ...]:
    """The comments that can go, since no mark in them decides anything. `judges` takes a rule's name as marks write it: what a
    rule that did not run might find is not known. An `on` goes with all that it ends. Where a mark can't be read, none goes."""
    marks, failures = _marks(document)
    if failures:
        return ()
    gone: set[Span] = set()
    while True:
        left = [mark for mark in marks if mark.span not in gone]
        for mark in left:
            mark.used = False
        _decided(document, findings, left)
        kept = {mark.span for mark in left if mark.used or (mark.verb != "on" and not judges(mark.rule))}
        more = {mark.span for mark in left} - kept
        if not more:
            return tuple(sorted(gone))
        gone |= more


def _decided(document: Document, findings: Sequence[Finding], marks: Sequence[_Mark]) -> dict[int, tuple[str, str]]:
    """By the index of a finding, where it was decided to suppress it and why. Says so to the marks that are used."""
    blocks = _blocks(document)
    starts = [start for start, _ in blocks]
    ignored: dict[tuple[int, str], _Mark] = {}
    switches: list[_Mark] = []
    for mark in marks:
        if mark.verb != "ignore":
            switches.append(mark)
        elif (block := _block_of(document.text, mark, blocks, starts)) is not None:
            ignored.setdefault((block, mark.rule), mark)
    decided: dict[int, tuple[str, str]] = {}
    off: dict[str, _Mark] = {}
    order = sorted(range(len(findings)), key=lambda index: findings[index].span.start)
    at = 0
    for index in order:
        finding = findings[index]
        while at < len(switches) and switches[at].end <= finding.span.start:
            _switch(off, switches[at])
            at += 1
        block = bisect_right(starts, finding.span.start) - 1
        for name in _names(finding.rule):
            mark_found = ignored.get((block, name)) or off.get(name)
            if mark_found is not None:
                mark_found.used = True
                decided[index] = (f"inline, line {mark_found.line}", mark_found.reason)
                break
    for mark in switches[at:]:
        _switch(off, mark)
    return decided


def _switch(off: dict[str, _Mark], mark: _Mark) -> None:
    """Opens or closes a stretch. An `on` is of use if it ends something."""
    if mark.verb == "off":
        off.setdefault(mark.rule, mark)
    elif not mark.rule:
        mark.used = bool(off)
        off.clear()
    else:
        mark.used = off.pop(mark.rule, None) is not None


def _names(rule: str) -> Iterator[str]:
    """The names that a mark may call a rule by."""
    while rule:
        yield rule
        rule = rule.rpartition(".")[0]
    yield "all"


def _blocks(document: Document) -> list[tuple[int, int]]:
    """The raw extents of the segments, in order."""
    return sorted(
        (min(piece.raw.start for piece in segment.pieces), max(piece.raw.end for piece in segment.pieces))
        for segment in document.segments
        if segment.pieces
    )


def _block_of(text: str, mark: _Mark, blocks: Sequence[tuple[int, int]], starts: Sequence[int]) -> int | None:
    """The block that a mark stands in or at the end of whose last line it stands; else the next one, if there is one."""
    index = bisect_right(starts, mark.start) - 1
    if index >= 0:
        end = blocks[index][1]
        if mark.start < end or "\n" not in text[end : mark.start]:
            return index
    return index + 1 if index + 1 < len(blocks) else None


def _marks(document: Document) -> tuple[list[_Mark], tuple[Failure, ...]]:
    """All marks in the order of the text, one for each rule that they name, and those that can't be read."""
    marks: list[_Mark] = []
    failures: list[Failure] = []
    lines: Lines | None = None
    for span in sorted(document.comments):
        match = _MARK.match(document.text, span.start, span.end)
        if match is None:
            continue
        lines = lines or Lines(document.text)
        line = lines.position(span.start)[0]
        verb, rest = match["verb"].lower(), _END.sub("", match["rest"])
        names, reason = _parted(rest)
        wrong = _wrong(verb, names, reason)
        if wrong:
            said = " ".join(f"mtcheck: {match['verb']}{rest}".split())
            failures.append(Failure("suppress", document.path, f"{document.path}:{line}: the mark “{said}” {wrong}"))
            continue
        marks += (_Mark(verb, name, reason, line, span.start, span.end) for name in names or ("",))
    return marks, tuple(failures)


def _parted(rest: str) -> tuple[tuple[str, ...], str]:
    """The rules that a mark names, and its reason."""
    dash = _DASH.search(rest)
    before, after = (rest[: dash.start()], rest[dash.end() :]) if dash else (rest, "")
    names = tuple(dict.fromkeys(name for name in re.split(r"[\s,]+", before) if name))
    return names, " ".join(after.split())


def _wrong(verb: str, names: Sequence[str], reason: str) -> str:
    """What is wrong with a mark and how to write it, or an empty text."""
    if verb not in _VERBS:
        return f"says “{verb}”{did_you_mean(verb, _VERBS)}" if verb else "says nothing (known: ignore, off, on)"
    if verb == "on":
        return ""
    if not names:
        return f"names no rule; write `mtcheck: {verb} RULE -- reason`, with `all` for every rule"
    if not reason:
        return f"gives no reason; write `mtcheck: {verb} {','.join(names)} -- reason`"
    return ""
