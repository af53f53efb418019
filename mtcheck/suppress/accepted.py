"""The accepted list: findings that a person has looked at and let stand, each with the reason, in a YAML file of the repository.

A finding is found again by its fingerprint: rule, quoted text and the words around it. When the words on one side have changed
since, it is found by rule, text and the words on the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.errors import ConfigError, did_you_mean
from mtcheck.model import Document, Finding, Span
from mtcheck.suppress import Judged, Judges

FILE_NAME = ".mtcheck-accepted.yaml"
_HEAD = """\
# Findings that were looked at and stand as they are: mtcheck neither shows nor fixes them.
# `mtcheck accept FINGERPRINT --why …` adds one, `mtcheck accept --prune` takes out those that are gone.
"""
_LINE = re.compile(r'(?P<dash>- |  )(?P<key>[a-z]+): (?P<value>"(?:[^"\\]|\\.)*")')
# Characters that YAML allows as escapes only, or takes for line ends.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)}


class Entry(NamedTuple):
    """One accepted finding; `before` and `after` are the words around it, in lower case."""

    fingerprint: str
    rule: str
    quote: str
    before: str
    after: str
    why: str


_OPTIONAL = ("rule", "quote", "before", "after")
_AROUND = 3  # words on each side
_REACH = 80  # code points on each side in which they are looked for


def around(document: Document, span: Span) -> tuple[str, str]:
    """The words of the paragraph before and after a span."""
    before = document.text[max(span.start - _REACH, 0) : span.start].rpartition("\n\n")[2]
    after = document.text[span.end : span.end + _REACH].partition("\n\n")[0]
    words = re.findall(r"\w+", before.lower()), re.findall(r"\w+", after.lower())
    return " ".join(words[0][-_AROUND:]), " ".join(words[1][:_AROUND])


class Accepted:
    """The list as a source of decisions. `used` are the fingerprints of entries that were met so far."""

    def __init__(self, path: Path, entries: Iterable[Entry]) -> None:
        self.path = path
        self.used: set[str] = set()
        self._entries = {entry.fingerprint: entry for entry in entries}
        self._alike: dict[tuple[str, str], list[Entry]] = {}
        for entry in self._entries.values():
            self._alike.setdefault((entry.rule, entry.quote), []).append(entry)

    def __call__(self, document: Document, findings: Sequence[Finding]) -> Judged:
        decided = {}
        for index, finding in enumerate(findings):
            entry = self._entries.get(finding.fingerprint) or self._nearly(document, finding)
            if entry is not None:
                self.used.add(entry.fingerprint)
                decided[index] = (f"accepted, {self.path.name}", entry.why)
        return Judged(decided)

    def _nearly(self, document: Document, finding: Finding) -> Entry | None:
        """The entry for the same words with the same words on one side."""
        alike = self._alike.get((finding.rule, finding.text))
        if not alike:
            return None
        before, after = around(document, finding.span)
        return next(
            (each for each in alike if (before and each.before == before) or (after and each.after == after)), None
        )

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries.values())


def unused(entries: Iterable[Entry], used: set[str], judges: Judges) -> tuple[Entry, ...]:
    """The entries that were not met although their rules would have spoken."""
    return tuple(entry for entry in entries if entry.fingerprint not in used and judges(entry.rule))


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a list; none if there is no such file. Raises ConfigError."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    plain = _as_written(text)
    return tuple(
        _entry(each, path, number) for number, each in enumerate(_loaded(text, path) if plain is None else plain, 1)
    )


def _as_written(text: str) -> list[dict[str, Any]] | None:
    """The entries of a list as `rendered` writes it, or None if a person wrote it in another way: a YAML parser takes a
    second for a thousand entries."""
    found: list[dict[str, Any]] = []
    for line in text.split("\n"):
        if not line or line.startswith("#") or line == "[]":
            continue
        match = _LINE.fullmatch(line)
        if match is None or (match["dash"] == "  " and not found):
            return None
        if match["dash"] == "- ":
            found.append({})
        if match["key"] in found[-1]:
            return None
        try:
            found[-1][match["key"]] = json.loads(match["value"])
        except ValueError:
            return None
    return found


def _loaded(text: str, path: Path) -> list[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        loaded = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ConfigError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from error
    if loaded is None:
        return []
    if not isinstance(loaded, list):
        raise ConfigError(f"{path}: should be a list of entries, each with {_names()}")
    return loaded


def _names() -> str:
    return ", ".join(Entry._fields)


def _entry(given: Any, path: Path, number: int) -> Entry:
    known = Entry._fields
    where = f"{path}: entry {number}"
    if not isinstance(given, dict):
        raise ConfigError(f"{where} should have {_names()}")
    for key in given:
        if key not in known:
            raise ConfigError(f"{where}: unknown key “{key}”{did_you_mean(str(key), known)}")
    for key in known:
        if not isinstance(given.get(key, ""), str):
            raise ConfigError(f"{where}: “{key}” should be text; put it in quotation marks")
    for key in (each for each in known if each not in _OPTIONAL):
        if not given.get(key, "").strip():
            raise ConfigError(f"{where} has no “{key}”")
    return Entry(**{key: given.get(key, "") for key in known})


def rendered(entries: Iterable[Entry]) -> str:
    """The list as it is written: in an order that two people's additions seldom collide in."""
    parts = [_HEAD]
    for entry in sorted(
        entries, key=lambda entry: (entry.rule, entry.quote.casefold(), entry.quote, entry.fingerprint)
    ):
        lines = [f"{name}: {_quoted(value)}\n" for name, value in entry._asdict().items()]
        parts.append("- " + "  ".join(lines))
    return "".join(parts) if len(parts) > 1 else f"{_HEAD}[]\n"


def _quoted(text: str) -> str:
    """`text` as a string that JSON and YAML read alike; a lone surrogate becomes an escape."""
    quoted = json.dumps(text, ensure_ascii=False).translate(_ESCAPED)
    return quoted.encode("utf-8", "backslashreplace").decode("utf-8")
