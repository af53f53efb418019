"""The accuracy report: as text for a person at work, and as `docs/accuracy.md` and `.json` for everybody else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy import corpora, effect, gold, judged, measure
from benchmarks.accuracy.measure import Counts
from mtcheck import inputs
from mtcheck.engine import Checker
from mtcheck.model import Options, RuleSet, Safety

DOCS = Path(__file__).parent.parent.parent / "docs"
SEEDS = DOCS.parent / "seeds"
COMMAND = "python -m benchmarks.accuracy DATA --write"


def as_text(table: Sequence[Counts]) -> str:
    """Rates by corpus and by rule."""
    lines = ["", "per 10,000 words:"]
    for each in table:
        lines.append(
            f"  {each.kind:10s}{each.name:36s} {each.words:8d} words  all {each.rate():7.2f}"
            f"  major+ {each.rate(each.major):7.2f}  reviewed apart {each.reviewed}"
        )
    lines += ["", f"  {'rule':48s} {'mt':>8s} {'post-ed':>8s} {'clean':>8s}   (hits per 10,000 words; hits on clean)"]
    for rule in sorted({rule for each in table for rule in each.by_rule}):
        cells = [f"{_rate(table, kind, rule):8.3f}" for kind in ("mt", "post-edit", "clean")]
        lines.append(f"  {rule:48s} {' '.join(cells)}   {_hits(table, ('clean',), rule)}")
    return "\n".join(lines)


def _hits(table: Iterable[Counts], kinds: tuple[str, ...], rule: str) -> int:
    return sum(each.by_rule[rule] for each in table if each.kind in kinds)


def _words(table: Iterable[Counts], kinds: tuple[str, ...]) -> int:
    return sum(each.words for each in table if each.kind in kinds)


def _rate(table: Sequence[Counts], kind: str, rule: str) -> float:
    return 1e4 * _hits(table, (kind,), rule) / max(_words(table, (kind,)), 1)


def write(data: Path, ruleset: RuleSet, reviewed: frozenset[str]) -> None:
    """Measures everything and writes `docs/accuracy.json` and `docs/accuracy.md`."""
    checker = Checker(ruleset)
    lig_all = list(corpora.lig(data, "all"))
    others = [*corpora.taraxu(data), *corpora.jsonl_mt(data), *corpora.clean(data)]
    table = measure.count(checker, [*lig_all, *others], reviewed)
    parts = {part: measure.count(checker, corpora.lig(data, part), reviewed) for part in ("read", "unread")}
    hidden = measure.count(_all_weak(ruleset), [*lig_all, *others], reviewed)
    found: dict[str, Any] = {
        "command": COMMAND,
        "rules": ruleset.digest,
        "corpora": [_corpus(each) for each in table],
        "lig": {part: [_corpus(each) for each in counts] for part, counts in parts.items()},
        "gold": _gold(data, ruleset),
        "seed": _seed(ruleset),
        "effect": _effect(data, ruleset),
        "judged": _judged(table),
        "by_rule": {
            rule.id: {"strength": rule.strength.name.lower(), **_rule(rule.id, hidden)}
            for rule in sorted(ruleset.rules, key=lambda rule: rule.id)
        },
    }
    DOCS.mkdir(exist_ok=True)
    (DOCS / "accuracy.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (DOCS / "accuracy.md").write_text(as_markdown(found), "utf-8")


def _all_weak(ruleset: RuleSet) -> Checker:
    """A checker in which weak rules always speak: what a rule does by itself."""
    settings = {**ruleset.verdict, "weak-rules-from": 0.0, "any-language": True}
    return Checker(RuleSet(ruleset.rules, ruleset.digest, (), settings))


def _corpus(each: Counts) -> dict[str, Any]:
    low, high = measure.interval([each])
    return {
        "name": each.name,
        "kind": each.kind,
        "words": each.words,
        "rate": round(each.rate(), 2),
        "interval": [round(low, 2), round(high, 2)],
        "major": round(each.rate(each.major), 2),
        "reviewed": each.reviewed,
    }


def _rule(rule: str, table: Sequence[Counts]) -> dict[str, Any]:
    machine, machine_words = _hits(table, ("mt",), rule), _words(table, ("mt",))
    human, human_words = _hits(table, ("post-edit", "clean"), rule), _words(table, ("post-edit", "clean"))
    ratio, low = measure.contrast(machine, machine_words, human, human_words)
    return {
        "mt": round(_rate(table, "mt", rule), 3),
        "post_edit": round(_rate(table, "post-edit", rule), 3),
        "clean": round(_rate(table, "clean", rule), 3),
        "clean_hits": _hits(table, ("clean",), rule),
        "contrast": round(ratio, 1),
        "contrast_low": round(low, 1),
        "g2": round(measure.likelihood_ratio(machine, machine_words, human, human_words), 1),
    }


def _gold(data: Path, ruleset: RuleSet) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for lang in ("fr", None):
        checker = Checker(ruleset, Options(lang))
        for engine in ("bing", "google"):
            result[f"{engine} {lang or 'nothing said'}"] = _scores(
                [(checker, document, spans) for document, spans in gold.lig(data, engine)]
            )
    return result


def _scores(parts: Sequence[tuple[Checker, Any, list[gold.GoldSpan]]]) -> dict[str, Any]:
    scored, characters, pairs = [], 0.0, 0.0
    for checker, document, spans in parts:
        findings = checker.check(document)[0].findings
        scored.append(gold.score(document, findings, spans))
        characters += gold.character_f1(findings, spans) * len(spans)
        pairs += gold.one_to_one_f1(findings, spans) * len(spans)
    total = gold.Scored(tuple(f for s in scored for f in s.found), tuple(j for s in scored for j in s.judged))
    spans_all = sum(len(spans) for _, _, spans in parts)
    return {
        "right": list(total.precision()),
        "found": {kind: list(total.recall(kind)) for kind in ("rule", "document", "pos", "bilingual", "hard")},
        "found_all": list(total.recall()),
        "f1_any": round(gold.any_overlap_f1(total), 3),
        "f1_character": round(characters / max(spans_all, 1), 3),
        "f1_one_to_one": round(pairs / max(spans_all, 1), 3),
    }


def _seed(ruleset: RuleSet) -> dict[str, Any]:
    path = SEEDS / "afp-idlib-2018.txt"
    read = inputs.read(str(path), path.read_bytes())
    spans = gold.seed_spans(SEEDS / "afp-idlib-2018.gold.jsonl")
    return {lang or "nothing said": _scores([(Checker(ruleset, Options(lang)), read, spans)]) for lang in ("fr", None)}


def _effect(data: Path, ruleset: RuleSet) -> dict[str, Any]:
    result: dict[str, Any] = {}
    # Every tenth segment of LIG: TER is slow, and the shares do not need more.
    sets = {"LIG": [pair for name in ("bing", "google") for pair in effect.lig_pairs(data, name)[::10]]}
    sets["TaraXÜ"] = effect.taraxu_pairs(data)
    for name, pairs in sets.items():
        checker = Checker(ruleset, Options("fr" if name == "LIG" else "de"))
        for least in (Safety.SAFE, Safety.UNSAFE):
            by_ter, by_chrf, _ = effect.effect(checker, pairs, least)
            result[f"{name} {least.name.lower()}"] = {
                "touched": by_ter.touched,
                "ter": [by_ter.better, by_ter.equal, by_ter.worse],
                "chrf": [by_chrf.better, by_chrf.equal, by_chrf.worse],
            }
    return result


def _judged(table: Sequence[Counts]) -> dict[str, Any]:
    counts = {rule: _hits(table, ("mt",), rule) for rule in sorted({rule for each in table for rule in each.by_rule})}
    result = {}
    for name in judged.SAMPLES:
        rows = judged.judgements(name)
        _, low, high = judged.precision(rows)
        right = sum(each.verdict == "right" for each in rows)
        result[name] = {
            "right": [right, len(rows)],
            "interval": [round(low, 3), round(high, 3)],
            "as_often_as_they_speak": round(judged.weighted(rows, counts), 3),
        }
    return result


def as_markdown(found: dict[str, Any]) -> str:
    """The report as a page."""
    lines = [
        "# Accuracy",
        "",
        f"Made by `{COMMAND}`; rule set `{found['rules']}`. The corpora are research data that can't be shipped;",
        "`benchmarks/accuracy/corpora.py` says what they are. Nothing was said about the source language unless a line says so.",
        "Findings per 10,000 words, with 95 % bootstrap intervals over documents. True errors of human-written text that a",
        "person confirmed (`benchmarks/accuracy/reviewed.tsv`) are counted apart.",
        "",
        "More: [the verdict](verdict.md), [other checkers on the same texts](peers.md), [LanguageTool's own rules](languagetool.md),",
        "[signals that did not earn their place](signals.md), [human English that no rule was measured on](unseen.md).",
        "",
        "| corpus | kind | words | findings | interval | major or above | reviewed |",
        "|---|---|---:|---:|---|---:|---:|",
    ]
    for each in found["corpora"]:
        low, high = each["interval"]
        lines.append(
            f"| {each['name']} | {each['kind']} | {each['words']:,} | {each['rate']} | {low}–{high} | {each['major']} | {each['reviewed']} |"
        )
    lines += [
        "",
        "## Read and unread stories",
        "",
        "Rules were written from the first two thirds of LIG's stories; the rest was only measured.",
        "",
    ]
    lines += ["| corpus | read | unread | unread / read |", "|---|---:|---:|---:|"]
    for read, unread in zip(found["lig"]["read"], found["lig"]["unread"], strict=True):
        lines.append(
            f"| {read['name']} | {read['rate']} | {unread['rate']} | {unread['rate'] / max(read['rate'], 0.01):.2f} |"
        )
    lines += [
        "",
        "## Span gold",
        "",
        "Found: spans that a finding touches, of those that are not optional. Right: findings with at least half of their words in gold.",
        "",
    ]
    lines += [
        "| text | right | rule | document | pos | all | F1 any / character / one-to-one |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, scores in [
        *((f"seed, {k}", v) for k, v in found["seed"].items()),
        *((f"LIG {k}", v) for k, v in found["gold"].items()),
    ]:
        cells = [
            _share(scores["right"]),
            *(_share(scores["found"][kind]) for kind in ("rule", "document", "pos")),
            _share(scores["found_all"]),
        ]
        lines.append(
            f"| {name} | {' | '.join(cells)} | {scores['f1_any']} / {scores['f1_character']} / {scores['f1_one_to_one']} |"
        )
    lines += [
        "",
        "## What fixes do",
        "",
        "Segments that fixes touch, against their post-edit: better / equal / worse.",
        "",
    ]
    lines += ["| segments | touched | TER | chrF |", "|---|---:|---|---|"]
    for name, each in found["effect"].items():
        lines.append(
            f"| {name} | {each['touched']} | {' / '.join(map(str, each['ter']))} | {' / '.join(map(str, each['chrf']))} |"
        )
    lines += [
        "",
        "## Judged by eye",
        "",
        "Random findings on machine output, judged one by one (`python -m benchmarks.accuracy.judged DATA SAMPLE`; the tables are",
        "`benchmarks/accuracy/judged-*.tsv`). “all” has every rule that spoke at least once; “pairs” are the marks of",
        "`wording.fr.surprising-pair` alone, “unheard” those of `wording.fr.unheard-pair`. The last column counts each rule as often",
        "as it speaks.",
        "",
        "| sample | right | 95 % interval | as often as they speak |",
        "|---|---|---|---:|",
    ]
    for name, each in found["judged"].items():
        low, high = each["interval"]
        lines.append(f"| {name} | {_share(each['right'])} | {low}–{high} | {each['as_often_as_they_speak']:.1%} |")
    lines += [
        "",
        "## By rule",
        "",
        "Each rule by itself, weak ones as if they might always speak. Contrast: machine output against post-edits and clean news,",
        "with the lower end of its 95 % interval; G²: Dunning's log-likelihood ratio.",
        "",
    ]
    lines += [
        "| rule | strength | mt | post-edit | clean | hits on clean | contrast | at least | G² |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for rule, each in found["by_rule"].items():
        keys = ("strength", "mt", "post_edit", "clean", "clean_hits", "contrast", "contrast_low", "g2")
        cells = [each[key] for key in keys]
        lines.append(f"| {rule} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def _share(pair: Sequence[int]) -> str:
    part, whole = pair
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "0/0"


__all__ = ["as_markdown", "as_text", "write"]
