"""One page with the whole story, its corrections drawn in and the reasons beside them; it needs no network.

`page.css` and `page.js` stand beside this file and go into the page. A content policy in its head keeps it from loading or
sending anything, whatever a story holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path
from typing import TextIO

from mtcheck.model import FileReport, Finding, Report, Safety, Severity, Status
from mtcheck.reporters import Style
from mtcheck.reporters._redline import Kind, Run, redline
from mtcheck.reporters._text import (
    Places,
    by_severity,
    changes,
    counted,
    dotted,
    elsewhere,
    emit,
    evidence_words,
    failure_words,
    language_name,
    one_line,
    quoted,
    shown,
    verdict_words,
    word,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_VIEWS = (("marked", "marked up"), ("before", "before"), ("after", "after"))
_ELSEWHERE = 8


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes the page: each story that has findings as a whole, then what was clean, suppressed or not checked."""
    numbers = count(1)
    emit(out, "".join(_head(report)))
    for file in report.files:
        if file.findings or verdict_words(file.verdict):
            emit(out, "".join(_story(file, numbers)))
    emit(out, "".join(_foot(report)))


def _head(report: Report) -> Iterator[str]:
    levels: Counter[Severity] = Counter()
    rules: Counter[str] = Counter()
    for file in report.files:
        levels.update(finding.severity for finding in file.findings)
        rules.update(rule for finding in file.findings for rule in (finding.rule, *finding.also))
    told = f"{counted(levels.total(), 'finding')}: {by_severity(levels)}" if levels else "nothing found"
    title = f"mtcheck: {counted(len(report.files), 'file')}, {told}"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{_text(title)}</title>\n<style>\n{_asset('page.css')}</style>\n</head>\n"
    yield f'<body class="marked">\n<header><h1>What the translation left behind</h1>\n<p>{_text(title)}</p>\n'
    for failure in report.failures:
        yield f'<p class="failed">Not checked: {_text(failure_words(failure))}</p>\n'
    yield '</header>\n<nav aria-label="Filter"><div>\n'
    yield from _filters(levels, rules)
    yield "</div></nav>\n<main>\n"


def _filters(levels: Counter[Severity], rules: Counter[str]) -> Iterator[str]:
    yield "<fieldset><legend>Text</legend>"
    for value, name in _VIEWS:
        checked = " checked" if value == "marked" else ""
        yield f'<label><input type="radio" name="view" value="{value}"{checked}> {name}</label>'
    yield "</fieldset>\n<fieldset><legend>Severity</legend>"
    for severity in reversed(Severity):
        if levels[severity]:
            name = word(severity)
            yield f'<label><input type="checkbox" name="level" value="{name}" checked> {name} ({levels[severity]})</label>'
    yield '</fieldset>\n<label>Rule <select><option value="">all</option>'
    for rule in sorted(rules):
        yield f'<option value="{_text(rule)}">{_text(rule)} ({rules[rule]})</option>'
    yield "</select></label>\n"
    yield '<span><button type="button" data-step="-1" title="previous finding (p)">\u2191</button> '
    yield '<button type="button" data-step="1" title="next finding (n)">\u2193</button></span>\n<output></output>\n'


def _story(file: FileReport, numbers: Iterator[int]) -> Iterator[str]:
    line = redline(file, whole=True)
    places = Places(file.document.text)
    ids = {id(finding): f"f{next(numbers)}" for finding in file.findings}
    made = {id(each.finding) for each in line.chosen}
    explained: set[str] = set()
    yield f"<section>\n<h2>{_text(file.document.path)}</h2>\n"
    if verdict := verdict_words(file.verdict):
        yield f'<p class="verdict"><strong>{_text(verdict[0].upper() + verdict[1:])}</strong>: {_text(evidence_words(file.verdict, 10))}</p>\n'
    for paragraph in line.paragraphs:
        role = " headline" if paragraph.role == "headline" else ""
        yield f'<div class="row{role}"><p>'
        yield from (_run(run, ids) for run in line.runs(paragraph))
        yield '</p>\n<div class="reasons">\n'
        for finding in paragraph.findings:
            # A rule's reason is the same each time: it is read once.
            why = finding.why if finding.rule not in explained else ""
            explained.add(finding.rule)
            yield from _reason(file, finding, why, ids[id(finding)], id(finding) in made, places)
        yield "</div></div>\n"
    yield "</section>\n"


def _run(run: Run, ids: dict[int, str]) -> str:
    if run.kind is Kind.KEPT:
        return _text(run.text, lines=True)
    owners = " ".join(dict.fromkeys(ids[id(finding)] for finding in run.findings if id(finding) in ids))
    safety = word(run.safety)
    visible = _text(shown(run.text) if run.text.strip(" ") else dotted(run.text))
    if run.kind is Kind.MARKED:
        return f'<mark data-f="{owners}">{_text(run.text, lines=True) if run.text.strip() else visible}</mark>'
    if run.kind is Kind.RESPACED:
        return f'<del data-f="{owners}">{visible}</del><ins class="{safety}" data-f="{owners}"> </ins>'
    if run.kind is Kind.DELETED:
        return f'<del data-f="{owners}">{_text(run.text, lines=True) if run.text.strip() else visible}</del>'
    return (
        f'<ins class="{safety}" data-f="{owners}">{_text(run.text, lines=True) if run.text.strip() else visible}</ins>'
    )


def _reason(file: FileReport, finding: Finding, why: str, name: str, made: bool, places: Places) -> Iterator[str]:
    level = word(finding.severity)
    rules = " ".join((finding.rule, *finding.also))
    what = changes(finding.fixes[0], file.document.text) if finding.fixes else quoted(finding.text)
    yield f'<article class="reason {level}" id="{name}" data-level="{level}" data-rules="{_text(rules)}">\n'
    yield f'<p><span class="level">{level}</span> <span class="what">{_text(what)}</span></p>\n'
    yield f"<p>{_text(finding.message)}</p>\n" if finding.message else ""
    yield f"<p>{_emphasized(why)}</p>\n" if why else ""
    for fix in finding.fixes[1:]:
        yield f"<p>or: {_text(changes(fix, file.document.text))}</p>\n"
    if finding.related:
        yield f'<p class="facts">{_text(elsewhere(finding, places, _ELSEWHERE))}</p>\n'
    yield f'<p class="facts">{_text(_facts(finding, made, places))}</p>\n</article>\n'


def _facts(finding: Finding, made: bool, places: Places) -> str:
    facts = [places.at(finding.span), finding.rule, finding.category, _safety(finding, made)]
    if finding.source_langs and "any" not in finding.source_langs:
        facts.append(f"from {', '.join(map(language_name, finding.source_langs))}")
    if finding.in_speech:
        facts.append("in a quotation")
    if finding.status is not Status.STABLE:
        facts.append(f"{word(finding.status)} rule")
    if finding.also:
        facts.append(f"also {', '.join(finding.also)}")
    return " \u00b7 ".join([*facts, finding.fingerprint])


def _safety(finding: Finding, made: bool) -> str:
    if not finding.fixes:
        return "no fix"
    if finding.fixes[0].safety is Safety.DISPLAY:
        return "suggestion only"
    certain = "safe fix" if finding.fixes[0].safety is Safety.SAFE else "unsafe fix, for an editor to decide"
    return certain if made else f"{certain}; overlaps another, not drawn in"


def _foot(report: Report) -> Iterator[str]:
    clean = [file.document.path for file in report.files if not file.findings and not verdict_words(file.verdict)]
    if clean:
        yield f"<details><summary>{counted(len(clean), 'file')} without findings</summary><ul>\n"
        yield from (f"<li>{_text(path)}</li>\n" for path in clean)
        yield "</ul></details>\n"
    suppressed = [(file.document.path, each) for file in report.files for each in file.suppressed]
    if suppressed:
        yield f"<details><summary>{counted(len(suppressed), 'finding')} suppressed</summary><ul>\n"
        for path, each in suppressed:
            found = f"{path}: \u201c{quoted(each.finding.text)}\u201d ({each.finding.rule})"
            yield f"<li>{_text(found)}: {_text(each.reason)} <small>({_text(each.source)})</small></li>\n"
        yield "</ul></details>\n"
    unused = [f"{file.document.path}: {each}" for file in report.files for each in file.unused]
    if unused:
        yield f"<details><summary>{counted(len(unused), 'suppression')} unused</summary><ul>\n"
        yield from (f"<li>{_text(each)}</li>\n" for each in unused)
        yield "</ul></details>\n"
    yield f"</main>\n<footer>{_text(report.signature)}</footer>\n<script>\n{_asset('page.js')}</script>\n</body>\n</html>\n"


def _text(text: str, *, lines: bool = False) -> str:
    """`text` as nothing but text, also in an attribute; with `lines`, line ends stay."""
    if not lines:
        return escape(one_line(text))
    return "\n".join(escape(one_line(line.rstrip("\r"))) for line in text.split("\n"))


def _emphasized(text: str) -> str:
    """A reason, with the words between its asterisks in italics."""
    return re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", _text(text))


def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
