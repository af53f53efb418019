"""Measures what each rule says about a text being machine translation, and writes it to `rules/verdict.yaml`.

    python -m benchmarks.accuracy.calibrate DATA            measures, fits, tests, writes rules/verdict.yaml
    python -m benchmarks.accuracy.calibrate DATA --dry-run  prints only

Texts are cut into pieces of about as many words as a short story. The weight of a rule is the log-likelihood ratio (nats) of
its presence in a piece: raw machine output against human news and post-edits, with half a piece added to each count and
the weight kept within bounds. Evidence is not independent, so the sum is scaled, and set off, by a logistic regression on one
half of the pieces; the figures printed are from the other half.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import corpora
from mtcheck import provenance
from mtcheck.engine import Checker
from mtcheck.model import Document, Match, Options, Rule
from mtcheck.rulefile.compiled import load_ruleset, shipped_folder
from mtcheck.story import Story

PIECE_WORDS = 350
_LEAST, _MOST = -0.5, 3.5
# What a newsroom gets most, in nats: a matter of the project's purpose, not of measurement.
PRIOR = {"fr": 1.0, "es": 0.4}
_PATH = shipped_folder() / "verdict.yaml"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a corpus, the rules that fire in it with their rows, and whether a machine wrote it."""

    corpus: str
    machine: bool
    langs: tuple[str, ...]
    words: int
    said: tuple[tuple[Rule, Match, str], ...]


def pieces(checker: Checker, found: Iterator[corpora.Corpus]) -> Iterator[Piece]:
    """All corpora, cut into pieces, with what all rules (weak and strong) see in them."""
    for corpus in found:
        if corpus.name.startswith("wmt21") and corpus.kind == "mt":
            continue  # neural output of 2021 has few surface artifacts: it would teach that evidence is noise
        for document in corpus.documents:
            for number, part in enumerate(_cut(document)):
                story = Story(part)
                said = tuple((checker.rules[match.rule_id], match, "") for match in checker.matches(story)[0])
                yield Piece(f"{corpus.name}#{number}", corpus.kind == "mt", corpus.langs, len(part.text.split()), said)


def _cut(document: Document) -> Iterator[Document]:
    paragraphs = document.text.split("\n\n")
    kept: list[str] = []
    words = 0
    for paragraph in paragraphs:
        kept.append(paragraph)
        words += len(paragraph.split())
        if words >= PIECE_WORDS:
            yield corpora.document(document.path, "\n\n".join(kept))
            kept, words = [], 0
    if words >= PIECE_WORDS // 2:
        yield corpora.document(document.path, "\n\n".join(kept))


def weights(sample: Sequence[Piece]) -> dict[str, float]:
    """Log-likelihood ratio of each rule's presence, in nats, within bounds; rules seen in fewer than three pieces of
    machine output are left out."""
    machine = [piece for piece in sample if piece.machine]
    human = [piece for piece in sample if not piece.machine]
    seen_machine = Counter(rule for piece in machine for rule in {said[0].id for said in piece.said})
    seen_human = Counter(rule for piece in human for rule in {said[0].id for said in piece.said})
    result = {}
    for rule in sorted(set(seen_machine) | set(seen_human)):
        if seen_machine[rule] + seen_human[rule] < 3:
            continue
        ratio = math.log((seen_machine[rule] + 0.5) / (len(machine) + 1)) - math.log(
            (seen_human[rule] + 0.5) / (len(human) + 1)
        )
        result[rule] = round(min(max(ratio, _LEAST), _MOST), 2)
    return result


def no_evidence() -> frozenset[str]:
    """Rules that weigh nothing whatever is measured: their evidence is the corpus's, or everybody's."""
    lines = Path(__file__).with_name("no_evidence.tsv").read_text("utf-8").split("\n")[1:]
    return frozenset(line.split("\t")[0] for line in lines if line)


def fitted(sample: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Scale and offset of a logistic regression of the class on one score; both classes weigh the same. Newton's method."""
    scale, offset = 1.0, -3.0
    share = sum(machine for _, machine in sample) / len(sample)
    for _ in range(60):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for score, machine in sample:
            weight = (1 - share) if machine else share
            p = 1 / (1 + math.exp(-max(min(offset + scale * score, 40), -40)))
            error, slope = weight * (p - machine), weight * p * (1 - p)
            g0 += error
            g1 += error * score
            h00 += slope
            h01 += slope * score
            h11 += slope * score * score
        h00 += 1e-6
        h11 += 1e-6
        determinant = h00 * h11 - h01 * h01
        if determinant <= 0:
            break
        offset -= max(min((h11 * g0 - h01 * g1) / determinant, 2.0), -2.0)
        scale -= max(min((h00 * g1 - h01 * g0) / determinant, 0.5), -0.5)
    return scale, offset


def area_under_curve(sample: Sequence[tuple[float, bool]]) -> float:
    """Probability that a machine's piece scores above a human's, ties counted half."""
    ranked = sorted(sample)
    ranks: dict[float, tuple[float, int]] = {}
    total = 0.0
    for index, (score, _) in enumerate(ranked, 1):
        low, count = ranks.get(score, (0.0, 0))
        ranks[score] = (low + index, count + 1)
    machine = [score for score, is_machine in sample if is_machine]
    human = len(sample) - len(machine)
    total = sum(ranks[score][0] / ranks[score][1] for score in machine)
    return (total - len(machine) * (len(machine) + 1) / 2) / (len(machine) * human)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    checker = Checker(load_ruleset(), Options())
    found = list(pieces(checker, corpora.everything(args.data)))
    train, test = found[::2], found[1::2]
    learned = {rule: weight for rule, weight in weights(train).items() if rule not in no_evidence()}
    settings: dict[str, object] = {"weights": learned, "unmeasured": 0.0, "rows": 3, "prior": 0.0, "scale": 1.0}
    scale, offset = fitted([(_score(piece, settings), piece.machine) for piece in train])
    # The regression takes both classes for equally frequent; a newsroom's copy mostly is not raw machine output.
    settings |= {"scale": round(scale, 3), "prior": round(offset - 1.1, 3)}
    settings |= {"language-lead": 0.3, "language-least": 1.0, "weak-rules-from": 0.4, "language-prior": PRIOR}
    _report(test, settings)
    if not args.dry_run:
        _write(settings)
    return 0


def _score(piece: Piece, settings: dict[str, object]) -> float:
    verdict = provenance.verdict(piece.said, {**settings, "prior": 0.0, "scale": 1.0})
    return sum(evidence.weight for evidence in verdict.evidence)


def _report(test: Sequence[Piece], settings: dict[str, object]) -> None:
    judged = [(piece, provenance.verdict(piece.said, settings)) for piece in test]
    for name, starts in (("all machine output", ("",)), ("LIG and Apertium", ("lig", "apertium")), ("LIG", ("lig",))):
        kept = [(piece, verdict) for piece, verdict in judged if not piece.machine or piece.corpus.startswith(starts)]
        sample = [(verdict.probability, piece.machine) for piece, verdict in kept]
        print(f"area under the ROC curve, {name}: {area_under_curve(sample):.4f} ({len(sample)} pieces)")
    corpora_seen: dict[str, list[tuple[Piece, float, str | None]]] = {}
    for piece, verdict in judged:
        corpora_seen.setdefault(piece.corpus.partition("#")[0] + (" mt" if piece.machine else ""), []).append(
            (piece, verdict.probability, verdict.language)
        )
    print(f"  {'corpus':40s} pieces   >0.5   >0.9   language right")
    for corpus, rows in sorted(corpora_seen.items()):
        half = sum(p > 0.5 for _, p, _ in rows) / len(rows)
        sure = sum(p > 0.9 for _, p, _ in rows) / len(rows)
        right = sum(
            lang in (*piece.langs, "es", "ca") if "apertium" in corpus else lang in piece.langs
            for piece, _, lang in rows
        )
        print(f"  {corpus:40s} {len(rows):5d}  {half:6.2%} {sure:6.2%}   {right / len(rows):6.2%}")
    print("reliability: probability said -> share of machine output")
    for low in range(0, 10):
        bucket = [piece.machine for piece, verdict in judged if low <= verdict.probability * 10 < low + 1 + (low == 9)]
        if bucket:
            print(f"  {low / 10:.1f}-{low / 10 + 0.1:.1f}: {sum(bucket) / len(bucket):.2f} of {len(bucket)}")


def _write(settings: dict[str, object]) -> None:
    learned = settings["weights"]
    assert isinstance(learned, dict)
    lines = [
        "# How evidence becomes a verdict; `mtcheck/provenance.py` explains the terms.",
        "# Made by: python -m benchmarks.accuracy.calibrate DATA",
        *(f"{name}: {json.dumps(value)}" for name, value in settings.items() if name != "weights"),
        "weights:",
        *(f"  {rule}: {weight}" for rule, weight in sorted(learned.items())),
    ]
    _PATH.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
