"""The account of a comparison: for a terminal, as Markdown, as a page of HTML, as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any, TextIO

from mtcheck.reporters._text import emit, one_line, quoted
from mtcheck.score import desk, mqm
from mtcheck.score._page import head
from mtcheck.score.comparison import Compared, Comparison
from mtcheck.score.edits import Change, Run
from mtcheck.score.effort import Figure
from mtcheck.score.sheet import plain_score

VERSION = 1
_MOST_SHOWN = 20
_MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}"), "kept": ("", "")}
_MARKDOWN = {"deleted": ("~~", "~~"), "inserted": ("**", "**"), "kept": ("", "")}
_TAGS = {"deleted": ("<del>", "</del>"), "inserted": ("<ins>", "</ins>"), "kept": ("", "")}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#~|])")


def write_json(found: Comparison, out: TextIO) -> None:
    """One JSON object; spans are code points of the machine output."""
    agreement = found.agreement
    made = {
        "version": VERSION,
        "signature": found.signature,
        "notices": list(found.notices),
        "distances": [
            {"what": each.what, "figures": [_figure(figure) for figure in each.figures]} for each in found.distances
        ],
        "mqm": {"before": plain_score(found.before), "after": plain_score(found.after)},
        "desk": _agreement(agreement),
        "rules": [{"rule": rule, "acted_on": acted, "findings": every} for rule, acted, every in found.by_rule],
        "pairs": [_pair(pair) for pair in found.pairs],
    }
    json.dump(made, out, ensure_ascii=True, allow_nan=False, indent=1)
    out.write("\n")


def _figure(figure: Figure) -> dict[str, Any]:
    made: dict[str, Any] = {"metric": figure.metric, "score": figure.score, "signature": figure.signature}
    if figure.mean is not None:
        made |= {"confidence_mean": figure.mean, "confidence": figure.margin}
    return made


def _agreement(each: desk.Agreement) -> dict[str, Any]:
    return {
        "precision": each.precision,
        "recall": each.recall,
        "acted_on": each.acted_on,
        "findings": each.findings,
        "foreseen": each.foreseen,
        "edits": each.edits,
    }


def _pair(pair: Compared) -> dict[str, Any]:
    return {
        "name": pair.name,
        "mqm": {"before": pair.before.score, "after": pair.after.score},
        "desk": _agreement(desk.agreement([pair.judged])),
        "findings": [
            {
                "rule": finding.rule,
                "start": finding.span.start,
                "end": finding.span.end,
                "text": finding.text,
                "severity": finding.severity.name.lower(),
                "acted_on": hit,
            }
            for finding, hit in pair.judged.findings
        ],
        "edits": [
            {
                "kind": change.kind.value,
                "start": change.place.start,
                "end": change.place.end,
                "old": change.old,
                "new": change.new,
                "foreseen": hit,
            }
            for change, hit in pair.judged.changes
        ],
    }


def write_table(found: Comparison, out: TextIO) -> None:
    """For a terminal."""
    lines: list[str] = []
    for distance in found.distances:
        if distance.figures:
            lines.append(distance.what)
            lines += [f"  {_name(figure, distance.what):12}{_shown(figure)}" for figure in distance.figures]
    lines += [
        "",
        f"MQM from findings: {_score(found.before)} before, {_score(found.after)} after",
        "",
        *_summary(found),
        "",
        *_redline(found, _MARKS, one_line),
    ]
    for title, items in _details(found):
        lines += [title, *(f"  {item}" for item in items), ""]
    lines += [f"note: {notice}" for notice in found.notices]
    lines += [*_signatures(found)]
    emit(out, "\n".join(lines).lstrip("\n") + "\n")


def write_markdown(found: Comparison, out: TextIO) -> None:
    """For a report or a pull request."""
    lines = ["# Comparison", ""]
    for distance in found.distances:
        if distance.figures:
            lines += [f"## {distance.what.capitalize()}", "", "| metric | score |", "|---|---|"]
            lines += [f"| {_name(figure, distance.what)} | {_shown(figure)} |" for figure in distance.figures]
            lines.append("")
    lines += [f"MQM from findings: {_score(found.before)} before, {_score(found.after)} after.", "", "## The desk", ""]
    lines += [f"- {line}" for line in _summary(found)]
    lines += ["", "| rule | acted on | findings |", "|---|---|---|"]
    lines += [f"| {rule} | {acted} | {every} |" for rule, acted, every in found.by_rule]
    lines += ["", "## Redline", ""]
    for line in _redline(found, _MARKDOWN, _escaped):
        lines += [line, ""]
    for title, items in _details(found):
        lines += [f"## {title.capitalize()}", "", *(f"- {_escaped(item)}" for item in items), ""]
    lines += [f"> {notice}" for notice in found.notices]
    lines += ["", *(f"    {line}" for line in _signatures(found))]
    emit(out, "\n".join(lines) + "\n")


def write_html(found: Comparison, out: TextIO) -> None:
    """A page that needs no network."""
    emit(out, head("Comparison"))
    for distance in found.distances:
        if distance.figures:
            emit(out, f"<h2>{escape(distance.what.capitalize())}</h2>\n<table>\n")
            for figure in distance.figures:
                emit(out, f"<tr><th>{escape(_name(figure, distance.what))}<td>{escape(_shown(figure))}\n")
            emit(out, "</table>\n")
    emit(
        out,
        f"<p>MQM from findings: {_score(found.before)} before, {_score(found.after)} after\n<h2>The desk</h2>\n<ul>\n",
    )
    for line in _summary(found):
        emit(out, f"<li>{escape(line)}\n")
    emit(out, "</ul>\n<table>\n<tr><th>rule<th>acted on<th>findings\n")
    for rule, acted, every in found.by_rule:
        emit(out, f"<tr><td>{escape(rule)}<td>{acted}<td>{every}\n")
    emit(out, "</table>\n<h2>Redline</h2>\n")
    for line in _redline(found, _TAGS, lambda text: escape(one_line(text))):
        emit(out, f"<p>{line}\n")
    for title, items in _details(found):
        emit(out, f"<h2>{escape(title.capitalize())}</h2>\n<ul>\n")
        for item in items:
            emit(out, f"<li>{escape(item)}\n")
        emit(out, "</ul>\n")
    for line in (*found.notices, *_signatures(found)):
        emit(out, f"<p><small>{escape(line)}</small>\n")


def _name(figure: Figure, what: str) -> str:
    """TER against the edited version of the same text has a name of its own."""
    return (
        "HTER (TER)" if figure.metric == "TER" and "edited version" in what.partition(" against ")[2] else figure.metric
    )


def _shown(figure: Figure) -> str:
    interval = "" if figure.mean is None else f"  (μ = {figure.mean:.2f} ± {figure.margin:.2f})"
    return f"{figure.score:.2f}{interval}"


def _score(score: mqm.Score) -> str:
    return "-" if score.score is None else f"{score.score:.2f}"


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({100 * part / whole:.0f} %)" if whole else f"{part:,} of {whole:,}"


def _summary(found: Comparison) -> Iterator[str]:
    agreement = found.agreement
    changes = [change for pair in found.pairs for change, _ in pair.judged.changes]
    kinds = Counter(change.kind.value for change in changes)
    yield f"findings that the editor acted on: {_share(agreement.acted_on, agreement.findings)}"
    yield f"edits that a finding foresaw: {_share(agreement.foreseen, agreement.edits)}"
    yield "edits by kind: " + (", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()) or "none")


def _redline(found: Comparison, marks: dict[str, tuple[str, str]], clean: Any) -> Iterator[str]:
    several = len(found.pairs) > 1
    for pair in found.pairs:
        if several and pair.redline.paragraphs:
            yield clean(pair.name)
        for paragraph in pair.redline.paragraphs:
            yield "".join(_run(run, marks, clean) for run in paragraph)


def _run(run: Run, marks: dict[str, tuple[str, str]], clean: Any) -> str:
    before, after = marks[run.kind]
    text = " ".join(re.split(r"\s", run.text)) if run.text.strip() else run.text and " "
    return f"{before}{clean(text)}{after}" if text else ""


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _details(found: Comparison) -> Iterator[tuple[str, list[str]]]:
    left = [
        f"{finding.rule}: “{quoted(finding.text)}”"
        for pair in found.pairs
        for finding, hit in pair.judged.findings
        if not hit
    ]
    missed = [_edit(change) for pair in found.pairs for change, hit in pair.judged.changes if change.counts and not hit]
    for title, items in (("findings that the editor left alone", left), ("edits that no finding foresaw", missed)):
        if items:
            more = [f"… and {len(items) - _MOST_SHOWN:,} more; JSON has them all"] if len(items) > _MOST_SHOWN else []
            yield title, items[:_MOST_SHOWN] + more


def _edit(change: Change) -> str:
    old, new = quoted(change.old), quoted(change.new)
    if change.old and change.new:
        return f"“{old}” → “{new}”"
    where = f" in “{quoted(change.context)}”" if change.context not in ("", change.old) else ""
    return (f"deleted “{old}”" if change.old else f"inserted “{new}”") + where


def _signatures(found: Comparison) -> list[str]:
    lines = [figure.signature for distance in found.distances for figure in distance.figures]
    return [*dict.fromkeys(lines), found.signature]
