"""Is this machine-translated, and from which language? Findings of many rules, weighed, become a verdict with its reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mtcheck.model import Evidence, Match, Rule, Strength, Verdict


def verdict(matches: Sequence[tuple[Rule, Match, str]], settings: Mapping[str, Any]) -> Verdict:
    """The verdict from all matches of a document: the rule, the match, and the text it stands on.

    Each rule counts once. Its weight is the log-likelihood ratio (nats) that was measured for it on machine output against
    human news and stands in `settings["weights"]`; a rule without one weighs `settings["unmeasured"]` if it is strong and
    nothing if it is weak, or if the row that matched is weak. Names and acronyms count by row, up to `settings["rows"]` rows of
    a table, since each is evidence of its own; a spelling that several languages share is one piece of evidence, for each of
    them. What only a house style objects to says nothing of the source. The log odds are `settings["prior"]`, what a story
    without any evidence has, and the sum of the weights times `settings["scale"]`, which makes up for evidence that comes
    together.
    """
    weights: Mapping[str, float] = settings.get("weights", {})
    unmeasured = float(settings.get("unmeasured", 1.0))
    most_rows = int(settings.get("rows", 3))
    seen: dict[tuple[str, str], Evidence] = {}
    counted: set[tuple[str, str]] = set()
    spellings: set[str] = set()
    rows: dict[str, int] = {}
    languages: dict[str, float] = {}
    for rule, match, text in matches:
        by_row = rule.kind in ("names", "acronyms")
        key = (rule.id, str(match.row) if by_row else "")
        if key in counted or rows.get(rule.id, 0) >= most_rows or rule.house:
            continue
        if match.strength is Strength.WEAK and rule.strength is Strength.STRONG:
            continue
        weight = float(weights.get(rule.id, unmeasured if rule.strength is Strength.STRONG else 0.0))
        if weight == 0.0:
            continue
        rows[rule.id] = rows.get(rule.id, 0) + 1
        counted.add(key)
        if not (by_row and text in spellings):
            seen[key] = Evidence(rule.id, weight, text)
        if by_row:
            spellings.add(text)
        if not rule.any_language and weight > 0:
            for lang in rule.source_langs:
                languages[lang] = languages.get(lang, 0.0) + weight / len(rule.source_langs)
    total = sum(evidence.weight for evidence in seen.values())
    log_odds = float(settings.get("prior", -4.0)) + float(settings.get("scale", 1.0)) * total
    probability = 1.0 / (1.0 + math.exp(-max(min(log_odds, 60.0), -60.0)))
    language = _language(languages, settings)
    ranked = sorted(seen.values(), key=lambda evidence: (-abs(evidence.weight), evidence.rule, evidence.text))
    return Verdict(language, probability, tuple(ranked))


def _language(evidence: Mapping[str, float], settings: Mapping[str, Any]) -> str | None:
    """The language with the most evidence, if that is at least `language-least` and leads the next by `language-lead`.
    `language-prior` is what each language has before any evidence (nats): where Romance languages leave the same things
    behind, the one that a newsroom gets most is the likeliest."""
    prior: Mapping[str, float] = settings.get("language-prior", {})
    ranked = sorted(
        ((weight + prior.get(lang, 0.0), lang) for lang, weight in evidence.items()),
        key=lambda each: (-each[0], each[1]),
    )
    if not ranked or ranked[0][0] < float(settings.get("language-least", 1.0)):
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < float(settings.get("language-lead", 0.5)):
        return None
    return ranked[0][1]


def likely(found: Verdict, settings: Mapping[str, Any]) -> bool:
    """True if the document is machine translation as far as weak rules need to know."""
    return found.probability >= float(settings.get("weak-rules-from", 0.5))


def weak_rule_speaks(rule: Rule, found: Verdict, settings: Mapping[str, Any], named: str | None) -> bool:
    """True if a weak rule may speak: the user named its source language, or the verdict says so."""
    if named is not None:
        return rule.any_language or named in rule.source_langs
    if not likely(found, settings):
        return False
    return rule.any_language or found.language in rule.source_langs or bool(settings.get("any-language"))


def languages_of(rules: Iterable[Rule]) -> tuple[str, ...]:
    """All source languages that the rules know, in order."""
    return tuple(sorted({lang for rule in rules for lang in rule.source_langs if lang != "any"}))
