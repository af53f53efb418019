"""Other checkers on the same texts, those that are installed: how loud they are on machine output, on its post-edit and on clean
news, and what they find of the span gold.

    python -m benchmarks.accuracy.peers DATA            prints; with --write also docs/peers.md

LanguageTool runs whole, with all of its rules, in the server that mtcheck uses. Harper and proselint are Python packages
(harper-py, proselint); Vale is looked for on the path, and runs with the one style that comes with it. A checker that is not
installed is listed as such.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.accuracy import corpora, gold
from benchmarks.accuracy.report import DOCS, SEEDS
from mtcheck import inputs
from mtcheck.engine import Checker
from mtcheck.languagetool import client, runtime, server
from mtcheck.languagetool.grammar import Grammar
from mtcheck.model import Document, Span
from mtcheck.rulefile.compiled import load_ruleset
from mtcheck.story import Story

PAGE = DOCS / "peers.md"
COMMAND = "python -m benchmarks.accuracy.peers DATA --write"
LIG_EVERY, CLEAN_EVERY = 5, 40  # one document in so many
_SECONDS = 120
_UTF16 = "utf-16-le"

Mark = Callable[[Sequence[Document]], list[list[Span]]]
"""What a checker marks in each of the documents, in code points of their text."""


class Peer(NamedTuple):
    """A checker: its name and version; `mark` is None if it is not installed."""

    name: str
    version: str
    mark: Mark | None


class Loudness(NamedTuple):
    """Marks and words of some documents."""

    marks: int
    words: int

    @property
    def rate(self) -> float:
        """Marks per 10,000 words."""
        return 1e4 * self.marks / max(self.words, 1)


class Found(NamedTuple):
    """Marks that are right, all marks; gold spans found, all that are not optional."""

    right: int
    marks: int
    found: int
    spans: int


def peers() -> list[Peer]:
    """mtcheck, and all others with what is installed of them."""
    return [_mtcheck(), _harper(), _proselint(), _vale(), _languagetool()]


def _mtcheck() -> Peer:
    checker = Checker(load_ruleset())

    def mark(documents: Sequence[Document]) -> list[list[Span]]:
        return [[finding.span for finding in checker.check(document)[0].findings] for document in documents]

    return Peer("mtcheck", "without LanguageTool", mark)


def _languagetool() -> Peer:
    if not runtime.installed():
        return Peer("LanguageTool", "", None)
    running = server.ensure(Grammar(()))

    def asked(document: Document) -> list[Span]:
        running.used()
        form = {"language": "en-US", "text": client.sendable(document.text)}
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(f"{running.url}v2/check", data, timeout=_SECONDS) as answer:
            found = json.load(answer)["matches"]
        units = form["text"].encode(_UTF16, "surrogatepass")
        return [_from_utf16(units, each["offset"], each["length"]) for each in found]

    def mark(documents: Sequence[Document]) -> list[list[Span]]:
        with ThreadPoolExecutor(client.IN_FLIGHT) as pool:
            return list(pool.map(asked, documents))

    return Peer("LanguageTool", f"{runtime.version()}, all rules, spelling included", mark)


def _from_utf16(units: bytes, offset: int, length: int) -> Span:
    """The span in code points of one in UTF-16 units."""
    start = len(units[: 2 * offset].decode(_UTF16, "surrogatepass"))
    return Span(start, start + len(units[2 * offset : 2 * (offset + length)].decode(_UTF16, "surrogatepass")))


def _harper() -> Peer:
    if importlib.util.find_spec("harper") is None:
        return Peer("Harper", "", None)
    linter: Any = importlib.import_module("harper").Linter()

    def mark(documents: Sequence[Document]) -> list[list[Span]]:
        found = [linter.lint(document.text, language="plaintext") for document in documents]
        return [[Span(lint.span.start, lint.span.end) for lint in lints] for lints in found]

    return Peer("Harper", f"harper-py {importlib.metadata.version('harper-py')}", mark)


def _proselint() -> Peer:
    if importlib.util.find_spec("proselint") is None:
        return Peer("proselint", "", None)
    program = [sys.executable, "-m", "proselint", "check", "--output-format", "json"]

    def mark(documents: Sequence[Document]) -> list[list[Span]]:
        def spans(name: str, answer: Mapping[str, Any]) -> list[Span]:
            # Its positions count from 1.
            found: Mapping[str, Any] = next(
                (each for path, each in answer["result"].items() if path.endswith(f"/{name}")), {}
            )
            return [Span(each["span"][0] - 1, each["span"][1] - 1) for each in found.get("diagnostics", ())]

        return _by_program(program, documents, spans)

    return Peer("proselint", importlib.metadata.version("proselint"), mark)


def _vale() -> Peer:
    program = shutil.which("vale")
    if program is None:
        return Peer("Vale", "", None)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split()[-1]

    def mark(documents: Sequence[Document]) -> list[list[Span]]:
        starts = {f"{number}.txt": _line_starts(document.text) for number, document in enumerate(documents)}

        def spans(name: str, answer: Mapping[str, Any]) -> list[Span]:
            found = next((each for path, each in answer.items() if Path(path).name == name), ())
            # Its columns count from 1 and name the last letter.
            return [
                Span(begin + each["Span"][0] - 1, begin + each["Span"][1])
                for each in found
                for begin in (starts[name][each["Line"] - 1],)
            ]

        with tempfile.TemporaryDirectory() as folder:
            settings = Path(folder) / "vale.ini"
            settings.write_text("MinAlertLevel = suggestion\n[*]\nBasedOnStyles = Vale\n", "utf-8")
            return _by_program([program, "--config", str(settings), "--output", "JSON", "--no-exit"], documents, spans)

    return Peer("Vale", f"{version}, the style that comes with it", mark)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _by_program(
    program: Sequence[str], documents: Sequence[Document], spans: Callable[[str, Mapping[str, Any]], list[Span]]
) -> list[list[Span]]:
    """Runs a program once over files of the documents; `spans` reads those of one file from its JSON."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{number}.txt" for number in range(len(documents))]
        for name, document in zip(names, documents, strict=True):
            (Path(folder) / name).write_text(document.text, "utf-8", newline="\n")
        done = subprocess.run([*program, *names], cwd=folder, capture_output=True, text=True, check=False)
        answer = json.loads(done.stdout or "{}")
        return [spans(name, answer) for name in names]


def loudness(mark: Mark, documents: Sequence[Document]) -> Loudness:
    """How much the checker marks in the documents."""
    return Loudness(sum(map(len, mark(documents))), sum(len(document.text.split()) for document in documents))


def on_gold(mark: Mark, texts: Sequence[tuple[Document, list[gold.GoldSpan]]]) -> Found:
    """What the checker finds of the gold, and how much of what it marks lies in gold."""
    right = marks = found = every = 0
    for (document, spans), marked in zip(texts, mark([document for document, _ in texts]), strict=True):
        story = Story(document)
        marks += len(marked)
        right += sum(gold.right(span, spans, story) for span in marked)
        core = [each for each in spans if not each.optional]
        every += len(core)
        found += sum(any(span.overlaps(each.span) for span in marked) for each in core)
    return Found(right, marks, found, every)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    loud, gold_texts = _texts(args.data), _gold(args.data)
    rows = []
    for peer in peers():
        print(f"{peer.name}: {peer.version if peer.mark else 'not installed'}", file=sys.stderr, flush=True)
        if peer.mark is not None:
            heard = {name: loudness(peer.mark, documents) for name, documents in loud.items()}
            rows.append((peer, heard, {name: on_gold(peer.mark, texts) for name, texts in gold_texts.items()}))
        else:
            rows.append((peer, {}, {}))
    text = page(rows, {name: sum(len(each.text.split()) for each in found) for name, found in loud.items()})
    print(text)
    if args.write:
        PAGE.write_text(text, "utf-8")
    return 0


def _texts(data: Path) -> dict[str, list[Document]]:
    """Documents by what they are: some of LIG, some of clean news."""
    found = {corpus.name: list(corpus.documents[::LIG_EVERY]) for corpus in corpora.lig(data)}
    return {**found, "clean news": [each for corpus in corpora.clean(data) for each in corpus.documents[::CLEAN_EVERY]]}


def _gold(data: Path) -> dict[str, list[tuple[Document, list[gold.GoldSpan]]]]:
    seed = SEEDS / "afp-idlib-2018.txt"
    read = inputs.read(str(seed), seed.read_bytes())
    texts = {"seed": [(read, gold.seed_spans(SEEDS / "afp-idlib-2018.gold.jsonl"))]}
    return {**texts, **{f"LIG {engine}": gold.lig(data, engine) for engine in ("bing", "google")}}


def page(rows: Sequence[tuple[Peer, Mapping[str, Loudness], Mapping[str, Found]]], words: Mapping[str, int]) -> str:
    """The page: one table of loudness, one of gold."""
    golds = list(next((found for _, _, found in rows if found), {}))
    sizes = ", ".join(f"{name} {count:,}" for name, count in words.items())
    lines = [
        "# Other checkers on the same texts",
        "",
        f"Made by `{COMMAND}`. Nothing is said about the source language, and each checker runs as it comes.",
        f"Words: {sizes}.",
        "",
        "## Marks per 10,000 words",
        "",
        "A checker of translations is loud on machine output and quiet on what people wrote. Contrast: both engines against",
        "their post-edit, and against clean news, two parts of which lost marks of punctuation on their way.",
        "",
        f"| checker | {' | '.join(words)} | against post-edit | against clean |",
        f"|---|{'---:|' * (len(words) + 2)}",
        *(_loud_row(peer, heard, list(words)) for peer, heard, _ in rows),
        "",
        "## Span gold",
        "",
        "Right: marks with at least half of their words in gold. Found: gold spans, optional ones apart, that a mark touches.",
        "On LIG, where two words of three lie in gold, a mark set blindly is right in 60 % of cases.",
        "",
        f"| checker | {' | '.join(f'{name}: right | found' for name in golds)} |",
        f"|---|{'---|---|' * len(golds)}",
        *(_gold_row(peer, found, golds) for peer, _, found in rows),
    ]
    return "\n".join(lines) + "\n"


def _title(peer: Peer) -> str:
    return f"{peer.name} ({peer.version})" if peer.mark is not None else peer.name


def _loud_row(peer: Peer, heard: Mapping[str, Loudness], names: Sequence[str]) -> str:
    if not heard:
        return f"| {_title(peer)} | {' | '.join(['not installed', *([''] * (len(names) + 1))])} |"
    machine = (heard["lig_bing"].rate + heard["lig_google"].rate) / 2
    cells = [f"{heard[name].rate:.1f}" for name in names]
    cells += [f"{machine / max(heard[name].rate, 0.01):.1f}" for name in ("lig_human_pe", "clean news")]
    return f"| {_title(peer)} | {' | '.join(cells)} |"


def _gold_row(peer: Peer, found: Mapping[str, Found], names: Sequence[str]) -> str:
    if not found:
        return f"| {_title(peer)} | {' | '.join(['not installed', *([''] * (2 * len(names) - 1))])} |"
    cells = [
        cell
        for name in names
        for cell in (_share(found[name].right, found[name].marks), _share(found[name].found, found[name].spans))
    ]
    return f"| {_title(peer)} | {' | '.join(cells)} |"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "0/0"


if __name__ == "__main__":
    sys.exit(main())
