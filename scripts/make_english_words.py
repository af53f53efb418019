"""Builds `mtcheck/wording/english_words.txt`: the words and names that English texts have, for `mtcheck.wording.english`.

    python scripts/make_english_words.py

Needs wordfreq and simplemma, which a check does not. Sources: word frequencies of wordfreq (data CC BY-SA 4.0), word
forms of simplemma (MIT). A line is a word in lower case; ` w` behind it says that it is a word of the dictionary and not
only a name.
"""

from __future__ import annotations

import math
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

OUTPUT = Path(__file__).parent.parent / "mtcheck" / "wording" / "english_words.txt"

# Zipf scale: the decimal logarithm of occurrences in a billion words. 2 is once in ten million.
LEAST = 2.0
"""A name this frequent in English texts is one that they have; most spellings of other languages lie far below."""
SHORTEST = 4


def listed() -> frozenset[str]:
    """Lower-case word forms of the English dictionary."""
    table = DefaultDictionaryFactory().get_dictionary("en")
    forms = {key if isinstance(key, str) else key.decode() for key in table}
    return frozenset(form for form in forms if form.islower())


def main() -> None:
    """Writes the file and says how large it is."""
    words = listed()
    frequent = (word for word, share in get_frequency_dict("en", "large").items() if math.log10(share) + 9 >= LEAST)
    kept = [word for word in frequent if word.isalpha() and len(word) >= SHORTEST]
    # Sorted by bytes: a check finds a word by bisection in the file as it lies on the disk.
    lines = sorted(f"{word} w\n".encode() if word in words else f"{word}\n".encode() for word in kept)
    OUTPUT.write_bytes(b"".join(lines))
    print(f"{len(lines)} words, {OUTPUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
