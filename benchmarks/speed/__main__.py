"""Measures speed, each figure as a ratio to something run beside it.

    python -m benchmarks.speed                  prints; with --write also docs/speed.json and the table in docs/speed.md
    python -m benchmarks.speed --text FILE      on this text (default: the seed's edited version, repeated with changed numbers)

Figures are medians of CPU seconds (user and system) of whole processes or of `time.process_time` in one; wall time is used
nowhere but where it is said. Peers (proselint) are measured where they are installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mtcheck import inputs
from mtcheck.engine import Checker
from mtcheck.model import Document, Options, Rule, RuleSet
from mtcheck.rulefile import compiled
from mtcheck.rulefile.compiled import load_ruleset

ROOT = Path(__file__).parent.parent.parent
STORY = ROOT / "seeds" / "afp-idlib-2018.edited.txt"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: what, how much, beside what, and the bound it is held to (or "")."""

    name: str
    value: str
    beside: str
    bound: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, default=STORY)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    text = args.text.read_text("utf-8")
    figures = [
        *cold_start(),
        *loading(),
        *throughput(text),
        *scaling(text),
        *table_rows(text),
    ]
    for figure in figures:
        print(f"{figure.name:58s} {figure.value:>22s}   {figure.beside:40s} {figure.bound}")
    if args.write:
        _write(figures)
    return 0


def cpu_of(command: list[str], runs: int = 9) -> float:
    """Median CPU seconds of a process."""
    times = []
    for _ in range(runs + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times[1:])


def cpu(call: Callable[[], object], runs: int = 3) -> float:
    """Median CPU seconds of a call in this process."""
    times = []
    for _ in range(runs):
        before = time.process_time()
        call()
        times.append(time.process_time() - before)
    return statistics.median(times)


def cold_start() -> list[Figure]:
    base = cpu_of([sys.executable, "-c", "import typer, rich"])
    check = cpu_of([sys.executable, "-m", "mtcheck", "check", str(STORY), "--languagetool", "off"])
    return [
        Figure("cold check of one story", f"{check / base:.2f} times", f"import typer, rich ({base:.3f} s)", "≤ 1.8")
    ]


def loading() -> list[Figure]:
    """1,000 rules made for the purpose, compiled ahead as in the wheel."""
    rules = tuple(_made_rule(number) for number in range(1000))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "rules.bin"
        compiled.write(RuleSet(rules, "made"), path, "made")
        took = cpu(lambda: compiled._read(path, "made"), 5)
    return [Figure("loading 1,000 compiled rules", f"{1000 * took:.1f} ms", "an empty rule set", "< 50 ms")]


def _made_rule(number: int) -> Rule:
    shipped = load_ruleset().rules

    model = next(rule for rule in shipped if rule.kind in ("pattern", "phrases"))
    word = _made_word(number)
    row = (rf"(?<!\w)(?:{word}(?:ed|s)? +(?:the|a) +thing)(?!\w)", 1, "sentence", None, -1, "")
    return model._replace(id=f"made.r{number}", kind="phrases", keys={}, rows=(row,), anchors=((word, 0),), fix=None)


def _made_word(number: int) -> str:
    letters = "bdfgklmnprstvz"
    return "".join(letters[number // 14**place % 14] + "aeiou"[(number + place) % 5] for place in range(5))


def document(text: str) -> Document:
    return inputs.read("story.txt", text.encode())


def varied(text: str, size: int) -> str:
    """About `size` code points of the text, paragraph by paragraph, each time with other digits so that no cache helps."""
    parts: list[str] = []
    length = number = 0
    while length < size:
        part = text.replace("2015", str(1000 + number % 9000))
        parts.append(part)
        length += len(part)
        number += 1
    return "\n\n".join(parts)


def throughput(text: str) -> list[Figure]:
    checker = Checker(load_ruleset(), Options())
    french = Checker(load_ruleset(), Options(source_lang="fr"))
    stories = [document(part) for part in varied(text, 1_000_000).split("\n\n\n\n")]
    big = document(varied(text, 1_000_000))
    checker.check(document(text))
    took = cpu(lambda: [checker.check(story) for story in stories])
    alone = cpu(lambda: checker.check(big))
    weak = cpu(lambda: french.check(big))
    size = len(big.text) / 1e6
    figures = [
        Figure("all rules, 1 MB, MB per CPU second", f"{size / alone:.2f}", "1 MB in one file", "≥ 1"),
        Figure("the same with --source-lang fr", f"{size / weak:.2f}", "", ""),
        Figure("one file against the same text as stories", f"{alone / took:.2f} times", "", "≤ 1.1"),
    ]
    if importlib.util.find_spec("proselint"):
        figures.append(_proselint(text, size / alone))
    return figures


def _proselint(text: str, ours: float) -> Figure:
    code = (
        "import sys, time\nfrom proselint.tools import LintFile\nfrom pathlib import Path\n"
        "from proselint.registry import CheckRegistry\nfrom proselint.checks import __register__\n"
        "CheckRegistry().register_many(__register__)\n"
        "t = time.process_time(); LintFile(Path(sys.argv[1])).lint(); print(time.process_time() - t)"
    )
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "story.txt"
        path.write_text(varied(text, 200_000), "utf-8")
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
        if done.returncode:
            return Figure("proselint", "could not be run", done.stderr.strip().split("\n")[-1][:40], "")
        theirs = len(path.read_text("utf-8")) / 1e6 / float(done.stdout)
    return Figure("times as fast as proselint", f"{ours / theirs:.1f} times", f"proselint: {theirs:.2f} MB/s", "≥ 4")


def scaling(text: str) -> list[Figure]:
    checker = Checker(load_ruleset(), Options())
    small, large = document(varied(text, 200_000)), document(varied(text, 2_000_000))
    one, ten = cpu(lambda: checker.check(small)), cpu(lambda: checker.check(large), 2)
    ratio = len(large.text) / len(small.text)
    flat = varied(text, 1_000_000).replace("\n", " ")
    bare = "".join(char if char.isalnum() else " " for char in flat)
    normal = cpu(lambda: checker.check(document(varied(text, 1_000_000))), 2)
    line = cpu(lambda: checker.check(document(flat)), 2)
    words = cpu(lambda: checker.check(document(bare)), 2)
    return [
        Figure("ten times the text", f"{ten / one * 10 / ratio:.1f} times the time", "", "≤ 10.5"),
        Figure("1 MB on one line", f"{line / normal:.2f} times", "the same text in paragraphs", "≤ 1.5"),
        Figure(
            "1 MB on one line without punctuation",
            f"{words / normal:.2f} times",
            "the same text in paragraphs",
            "≤ 1.5",
        ),
    ]


def table_rows(text: str) -> list[Figure]:
    """A table of names with 100 rows and with 20,000."""
    model = next(rule for rule in load_ruleset().rules if rule.kind == "names")

    big = document(varied(text, 500_000))

    def names(count: int) -> Checker:
        words = [_made_word(number).capitalize() + "ij" for number in range(count)]
        rows = tuple((word, word + "a", (), 0, "", "", "") for word in words)
        anchors = tuple((word.lower(), index) for index, word in enumerate(words))
        return Checker(RuleSet((model._replace(rows=rows, anchors=anchors),), ""))

    few, many = names(100), names(20_000)
    small, large = cpu(lambda: few.check(big)), cpu(lambda: many.check(big))
    return [Figure("20,000 table rows", f"{large / small:.2f} times", "100 table rows", "≤ 1.15")]


def _write(figures: list[Figure]) -> None:
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    data = {"machine": machine, "figures": [[f.name, f.value, f.beside, f.bound] for f in figures]}
    (ROOT / "docs" / "speed.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    rows = "\n".join(f"| {f.name} | {f.value} | {f.beside} | {f.bound} |" for f in figures)
    head = "<!-- made by: python -m benchmarks.speed --write -->"
    table = f"{head}\n\n| what | measured | beside | bound |\n|---|---|---|---|\n{rows}\n\n<!-- end -->"
    path = ROOT / "docs" / "speed.md"
    before = path.read_text("utf-8") if path.exists() else f"# Speed\n\n{head}\n<!-- end -->\n"
    start, end = before.index("<!-- made by: python -m benchmarks.speed"), before.index("<!-- end -->")
    path.write_text(before[:start] + table + before[end + len("<!-- end -->") :], "utf-8")


if __name__ == "__main__":
    sys.exit(main())
