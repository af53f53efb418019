"""Reports as a check makes them, from a text in which each finding is marked: what the tests of all reporters start from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

import pytest

from mtcheck.inputs import Decoded, read
from mtcheck.inputs import plain as plain_text
from mtcheck.model import (
    Document,
    Edit,
    Evidence,
    Failure,
    FileReport,
    Finding,
    Fix,
    Related,
    Report,
    Safety,
    Severity,
    Span,
    Status,
    Strength,
    Suppression,
    Verdict,
)
from mtcheck.reporters import Style, reporter

_MARK = re.compile(r"\[\[(.*?)(?:=>(.*?))?(?:\|(\w+))?\]\]", re.DOTALL)


@dataclass(frozen=True)
class Build:
    """Builders of model objects with everything filled in."""

    def document(self, text: str, path: str = "story.txt", encoding: str = "utf-8", bom: bytes = b"") -> Document:
        newline = "\r\n" if "\r\n" in text else "\n"
        return plain_text.read(path, Decoded(text, encoding, bom, newline), "0" * 64)

    def from_bytes(self, data: bytes, path: str = "story.txt", encoding: str | None = None) -> Document:
        return read(path, data, encoding=encoding)

    def finding(
        self,
        text: str,
        start: int,
        end: int,
        new: str | None = None,
        *,
        rule: str = "names.fr.places",
        safety: Safety = Safety.SAFE,
        severity: Severity = Severity.MAJOR,
        fixes: tuple[Fix, ...] | None = None,
        related: tuple[Related, ...] = (),
        message: str | None = None,
        in_speech: bool = False,
        status: Status = Status.STABLE,
        also: tuple[str, ...] = (),
        why: str = "The source has it so.",
    ) -> Finding:
        old = text[start:end]
        if fixes is None:
            fixes = () if new is None else (Fix((Edit(Span(start, end), new),), safety),)
        return Finding(
            rule=rule,
            title="Spelling of another language",
            span=Span(start, end),
            text=old,
            severity=severity,
            category="terminology/inconsistent-with-terminology-resource",
            strength=Strength.STRONG,
            status=status,
            message=f"Not \u201c{old}\u201d." if message is None else message,
            why=why,
            fixes=fixes,
            related=related,
            in_speech=in_speech,
            fingerprint=f"{start:06x}{end:06x}",
            source_langs=("fr",),
            also=also,
        )

    def marked(self, text: str, path: str = "story.txt", verdict: Verdict = Verdict(None, 0.02)) -> FileReport:
        """The report of `text` without its marks: `[[old]]` reports, `[[old=>new]]` fixes safely,
        `[[old=>new|unsafe]]` and `|display` less so."""
        plain: list[str] = []
        places: list[tuple[int, int, str | None, Safety]] = []
        length, at = 0, 0
        for mark in _MARK.finditer(text):
            before, old = text[at : mark.start()], mark[1]
            start = length + len(before)
            places.append((start, start + len(old), mark[2], Safety[(mark[3] or "safe").upper()]))
            plain += (before, old)
            length, at = start + len(old), mark.end()
        whole = "".join((*plain, text[at:]))
        findings = tuple(self.finding(whole, start, end, new, safety=safety) for start, end, new, safety in places)
        return FileReport(self.document(whole, path), findings, verdict=verdict)

    def report(self, *files: FileReport, failures: tuple[Failure, ...] = (), skipped: int = 0) -> Report:
        return Report(files, failures, "mtcheck:0|rules:abc", skipped)

    def full(self) -> Report:
        """A report in which everything that can be there is there."""
        text = "In Idleb, he said.\n\n\u201cThe Turkey \U0001f600 is ready\u201d, in Idleb."
        at = text.index("The Turkey")
        last = text.rindex("Idleb")
        turkey = self.finding(
            text,
            at,
            at + 10,
            "Turkey",
            rule="article.country",
            safety=Safety.UNSAFE,
            severity=Severity.CRITICAL,
            in_speech=True,
            status=Status.TRIAL,
            also=("wording.the",),
            related=(Related(Span(3, 8), "Idleb"),),
        )
        fixed = self.finding(text, 3, 8, "Idlib")
        shown = self.finding(text, last, last + 5, "Idlib", safety=Safety.DISPLAY, severity=Severity.MINOR)
        verdict = Verdict(
            "fr", 0.971, (Evidence("names.fr.places", 2.5, "Idleb"), Evidence("human.any.slang", -0.5, "OK"))
        )
        file = FileReport(
            self.document(text, "news/story.txt"),
            (fixed, turkey, shown),
            (Suppression(self.finding(text, 0, 2, "At", severity=Severity.NEUTRAL), "accepted.yaml", "a quotation"),),
            ("0123456789ab in accepted.yaml",),
            verdict,
        )
        clean = FileReport(self.document("All is well.", "clean.txt"), ())
        return self.report(file, clean, failures=(Failure("read", "broken.txt", "is not UTF-8 at byte 3"),), skipped=2)


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()


@pytest.fixture(scope="session")
def told() -> Callable[..., str]:
    """What a format writes of a report."""

    def written(name: str, report: Report, **style: object) -> str:
        out = StringIO()
        reporter(name).write(report, out, Style(**style))  # type: ignore[arg-type]
        return out.getvalue()

    return written
