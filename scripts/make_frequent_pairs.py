"""Makes `mtcheck/wording/frequent.bin`: which pairs of frequent English words have been seen, and how frequent the words are.

    python scripts/make_frequent_pairs.py

The counts are those of the package wordsegment (Apache 2.0, see NOTICE): words, and pairs seen 100,000 times at least, in a
trillion words of the web. Kept are the words that chance alone would put beside a frequent word often enough to be in that list,
and of the pairs those that chance would put there: that they are missing is what says something. The table is looked up where
it lies (see `mtcheck/wording/pairs.py`).
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files

from mtcheck.wording import pairs

TEXT_WORDS = 1_024_908_267_229  # of the text that was counted
LEAST_EXPECTED = 5.0  # log10: a pair that chance puts there as often as the list's rarest


def main() -> int:
    words: Counter[str] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for (word,), count in _counts("unigrams.txt", 1):
        words[word] += count
    for (first, second), count in _counts("bigrams.txt", 2):
        seen[first, second] += count
    shares = {word: math.log10(count / TEXT_WORDS) for word, count in words.items()}
    length, top = math.log10(TEXT_WORDS), max(shares.values())
    singles = {(word,): (share, 0.0) for word, share in shares.items() if share + top + length >= LEAST_EXPECTED}
    doubles = {
        (first, second): math.log10(count / TEXT_WORDS)
        for (first, second), count in seen.items()
        if (first,) in singles and (second,) in singles and shares[first] + shares[second] + length >= LEAST_EXPECTED
    }
    pairs.write(pairs.FREQUENT, singles, doubles)
    print(f"{len(singles)} words, {len(doubles)} of {len(seen)} pairs, {pairs.FREQUENT.stat().st_size / 1e6:.1f} MB")
    return 0


def _counts(name: str, words: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """The lines of a list with as many words as that, in lower case, with their counts."""
    for line in files("wordsegment").joinpath(name).read_text("utf-8").splitlines():
        phrase, count = line.lower().split("\t")
        cells = tuple(phrase.split(" "))
        if len(cells) == words and all(cell.isalpha() for cell in cells):
            yield cells, int(count)


if __name__ == "__main__":
    sys.exit(main())
