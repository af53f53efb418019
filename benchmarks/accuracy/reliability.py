"""How far the verdict may be trusted: ranking, false alarms, language, and whether what it calls 70 % is so in 70 of 100 cases.

Made into a page, `docs/verdict.md`, and a plot, `docs/verdict.svg`, by `benchmarks.accuracy.calibrate`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parent.parent.parent / "docs"
COMMAND = "python -m benchmarks.accuracy.calibrate DATA"
SURE = 0.9  # a clean document above this is a false alarm
_BINS = 10
_Z = 1.96
# Apertium goes from French to English by way of Spanish or Catalan: what it leaves behind may be theirs.
_PIVOTS = {"apertium": ("es", "ca")}


@dataclass(frozen=True, slots=True)
class Judged:
    """A document of a corpus, and the verdict on it; `unread` if no rule was written from its story."""

    corpus: str
    kind: str
    langs: tuple[str, ...]
    words: int
    probability: float
    language: str | None
    unread: bool = False

    @property
    def machine(self) -> bool:
        return self.kind == "mt"

    @property
    def language_right(self) -> bool:
        return self.language in (*self.langs, *_PIVOTS.get(self.corpus.split("_")[0], ()))


@dataclass(frozen=True, slots=True)
class Bin:
    """Documents whose verdict lies between two tenths: the mean of what was said, and the share that a machine wrote."""

    said: float
    true: float
    count: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        z2 = _Z * _Z / self.count
        middle = (self.true + z2 / 2) / (1 + z2)
        half = _Z * math.sqrt(self.true * (1 - self.true) / self.count + z2 / self.count / 4) / (1 + z2)
        return max(middle - half, 0.0), min(middle + half, 1.0)


def area_under_curve(scores: Sequence[tuple[float, bool]]) -> float:
    """Probability that a machine's text scores above a human's, ties counted half."""
    ranks: dict[float, tuple[float, int]] = {}
    for index, (score, _) in enumerate(sorted(scores), 1):
        total, count = ranks.get(score, (0.0, 0))
        ranks[score] = (total + index, count + 1)
    machine = [score for score, is_machine in scores if is_machine]
    human = len(scores) - len(machine)
    ranked = sum(ranks[score][0] / ranks[score][1] for score in machine)
    return (ranked - len(machine) * (len(machine) + 1) / 2) / (len(machine) * human)


def bins(rows: Iterable[Judged]) -> list[Bin]:
    """The documents by tenths of probability; tenths without any are left out."""
    found: dict[int, list[Judged]] = {}
    for row in rows:
        found.setdefault(min(int(row.probability * _BINS), _BINS - 1), []).append(row)
    return [
        Bin(sum(row.probability for row in each) / len(each), sum(row.machine for row in each) / len(each), len(each))
        for _, each in sorted(found.items())
    ]


def page(rows: Sequence[Judged], least: int) -> str:
    """The page; all but the check for false alarms looks at documents of at least so many words."""
    long = [row for row in rows if row.words >= least]
    engines = ("lig", "apertium")
    raw = [row for row in long if row.machine and row.corpus.startswith(engines)]
    clean = [row for row in long if row.kind == "clean"]
    edited = [row for row in long if row.kind == "post-edit"]
    unread = [row for row in raw if row.unread]
    kept = [row for row in edited if row.unread]
    right = sum(row.language_right for row in raw)
    sure = [row for row in rows if row.kind == "clean" and row.probability > SURE]
    highest = max((row.probability for row in rows if row.kind == "clean"), default=0.0)
    lines = [
        "# The verdict, measured",
        "",
        f"Made by `{COMMAND}`. A verdict says how likely a document is raw machine translation; here it judges",
        f"{len(long):,} documents of at least {least} words. Each was judged by weights that were learned from other stories:",
        "the corpora are dealt into ten parts, all versions of a story into the same one.",
        "",
        "| area under the ROC curve | documents | |",
        "|---|---:|---:|",
        *(
            f"| raw output of LIG and Apertium against {name} | {len(raw)} : {len(humans)} | {_area(raw, humans):.3f} |"
            for name, humans in (
                ("clean news, post-edits and references", [*clean, *edited]),
                ("clean news", clean),
                ("post-edits and references", edited),
            )
        ),
        f"| raw output of LIG, stories that no rule was written from, against clean news and their post-edits | {len(unread)} : "
        f"{len(clean) + len(kept)} | {_area(unread, [*clean, *kept]):.3f} |",
        "",
        f"- Clean documents of any length above {SURE:g}: {len(sure)} of {sum(row.kind == 'clean' for row in rows):,}; the",
        f"  highest has {highest:.2f}.",
        f"- Source language right: {right} of {len(raw)} ({right / max(len(raw), 1):.0%}).",
        "",
        "## Reliability",
        "",
        "What the verdict says, and how many of those documents a machine wrote; dots above the line are machine output",
        "that the verdict is too timid about, dots below are human text that it suspects too much.",
        "",
        "![Reliability plot: probability said against share of machine output](verdict.svg)",
        "",
        "| said (mean) | machine output | 95 % interval | documents |",
        "|---:|---:|---:|---:|",
        *(
            f"| {each.said:.2f} | {each.true:.2f} | {each.interval[0]:.2f}–{each.interval[1]:.2f} | {each.count} |"
            for each in bins(long)
        ),
        "",
        "## By corpus",
        "",
        "| corpus | kind | documents | above 0.5 | above 0.9 | language right |",
        "|---|---|---:|---:|---:|---:|",
        *_by_corpus(long),
    ]
    return "\n".join(lines) + "\n"


def _area(machine: Sequence[Judged], human: Sequence[Judged]) -> float:
    if not machine or not human:
        return math.nan
    return area_under_curve([(row.probability, row.machine) for row in (*machine, *human)])


def _by_corpus(rows: Sequence[Judged]) -> Iterable[str]:
    for kind, corpus in sorted({(row.kind, row.corpus) for row in rows}, key=lambda each: (each[0] != "mt", each)):
        own = [row for row in rows if (row.kind, row.corpus) == (kind, corpus)]
        shares = [sum(row.probability > limit for row in own) / len(own) for limit in (0.5, SURE)]
        language = f"{sum(row.language_right for row in own) / len(own):.0%}" if kind == "mt" else ""
        yield f"| {corpus} | {kind} | {len(own)} | {shares[0]:.1%} | {shares[1]:.1%} | {language} |"


_SIDE, _MARGIN = 300, 44


def plot(found: Sequence[Bin]) -> str:
    """The reliability plot as SVG."""

    def x(share: float) -> float:
        return round(_MARGIN + share * _SIDE, 1)

    def y(share: float) -> float:
        return round(12 + (1 - share) * _SIDE, 1)

    marks = [
        f'<line x1="{x(at)}" y1="{y(0)}" x2="{x(at)}" y2="{y(0) + 4}"/><line x1="{x(0) - 4}" y1="{y(at)}" x2="{x(0)}" '
        f'y2="{y(at)}"/><text x="{x(at)}" y="{y(0) + 17}" text-anchor="middle">{at:g}</text>'
        f'<text x="{x(0) - 8}" y="{y(at) + 4}" text-anchor="end">{at:g}</text>'
        for at in (0, 0.2, 0.4, 0.6, 0.8, 1)
    ]
    dots = [
        f'<line class="range" x1="{x(each.said)}" y1="{y(each.interval[0])}" x2="{x(each.said)}" y2="{y(each.interval[1])}"/>'
        f'<circle cx="{x(each.said)}" cy="{y(each.true)}" r="4"><title>{each.count} documents</title></circle>'
        for each in found
    ]
    width, height = _MARGIN + _SIDE + 12, _SIDE + 56
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        "<title>Reliability of the verdict</title>",
        "<style>svg{background:#fff;font:11px sans-serif}line,rect{stroke:#555;fill:none}.even{stroke-dasharray:4}"
        ".range{stroke:#06c}circle{fill:#06c}</style>",
        f'<rect x="{x(0)}" y="{y(1)}" width="{_SIDE}" height="{_SIDE}"/>',
        f'<line class="even" x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}"/>',
        *marks,
        *dots,
        f'<text x="{x(0.5)}" y="{height - 6}" text-anchor="middle">probability said</text>',
        f'<text transform="translate(11 {y(0.5)}) rotate(-90)" text-anchor="middle">share of machine output</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def write(rows: Sequence[Judged], least: int) -> None:
    """Writes page and plot into `docs/`."""
    (DOCS / "verdict.md").write_text(page(rows, least), "utf-8")
    (DOCS / "verdict.svg").write_text(plot(bins(row for row in rows if row.words >= least)), "utf-8")
