"""Text as reporters show it: on one line, without control characters, measured in terminal columns, and the words for
severities, safety and languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TextIO
from unicodedata import category, east_asian_width

from mtcheck.model import Failure, Finding, Fix, Safety, Severity, Span, Status, Strength, Verdict
from mtcheck.textview import Lines

# A story can hold anything. Escape sequences would drive the terminal, bidirectional overrides would make a line read as
# another one, and U+2028 would end a line for some programs and not for others.
_UNSAFE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f", "\u237d") | {"\n": "\u23ce", "\r": "", "\t": "\u21e5"}
)
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
_MOST_QUOTED = 60


def one_line(text: str) -> str:
    """`text` on one line: characters that would end it, drive a terminal or cannot be encoded stand as escapes."""
    if text.isprintable():
        return text
    return re.sub(_UNSAFE, lambda found: _escaped(found[0]), text)


def shown(text: str) -> str:
    """`text` in which special spaces, line ends and invisible characters can be seen: what an edit of them is about."""
    text = text.translate(_SPACES)
    if text.isprintable():
        return text
    return one_line(re.sub(_INVISIBLE, lambda found: f"<U+{ord(found[0]):04X}>", text))


def quoted(text: str, most: int = _MOST_QUOTED) -> str:
    """`text` as `shown`, cut in its middle to at most `most` code points."""
    if len(text) > most:
        half = (most - 3) // 2
        text = f"{text[:half]} \u2026 {text[-half:]}"
    return shown(text)


def _escaped(char: str) -> str:
    code = ord(char)
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(char)
    return named or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def emit(out: TextIO, text: str) -> None:
    """Writes `text`; characters that the stream's encoding lacks become escapes, never a crash."""
    try:
        out.write(text)
    except UnicodeEncodeError:
        encoding = out.encoding or "utf-8"
        out.write(text.encode(encoding, "backslashreplace").decode(encoding))


def emit_bytes(out: TextIO, data: bytes) -> None:
    """Writes bytes as they are, past the stream's encoding and newline style; a stream without a byte level gets them as
    UTF-8 with `surrogateescape`."""
    raw = getattr(out, "buffer", None)
    if raw is None:
        out.write(data.decode("utf-8", "surrogateescape"))
        return
    out.flush()
    raw.write(data)
    raw.flush()


def json_lines(values: Iterable[Any]) -> Iterator[str]:
    """A JSON array in parts, one value on each line: fast to write, and a difference between two reports is a difference of
    lines.

    ASCII only: a lone surrogate in a text is valid JSON as an escape and cannot be written otherwise.
    """
    import json

    before = "[\n"
    for value in values:
        yield before + json.dumps(value, ensure_ascii=True, allow_nan=False)
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"


def columns(text: str) -> int:
    """Terminal columns of `text`: two for wide characters, none for combining and format characters."""
    if text.isascii():
        return len(text)
    return sum(map(_char_columns, text))


@cache
def _char_columns(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def word(level: Severity | Safety | Status | Strength) -> str:
    """The lower-case word for a level."""
    return level.name.lower()


def gate(finding: Finding) -> Severity:
    """The severity by which a CI may fail: none for a rule on trial."""
    return finding.severity if finding.status is Status.STABLE else Severity.NEUTRAL


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 file`, `2 files`, `1,000 files`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def by_severity(levels: Counter[Severity]) -> str:
    """`1 critical, 6 major, 5 minor` for the findings counted by their severity; empty for none."""
    return ", ".join(f"{levels[level]:,} {word(level)}" for level in reversed(Severity) if levels[level])


def changes(fix: Fix, text: str, most: int = 3) -> str:
    """A fix in words: `old \u2192 new`, or what it deletes or inserts, for its first edits; the same edit is told once."""
    told: dict[str, int] = {}
    for edit in fix.edits:
        old, new = _changed(text[edit.span.start : edit.span.end]), _changed(edit.text)
        if not edit.text:
            words = f"delete \u201c{old}\u201d"
        elif not len(edit.span):
            words = f"insert \u201c{new}\u201d"
        else:
            words = f"{old} \u2192 {new}"
        told[words] = told.get(words, 0) + 1
    first = [words if count == 1 else f"{words} ({count:,} times)" for words, count in list(told.items())[:most]]
    if len(told) > most:
        first.append(f"and {sum(list(told.values())[most:]):,} more")
    return "; ".join(first)


def _changed(text: str) -> str:
    return quoted(text) if text.strip(" ") else dotted(text)


def dotted(text: str) -> str:
    """`text` of spaces as dots, which can be counted."""
    return "\u00b7" * len(text)


def failure_words(failure: Failure) -> str:
    """One sentence on what was not checked; it names the subject once."""
    return failure.reason if failure.subject in failure.reason else f"{failure.subject}: {failure.reason}"


def verdict_words(verdict: Verdict) -> str:
    """What the verdict says if it says anything (probability of at least one half), else an empty text."""
    if verdict.probability < 0.5:
        return ""
    source = f" from {language_name(verdict.language)}" if verdict.language else ""
    # 100 % would claim a certainty that no sum of evidence has.
    percent = min(round(verdict.probability * 100), 99)
    return f"reads like unedited machine translation{source} ({percent} %)"


def evidence_words(verdict: Verdict, most: int = 5) -> str:
    """The texts that weighed most for the verdict, each once."""
    spoke = list(dict.fromkeys(quoted(each.text, 30) for each in verdict.evidence if each.weight > 0))
    return ", ".join(f"\u201c{text}\u201d" for text in spoke[:most])


def language_name(code: str) -> str:
    """The English name of a language code; the code itself where the table has none."""
    return _languages().get(code, code)


@cache
def _languages() -> dict[str, str]:
    table = Path(__file__).with_name("languages.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.split("\n")[1:] if line)
    return {row[0]: row[1] for row in rows}


class Places:
    """Lines and columns in one text, counted when first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: Lines | None = None

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a code point."""
        if self._lines is None:
            self._lines = Lines(self._text)
        return self._lines.position(offset)

    def range_of(self, span: Span) -> tuple[int, int, int, int]:
        """Line and column of a span's start and of its end, the latter exclusive."""
        return (*self.of(span.start), *self.of(span.end))

    def at(self, span: Span) -> str:
        """`line:column` of a span's start."""
        line, column = self.of(span.start)
        return f"{line}:{column}"


def elsewhere(finding: Finding, places: Places, most: int) -> str:
    """The other places of a finding, the first ones by line and column, with their text where it is another one."""
    told = []
    for each in finding.related[:most]:
        note = f" {quoted(each.note, 30)}" if each.note.strip() and each.note != finding.text else ""
        told.append(f"{places.at(each.span)}{note}")
    more = len(finding.related) - most
    return f"see also {', '.join(told)}" + (f" and {counted(more, 'other place')}" if more > 0 else "")


def words_of(text: str) -> Iterator[str]:
    """Words, stretches of space and single other characters, which together are `text`."""
    return (found[0] for found in re.finditer(r"\w+|\s+|[^\w\s]", text))
