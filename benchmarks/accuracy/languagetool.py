"""Measures LanguageTool's own rules: which of them tell machine output from human news, and so earn a rule file of ours.

    python -m benchmarks.accuracy.languagetool DATA            prints; with --write also docs/languagetool.md

All of its rules run, picky ones too, spelling left out. A rule earns its place if it spoke at least three times on machine
output, and at least five times as often there as on clean news and as on post-edits and references.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.parse
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.accuracy import corpora
from mtcheck.languagetool import client, runtime, server
from mtcheck.languagetool.grammar import PREFIX, Grammar
from mtcheck.rulefile.compiled import load_ruleset
from mtcheck.story import Story

PAGE = Path(__file__).parent.parent.parent / "docs" / "languagetool.md"
# Rules that earned a place and have no file of ours, each with the reason.
LEFT = Path(__file__).with_name("languagetool-left.tsv")
_SPELLING = "MORFOLOGIK_RULE_EN_US"
_LEAST, _TIMES = 3, 5.0
_SECONDS = 120


@dataclass(slots=True)
class Group:
    """Machine output, post-edits and references, or clean news: its words and what each rule found."""

    words: int = 0
    found: Counter[str] = field(default_factory=Counter)

    def rate(self, name: str) -> float:
        """Findings per 10,000 words."""
        return 1e4 * self.found[name] / max(self.words, 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], help="beginnings of corpus names")
    args = parser.parse_args()
    if not runtime.installed():
        raise SystemExit("run `mtcheck languagetool install` first")
    groups: dict[str, Group] = defaultdict(Group)
    running = server.ensure(Grammar(()))
    for corpus in corpora.everything(args.data):
        if args.only and not corpus.name.startswith(tuple(args.only)):
            continue
        group = groups[corpus.kind]
        group.words += corpus.words
        group.found.update(_found(running, corpus))
        print(f"{corpus.kind} {corpus.name}: {corpus.words} words", file=sys.stderr, flush=True)
    page = _page(groups)
    print(page)
    if args.write:
        PAGE.write_text(page, "utf-8")
    return 0


def _found(running: server.Server, corpus: corpora.Corpus) -> Iterator[str]:
    """The id of each thing that LanguageTool finds in a corpus."""
    sentences = []
    for document in corpus.documents:
        story = Story(document)
        sentences += [story.text[span.start : span.end] for span in story.sentences]
    parts = [sentences[part] for part in client.batches(sentences)]
    with ThreadPoolExecutor(client.IN_FLIGHT) as pool:
        for names in pool.map(lambda part: _asked(running, part), parts):
            yield from names


def _asked(running: server.Server, sentences: Sequence[str]) -> list[str]:
    running.used()
    text = "\n\n".join(map(client.sendable, sentences))
    form = {"language": "en-US", "text": text, "level": "picky", "disabledRules": _SPELLING}
    data = urllib.parse.urlencode(form).encode()
    with urllib.request.urlopen(f"{running.url}v2/check", data, timeout=_SECONDS) as answer:
        return [match["rule"]["id"] for match in json.load(answer)["matches"]]


def earned(groups: dict[str, Group], name: str) -> bool:
    """True for a rule that speaks on machine output and is next to silent elsewhere."""
    machine, edited, clean = (groups[kind] for kind in ("mt", "post-edit", "clean"))
    loud = max(edited.rate(name), clean.rate(name))
    return machine.found[name] >= _LEAST and machine.rate(name) >= _TIMES * loud


def _page(groups: dict[str, Group]) -> str:
    machine, edited, clean = (groups[kind] for kind in ("mt", "post-edit", "clean"))
    ours = {
        row[0]: rule.id
        for rule in load_ruleset().rules
        if rule.kind == "languagetool"
        for row in rule.rows
        if not row[0].startswith(PREFIX)
    }
    told = {**left(), **ours}
    names = sorted({name for group in groups.values() for name in group.found})
    kept = sorted((name for name in names if earned(groups, name)), key=lambda name: -machine.found[name])
    loud = sorted((name for name in names if name not in kept), key=lambda name: -clean.found[name])[:25]
    totals = " | ".join(f"{1e4 * group.found.total() / max(group.words, 1):.0f}" for group in (machine, edited, clean))
    lines = [
        "# LanguageTool's own rules, measured",
        "",
        "Made by `python -m benchmarks.accuracy.languagetool DATA --write` with LanguageTool "
        f"{runtime.version()}: {len(names)} of its rules spoke, spelling left out.",
        "",
        f"Words: machine output {machine.words:,}, post-edits and references {edited.words:,}, "
        f"clean news {clean.words:,}. All rules together, per 10,000 words: {totals}. Taken whole they say nothing about "
        "machine translation; these few do.",
        "",
        f"## Rules that earn their place ({len(kept)})",
        "",
        f"At least {_LEAST} findings on machine output, at {_TIMES:.0f} times the rate of clean news and of post-edits. "
        "Those without a file of ours say why.",
        "",
        *_HEAD,
    ]
    lines += [_row(name, groups, told.get(name, "not judged yet")) for name in kept]
    missing = sorted(name for name in ours if name not in kept)
    if missing:
        lines += ["", "## Named by a rule file of ours, and below that bar", "", _BELOW, "", *_HEAD]
        lines += [_row(name, groups, ours[name]) for name in missing]
    lines += ["", "## The 25 loudest on clean news, never asked for", "", *_HEAD]
    lines += [_row(name, groups, ours.get(name, "")) for name in loud]
    return "\n".join(lines) + "\n"


def left() -> dict[str, str]:
    """The reason for each rule of `LEFT`."""
    lines = LEFT.read_text("utf-8").split("\n")[1:]
    return {cells[0]: cells[1] for cells in (line.split("\t") for line in lines if line)}


_BELOW = "Quiet on clean news, and right where they speak in a post-edit as well: what the editor left standing is no English either."
_HEAD = [
    "| rule of LanguageTool | machine | post-edit | clean | rule file of ours, or why none |",
    "|---|---:|---:|---:|---|",
]


def _row(name: str, groups: dict[str, Group], ours: str) -> str:
    counts = " | ".join(str(groups[kind].found[name]) for kind in ("mt", "post-edit", "clean"))
    return f"| {name} | {counts} | {ours} |"


if __name__ == "__main__":
    sys.exit(main())
