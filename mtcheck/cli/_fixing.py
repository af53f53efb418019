"""How `mtcheck fix` chooses: all at once until nothing is left, or one by one as a person answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

from mtcheck import fixes, inputs
from mtcheck.engine import Checker, selected
from mtcheck.model import Document, Finding, Report, Safety, Verdict


def wanted(findings: Sequence[Finding], only: Sequence[str]) -> list[Finding]:
    """The findings whose rule or fingerprint was named; all of them if none was."""
    if not only:
        return list(findings)
    return [finding for finding in findings if finding.fingerprint in only or selected(finding.rule, only, ())]


def findings_in(checker: Checker, document: Document, text: str, only: Sequence[str]) -> list[Finding]:
    """What is found in `text` if it stood in the document's file."""
    if text != document.text:
        data = fixes.encoded(document, text)
        document = inputs.read(document.path, data, encoding=document.encoding, source_lang=document.source_lang)
    return wanted(checker.check(document)[0].findings, only)


def report(checker: Checker, documents: Sequence[Document], least: Safety, only: Sequence[str]) -> Report:
    """A report of nothing but what would be fixed."""
    files = []
    for document in documents:
        found = checker.check(document)[0]
        chosen = fixes.choose(wanted(found.findings, only), least)
        kept = tuple(sorted((each.finding for each in chosen), key=lambda finding: finding.span))
        files.append(replace(found, findings=kept, verdict=Verdict(None, 0.0)))
    return Report(tuple(files), (), checker.signature)


def fixed(
    checker: Checker, document: Document, least: Safety, only: Sequence[str], chosen: Sequence[fixes.Chosen] | None
) -> tuple[str, int]:
    """The corrected text and the number of fixes: those that a person chose, or all until nothing is left to fix."""
    if chosen is not None:
        return fixes.apply(document.text, fixes.edits_of(chosen)), len(chosen)
    return fixes.converge(document.text, lambda text: findings_in(checker, document, text, only), least)


def ask(checker: Checker, document: Document, least: Safety, only: Sequence[str], out: TextIO) -> list[fixes.Chosen]:
    """The fixes that a person says yes to; `a` takes all that are left, `q` none of them."""
    offered = fixes.choose(findings_in(checker, document, document.text, only), least)
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
