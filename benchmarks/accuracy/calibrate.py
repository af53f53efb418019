"""Measures what each rule says about a text being machine translation, and writes it to `rules/verdict.yaml`.

    python -m benchmarks.accuracy.calibrate DATA            measures, fits, tests; writes rules/verdict.yaml and docs/verdict.*
    python -m benchmarks.accuracy.calibrate DATA --dry-run  prints only

The weight of a rule is the log-likelihood ratio (nats) of how often it speaks per word: raw machine output against human news and
post-edits, with one hit added to each count and the weight kept within bounds. Evidence is not independent, so the sum is
scaled, and set off, by a logistic regression. All this is learned from pieces of about as many words as a short story.

What is printed was tested on text that nothing was learned from: stories are dealt into ten parts (all versions of a story into
the same one), and each part is judged by what was learned from the other nine. What is written was learned from all ten.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from benchmarks.accuracy import corpora, measure, reliability
from mtcheck import provenance
from mtcheck.engine import Checker
from mtcheck.findings import only_style
from mtcheck.model import Document, Options, Verdict
from mtcheck.rulefile.compiled import load_ruleset, shipped_folder
from mtcheck.story import Story

PIECE_WORDS = 350
STORY_WORDS = 300  # documents from this length on are judged
PARTS = 10
_LEAST, _MOST = -0.5, 4.0
_ADDED = 1.0  # to each count, so that a rule seen twice does not weigh as one seen a hundred times
_REPEATS = 3  # what a rule sees in a piece beyond this says nothing new
# One text in five of those below is machine output; the regression takes both classes for equally frequent.
_RARER = math.log(4)
# What a newsroom gets most, in nats: a matter of the project's purpose, not of measurement.
PRIOR = {"fr": 1.0, "es": 0.4}
FIXED: dict[str, object] = {
    "unmeasured": 0.0,
    "words": 800,
    "least-rules": 3,
    "most-of-few": 2.0,
    "most-of-one": -0.6,
    "language-lead": 0.3,
    "language-least": 1.0,
    "weak-rules-from": 0.4,
    "language-prior": PRIOR,
}
_PATH = shipped_folder() / "verdict.yaml"


@dataclass(frozen=True, slots=True)
class Sample:
    """A document or a piece of one, what all rules (weak and strong) see in it, and whether a machine wrote it. `story` is
    the same for all versions of a text."""

    corpus: str
    kind: str
    story: str
    langs: tuple[str, ...]
    words: int
    said: tuple[provenance.Said, ...]

    @property
    def machine(self) -> bool:
        return self.kind == "mt"

    @property
    def part(self) -> int:
        """The part, of `PARTS`, that the story was dealt into."""
        return crc32(self.story.encode()) % PARTS


def samples(checker: Checker, found: Iterable[corpora.Corpus]) -> tuple[list[Sample], list[Sample]]:
    """All documents, and all pieces of documents."""
    documents, parts = [], []
    for corpus in found:
        if corpus.name.startswith("wmt21") and corpus.kind == "mt":
            continue  # neural output of 2021 has few surface artifacts: it would teach that evidence is noise
        for document in corpus.documents:
            documents.append(_sample(checker, corpus, document))
            parts += [_sample(checker, corpus, part) for part in pieces(document)]
    return documents, parts


def _sample(checker: Checker, corpus: corpora.Corpus, document: Document) -> Sample:
    story = Story(document)
    said = tuple(
        (checker.rules[match.rule_id], match, story.view.slice(match.span))
        for match in checker.matches(story)[0]
        if not only_style(checker.rules[match.rule_id], match) and measure.fair(match.rule_id, corpus.name)
    )
    return Sample(
        corpus.name, corpus.kind, story_of(corpus, document), corpus.langs, sum(map(len, story.paragraph_words)), said
    )


def story_of(corpus: corpora.Corpus, document: Document) -> str:
    """The name of the story: its collection, and the numbers of the document in it, which all versions of it have."""
    found = re.search(r"[\d-]+(?=\.txt$)", document.path)
    return f"{corpus.name.split('_')[0]} {found[0].strip('-') if found else document.path}"


def pieces(document: Document) -> Iterator[Document]:
    """The document, cut between paragraphs into pieces of at least `PIECE_WORDS` words; of the last one, half will do."""
    kept: list[str] = []
    words = 0
    for paragraph in document.text.split("\n\n"):
        kept.append(paragraph)
        words += len(paragraph.split())
        if words >= PIECE_WORDS:
            yield corpora.document(document.path.removesuffix(".txt"), "\n\n".join(kept))
            kept, words = [], 0
    if words >= PIECE_WORDS // 2:
        yield corpora.document(document.path.removesuffix(".txt"), "\n\n".join(kept))


def no_evidence() -> frozenset[str]:
    """Rules that weigh nothing whatever is measured: their evidence is the corpus's, or everybody's."""
    lines = Path(__file__).with_name("no_evidence.tsv").read_text("utf-8").split("\n")[1:]
    return frozenset(line.split("\t")[0] for line in lines if line)


def weights(learned_from: Sequence[Sample]) -> dict[str, float]:
    """Log-likelihood ratio of each rule per word, in nats, within bounds; rules seen fewer than three times are left out."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    words = {True: 1, False: 1}
    for sample in learned_from:
        words[sample.machine] += sample.words
        for rule, times in _times(sample).items():
            counts[sample.machine][rule] += min(times, _REPEATS)
    result = {}
    for rule in sorted({*counts[True], *counts[False]}):
        machine, human = counts[True][rule], counts[False][rule]
        if machine + human >= 3:
            ratio = math.log((machine + _ADDED) / words[True]) - math.log((human + _ADDED) / words[False])
            result[rule] = round(min(max(ratio, _LEAST), _MOST), 2)
    return result


def _times(sample: Sample) -> Counter[str]:
    """How many different things each rule sees."""
    return Counter(name for name, _ in {(rule.id, text.lower()) for rule, _, text in sample.said})


def learned(learned_from: Sequence[Sample], dropped: frozenset[str] = frozenset()) -> dict[str, object]:
    """All settings of the verdict."""
    weighed = {rule: weight for rule, weight in weights(learned_from).items() if rule not in dropped}
    settings = {**FIXED, "weights": weighed}
    raw = {**settings, "prior": 0.0, "scale": 1.0, "least-rules": 0}
    scores = [
        (provenance.log_odds(provenance.weighed(sample.said, raw)[0], sample.words, raw), sample.machine)
        for sample in learned_from
    ]
    scale, offset = fitted(scores)
    return {**settings, "scale": round(scale, 3), "prior": round(offset - _RARER, 3)}


def fitted(scores: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Scale and offset of a logistic regression of the class on one score; both classes weigh the same. Newton's method."""
    scale, offset = 1.0, -3.0
    share = sum(machine for _, machine in scores) / len(scores)
    for _ in range(60):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for score, machine in scores:
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


def judged(
    documents: Sequence[Sample], parts: Sequence[Sample], dropped: frozenset[str] = frozenset()
) -> list[tuple[Sample, Verdict]]:
    """Each document with its verdict, by what was learned from the parts that its story is not in."""
    found = []
    for part in range(PARTS):
        settings = learned([piece for piece in parts if piece.part != part], dropped)
        found += [
            (document, provenance.verdict(document.said, document.words, settings))
            for document in documents
            if document.part == part
        ]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dry-run", action="store_true")
    args = parser.parse_args()
    documents, parts = samples(Checker(load_ruleset(), Options()), corpora.everything(args.data))
    unread = {story_of(corpus, each) for corpus in corpora.lig(args.data, "unread") for each in corpus.documents}
    rows = [
        reliability.Judged(
            each.corpus,
            each.kind,
            each.langs,
            each.words,
            verdict.probability,
            verdict.language,
            each.story in unread,
        )
        for each, verdict in judged(documents, parts, no_evidence())
    ]
    print(reliability.page(rows, STORY_WORDS))
    if not args.dry_run:
        _write(learned(parts, no_evidence()))
        reliability.write(rows, STORY_WORDS)
    return 0


def _write(settings: dict[str, object]) -> None:
    weighed = settings["weights"]
    assert isinstance(weighed, dict)
    lines = [
        "# How evidence becomes a verdict; `mtcheck/provenance.py` explains the terms.",
        "# Made by: python -m benchmarks.accuracy.calibrate DATA",
        *(f"{name}: {json.dumps(value)}" for name, value in settings.items() if name != "weights"),
        "weights:",
        *(f"  {rule}: {weight}" for rule, weight in sorted(weighed.items())),
    ]
    _PATH.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
