"""Measures every rule on corpora that lie somewhere on this machine.

python -m benchmarks.accuracy DATA                      rates by rule: machine output, post-edits, clean news
python -m benchmarks.accuracy DATA --rules article      only these rules
python -m benchmarks.accuracy DATA --show clean -n 40   findings in their sentences, to be judged by eye
python -m benchmarks.accuracy DATA --gold               the span gold: found, right, missed by name
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

from benchmarks.accuracy import corpora, gold
from mtcheck.engine import Checker, selected
from mtcheck.model import Finding, Options, Severity
from mtcheck.rulefile.compiled import load_ruleset

_NAMES_ONLY = {"names_syria_fakes": "names", "names_reuters_1996": "names"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rules", nargs="*", default=[], help="ids or beginnings of ids")
    parser.add_argument("--corpora", nargs="*", default=[], help="beginnings of corpus names, or clean, mt, post-edit")
    parser.add_argument("--lang", help="the source language, as a user would name it (weak rules speak)")
    parser.add_argument("--show", action="store_true", help="print findings in context")
    parser.add_argument("-n", type=int, default=40, help="how many findings to show")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="read", choices=["read", "unread", "all"], help="part of LIG")
    parser.add_argument("--gold", action="store_true", help="score the span gold")
    args = parser.parse_args()
    ruleset = load_ruleset()
    for failure in ruleset.failures:
        print(failure.reason, file=sys.stderr)
    checker = Checker(ruleset, Options(args.lang, select=tuple(args.rules)))
    if args.gold:
        gold.report(args.data, ruleset, args.rules)
        return 0
    table: dict[str, Counter[str]] = {}
    words: dict[str, int] = {}
    shown: list[tuple[str, str, Finding]] = []
    for corpus in _wanted(args):
        counts = table.setdefault(f"{corpus.kind}:{corpus.name}", Counter())
        words[f"{corpus.kind}:{corpus.name}"] = corpus.words
        for document in corpus.documents:
            for finding in checker.check(document)[0].findings:
                for rule in (finding.rule, *finding.also):
                    counts[rule] += 1
                counts["ALL"] += 1
                counts["MAJOR+"] += finding.severity >= Severity.MAJOR
                start, end = max(0, finding.span.start - 90), finding.span.end + 70
                text = document.text
                sentence = f"{text[start : finding.span.start]}[[{finding.text}]]{text[finding.span.end : end]}"
                shown.append((corpus.name, " ".join(sentence.split()), finding))
    if args.show:
        random.Random(args.seed).shuffle(shown)
        for name, sentence, finding in shown[: args.n]:
            fix = (
                " → " + "|".join(edit.text for fix in finding.fixes[:1] for edit in fix.edits) if finding.fixes else ""
            )
            print(f"{name} {finding.rule}{fix}\n    {sentence}")
    _print(table, words)
    return 0


def _wanted(args: argparse.Namespace) -> list[corpora.Corpus]:
    found = [
        *corpora.lig(args.data, args.part),
        *corpora.taraxu(args.data),
        *corpora.jsonl_mt(args.data),
        *corpora.clean(args.data),
    ]
    if not args.corpora:
        return found
    return [
        corpus
        for corpus in found
        if corpus.kind in args.corpora or any(corpus.name.startswith(name) for name in args.corpora)
    ]


def _print(table: dict[str, Counter[str]], words: dict[str, int]) -> None:
    print("\nper 10,000 words:")
    for name, counts in table.items():
        size = max(words[name], 1)
        print(
            f"  {name:42s} {words[name]:8d} words  all {counts['ALL'] * 1e4 / size:7.2f}  major+ {counts['MAJOR+'] * 1e4 / size:7.2f}"
        )
    rules = sorted({rule for counts in table.values() for rule in counts} - {"ALL", "MAJOR+"})
    kinds = ("mt", "post-edit", "clean")
    print(f"\n  {'rule':48s} {'mt':>8s} {'post-ed':>8s} {'clean':>8s}   (hits per 10,000 words; hits on clean)")
    for rule in rules:
        cells = []
        for kind in kinds:
            names = [name for name in table if name.startswith(f"{kind}:")]
            total = sum(words[name] for name in names)
            hits = sum(table[name][rule] for name in names)
            cells.append(f"{hits * 1e4 / total:8.3f}" if total else f"{'-':>8s}")
        clean_hits = sum(table[name][rule] for name in table if name.startswith("clean:"))
        print(f"  {rule:48s} {' '.join(cells)}   {clean_hits}")


__all__ = ["main", "selected"]

if __name__ == "__main__":
    sys.exit(main())
