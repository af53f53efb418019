"""What fixes do to a translation: TER and chrF of each segment that they touch, against its post-edit, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy import corpora
from mtcheck import fixes
from mtcheck.engine import Checker
from mtcheck.model import Safety


@dataclass(slots=True)
class Effect:
    """Segments that fixes touched, by what they did to a measure."""

    better: int = 0
    equal: int = 0
    worse: int = 0

    @property
    def touched(self) -> int:
        return self.better + self.equal + self.worse


def effect(
    checker: Checker, pairs: Iterable[tuple[str, str]], least: Safety
) -> tuple[Effect, Effect, list[tuple[str, str]]]:
    """The effect on TER and on chrF of all fixes of at least `least`; and the (before, after) of segments worse by TER."""
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    ter, chrf = TER(), CHRF()
    by_ter, by_chrf, worse = Effect(), Effect(), []
    for machine, reference in pairs:
        read = corpora.document("segment", machine)
        chosen = fixes.choose(checker.check(read)[0].findings, least)
        if not chosen:
            continue
        fixed = fixes.apply(read.text, fixes.edits_of(chosen))
        before, after = ter.sentence_score(machine, [reference]).score, ter.sentence_score(fixed, [reference]).score
        _tally(by_ter, before - after)
        if after > before:
            worse.append((machine, fixed))
        _tally(by_chrf, chrf.sentence_score(fixed, [reference]).score - chrf.sentence_score(machine, [reference]).score)
    return by_ter, by_chrf, worse


def _tally(found: Effect, gain: float) -> None:
    if gain > 1e-9:
        found.better += 1
    elif gain < -1e-9:
        found.worse += 1
    else:
        found.equal += 1


def lig_pairs(folder: Path, column: str) -> list[tuple[str, str]]:
    """Segments of the LIG corpus and their post-edits, joined."""
    rows = corpora._tsv(folder / "mt" / "lig_fr-en.tsv")
    return [
        (corpora.joined(row[column]), corpora.joined(row["human_pe"]))
        for row in rows
        if row[column] and row["human_pe"]
    ]


def taraxu_pairs(folder: Path) -> list[tuple[str, str]]:
    """Segments of TaraXÜ and the post-edits of these very segments."""
    rows = corpora._tsv(folder / "mt" / "taraxu_de-en.tsv")
    return [(row["mt_detok"], row["human_pe_detok"]) for row in rows if row["mt_detok"] and row["human_pe_detok"]]
