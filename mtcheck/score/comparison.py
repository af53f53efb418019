"""Machine output against its edited version: distance, redline, what the findings foresaw, and the MQM score before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mtcheck.model import FileReport, Status
from mtcheck.score import desk, effort, mqm
from mtcheck.score.edits import Redline, redline
from mtcheck.score.effort import Figure
from mtcheck.score.versions import Version, groups


class Checked(NamedTuple):
    """A pair of which both versions were checked; `references` are only read."""

    name: str
    mt: FileReport
    edited: FileReport
    references: tuple[Version, ...] = ()


class Compared(NamedTuple):
    """One pair: what was changed, and how findings and edits agree."""

    name: str
    redline: Redline
    judged: desk.Judged
    before: mqm.Score
    after: mqm.Score


class Distance(NamedTuple):
    """What is measured against what, and the figures."""

    what: str
    figures: tuple[Figure, ...]


class Comparison(NamedTuple):
    """All pairs of a run. `notices` are what the reader should know before he trusts a figure."""

    pairs: tuple[Compared, ...]
    distances: tuple[Distance, ...]
    notices: tuple[str, ...]
    signature: str

    @property
    def agreement(self) -> desk.Agreement:
        """Findings and edits of all pairs."""
        return desk.agreement(pair.judged for pair in self.pairs)

    @property
    def by_rule(self) -> tuple[tuple[str, int, int], ...]:
        """Each rule with the findings that were acted on, and all."""
        return desk.by_rule(pair.judged for pair in self.pairs)

    @property
    def before(self) -> mqm.Score:
        """MQM of the machine's texts, from findings."""
        return mqm.total(pair.before for pair in self.pairs)

    @property
    def after(self) -> mqm.Score:
        """MQM of the edited texts, from findings."""
        return mqm.total(pair.after for pair in self.pairs)


def compare(checked: Iterable[Checked], run: str, resamples: int = effort.RESAMPLES) -> Comparison:
    """The comparison of all pairs, whose distances are those of all texts as one."""
    model = mqm.Model(mqm.DEFAULT_WEIGHTS)
    pairs: list[Compared] = []
    parts: dict[str, list[effort.Segments]] = {}
    notices: list[str] = []
    same = moved = uneven = 0
    for each in checked:
        mt, edited = Version(each.mt.document), Version(each.edited.document)
        grouped = groups(mt, edited)
        made = redline(mt, edited, grouped)
        scores = (_score(each.mt, model), _score(each.edited, model))
        pairs.append(Compared(each.name, made, desk.judged(each.mt.findings, made.changes), *scores))
        same += mt.document.text == edited.document.text
        by_lines = len(mt.lines) == len(edited.lines)
        uneven += not by_lines
        moved += by_lines and not all(group.plain for group in grouped)
        parts.setdefault(EFFORT, []).append(effort.segments(mt, [edited]))
        if each.references:
            parts.setdefault("machine output against the references", []).append(effort.segments(mt, each.references))
            parts.setdefault("edited version against the references", []).append(
                effort.segments(edited, each.references)
            )
    distances = []
    for what, found in parts.items():
        counts = {len(part.references) for part in found}
        if len(counts) > 1:
            notices.append(f"{what}: not measured, since not all pairs have equally many references")
            continue
        segments = effort.joined(found)
        distances.append(Distance(what, effort.figures(segments, resamples)))
        if not distances[-1].figures:
            notices.append(f"{what}: the texts are empty, so there is nothing to measure")
        elif effort.too_short(segments):
            notices.append(f"{what}: BLEU counts runs of four words and is 0 for a shorter text")
        elif resamples > 1 and len(segments.text) == 1:
            notices.append(f"{what}: one segment cannot be resampled, so its interval is ± 0")
    notices += _notices(pairs, same, moved, uneven)
    return Comparison(tuple(pairs), tuple(distances), tuple(notices), f"{model.signature}|status:stable|{run}")


EFFORT = "machine output against the edited version"


def _score(file: FileReport, model: mqm.Model) -> mqm.Score:
    stable = (mqm.error_of(finding) for finding in file.findings if finding.status is Status.STABLE)
    return mqm.score(stable, mqm.words_of(file.document), model)


def _notices(pairs: Sequence[Compared], same: int, moved: int, uneven: int) -> Iterable[str]:
    several = len(pairs) > 1
    if same:
        yield f"in {same:,} of {len(pairs):,} pairs both texts are the same" if several else "both texts are the same"
    if uneven:
        where = f" in {uneven:,} of {len(pairs):,} pairs" if several else ""
        yield f"the versions have different numbers of lines{where}: paragraphs were paired by their words"
    if moved:
        where = f" in {moved:,} of {len(pairs):,} pairs" if several else ""
        yield (
            f"paragraphs were split, joined, added or taken out{where}: the distances pair line by line, as sacrebleu does, "
            "and may be too high; the redline pairs paragraphs by their words"
        )
    before, after = (mqm.total(scores) for scores in zip(*((pair.before, pair.after) for pair in pairs), strict=True))
    if after.penalty > before.penalty:
        yield (
            f"the edited version has more penalty points ({after.penalty:g}) than the machine output ({before.penalty:g}): "
            "were the two swapped?"
        )
