"""Makes `mtcheck/wording/pairs.bin`: how likely English words are, alone and after each other.

    python scripts/make_word_pairs.py

The numbers come from the general English language model that the wheel of pocketsphinx ships (BSD licence, see NOTICE). Kept are
the most frequent words and, of the pairs that the model has seen, those that are likelier than their words make them. The table
is looked up where it lies (see `mtcheck/wording/pairs.py`): nothing is loaded.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mtcheck.wording import pairs

WORDS = 45_000
LEAST_GAIN = 0.45  # log10: a pair this close to what its words say needs no entry
_EXPORT = "import sys, pocketsphinx as p; p.NGramModel.readfile(p.get_model_path() + '/en-us/en-us.lm.bin').write(sys.argv[1])"


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        arpa = Path(name) / "model.arpa"
        # The library crashes when it comes to the trigrams, which are not needed: what counts is what it has written.
        subprocess.run([sys.executable, "-c", _EXPORT, str(arpa)], check=False)
        words, backoff, seen = read(arpa)
    common = sorted(words, key=lambda word: -words[word])[:WORDS]
    kept_words = set(common)
    singles = {(word,): (words[word], backoff[word]) for word in common}
    doubles = {
        pair: likelihood
        for pair, likelihood in seen.items()
        if pair[0] in kept_words
        and pair[1] in kept_words
        and likelihood - (backoff[pair[0]] + words[pair[1]]) >= LEAST_GAIN
    }
    pairs.write(pairs.PATH, singles, doubles)
    print(f"{len(singles)} words, {len(doubles)} of {len(seen)} pairs, {pairs.PATH.stat().st_size / 1e6:.1f} MB")
    return 0


def read(arpa: Path) -> tuple[dict[str, float], dict[str, float], dict[tuple[str, str], float]]:
    """Words and pairs of an ARPA file: log10 probability and back-off weight of a word, log10 probability of a pair."""
    words: dict[str, float] = {}
    backoff: dict[str, float] = {}
    seen: dict[tuple[str, str], float] = {}
    for order, cells in _lines(arpa):
        if order == 1 and cells[1].isalpha():
            words[cells[1]] = float(cells[0])
            backoff[cells[1]] = float(cells[2]) if len(cells) > 2 else 0.0
        elif order == 2 and len(cells) >= 3 and cells[1] in words and cells[2] in words:
            seen[cells[1], cells[2]] = float(cells[0])
    return words, backoff, seen


def _lines(arpa: Path) -> Iterator[tuple[int, list[str]]]:
    order = 0
    with arpa.open(encoding="utf-8", errors="replace") as stream:
        for line in stream:
            if line.startswith("\\"):
                order = int(line[1]) if line[1:2].isdigit() else 0
            elif order and line.startswith("-"):
                cells = line.split()
                if len(cells) > order:
                    yield order, cells


if __name__ == "__main__":
    sys.exit(main())
