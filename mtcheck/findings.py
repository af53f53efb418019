"""From a match, which a detector saw, to a finding, which an editor reads: words, fixes and places in the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mtcheck.digest import sha256
from mtcheck.model import Edit, Finding, Fix, Match, Quotes, Related, Rule, Safety, Severity, Span
from mtcheck.story import Story

_CONTEXT = 80  # code points on each side in which a fingerprint looks for words


def findings(story: Story, matches: Iterable[Match], rules: Mapping[str, Rule], style: str) -> list[Finding]:
    """The findings of a story's matches, in their order; `style` is what messages call the house style."""
    occurrences: dict[str, int] = {}
    found = []
    for match in matches:
        rule = rules[match.rule_id]
        text = story.view.slice(match.span)
        context = _context(story, match.span)
        key = f"{rule.id}\0{text}\0{context}"
        occurrences[key] = occurrences.get(key, 0) + 1
        fingerprint = sha256(f"{key}\0{occurrences[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        finding = _finding(story, rule, match, text, fingerprint)
        if only_style(rule, match):
            finding = finding._replace(
                message=f"{style} style: {finding.message}", severity=min(finding.severity, Severity.MINOR)
            )
        found.append(finding)
    return found


def only_style(rule: Rule, match: Match) -> bool:
    """True if only the house style objects: the rule belongs to it, or another agency writes the name like that."""
    return bool(rule.house) or (match.severity is Severity.MINOR and bool(dict(match.values).get("house")))


def _context(story: Story, span: Span) -> str:
    """The three words on each side, of the same paragraph: what moves with the finding when text around it changes."""
    paragraph = story.paragraphs[story.paragraph_at(span.start)]
    before = story.folded[max(paragraph.start, span.start - _CONTEXT) : span.start]
    after = story.folded[span.end : min(max(paragraph.end, span.end), span.end + _CONTEXT)]
    return " ".join(re.findall(r"\w+", before)[-3:]) + "|" + " ".join(re.findall(r"\w+", after)[:3])


def _finding(story: Story, rule: Rule, match: Match, text: str, fingerprint: str) -> Finding:
    in_speech = story.in_speech(match.span)
    fixes = tuple(_raw_fix(story, fix, in_speech and rule.scope.quotes is Quotes.REPORT_ONLY) for fix in match.fixes)
    severity = rule.severity if match.severity is None else match.severity
    strength = rule.strength if match.strength is None else match.strength
    return Finding(
        rule=rule.id,
        title=rule.title,
        span=story.view.raw(match.span),
        text=text,
        severity=severity,
        category=rule.category,
        strength=strength,
        status=rule.status,
        message=message(rule.message, text, match),
        why=rule.why,
        fixes=fixes,
        related=tuple(Related(story.view.raw(span), story.view.slice(span)) for span in match.related),
        in_speech=in_speech,
        fingerprint=fingerprint,
        source_langs=rule.source_langs,
        trace=tuple(f"unless {unless.where} {unless.pattern}" for unless in rule.unless),
    )


def _raw_fix(story: Story, fix: Fix, only_shown: bool) -> Fix:
    edits = tuple(_trimmed(story, edit) for edit in fix.edits)
    # What lies between two pieces of prose is not prose: no fix touches it.
    whole = all(story.view.contiguous(edit.span) for edit in edits)
    raw = tuple(Edit(story.view.raw(edit.span), edit.text) for edit in edits)
    return Fix(raw, fix.safety if whole and not only_shown else Safety.DISPLAY, fix.separable)


def _trimmed(story: Story, edit: Edit) -> Edit:
    """The edit, or where markup lies within it the same edit without the words that it leaves as they are."""
    if story.view.contiguous(edit.span):
        return edit
    old, new = story.raw_text[edit.span.start : edit.span.end], edit.text
    head = tail = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(Span(edit.span.start + head, edit.span.end - tail), new[head : len(new) - tail])


def message(template: str, text: str, match: Match) -> str:
    """The rule's sentence with `{match}`, `{fix}`, `{source}` and the groups filled in; without a fix, it ends before the
    “; English says “{fix}”.” or “: “{fix}”?” that would name it. Brackets that nothing is filled into go."""
    values = {"match": " ".join(text.split()), "fix": "", **dict(match.values)}
    if not values["fix"] and "{fix}" in template:
        template = re.sub(r"(;[^;]*\{fix\}[^;]*|: “\{fix\}”\?)$", ".", template)
    filled = re.sub(r"\{(\w+)\}", lambda found: " ".join(values.get(found[1], "").split()), template)
    return filled.replace(" ()", "").replace(" (“”)", "")
