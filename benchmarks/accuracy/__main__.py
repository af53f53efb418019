"""Measures every rule on corpora that lie somewhere on this machine.

python -m benchmarks.accuracy DATA                      rates by corpus and by rule: machine output, post-edits, clean news
python -m benchmarks.accuracy DATA --rules article      only these rules
python -m benchmarks.accuracy DATA --show -n 40 --corpora clean   findings in their sentences, to be judged by eye
python -m benchmarks.accuracy DATA --gold               the span gold: found, right, missed by name
python -m benchmarks.accuracy DATA --write              all of it into docs/accuracy.md and docs/accuracy.json (numbers, no text)
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from benchmarks.accuracy import corpora, gold, measure, report
from mtcheck.engine import Checker
from mtcheck.model import Document, Finding, Options
from mtcheck.rulefile.compiled import load_ruleset

REVIEWED = Path(__file__).parent / "reviewed.tsv"


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
    parser.add_argument("--languagetool", default="off", choices=["required", "auto", "off"])
    parser.add_argument("--all", action="store_true", help="also findings that the reviewed list explains")
    parser.add_argument("--write", action="store_true", help="write the report into docs/")
    args = parser.parse_args()
    ruleset = load_ruleset()
    for failure in ruleset.failures:
        print(failure.reason, file=sys.stderr)
    options = Options(args.lang, select=tuple(args.rules), languagetool=args.languagetool)
    if args.write:
        report.write(args.data, ruleset, measure.reviewed_fingerprints(REVIEWED))
        return 0
    if args.gold:
        gold.report(args.data, ruleset, options)
        return 0
    shown: list[tuple[str, str, Finding]] = []

    def seen(corpus: corpora.Corpus, document: Document, finding: Finding) -> None:
        start, end = max(0, finding.span.start - 90), finding.span.end + 70
        text = document.text
        sentence = f"{text[start : finding.span.start]}[[{finding.text}]]{text[finding.span.end : end]}"
        shown.append((corpus.name, " ".join(sentence.split()), finding))

    reviewed = frozenset() if args.all else measure.reviewed_fingerprints(REVIEWED)
    table = measure.count(Checker(ruleset, options), _wanted(args), reviewed, seen)
    if args.show:
        random.Random(args.seed).shuffle(shown)
        for name, sentence, finding in shown[: args.n]:
            fix = (
                " → " + "|".join(edit.text for fix in finding.fixes[:1] for edit in fix.edits) if finding.fixes else ""
            )
            print(f"{name} {finding.rule} {finding.fingerprint}{fix}\n    {sentence}")
    print(report.as_text(table))
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
    names = tuple(args.corpora)
    return [corpus for corpus in found if corpus.kind in names or corpus.name.startswith(names)]


if __name__ == "__main__":
    sys.exit(main())
