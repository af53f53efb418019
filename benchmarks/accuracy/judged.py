"""Findings on machine output that a person judged: drawn at random, each with a verdict, and the precision that they come to.

python -m benchmarks.accuracy.judged DATA names            the findings of a sample in their sentences, with the verdict so far
python -m benchmarks.accuracy.judged DATA names --open     only those without a verdict, to be judged by eye
python -m benchmarks.accuracy.judged DATA names -n 999     more of them

The verdicts are tables in this folder, `judged-<sample>.tsv`: fingerprint, rule, verdict (`right` or `wrong`), reason; no text.
What is judged is what an editor sees: all rules run, and nothing is said about the source language. A finding is right if its
words are wrong, or are not what a news desk would write, for the reason that it gives. Of LIG only the part that may be read is
drawn from.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy import corpora
from mtcheck.engine import Checker
from mtcheck.model import Document, Finding, Options
from mtcheck.rulefile.compiled import load_ruleset

HERE = Path(__file__).parent


class Sample(NamedTuple):
    """What a sample is drawn from: beginnings of rule ids and of corpus names; how many findings; and whether every rule gets
    its share of them, one at least."""

    rules: tuple[str, ...]
    corpora: tuple[str, ...] = ("lig_", "apertium_")
    size: int = 150
    by_rule: bool = False


SAMPLES: Mapping[str, Sample] = {
    "all": Sample(("",), ("",), 300, by_rule=True),
    "names": Sample(("names.", "acronyms.", "transliteration.", "variants.")),
    "pairs": Sample(("wording.fr.surprising-pair",), ("",), 45),
    "unheard": Sample(("wording.fr.unheard-pair",), ("",), 120),
    "story": Sample(("agreement.", "attribution.any.", "story.", "sentence.", "repetition.", "consistency.")),
}
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


def precision(judged: Sequence[Judgement]) -> tuple[float, float, float]:
    """Share of the findings that are right, and Wilson's 95 % interval of it."""
    count = len(judged)
    share = sum(each.verdict == "right" for each in judged) / count
    z2 = _Z * _Z / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z * math.sqrt(share * (1 - share) / count + z2 / count / 4) / (1 + z2)
    return share, middle - half, middle + half


def weighted(judged: Sequence[Judgement], counts: Mapping[str, int]) -> float:
    """Share of the findings that are right where each rule counts as often as it speaks; 0.0 if none of them does."""
    rights: dict[str, list[bool]] = {}
    for each in judged:
        rights.setdefault(each.rule, []).append(each.verdict == "right")
    shares = {rule: sum(known) / len(known) for rule, known in rights.items() if rule in counts}
    spoken = sum(counts[rule] for rule in shares)
    return sum(counts[rule] * share for rule, share in shares.items()) / spoken if spoken else 0.0


def found(data: Path, sample: Sample) -> Iterator[Drawn]:
    """Every finding of the sample's rules on machine output."""
    checker = Checker(load_ruleset(), Options())
    for corpus in (*corpora.lig(data, "read"), *corpora.taraxu(data), *corpora.jsonl_mt(data)):
        if corpus.kind != "mt" or not corpus.name.startswith(sample.corpora):
            continue
        for document in corpus.documents:
            for finding in checker.check(document)[0].findings:
                if finding.rule.startswith(sample.rules):
                    yield Drawn(corpus.name, document, finding)


def draw(drawn: Iterable[Drawn], sample: Sample, seed: int = 1) -> list[Drawn]:
    """A sample of the findings, a story that a corpus has twice counted once: the same sample from the same findings, and
    nearly the same when a few come or go."""
    unique = {each.finding.fingerprint: each for each in drawn}
    shuffled = sorted(unique.values(), key=lambda each: random.Random(f"{seed} {each.finding.fingerprint}").random())
    if not sample.by_rule:
        return shuffled[: sample.size]
    left = quotas(Counter(each.finding.rule for each in shuffled), sample.size)
    chosen = []
    for each in shuffled:
        if left[each.finding.rule]:
            left[each.finding.rule] -= 1
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.finding.rule)


def quotas(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """How many findings of each rule are drawn: one, and of what is left a share by how often the rule speaks. Rules with the
    largest remainders get one more, until the sample is full."""
    rest = max(size - len(counts), 0) / sum(counts.values())
    exact = {rule: min(1 + rest * count, float(count)) for rule, count in counts.items()}
    quota = {rule: int(share) for rule, share in exact.items()}
    for rule in sorted(exact, key=lambda rule: (quota[rule] - exact[rule], rule))[: max(size - sum(quota.values()), 0)]:
        quota[rule] += quota[rule] < counts[rule]
    return quota


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("sample", choices=SAMPLES)
    parser.add_argument("-n", type=int, help="how many findings to draw, in place of the sample's own size")
    parser.add_argument("--open", action="store_true", help="only findings without a verdict")
    args = parser.parse_args()
    sample = SAMPLES[args.sample]
    sample = sample._replace(size=args.n or sample.size)
    verdicts = {each.fingerprint: each for each in judgements(args.sample)}
    everything = list(found(args.data, sample))
    counts = Counter(each.finding.rule for each in everything)
    drawn = draw(everything, sample)
    for each in drawn:
        finding, known = each.finding, verdicts.get(each.finding.fingerprint)
        if known is not None and args.open:
            continue
        fix = "|".join(edit.text for edit in finding.fixes[0].edits) if finding.fixes else finding.message
        verdict = f"{known.verdict}: {known.reason}" if known is not None else "?"
        print(f"{finding.fingerprint}\t{finding.rule}\t{verdict}\t{each.corpus}\n    {each.sentence}\n    → {fix}")
    for rule, count in sorted(counts.items()):
        print(f"{count:6} {rule}")
    judged = [verdicts[each.finding.fingerprint] for each in drawn if each.finding.fingerprint in verdicts]
    if judged:
        share, low, high = precision(judged)
        print(f"{len(judged)} of {len(drawn)} judged: {share:.1%} right ({low:.1%} to {high:.1%})")
        print(f"each rule as often as it speaks: {weighted(judged, counts):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
