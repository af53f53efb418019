"""Distance between a text and a reference by sacrebleu: TER, chrF, BLEU, each with its interval and its signature.

Against the edited version of the same text TER is HTER, the cost of editing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mtcheck.score.versions import Version, groups

RESAMPLES = 1_000
_SHORTEST = 4  # words; BLEU is 0 below that, whatever the text


class Figure(NamedTuple):
    """A score from 0 to 100 (TER: from 0 on, low is near); `mean` and `margin` are of the 95 % interval by bootstrap, None
    without one."""

    metric: str
    score: float
    mean: float | None
    margin: float | None
    signature: str


class Segments(NamedTuple):
    """What the metrics read: a segment of the text and of each reference, side by side. `by` says how they were found."""

    text: tuple[str, ...]
    references: tuple[tuple[str, ...], ...]
    by: str


def segments(text: Version, references: Sequence[Version]) -> Segments:
    """Lines, as the sacrebleu command takes them, if all have equally many; else paragraphs that belong together, or with
    several references the whole text as one segment."""
    if all(len(text.lines) == len(each.lines) for each in references):
        return Segments(text.lines, tuple(each.lines for each in references), "lines")
    if len(references) == 1:
        (reference,) = references
        pairs = groups(text, reference)
        mine = tuple(" ".join(text.words(text.paragraphs[index]) for index in group.old) for group in pairs)
        theirs = tuple(" ".join(reference.words(reference.paragraphs[index]) for index in group.new) for group in pairs)
        return Segments(mine or ("",), (theirs or ("",),), "paragraphs")
    return Segments(
        (" ".join(text.text.split()),), tuple((" ".join(each.text.split()),) for each in references), "texts"
    )


def joined(parts: Sequence[Segments]) -> Segments:
    """The segments of several texts as those of one. Raises ValueError for parts with different numbers of references."""
    ways = sorted({part.by for part in parts})
    if len({len(part.references) for part in parts}) > 1:
        raise ValueError("parts with different numbers of references")
    count = len(parts[0].references) if parts else 0
    return Segments(
        tuple(line for part in parts for line in part.text),
        tuple(tuple(line for part in parts for line in part.references[index]) for index in range(count)),
        "+".join(ways),
    )


def figures(found: Segments, resamples: int = RESAMPLES) -> tuple[Figure, ...]:
    """TER, chrF and BLEU as the sacrebleu command gives them; `resamples` below 2 leave the interval out. Nothing for segments
    without a word on either side, for which they mean nothing."""
    if not any(line.strip() for lines in (found.text, *found.references) for line in lines):
        return ()
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    made = []
    for metric in (TER(), CHRF(), BLEU(force=True)):  # force: no warning on a text that looks tokenised
        score, mean, margin = _measured(metric, found, resamples)
        signature = f"{score.name}|{metric.get_signature()}"
        if found.by != "lines":
            signature += f"|segments:{found.by}"
        made.append(Figure(score.name, float(score.score), mean, margin, signature))
    return tuple(made)


def _measured(metric: Any, found: Segments, resamples: int) -> tuple[Any, float | None, float | None]:
    """The score and, if it was asked for, mean and margin of its interval."""
    text, references = list(found.text), [list(each) for each in found.references]
    try:
        score = metric.corpus_score(text, references, n_bootstrap=resamples)
    except TypeError:
        # sacrebleu 2.6 cannot take the mean where a resample has nothing but empty lines, as in a story of three lines.
        return _resampled(metric, text, references, resamples)
    if resamples < 2:
        return score, None, None
    return score, float(score._mean), float(score._ci)


def _resampled(metric: Any, text: list[str], references: list[list[str]], resamples: int) -> tuple[Any, float, float]:
    """The same as sacrebleu does it, with numbers of one type."""
    from sacrebleu.significance import _bootstrap_resample

    statistics = metric._extract_corpus_statistics(text, references)
    metric.n_bootstrap = resamples
    metric.seed, samples = _bootstrap_resample(statistics, metric, resamples)
    scores = sorted(float(sample.score) for sample in samples)
    cut = resamples // 40
    margin = 0.5 * (scores[resamples - cut - 1] - scores[cut])
    return metric._aggregate_and_compute(statistics), sum(scores) / resamples, margin


def too_short(found: Segments) -> bool:
    """True if BLEU is 0 for the text's length alone."""
    return all(len(line.split()) < _SHORTEST for line in found.text)
