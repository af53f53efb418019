"""Findings on machine output that a person judged: drawn at random, each with a verdict, and the precision that they come to.

python -m benchmarks.accuracy.judged DATA names            150 findings in their sentences, with the verdict so far
python -m benchmarks.accuracy.judged DATA names --open     only those without a verdict, to be judged by eye
python -m benchmarks.accuracy.judged DATA names -n 999     all findings

The verdicts are tables in this folder, `judged-<sample>.tsv`: fingerprint, rule, verdict (`right` or `wrong`), reason; no text.
What is judged is what an editor sees: all rules run, and nothing is said about the source language. Of LIG only the part
that may be read is drawn from.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy import corpora
from mtcheck.engine import Checker
from mtcheck.model import Document, Finding, Options
from mtcheck.rulefile.compiled import load_ruleset

HERE = Path(__file__).parent
SIZE = 150
# What a sample is about: beginnings of rule ids.
SAMPLES: Mapping[str, tuple[str, ...]] = {
    "names": ("names.", "acronyms.", "transliteration.", "variants."),
    "story": ("agreement.", "attribution.any.", "story.", "sentence.", "repetition.", "consistency."),
}
CORPORA = ("lig_bing", "lig_google", "apertium_")
VERDICTS = ("right", "wrong")
_Z = 1.96


class Judgement(NamedTuple):
    """What a person says of a finding."""

    fingerprint: str
    rule: str
    verdict: str
    reason: str


class Drawn(NamedTuple):
    """A finding with its corpus and document."""

    corpus: str
    document: Document
    finding: Finding

    @property
    def sentence(self) -> str:
        """The finding in what stands around it."""
        span, text = self.finding.span, self.document.text
        marked = f"{text[max(0, span.start - 160) : span.start]}[[{text[span.start : span.end]}]]{text[span.end : span.end + 120]}"
        return " ".join(marked.split())


def judgements(sample: str) -> list[Judgement]:
    """The verdicts on a sample. Raises ValueError for a verdict that is none."""
    lines = (HERE / f"judged-{sample}.tsv").read_text("utf-8").split("\n")[1:]
    found = [Judgement(*line.split("\t")) for line in lines if line]
    for each in found:
        if each.verdict not in VERDICTS:
            raise ValueError(f"judged-{sample}.tsv: {each.fingerprint}: the verdict is “{each.verdict}”")
    return found


def precision(judged: list[Judgement]) -> tuple[float, float, float]:
    """Share of the findings that are right, and Wilson's 95 % interval of it."""
    count = len(judged)
    share = sum(each.verdict == "right" for each in judged) / count
    z2 = _Z * _Z / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z * math.sqrt(share * (1 - share) / count + z2 / count / 4) / (1 + z2)
    return share, middle - half, middle + half


def found(data: Path, sample: str) -> Iterator[Drawn]:
    """Every finding of the sample's rules on machine output."""
    checker = Checker(load_ruleset(), Options())
    for corpus in (*corpora.lig(data, "read"), *corpora.jsonl_mt(data)):
        if corpus.kind != "mt" or not corpus.name.startswith(CORPORA):
            continue
        for document in corpus.documents:
            for finding in checker.check(document)[0].findings:
                if finding.rule.startswith(SAMPLES[sample]):
                    yield Drawn(corpus.name, document, finding)


def draw(drawn: list[Drawn], size: int, seed: int = 1) -> list[Drawn]:
    """A sample of the findings, a story that a corpus has twice counted once: the same sample from the same findings, and
    nearly the same when a few come or go."""
    unique = {each.finding.fingerprint: each for each in drawn}
    return sorted(unique.values(), key=lambda each: random.Random(f"{seed} {each.finding.fingerprint}").random())[:size]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("sample", choices=SAMPLES)
    parser.add_argument("-n", type=int, default=SIZE, help="how many findings to draw")
    parser.add_argument("--open", action="store_true", help="only findings without a verdict")
    args = parser.parse_args()
    verdicts = {each.fingerprint: each for each in judgements(args.sample)}
    drawn = list(found(args.data, args.sample))
    sample = draw(drawn, args.n)
    for each in sample:
        finding, judged = each.finding, verdicts.get(each.finding.fingerprint)
        if judged is not None and args.open:
            continue
        fix = "|".join(edit.text for edit in finding.fixes[0].edits) if finding.fixes else finding.message
        verdict = f"{judged.verdict}: {judged.reason}" if judged is not None else "?"
        print(f"{finding.fingerprint}\t{finding.rule}\t{verdict}\t{each.corpus}\n    {each.sentence}\n    → {fix}")
    for rule, count in sorted(Counter(each.finding.rule for each in drawn).items()):
        print(f"{count:6} {rule}")
    judged_here = [verdicts[each.finding.fingerprint] for each in sample if each.finding.fingerprint in verdicts]
    if judged_here:
        share, low, high = precision(judged_here)
        print(f"{len(judged_here)} of {len(sample)} judged: {share:.1%} right ({low:.1%} to {high:.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
