"""The counts of a corpus drawn as bars: with plotext in a terminal, and in a page of HTML."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TextIO

from mtcheck.model import Severity
from mtcheck.reporters._text import counted, emit, one_line, word
from mtcheck.score._page import head
from mtcheck.score.tally import PER, Group, Tally, by_files, by_findings

_WIDTH = 100  # columns, in a terminal that has them
_NAME = 40  # columns that a name may take in a terminal before it is cut


@dataclass(frozen=True, slots=True)
class Row:
    """A bar: its name, the counts beside it, and findings in 10,000 words, None without words. `severity` gives it a colour."""

    name: str
    counts: tuple[int, ...]
    rate: float | None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that are measured against each other. `more` stand in no bar."""

    title: str
    counted: tuple[str, ...]
    rows: tuple[Row, ...]
    more: int


def charts(found: Tally, top: int) -> tuple[Chart, ...]:
    """The charts of a corpus, each of at most `top` rows: by rule, by source language, by folder."""
    rules = by_findings(found.rules)
    made = [
        Chart(
            "rule",
            ("findings", "texts"),
            tuple(
                Row(name, (rule.findings, rule.files), found.all.rate_of(rule.findings), rule.severity)
                for name, rule in rules[:top]
            ),
            max(len(rules) - top, 0),
        )
    ]
    for title, groups in (("source language", by_files(found.languages)), ("folder", sorted(found.folders.items()))):
        rows = tuple(_row(name, group) for name, group in groups[:top])
        made.append(Chart(title, ("findings", "texts", "words"), rows, max(len(groups) - top, 0)))
    return tuple(chart for chart in made if chart.rows)


def _row(name: str, group: Group) -> Row:
    return Row(name, (group.findings, group.files, group.words), group.rate)


def _summary(found: Tally) -> str:
    total = found.all
    rate = "" if total.rate is None else f", {total.rate:,.1f} in {PER:,} words"
    return f"{counted(total.findings, 'finding')} in {counted(total.files, 'text')} of {total.words:,} words{rate}"


def _more(chart: Chart) -> str:
    return f"… and {chart.more:,} more; JSON has them all"


def write_terminal(found: Tally, out: TextIO, top: int = 25) -> None:
    """For a terminal: a line for each row with its counts, its bar and its rate."""
    lines = [_summary(found)]
    for chart in charts(found, top):
        lines += ["", *_drawn(chart, _marker(out))]
        if chart.more:
            lines.append(_more(chart))
    emit(out, "\n".join([*lines, "", found.signature]) + "\n")


def _marker(out: TextIO) -> str:
    try:
        "█".encode(out.encoding or "utf-8")
    except UnicodeEncodeError:
        return "#"
    return "█"


def _drawn(chart: Chart, marker: str) -> Iterator[str]:
    import plotext

    names = [_cut(one_line(row.name)) for row in chart.rows]
    width = max(map(len, [*names, chart.title]))
    yield f"{chart.title:{width}} {_cells(chart.counted)}  in {PER:,} words"
    labels = [f"{name:{width}} {_cells(row.counts)} " for name, row in zip(names, chart.rows, strict=True)]
    columns = min(_WIDTH, shutil.get_terminal_size().columns) - 1  # plotext may need one more than it is given
    plotext.clear_figure()
    plotext.simple_bar(labels, [row.rate or 0.0 for row in chart.rows], width=columns, marker=marker)
    yield from plotext.uncolorize(plotext.build()).rstrip("\n").split("\n")


def _cells(cells: Sequence[int | str]) -> str:
    return " ".join(f"{cell if isinstance(cell, str) else format(cell, ','):>8}" for cell in cells)


def _cut(name: str) -> str:
    """A name in at most so many columns: its end says more than its start, in an id as in a path."""
    return name if len(name) <= _NAME else f"…{name[1 - _NAME :]}"


def write_html(found: Tally, out: TextIO, top: int = 25) -> None:
    """A page that needs no network."""
    emit(out, head("Findings in a corpus"))
    emit(out, f"<p>{escape(_summary(found))}\n")
    for chart in charts(found, top):
        emit(out, "".join(_table(chart)))
    emit(out, f"<p><small>{escape(found.signature)}</small>\n")


def _table(chart: Chart) -> Iterator[str]:
    most = max(row.rate or 0.0 for row in chart.rows) or 1.0
    yield f'<h2>By {chart.title}</h2>\n<table class="bars">\n<tr><th>{chart.title}'
    yield "".join(f"<td>{name}" for name in chart.counted)
    yield f"<td>in {PER:,} words<td>\n"
    for row in chart.rows:
        colour = f' class="{word(row.severity)}"' if row.severity is not None else ""
        yield f"<tr{colour}><th>{escape(one_line(row.name))}"
        yield "".join(f"<td>{count:,}" for count in row.counts)
        bar = f'<span class="bar" style="width: {100 * row.rate / most:.1f}%"></span>' if row.rate else ""
        yield f'<td>{"-" if row.rate is None else format(row.rate, ",.2f")}<td class="plot">{bar}\n'
    yield "</table>\n" + (f"<p>{_more(chart)}\n" if chart.more else "")
