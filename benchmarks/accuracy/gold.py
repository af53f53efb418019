"""Scores findings against span gold: what of it is found, what of the findings is right, and what is missed, by name."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import corpora
from mtcheck import fixes, inputs
from mtcheck.engine import Checker
from mtcheck.model import Document, Edit, Finding, Options, RuleSet, Span
from mtcheck.story import Story
from mtcheck.textview import plain


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """An error that a person marked, in code points of its text."""

    name: str
    span: Span
    text: str
    artifact: str
    severity: str
    detectable: str
    suggestion: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """Gold spans with their finding or None, and findings with whether they are right."""

    found: tuple[tuple[GoldSpan, Finding | None], ...]
    judged: tuple[tuple[Finding, bool], ...]

    def recall(self, detectable: str | None = None) -> tuple[int, int]:
        """Found and all spans that are not optional."""
        core = [hit for span, hit in self.found if not span.optional and detectable in (None, span.detectable)]
        return sum(hit is not None for hit in core), len(core)

    def precision(self) -> tuple[int, int]:
        """Right and all findings."""
        return sum(right for _, right in self.judged), len(self.judged)


def score(document: Document, findings: Sequence[Finding], spans: Sequence[GoldSpan]) -> Scored:
    """A span is found if a finding shares a code point with it; a finding is right if at least half of its words, or for
    a finding without words of its code points, lie in gold spans, optional ones included."""
    found = tuple((span, next((f for f in findings if f.span.overlaps(span.span)), None)) for span in spans)
    story = Story(document)
    judged = tuple((finding, right(finding.span, spans, story)) for finding in findings)
    return Scored(found, judged)


def right(marked: Span, spans: Sequence[GoldSpan], story: Story) -> bool:
    """True if at least half of the words that are marked, or for a mark without words of its code points, lie in gold."""
    words = [word for word in story.words if word.overlaps(marked)]
    units = words or [Span(at, at + 1) for at in range(marked.start, marked.end)]
    inside = sum(any(unit.overlaps(gold.span) for gold in spans) for unit in units)
    return 2 * inside >= len(units) and inside > 0


def character_f1(findings: Sequence[Finding], spans: Sequence[GoldSpan]) -> float:
    """F1 of flagged code points against those of gold, as in WMT's span task but without severities."""
    flagged = {at for finding in findings for at in range(finding.span.start, finding.span.end)}
    marked = {at for gold in spans for at in range(gold.span.start, gold.span.end)}
    return _f1(len(flagged & marked), len(flagged), len(marked))


def one_to_one_f1(findings: Sequence[Finding], spans: Sequence[GoldSpan]) -> float:
    """F1 with each finding matched to one span at most, and partial credit: the Dice overlap of the pair. Pairs are taken
    greedily, the best first."""
    pairs = sorted(
        (
            (_dice(finding.span, gold.span), one, other)
            for one, finding in enumerate(findings)
            for other, gold in enumerate(spans)
            if finding.span.overlaps(gold.span)
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    credit = 0.0
    used_findings: set[int] = set()
    used_spans: set[int] = set()
    for share, one, other in pairs:
        if one not in used_findings and other not in used_spans:
            used_findings.add(one)
            used_spans.add(other)
            credit += share
    return _f1(credit, len(findings), len(spans))


def any_overlap_f1(scored: Scored) -> float:
    """F1 of precision (right findings) and recall (found spans that are not optional)."""
    right, found_all = scored.precision()
    found, every = scored.recall()
    if not found_all or not every or not right or not found:
        return 0.0
    precision, recall = right / found_all, found / every
    return 2 * precision * recall / (precision + recall)


def _dice(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * max(shared, 0) / max(len(one) + len(other), 1)


def _f1(shared: float, flagged: int, marked: int) -> float:
    return 2 * shared / (flagged + marked) if flagged + marked else 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fix offered on a gold span: what it makes of the place, what gold makes of it, and whether they say the same."""

    name: str
    offered: str
    wanted: str
    right: bool


def suggestions(
    document: Document, scored: Scored, accepted: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Suggestion, ...]:
    """The fixes on gold spans whose suggestion is literal text, compared by the words that the place then has; `accepted`
    has pairs of gold id and offered text that a person let pass."""
    found = []
    for span, hit in scored.found:
        if hit is None or not hit.fixes or any(mark in span.suggestion for mark in "…[/"):
            continue
        edits = hit.fixes[0].edits
        if not any(edit.span.overlaps(span.span) for edit in edits):
            continue
        start = min(span.span.start, *(edit.span.start for edit in edits)) - _AROUND
        end = max(span.span.end, *(edit.span.end for edit in edits)) + _AROUND
        offered = _window(document.text, edits, max(start, 0), end)
        wanted = _window(document.text, (Edit(span.span, span.suggestion),), max(start, 0), end)
        text = "".join(edit.text for edit in edits)
        right = _words(offered) == _words(wanted) or (span.name, text) in accepted
        found.append(Suggestion(span.name, text, span.suggestion, right))
    return tuple(found)


_AROUND = 12


def _window(text: str, edits: Sequence[Edit], start: int, end: int) -> str:
    moved = [Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in edits]
    return fixes.apply(text[start:end], moved)


def _words(text: str) -> list[str]:
    """Words and marks of a text; spacing does not count, nor the kind of an apostrophe."""
    return re.findall(r"\w+|[^\w\s]", plain(text))


def accepted_table(path: Path) -> frozenset[tuple[str, str]]:
    """Pairs of gold id and offered text from a TSV with the columns id, offered, why."""
    lines = path.read_text("utf-8").split("\n")[1:]
    return frozenset((cells[0], cells[1]) for cells in (line.split("\t") for line in lines if line))


def seed_spans(path: Path) -> list[GoldSpan]:
    """The gold of the seed story."""
    entries = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    return [_span(entry, entry["id"]) for entry in entries]


def _span(entry: dict[str, object], name: str) -> GoldSpan:
    return GoldSpan(
        name,
        Span(int(str(entry["start"])), int(str(entry["end"]))),
        str(entry["text"]),
        str(entry["artifact"]),
        str(entry["severity"]),
        str(entry["detectable"]),
        str(entry.get("suggestion") or ""),
        bool(entry["optional"]),
    )


def lig(folder: Path, engine: str) -> list[tuple[Document, list[GoldSpan]]]:
    """The sentences with span gold, each pseudo-document of them read as one story."""
    rows = {row["id"]: row for row in corpora._tsv(folder / "mt" / "lig_fr-en.tsv")}
    spans: dict[str, list[dict[str, object]]] = {}
    for line in (folder / "mt" / f"lig_gold_{engine}.jsonl").read_text("utf-8").split("\n"):
        if line.strip():
            entry = json.loads(line)
            spans.setdefault(entry["id"], [])
            if not entry.get("clean") and "preprocessing" not in str(entry.get("artifact")):
                spans[entry["id"]].append(entry)
    groups: dict[str, list[str]] = {}
    for name in spans:
        groups.setdefault(rows[name]["pseudo_doc"], []).append(name)
    result = []
    for group, names in groups.items():
        text, golds = "", []
        for name in names:
            if text:
                text += "\n\n"
            offset = len(text)
            sentence = rows[name][engine]
            text += sentence
            for entry in spans[name]:
                moved = {**entry, "start": int(str(entry["start"])) + offset, "end": int(str(entry["end"])) + offset}
                golds.append(_span(moved, name))
        result.append((corpora.document(f"gold-{engine}-{group}", text), golds))
    return result


def report(folder: Path, ruleset: RuleSet, options: Options) -> None:
    """Prints seed and LIG gold, with the source language named and not."""
    for lang in ("fr", None):
        checker = Checker(ruleset, options._replace(source_lang=lang))
        seed = folder / "seed"
        path = seed / "afp-idlib-2018.txt"
        document = inputs.read(str(path), path.read_bytes())
        scored = score(document, checker.check(document)[0].findings, seed_spans(seed / "gold.jsonl"))
        _show(f"seed, --source-lang {lang}", scored, details=lang == "fr")
        offered = suggestions(document, scored, accepted_table(Path("seeds/afp-idlib-2018.accepted.tsv")))
        print(f"    suggestions right {_share(sum(each.right for each in offered), len(offered))}")
        for each in offered:
            if not each.right and lang == "fr":
                print(f"    suggestion {each.name}: {each.offered!r}, gold {each.wanted!r}")
        for engine in ("bing", "google"):
            parts = [score(doc, checker.check(doc)[0].findings, spans) for doc, spans in lig(folder, engine)]
            total = Scored(
                tuple(f for part in parts for f in part.found), tuple(j for part in parts for j in part.judged)
            )
            _show(f"LIG {engine}, --source-lang {lang}", total, details=False)
            if engine == "bing" and lang == "fr":
                for finding, right in total.judged:
                    if not right:
                        print(f"    not in gold: {finding.rule}: {finding.text!r}")


def _show(title: str, scored: Scored, *, details: bool) -> None:
    right, all_findings = scored.precision()
    kinds = ("rule", "document", "pos", "bilingual", "hard", None)
    cells = "  ".join(f"{kind or 'all'} {_share(*scored.recall(kind))}" for kind in kinds)
    print(f"{title}: right {_share(right, all_findings)}; found: {cells}")
    if details:
        for span, hit in scored.found:
            if hit is None and not span.optional:
                print(f"    missed {span.name} {span.detectable} {span.artifact}: {span.text!r}")
        for finding, good in scored.judged:
            if not good:
                print(f"    not in gold: {finding.rule}: {finding.text!r}")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "0/0"
