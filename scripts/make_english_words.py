"""Builds `mtcheck/wording/english.words`: the words and names that English texts have, for `mtcheck.wording.english`.

    python scripts/make_english_words.py

Needs wordfreq and simplemma, which a check does not. Sources: word frequencies of wordfreq (data CC BY-SA 4.0), word
forms of simplemma (MIT). The words are in lower case; `w` behind one says that it is a word of the dictionary and not only a
name.
"""

from __future__ import annotations

import math
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

from mtcheck.wording import wordlist

OUTPUT = Path(__file__).parent.parent / "mtcheck" / "wording" / "english.words"

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
    marks = {word: "w" if word in words else "" for word in frequent if word.isalpha() and len(word) >= SHORTEST}
    wordlist.write(OUTPUT, marks)
    print(f"{len(marks)} words, {OUTPUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
