"""Measures speed, each figure as a ratio to something run beside it.

    python -m benchmarks.speed                        on the seed's edited version, again and again
    python -m benchmarks.speed --data DATA            on clean news of a data folder (see benchmarks/accuracy)
    python -m benchmarks.speed --only throughput      only the parts that begin like this
    python -m benchmarks.speed --write                docs/speed.md as well

CPU seconds (user and system) of whole commands, or of calls in this process; wall time is used only where it is said. proselint and
Vale are measured on the same files if they are on the PATH.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.speed import measuring, peers, story, texts
from mtcheck.cli.main import GARBAGE
from mtcheck.engine import Checker
from mtcheck.model import Options, Rule, RuleSet
from mtcheck.rulefile import compiled
from mtcheck.rulefile.compiled import load_ruleset

PAGE = texts.ROOT / "docs" / "speed.md"
_MB = 1_000_000
_OFF = Options(languagetool="off")


class Figure(NamedTuple):
    """One measured figure: what, how much, beside what, the bar it is held to (or ""), and whether it holds."""

    name: str
    value: str
    beside: str = ""
    bar: str = ""
    holds: bool | None = None


def at_most(name: str, value: float, bar: float, unit: str, beside: str = "") -> Figure:
    return Figure(name, f"{value:.2f} {unit}", beside, f"≤ {bar:g} {unit}", value <= bar)


def at_least(name: str, value: float, bar: float, unit: str, beside: str = "") -> Figure:
    return Figure(name, f"{value:.2f} {unit}", beside, f"≥ {bar:g} {unit}", value >= bar)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a data folder with clean news")
    parser.add_argument("--only", nargs="*", default=[], help=f"beginnings of parts: {', '.join(PARTS)}")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    args = parser.parse_args()
    load_ruleset()  # a checkout compiles its rules once, and no figure is to have that in it
    sources = texts.sources(args.data)
    figures: list[Figure] = []
    for name, part in PARTS.items():
        if not args.only or name.startswith(tuple(args.only)):
            for figure in part(sources):
                print(_line(figure), flush=True)
                figures.append(figure)
    if args.write:
        PAGE.write_text(_page(figures, "clean news" if args.data else "the seed's edited version"), "utf-8")
    return 0


def start(sources: list[str]) -> Iterator[Figure]:
    """A cold start on one story, and loading 1,000 rules."""
    base = [sys.executable, "-c", "import typer, rich"]
    check = [sys.executable, "-m", "mtcheck", "check", str(texts.SEED), "--languagetool", "off", "--no-cache"]
    base_cpu, check_cpu = (min(measuring.command(words, texts.ROOT).cpu for _ in range(9)) for words in (base, check))
    yield at_most(
        "cold check of one story", check_cpu / base_cpu, 1.8, "times", f"`import typer, rich`: {base_cpu:.3f} s"
    )
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "rules.bin"
        compiled.write(RuleSet(_made_rules(1000), "made"), path, "made")
        took = measuring.least(lambda: compiled._read(path, "made"), 5)
    yield at_most("loading 1,000 compiled rules", 1000 * took, 50, "ms")


def throughput(sources: list[str]) -> Iterator[Figure]:
    """A tree of 4 KB stories, by one process and by two, beside other checkers and beside the same text in one file."""
    with tempfile.TemporaryDirectory() as name:
        tree, single = Path(name) / "tree", Path(name) / "single"
        files = texts.tree(sources, 2 * _MB, tree)
        run = measuring.mtcheck(tree, "--no-cache")
        ours = 2 / run.cpu
        yield at_least("all rules, MB a CPU second", ours, 1, "MB", f"{files} stories of 4 KB, start included")
        yield from _beside_peers(sources, ours, Path(name))
        one, two = (measuring.mtcheck(tree, "--no-cache", "--jobs", jobs) for jobs in "12")
        cores = os.cpu_count() or 1
        load = f"wall time, load {os.getloadavg()[0]:.1f} on {cores} cores"
        yield at_least("two jobs against one", one.wall / two.wall, 1.7, "times", load)
        many = texts.tree(sources, 10 * _MB, Path(name) / "ten")
        single.mkdir()
        (single / "all.txt").write_text("\n\n".join(texts.stories(sources, 10 * _MB)), "utf-8", "replace")
        as_tree, as_one = measuring.mtcheck(Path(name) / "ten", "--no-cache"), measuring.mtcheck(single, "--no-cache")
        yield at_most("one file of 10 MB", as_one.cpu / as_tree.cpu, 1.1, "times", f"the same text as {many} stories")


def _beside_peers(sources: list[str], ours: float, folder: Path) -> Iterator[Figure]:
    few = folder / "few"
    texts.tree(sources, _MB // 4, few)
    for peer in peers.peers(folder):
        if peer.command is None:
            yield Figure(f"times as fast as {peer.name}", "not measured", "not installed", f"≥ {peer.bar:g} times")
            continue
        theirs = 0.25 / measuring.command(peer.command, few).cpu
        beside = f"{peer.name}: {theirs:.2f} MB a CPU second"
        yield at_least(f"times as fast as {peer.name}", ours / theirs, peer.bar, "times", beside)


def growth(sources: list[str]) -> Iterator[Figure]:
    """Whether time grows with the length of a text and no faster, whatever the text."""
    yield at_most("ten times the text", _ten_times(sources), 10.5, "times", "0.5 MB, start not counted")
    gc.set_threshold(*GARBAGE)  # as the program does
    checker = Checker(load_ruleset(), _OFF)
    text = texts.one(sources, _MB)
    flat = text.replace("\n", " ")
    bare = re.sub(r"[^\w ]", " ", flat)
    normal = measuring.least(lambda: checker.check(texts.document(text)), 2)
    for name, made in (("1 MB on one line", flat), ("1 MB on one line without punctuation", bare)):
        took = measuring.least(lambda made=made: checker.check(texts.document(made)), 2)  # type: ignore[misc]
        yield at_most(name, took / normal, 1.5, "times", "the same text in paragraphs")
    for name, made_of in story.SHAPES.items():
        half, whole = (story.seconds(checker, made_of(size)) for size in (_MB // 2, _MB))
        yield at_most(f"1 MB: {name}", whole / (2 * half), 1.3, "times linear", f"{whole:.2f} s")


def _ten_times(sources: list[str]) -> float:
    """How much longer a text of 5 MB takes than one of 0.5 MB. Each in its own process: what a checker has seen, it knows."""
    took = []
    with tempfile.TemporaryDirectory() as name:
        for size in (0, _MB // 2, 5 * _MB):
            folder = Path(name) / str(size)
            folder.mkdir()
            (folder / "a.txt").write_text(texts.one(sources, size), "utf-8", "replace")
            took.append(min(measuring.mtcheck(folder, "--no-cache").cpu for _ in range(2)))
    start, one, ten = took
    return (ten - start) / (one - start)


def rules(sources: list[str]) -> Iterator[Figure]:
    """What more rules and more rows cost: 1,000 rules and 20,000 names that no story has, against a tenth of them."""
    big = texts.document(texts.one(sources, _MB))
    took = []
    for share in (10, 1):
        made = (*_made_rules(1000 // share), _made_names(20_000 // share))
        shipped = load_ruleset()
        checker = Checker(shipped._replace(rules=(*shipped.rules, *made)), _OFF)
        checker.check(big)
        took.append(measuring.least(lambda checker=checker: checker.check(big)))  # type: ignore[misc]
    yield at_most("1,000 rules and 20,000 rows more", took[1] / took[0], 1.15, "times", "a tenth of them")
    names = [Checker(RuleSet((_made_names(count),), ""), _OFF) for count in (100, 20_000)]
    few, many = (measuring.least(lambda checker=checker: checker.check(big), 5) for checker in names)  # type: ignore[misc]
    yield at_most("a table of 20,000 names alone", many / few, 1.15, "times", "100 names")


def _made_rules(number: int) -> tuple[Rule, ...]:
    model = next(rule for rule in load_ruleset().rules if rule.kind == "phrases")
    made = []
    for index in range(number):
        word = _made_word(index)
        row = (rf"(?<!\w)(?:{word}(?:ed|s)? +(?:the|a) +thing)(?!\w)", 1, "sentence", None, -1, "", 1)
        made.append(
            model._replace(id=f"made.r{index}", keys={}, rows=(row,), anchors=((word, 0),), fix=None, unless=())
        )
    return tuple(made)


def _made_names(number: int) -> Rule:
    model = next(rule for rule in load_ruleset().rules if rule.kind == "names")
    words = [_made_word(index).capitalize() + "ij" for index in range(number)]
    rows = tuple((word, word + "a", (), 0, ()) for word in words)
    return model._replace(
        id="made.names", rows=rows, anchors=tuple((word.lower(), row) for row, word in enumerate(words))
    )


def _made_word(number: int) -> str:
    letters = "bdfgklmnprstvz"
    return "".join(letters[number // 14**place % 14] + "aeiou"[(number + place) % 5] for place in range(5))


def cache(sources: list[str]) -> Iterator[Figure]:
    """10,000 unchanged files, answered from the cache."""
    with tempfile.TemporaryDirectory() as name:
        tree, kept = Path(name) / "tree", Path(name) / "cache"
        files = texts.tree([text[:600] for text in sources], 6 * _MB, tree)
        first, again = (measuring.mtcheck(tree, cache=kept) for _ in range(2))
        each = 1000 * again.cpu / files
        yield at_most("an unchanged file", each, 1, "ms", f"{files} files; {1000 * first.cpu / files:.1f} ms at first")


def memory(sources: list[str]) -> Iterator[Figure]:
    """The peak of the largest process of two jobs on a tree of 100 MB."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        files = texts.tree(sources, 100 * _MB, tree)
        run = measuring.mtcheck(tree, "--no-cache", "--jobs", "2")
        yield at_most("peak memory a job, tree of 100 MB", run.peak / _MB, 150, "MB", f"{files} files, {run.cpu:.0f} s")


PARTS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {
    part.__name__: part for part in (start, throughput, growth, rules, cache, memory)
}


def _line(figure: Figure) -> str:
    held = {True: "", False: "MISSED", None: ""}[figure.holds]
    return f"{figure.name:44s} {figure.value:>20s}   {figure.beside:44s} {figure.bar:14s} {held}"


def _page(figures: list[Figure], text: str) -> str:
    rows = "".join(
        f"| {figure.name} | {figure.value} | {figure.beside} | {figure.bar} | {'**missed**' if figure.holds is False else ''} |\n"
        for figure in figures
    )
    return (
        f"# Speed\n\nMade by `python -m benchmarks.speed --write` with mtcheck {version('mtcheck')} on {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, on {text}. Times are CPU time but where wall time is named; ratios are to what ran beside it.\n\n"
        f"| what | measured | beside | bar | |\n|---|---|---|---|---|\n{rows}\n"
        "How the stage that asks LanguageTool does is in [speed-languagetool.md](speed-languagetool.md); which engines for expressions "
        "were measured, in [engines.md](engines.md).\n"
    )


if __name__ == "__main__":
    sys.exit(main())
