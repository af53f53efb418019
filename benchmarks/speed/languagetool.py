"""Measures the LanguageTool stage: cold and warm on the seed story, words a second, memory, and what the cache saves.

    python -m benchmarks.speed.languagetool            prints; with --write also docs/speed-languagetool.md

Wall seconds, since most of the work is another process's; medians of several runs, each in a cache of its own, with the jars
of the user's. Fresh text: each sentence has a number of its own, so that nothing is answered from a cache.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil

from mtcheck import inputs
from mtcheck.languagetool import client, runtime, server
from mtcheck.languagetool.grammar import Asked, Grammar
from mtcheck.languagetool.service import Service
from mtcheck.rulefile.compiled import load_ruleset
from mtcheck.story import Story

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / "seeds" / "afp-idlib-2018.txt"
PAGE = ROOT / "docs" / "speed-languagetool.md"
_SENTENCES = 2_000
_RUNS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    if not runtime.installed():
        raise SystemExit("run `mtcheck languagetool install` first")
    figures = list(measured())
    for name, value, bound in figures:
        print(f"{name:70s} {value:>16s}   {bound}")
    if args.write:
        lines = "".join(f"| {name} | {value} | {bound} |\n" for name, value, bound in figures)
        PAGE.write_text(
            "# Speed of the LanguageTool stage\n\nMade by `python -m benchmarks.speed.languagetool --write` on "
            f"{os.cpu_count()} cores, Python {platform.python_version()}, LanguageTool {runtime.version()}.\n\n"
            f"| what | measured | bar |\n|---|---|---|\n{lines}",
            "utf-8",
        )
    return 0


def grammar() -> Grammar:
    """What the shipped rules ask."""
    rules = [rule for rule in load_ruleset().rules if rule.kind == "languagetool"]
    return Grammar(tuple(Asked(*row) for rule in rules for row in rule.rows))


@contextmanager
def own_cache() -> Iterator[Path]:
    """A user's cache with LanguageTool installed and nothing else; its servers are stopped at the end."""
    source, before = runtime.home(), os.environ.get("XDG_CACHE_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        try:
            runtime.home().mkdir(parents=True)
            for entry in source.iterdir():
                if entry.suffix in (".jar", ".json", ".aot"):
                    shutil.copy2(entry, runtime.home())
            (runtime.home() / "jars").symlink_to(source / "jars")
            yield Path(folder)
        finally:
            server.stop()
            if before is None:
                del os.environ["XDG_CACHE_HOME"]
            else:
                os.environ["XDG_CACHE_HOME"] = before


def checked() -> float:
    """Seconds of the whole command on the seed story."""
    words = ["check", str(SEED), "--languagetool", "required", "--format", "json", "--no-cache"]
    command = [sys.executable, "-m", "mtcheck", *words]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if "languagetool:6" not in done.stdout:
        raise SystemExit(f"the command did not use LanguageTool:\n{done.stdout[-500:]}{done.stderr}")
    return took


def forget() -> None:
    """Removes the cache of matches."""
    for path in (runtime.home().parent).glob("languagetool.sqlite*"):
        path.unlink()


def measured() -> Iterator[tuple[str, str, str]]:
    """Each figure with its bar."""
    asked = grammar()
    cold, warm, cached = [], [], []
    with own_cache():
        checked()  # compiles the rules once
        for _ in range(_RUNS):
            server.stop()
            forget()
            cold.append(checked())
            forget()
            warm.append(checked())
            cached.append(checked())
    yield "whole command on the seed, cold: nothing runs", f"{statistics.median(cold):.2f} s", "≤ 4.5 s"
    yield "whole command on the seed, a server runs", f"{statistics.median(warm):.2f} s", "≤ 0.8 s"
    yield "whole command on the seed, all sentences cached", f"{statistics.median(cached):.2f} s", ""
    with own_cache():
        running = server.ensure(asked)
        tool = client.Tool(running.url, asked.ids)
        rate(tool, 2, 1)  # warms Java up
        for flight in (1, 2):
            speeds = [rate(tool, flight, seed) for seed in range(2, 5)]
            bar = "≥ 6,000" if flight == 2 else ""
            yield f"words a second, fresh text, {flight} in flight", f"{statistics.median(speeds):,.0f}", bar
        memory = psutil.Process(running.process).memory_info().rss
        yield "memory of the server after that", f"{memory / 1e6:.0f} MB", "≤ 400 MB"
        yield "memory of its keeper", f"{psutil.Process(running.keeper).memory_info().rss / 1e6:.0f} MB", ""
        sentences = fresh(99)[:_SENTENCES]
        took = []
        for _ in range(2):
            began = time.perf_counter()
            Service(asked).matches(sentences)
            took.append(time.perf_counter() - began)
        yield f"{_SENTENCES:,} sentences, warm server, not cached", f"{took[0]:.2f} s", ""
        yield f"{_SENTENCES:,} sentences, cached", f"{1000 * took[1]:.0f} ms", ""
        yield "cached against not cached", f"{took[0] / took[1]:.0f} times", "≥ 50 times"


def fresh(seed: int) -> list[str]:
    """Over 2,000 sentences of the seed story, each with a number that no other one has."""
    story = Story(inputs.read(str(SEED), SEED.read_bytes()))
    sentences = [story.text[span.start : span.end] for span in story.sentences]
    return [f"{sentence[:-1]}, report {seed}{number} said." for number in range(60) for sentence in sentences]


def rate(tool: client.Tool, flight: int, seed: int) -> float:
    """Words a second over fresh sentences."""
    sentences = fresh(seed)
    parts = [sentences[part] for part in client.batches(sentences)]
    began = time.perf_counter()
    with ThreadPoolExecutor(flight) as pool:
        list(pool.map(lambda part: client.check(tool, part), parts))
    return sum(len(sentence.split()) for sentence in sentences) / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
