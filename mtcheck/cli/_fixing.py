"""How `mtcheck fix` chooses: all at once until nothing is left, or one by one as a person answers. What was suppressed stays as
it is, also after edits around it have changed what it is found by."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from mtcheck import discover, fixes, inputs
from mtcheck.cli._desk import Desk, Settings
from mtcheck.discover import Text
from mtcheck.engine import decided, selected
from mtcheck.errors import ConfigError
from mtcheck.model import Document, Edit, Failure, FileReport, Finding, Report, Safety, Span, Verdict
from mtcheck.suppress import Shield


class Story:
    """A document, and how it is checked."""

    def __init__(self, desk: Desk, settings: Settings, document: Document, only: Sequence[str]) -> None:
        self.document = document
        self._checker, self._suppressor = desk.checker(settings), desk.suppressor(settings)
        self._only = only

    def report(self, document: Document) -> tuple[FileReport, tuple[Failure, ...]]:
        """The report of a document, with nothing but the findings that were asked for."""
        found, failures = decided(self._checker.seen(document), self._suppressor)
        return found._replace(findings=tuple(wanted(found.findings, self._only))), failures

    def useless_marks(self) -> tuple[tuple[Span, ...], tuple[Failure, ...]]:
        """The comments that decide nothing, and what was not checked: then none is known to."""
        from mtcheck.suppress import inline

        if not self.document.comments:
            return (), ()
        seen = self._checker.seen(self.document)
        return () if seen.failures else inline.useless(self.document, seen.findings, self._judges), seen.failures

    def _judges(self, name: str) -> bool:
        """True if silence of all rules that a mark calls by that name means that there is nothing."""
        return all(
            self._checker.judges(each.id)
            for each in self._checker.ruleset.rules
            if name == "all" or each.id == name or each.id.startswith(f"{name}.")
        )

    def of(self, text: str) -> Document:
        """The document if it held another text."""
        document = self.document
        if text == document.text:
            return document
        data = fixes.encoded(document, text)
        return inputs.read(document.path, data, encoding=document.encoding, source_lang=document.source_lang)


def wanted(findings: Sequence[Finding], only: Sequence[str]) -> list[Finding]:
    """The findings whose rule or fingerprint was named; all of them if none was."""
    if not only:
        return list(findings)
    return [finding for finding in findings if finding.fingerprint in only or selected(finding.rule, only, ())]


def stories(desk: Desk, texts: Iterable[Text], only: Sequence[str]) -> Iterator[Story | Failure]:
    """The stories of all files, and those that can't be read. `desk` has told of wrong configurations."""
    for text in texts:
        try:
            settings = desk.settings(text.path)
            desk.ready(settings)
        except ConfigError:
            continue
        document = discover.read(text, encoding=settings.encoding)
        if isinstance(document, Failure):
            yield document
        elif document is not None:
            yield Story(desk, settings, document, only)


def shown(found: FileReport, least: Safety) -> FileReport:
    """The report with nothing but what would be fixed."""
    chosen = fixes.choose(found.findings, least)
    kept = tuple(sorted((each.finding for each in chosen), key=lambda finding: finding.span))
    return found._replace(findings=kept, verdict=Verdict(None, 0.0))


def diff(made: Iterable[Story], least: Safety) -> tuple[Report, list[Failure]]:
    """A report of nothing but what would be fixed, and what could not be checked."""
    from mtcheck.cli._results import Results

    results = Results()
    failed: list[Failure] = []
    for story in made:
        found, failures = story.report(story.document)
        results.add(shown(found, least))
        failed += failures
    return Report(results), failed


def fixed(story: Story, least: Safety, chosen: Sequence[fixes.Chosen] | None) -> tuple[str, int]:
    """The corrected text and the number of fixes: those that a person chose, or all until nothing is left to fix."""
    text = story.document.text
    if chosen is not None:
        return fixes.apply(text, fixes.edits_of(chosen)), len(chosen)
    kept = _Kept(story)
    return fixes.converge(text, kept.findings, least, kept.edited)


class _Kept:
    """The findings of a text that is edited again and again. Places of suppressed findings move along with the text, and no
    finding of their rule there is one."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._places: list[tuple[str, Span]] = []

    def findings(self, text: str) -> Sequence[Finding]:
        report, _ = self._story.report(self._story.of(text))
        self._places += ((each.finding.rule, each.finding.span) for each in report.suppressed)
        shield = Shield(self._places)
        return shield.guarded(each for each in report.findings if not shield.covers(each.rule, each.span))

    def edited(self, edits: Sequence[Edit]) -> None:
        self._places = list(dict.fromkeys(moved(self._places, edits)))


def moved(places: Sequence[tuple[str, Span]], edits: Sequence[Edit]) -> Iterator[tuple[str, Span]]:
    """Where places of a text are after edits of it, which are in order and apart. An end inside of an edit moves to its
    end."""
    offsets = sorted({offset for _, span in places for offset in (span.start, span.end)})
    now: dict[int, int] = {}
    shift = at = 0
    for offset in offsets:
        while at < len(edits) and edits[at].span.end <= offset:
            shift += len(edits[at].text) - len(edits[at].span)
            at += 1
        inside = at < len(edits) and edits[at].span.start < offset
        now[offset] = shift + (edits[at].span.start + len(edits[at].text) if inside else offset)
    for rule, span in places:
        yield rule, Span(now[span.start], max(now[span.start], now[span.end]))


def ask(story: Story, least: Safety, out: TextIO) -> list[fixes.Chosen]:
    """The fixes that a person says yes to; `a` takes all that are left, `q` none of them."""
    document = story.document
    offered = fixes.choose(story.report(document)[0].findings, least)
    taken: list[fixes.Chosen] = []
    for number, chosen in enumerate(offered, 1):
        finding = chosen.finding
        start, end = max(0, finding.span.start - 60), finding.span.end + 60
        before, after = document.text[start : finding.span.start], document.text[finding.span.end : end]
        new = "".join(edit.text for edit in chosen.fix.edits)
        print(
            f"\n{document.path} ({number}/{len(offered)})  {finding.rule}, {chosen.fix.safety.name.lower()}", file=out
        )
        print("  " + " ".join(f"{before}[-{finding.text}-]{{+{new}+}}{after}".split()), file=out)
        print(f"  {finding.message}", file=out)
        print("  Make this edit? [y]es, [n]o, [a]ll that follow, [q]uit: ", end="", file=out, flush=True)
        answer = sys.stdin.readline().strip().lower()[:1]
        if answer == "a":
            return [*taken, *offered[number - 1 :]]
        if answer in ("q", ""):
            return taken
        if answer == "y":
            taken.append(chosen)
    return taken
