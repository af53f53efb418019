"""Is this machine-translated, and from which language? Findings of many rules, weighed, become a verdict with its reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mtcheck.model import Evidence, Match, Rule, Strength, Verdict

Said = tuple[Rule, Match, str]
"""A rule, its match, and the text that the match stands on."""

_TELLING = 2.0  # nats, seven times as often in machine output: from here on a rule counts as one that speaks for it


class _Sign(NamedTuple):
    """Something that speaks for or against machine translation: what it weighs in full, and where it stands."""

    weight: float
    rule: Rule
    match: Match
    text: str


def verdict(matches: Sequence[Said], words: int, settings: Mapping[str, Any]) -> Verdict:
    """The verdict on a document of so many words, from all of its matches.

    A rule weighs the log-likelihood ratio (nats) that was measured for it on machine output against human text; see `weighed`
    for what counts how often, and `log_odds` for what the sum becomes. What only a house style objects to says nothing of the
    source.
    """
    evidence, languages = weighed(matches, settings)
    odds = log_odds(evidence, words, settings)
    probability = 1.0 / (1.0 + math.exp(-max(min(odds, 60.0), -60.0)))
    ranked = sorted(evidence, key=lambda each: (-abs(each.weight), each.rule, each.text))
    return Verdict(_language(languages, settings), probability, tuple(ranked))


def weighed(matches: Sequence[Said], settings: Mapping[str, Any]) -> tuple[list[Evidence], dict[str, float]]:
    """The evidence in the matches of a document, and what of it speaks for each source language.

    A place counts once, for the rule that weighs most there, though all rules that see it speak for their languages. The same
    words, or the same row of a table of names, count once. What a rule sees further in the document counts half of what it
    saw before: a writer's habit repeats itself as well. A rule without a measured weight weighs `settings["unmeasured"]` if it is
    strong and nothing if it is weak, or if the row that matched is weak.
    """
    evidence: list[Evidence] = []
    languages: dict[str, float] = {}
    taken: set[int] = set()
    times: Counter[str] = Counter()
    for sign in sorted(_signs(matches, settings), key=lambda each: (-abs(each.weight), each.match.span, each.rule.id)):
        rule = sign.rule
        weight = sign.weight / 2 ** times[rule.id]
        if not rule.any_language and weight > 0:
            for lang in rule.source_langs:
                languages[lang] = languages.get(lang, 0.0) + weight / len(rule.source_langs)
        place = range(sign.match.span.start, sign.match.span.end)
        if taken.isdisjoint(place):
            taken.update(place)
            times[rule.id] += 1
            evidence.append(Evidence(rule.id, weight, sign.text))
    return evidence, languages


def _signs(matches: Sequence[Said], settings: Mapping[str, Any]) -> Iterable[_Sign]:
    """Each thing that each rule sees, once."""
    weights: Mapping[str, float] = settings.get("weights", {})
    unmeasured = float(settings.get("unmeasured", 1.0))
    seen: set[tuple[str, object]] = set()
    for rule, match, text in matches:
        key = (rule.id, match.row if rule.kind in ("names", "acronyms") else text.lower())
        if key in seen or rule.house:
            continue
        if match.strength is Strength.WEAK and rule.strength is Strength.STRONG:
            continue
        weight = float(weights.get(rule.id, unmeasured if rule.strength is Strength.STRONG else 0.0))
        if weight:
            seen.add(key)
            yield _Sign(weight, rule, match, text)


def log_odds(evidence: Iterable[Evidence], words: int, settings: Mapping[str, Any]) -> float:
    """Log odds of machine translation: `prior`, what a document without any evidence has, and `scale` times the sum of the
    weights, thinned by the length of the document: at `words` words it counts half. Fewer than `least-rules` rules that speak
    for it may be one writer's habits: they can't bring more than `most-of-few`, and a single one, which may be a mistake of the
    rule, no more than `most-of-one`.
    """
    listed = list(evidence)
    total = sum(each.weight for each in listed)
    length = float(settings.get("words", 800))
    odds = float(settings.get("prior", -4.0)) + float(settings.get("scale", 1.0)) * total * length / (length + words)
    telling = {each.rule for each in listed if each.weight >= _TELLING}
    if len(telling) < int(settings.get("least-rules", 0)):
        most = "most-of-few" if len(telling) > 1 else "most-of-one"
        return min(odds, float(settings.get(most, 0.0)))
    return odds


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
