"""The redline for a terminal: each paragraph with a finding, its corrections drawn in, and below it the reasons.

Escape sequences are written directly: importing a library for them would double the time until the first line shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TextIO

from mtcheck.fixes import Chosen, choose
from mtcheck.model import FileReport, Finding, Report, Safety, Severity, Status
from mtcheck.reporters import Style
from mtcheck.reporters._paths import shown_path
from mtcheck.reporters._redline import Kind, Paragraph, Redline, Run, redline
from mtcheck.reporters._text import (
    Places,
    by_severity,
    changes,
    columns,
    counted,
    dotted,
    elsewhere,
    emit,
    evidence_words,
    one_line,
    quoted,
    shown,
    verdict_words,
    word,
)

_BOLD, _DIM, _RED, _GREEN, _YELLOW, _BLUE, _MAGENTA = "1", "2", "31", "32", "33", "34", "35"
_UNDERLINED = "4"
_SEVERITY_COLORS = {
    Severity.CRITICAL: f"{_BOLD};{_MAGENTA}",
    Severity.MAJOR: f"{_BOLD};{_RED}",
    Severity.MINOR: _YELLOW,
    Severity.NEUTRAL: _DIM,
}
_INDENT = "  "
_NARROWEST = 30
_MOST_UNUSED = 10  # suppressions without use that are named one by one
_ELSEWHERE = 5  # other places of a finding that are named one by one
# Unmarked text between two marks of a paragraph that is shown before it is cut: a file may be one line of megabytes.
_LONGEST_KEPT = 600
_AS_SPACE = {0x09: " ", 0x0A: " ", 0x0D: None, 0xA0: " ", 0x202F: " ", 0x2009: " "}


class _Text(NamedTuple):
    """Text with the parameters of its escape sequence."""

    text: str
    sgr: str = ""


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes the redline of all files that have findings, and a summary."""
    printer = _Printer(out, style)
    for file in report.files:
        if file.findings or verdict_words(file.verdict):
            printer.file(file)
    printer.summary(report)


class _Printer:
    """Writes lines that fit the width, in colour or without it."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._style = style
        self._width = max(style.width, _NARROWEST)

    def file(self, file: FileReport) -> None:
        self._put([_Text(one_line(file.document.path), f"{_BOLD};{_UNDERLINED}")])
        if verdict := verdict_words(file.verdict):
            spoke = evidence_words(file.verdict)
            self._put([_Text(verdict, _MAGENTA), _Text(f": {spoke}" if spoke else "")], _INDENT)
        self._line()
        line = redline(file)
        places = Places(file.document.text)
        made = {id(each.finding): each for each in line.chosen}
        for paragraph in filter(line.worth_showing, line.paragraphs):
            self._put(self._drawn(line, paragraph), _INDENT)
            self._line()
            for finding in paragraph.findings:
                self._finding(finding, made.get(id(finding)), places, file.document.text)
            if paragraph.findings:
                self._line()

    def _drawn(self, line: Redline, paragraph: Paragraph) -> Iterator[_Text]:
        runs = line.runs(paragraph)
        for index, run in enumerate(runs):
            yield from self._run(run, first=index == 0, last=index == len(runs) - 1)

    def _run(self, run: Run, *, first: bool, last: bool) -> Iterator[_Text]:
        bold = f"{_BOLD};" if run.safety is Safety.SAFE else ""
        if run.kind is Kind.DELETED:
            yield _Text(f"[-{_changed(run.text)}-]", f"{bold}{_RED}")
        elif run.kind is Kind.INSERTED:
            yield _Text(f"{{+{_changed(run.text)}+}}", f"{bold}{_GREEN}")
        elif run.kind is Kind.RESPACED:
            yield _Text(shown(run.text), f"{bold}{_RED}")
        elif run.kind is Kind.MARKED:
            text = one_line(_spaced(run.text)) if run.text.strip() else _changed(run.text)
            yield _Text(text, f"{_UNDERLINED};{_YELLOW}") if self._style.color else _Text(f"{{={text}=}}")
        else:
            yield _Text(one_line(_spaced(_cut(run.text, first, last))))

    def _finding(self, finding: Finding, made: Chosen | None, places: Places, text: str) -> None:
        head = [
            _Text(places.at(finding.span), _BOLD),
            _Text(" "),
            _Text(word(finding.severity), _SEVERITY_COLORS[finding.severity]),
        ]
        head += [
            _Text(f" {quoted(finding.text)}" if not finding.fixes else f" {changes(finding.fixes[0], text)}", _BOLD)
        ]
        self._put(head, _INDENT * 2, _INDENT * 3)
        if finding.message:
            self._put([_Text(one_line(finding.message))], _INDENT * 3)
        facts = [finding.rule, finding.category, _safety(finding, made)]
        if finding.in_speech:
            facts.append("in a quotation")
        if finding.status is not Status.STABLE:
            facts.append(f"{word(finding.status)} rule")
        self._put([_Text(" \u00b7 ".join([*facts, finding.fingerprint]), _DIM)], _INDENT * 3)
        for fix in finding.fixes[1:]:
            self._put([_Text(f"or: {changes(fix, text)}")], _INDENT * 3)
        if finding.also:
            self._put([_Text(f"also found by {', '.join(finding.also)}", _DIM)], _INDENT * 3)
        if finding.related:
            self._put([_Text(elsewhere(finding, places, _ELSEWHERE), _DIM)], _INDENT * 3)
        if self._style.show_why and finding.why:
            self._put([_Text("why: ", _BLUE), _Text(one_line(_spaced(finding.why)))], _INDENT * 3)

    def summary(self, report: Report) -> None:
        for line in summary_lines(report):
            self._put([line])

    def _put(self, texts: Iterable[_Text], indent: str = "", hanging: str | None = None) -> None:
        """Lines of at most the width, the first with `indent`, the others with `hanging`."""
        for line in _wrapped(texts, self._width, indent, indent if hanging is None else hanging):
            together = (
                _Text("".join(text.text for text in same), sgr) for sgr, same in groupby(line, key=itemgetter(1))
            )
            emit(self._out, "".join(self._colored(text) for text in together).rstrip(" ") + "\n")

    def _colored(self, text: _Text) -> str:
        return f"\x1b[{text.sgr}m{text.text}\x1b[0m" if self._style.color and text.sgr and text.text else text.text

    def _line(self) -> None:
        self._out.write("\n")


def summary_lines(report: Report) -> list[_Text]:
    """What was checked, what was found, and what can be done about it."""
    checked = counted(len(report.files), "file")
    lines = []
    levels: Counter[Severity] = Counter()
    suppressed = unused = made = safe = 0
    named: list[str] = []
    for file in report.files:
        levels.update(finding.severity for finding in file.findings)
        suppressed += len(file.suppressed)
        unused += len(file.unused)
        for words in file.unused[: _MOST_UNUSED - len(named)]:
            named.append(f"unused: {shown_path(file.document.path)}, {one_line(words)}")
        chosen = choose(file.findings, Safety.UNSAFE)
        made += len(chosen)
        safe += sum(each.fix.safety is Safety.SAFE for each in chosen)
    if number := levels.total():
        told = f"{checked} checked, {counted(number, 'finding')}: {by_severity(levels)}"
        lines.append(_Text(told, _SEVERITY_COLORS[max(levels)]))
        ways = [f"{safe:,} fixable safely (mtcheck fix)"] if safe else []
        ways += [f"{made - safe:,} fixable after a look (mtcheck fix --fixes unsafe)"] if made > safe else []
        ways += [f"{number - made:,} to be rewritten by hand"] if number > made else []
        lines.append(_Text(", ".join(ways)))
    else:
        lines.append(_Text(f"{checked} checked, nothing found", _GREEN))
    aside = [f"{suppressed:,} suppressed"] if suppressed else []
    aside += [f"{counted(unused, 'suppression')} unused"] if unused else []
    aside += [f"{counted(report.skipped, 'file')} skipped (not text)"] if report.skipped else []
    if aside:
        lines.append(_Text(", ".join(aside), _DIM))
    lines += (_Text(each, _DIM) for each in named)
    if report.failures:
        lines.append(_Text(f"{counted(len(report.failures), 'thing')} could not be checked", f"{_BOLD};{_RED}"))
    return lines


def _safety(finding: Finding, made: Chosen | None) -> str:
    if not finding.fixes:
        return "no fix"
    safety = finding.fixes[0].safety
    if safety is Safety.DISPLAY:
        return "suggestion only"
    note = "" if made else ", overlaps another"
    return f"safe fix{note}" if safety is Safety.SAFE else f"unsafe fix{note}: an editor decides"


def _changed(text: str) -> str:
    """`text` of a change; where it is nothing but spaces, they are dots, and no line breaks there."""
    return shown(text) if text.strip(" ") else dotted(text)


def _spaced(text: str) -> str:
    """`text` with line ends and all kinds of space as spaces to wrap at."""
    return text.translate(_AS_SPACE)


def _cut(text: str, first: bool, last: bool) -> str:
    """Kept text; of a stretch too long to read, the ends that stand beside a mark."""
    if len(text) <= _LONGEST_KEPT:
        return text
    half = _LONGEST_KEPT // 2
    head = "" if first else text[:half].rpartition(" ")[0] or text[:half]
    tail = "" if last else text[-half:].partition(" ")[2] or text[-half:]
    return f"{head} [\u2026] {tail}".strip(" ") if first or last else f"{head} [\u2026] {tail}"


def _wrapped(texts: Iterable[_Text], width: int, indent: str, hanging: str) -> Iterator[list[_Text]]:
    """`texts` in lines of at most `width` columns, broken at spaces, and inside of a word that is wider than a line."""
    line: list[_Text] = [_Text(indent)]
    used, empty = columns(indent), True
    for pieces, spaced in _words(texts):
        wide = sum(columns(piece.text) for piece in pieces)
        if not empty and used + spaced + wide > width:
            yield line
            line, used, empty = [_Text(hanging)], columns(hanging), True
        if spaced and not empty:
            line.append(_Text(" ", pieces[0].sgr if line[-1].sgr == pieces[0].sgr else ""))
            used += 1
        for piece in pieces:
            rest = piece.text
            while rest:
                fitting = _fitting(rest, width - used)
                if not fitting and empty:
                    fitting = rest[0]
                line.append(_Text(rest[: len(fitting)], piece.sgr))
                used, empty = used + columns(fitting), False
                rest = rest[len(fitting) :]
                if rest:
                    yield line
                    line, used, empty = [_Text(hanging)], columns(hanging), True
    yield line


def _fitting(text: str, width: int) -> str:
    """The longest beginning of `text` that takes at most `width` columns."""
    if text.isascii():
        return text[: max(width, 0)]
    used = 0
    for index, char in enumerate(text):
        used += columns(char)
        if used > width:
            return text[:index]
    return text


def _words(texts: Iterable[_Text]) -> Iterator[tuple[list[_Text], int]]:
    """Stretches without a space, which may change their looks inside, and 1 where a space stands before, else 0."""
    word_now: list[_Text] = []
    spaced = 0
    for text in texts:
        for index, part in enumerate(text.text.split(" ")):
            if index:
                if word_now:
                    yield word_now, spaced
                    spaced = 0
                word_now, spaced = [], 1
            if part:
                word_now.append(_Text(part, text.sgr))
    if word_now:
        yield word_now, spaced
