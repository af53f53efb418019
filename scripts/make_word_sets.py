"""Builds `mtcheck/wording/foreign.words`, the lower-case words that a source language knows and English does not, and
beside it `common_english.txt` and `german.words`, the nouns and the parts of compounds that `german.py` looks up.

    python scripts/make_word_sets.py

Needs wordfreq and simplemma, which a check does not: it reads the file that this makes. Sources: word frequencies of
wordfreq (data CC BY-SA 4.0), word forms of simplemma (MIT). Behind a word stands a letter for each language that knows it, the
most frequent one first.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import available_languages, get_frequency_dict

from mtcheck.wording import english as english_words
from mtcheck.wording import german, wordlist

FOLDER = Path(__file__).parent.parent / "mtcheck" / "wording"


class Source(NamedTuple):
    """How much of a language's vocabulary the file holds. Frequencies are on the Zipf scale: the decimal logarithm of
    occurrences in a billion words, so that 3 is once in a million.

    `rarest` is the lowest frequency taken; `forms` takes rarer ones as well that simplemma lists; `only_listed` takes none
    that it does not list in lower case (German nouns have a capital, and with it they are no lower-case word).
    """

    letter: str
    rarest: float
    forms: bool = False
    only_listed: bool = False


# Letters as in `mtcheck.wording.foreign.LANGUAGES`. French copy is what engines are fed most, so it gets every form.
SOURCES = {
    "fr": Source("f", 1.5, forms=True),
    "es": Source("e", 1.6),
    "de": Source("d", 1.9, only_listed=True),
    "it": Source("i", 2.4),
    "pt": Source("p", 2.2),
    "ca": Source("c", 2.0),
}
MISTYPED_MOST = 3.5
"""A word less frequent than this that is an English one with a letter too few or too many is taken for a slip."""
RAREST_ACCENTED = 2.5
"""Words with an accent need no entry to be seen as foreign; the frequent ones have one, which says from where."""
COMMON = 2000
"""So many English words, the most frequent ones, are never looked up."""
ENGLISH_MOST = 2.6
"""A word that English texts have more often than this is English enough (names and loanwords lie below it as well)."""
LEAD = 1.5
"""A word must be thirty times as frequent in its language as in English texts, which quote other languages."""
SURE = 3.0
"""A word this frequent in its language, and next to unknown in English, is not an English derivation by chance."""

RAREST_NOUN = 2.0
"""German nouns from once in ten million words on."""
RAREST_PART_NOUN, RAREST_PART = 3.0, 3.5
"""A noun, or another word, this frequent may be the first part of a compound."""
FOREIGN_MOST = 1.5
"""A noun that English texts have more often than this is a name or a loanword."""

_WORD = re.compile(r"[^\W\d_]{3,24}")
# Nouns without a plural that are no names all the same.
_ABSTRACT = re.compile("(?:ung|heit|keit|schaft|tät|ismus)$")
_PREFIXES = """
anti arch auto bi bio cardio centi co contra counter cross crypto cyber de dis down eco electro em en euro ex extra far
fore geo gyro hemi hydro hyper hypo il im in infra inter intra iso kilo macro mal maxi mega meta micro mid milli mini mis
mono multi nano narco near neo neuro non off omni on out over pan para petro photo poly post pre pro proto pseudo psycho
quasi radio re retro self semi socio sub super supra sur techno tele thermo trans tri turbo ultra un under uni up vice
"""
_SUFFIXES = """
s es 's ed d r er ers or ors ing ings ly ness less like ish ism isms ist ists able ably ible ability al ally ial ic ical ics
ation ations ization isation ize ise ized ised izes ises izing ising izer y ies ie ful ward wards wise ship hood dom ment
ments ian ians an ans ese esque ette ity ities ify ified en most th eth man men woman women
"""


def zipf(language: str) -> dict[str, float]:
    """Zipf frequency of each word of a language."""
    size = "large" if language in available_languages("large") else "best"
    return {word: math.log10(share) + 9 for word, share in get_frequency_dict(language, size).items()}


def forms(language: str) -> set[str]:
    """Lower-case word forms that simplemma lists."""
    listed = DefaultDictionaryFactory().get_dictionary(language)
    words = {_text(word) for pair in listed.items() for word in pair}
    return {word for word in words if word.islower()}


def _text(word: str | bytes) -> str:
    return word if isinstance(word, str) else word.decode()


class English:
    """What English knows: frequent words, listed forms, and what its affixes make of them."""

    def __init__(self) -> None:
        self.zipf = zipf("en")
        self.forms = forms("en")
        self.common = {word for word, value in self.zipf.items() if value >= 3.0 and len(word) > 2}
        self.slips = set(self._slips())

    def knows(self, word: str) -> bool:
        """True for a listed form or a frequent word."""
        return word in self.forms or self.zipf.get(word, 0.0) >= ENGLISH_MOST

    def may_make(self, word: str) -> bool:
        """True if English affixes, or two common English words, make the word."""
        return any(self._stem_known(stem) for stem in self._stems(word)) or self._compound(word)

    def _slips(self) -> Iterator[str]:
        """Words as people mistype them: a letter left out, or doubled, or an s after a y."""
        for word in self.common:
            if word.endswith("y"):
                yield word + "s"
            if len(word) > 5 and word.isascii():
                yield from (word[:at] + word[at + 1 :] for at in range(1, len(word)))
                yield from (word[:at] + word[at] + word[at:] for at in range(1, len(word)))

    def _stem_known(self, stem: str) -> bool:
        return len(stem) > 2 and (stem in self.common or (stem in self.forms and self.zipf.get(stem, 0.0) >= 2.0))

    def _stems(self, word: str) -> Iterator[str]:
        tails = [word]
        for suffix in _SUFFIXES.split():
            if word.endswith(suffix) and len(word) - len(suffix) > 2:
                stem = word[: -len(suffix)]
                tails += [stem, stem + "e", stem + "y"]
                if stem[-1:] == "i":
                    tails.append(stem[:-1] + "y")
                if len(stem) > 3 and stem[-1] == stem[-2]:
                    tails.append(stem[:-1])
        yield from tails[1:]
        for prefix in _PREFIXES.split():
            if word.startswith(prefix):
                yield from (tail[len(prefix) :] for tail in tails if len(tail) - len(prefix) > 3)

    def _compound(self, word: str) -> bool:
        return any(word[:cut] in self.common and word[cut:] in self.common for cut in range(4, len(word) - 3))


def foreign_words() -> dict[str, str]:
    """Each word with the letters of the languages that know it."""
    english = English()
    found: dict[str, list[tuple[float, str]]] = {}
    for language, source in SOURCES.items():
        frequency, listed = zipf(language), forms(language)
        for word in {*frequency, *listed}:
            if not _WORD.fullmatch(word) or not word.islower() or english.knows(word):
                continue
            here, there = frequency.get(word, 0.0), english.zipf.get(word, 0.0)
            rarest = max(source.rarest, 0.0 if word.isascii() else RAREST_ACCENTED)
            frequent = here >= rarest and here - there >= LEAD and (word in listed or not source.only_listed)
            rare_form = source.forms and word.isascii() and word in listed and there < 1.0 and len(word) > 4
            if not frequent and not rare_form:
                continue
            if word in english.slips and (here < MISTYPED_MOST or word.endswith("ys")):
                continue
            if (here < SURE or here - there < 2.0) and word.isascii() and english.may_make(word):
                continue
            found.setdefault(word, []).append((here, source.letter))
    return {word: "".join(letter for _, letter in sorted(known, reverse=True)) for word, known in found.items()}


def german_nouns() -> dict[str, str]:
    """German nouns and parts of compounds, in lower case, with the marks of `german.py`. A name of a place or a person has
    no plural, and English texts have it as well: neither is a noun here."""
    frequency, english = zipf("de"), zipf("en")
    listed = {_text(form): _text(lemma) for form, lemma in DefaultDictionaryFactory().get_dictionary("de").items()}
    inflected: dict[str, set[str]] = {}
    for form, lemma in listed.items():
        inflected.setdefault(lemma, set()).add(form)
    found: dict[str, str] = {}
    for form, lemma in listed.items():
        word = form.lower()
        here, there = frequency.get(word, 0.0), english.get(word, 0.0)
        if not _WORD.fullmatch(word) or (form != word.capitalize() and form != word):
            continue
        is_capital = form != word
        genitive = {lemma, lemma + "s"}
        varies = form not in genitive or not inflected[lemma] <= genitive or bool(_ABSTRACT.search(word))
        town = lemma.removesuffix("er")
        if town != lemma and town in inflected and inflected[town] <= {town, town + "s"}:
            varies = False  # of a town: Aachener
        foreign = there < FOREIGN_MOST and here - there >= LEAD and not english_words.knows(word.removesuffix("s"))
        if is_capital and varies and foreign and here >= RAREST_NOUN and len(word) >= english_words.SHORTEST:
            found[word] = "".join(sorted({german.NOUN, *found.get(word, "")}))
        if here >= (RAREST_PART_NOUN if is_capital else RAREST_PART):
            found[word] = "".join(sorted({german.PART, *found.get(word, "")}))
    return found


def common_english() -> list[str]:
    """The most frequent English words of three letters and more."""
    ranked = sorted(zipf("en").items(), key=lambda entry: (-entry[1], entry[0]))
    return sorted(islice((word for word, _ in ranked if _WORD.fullmatch(word) and word.isascii()), COMMON))


def main() -> None:
    """Writes the files and says how large they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder = parser.parse_args().folder
    for name, words in (("foreign", foreign_words()), ("german", german_nouns())):
        path = folder / f"{name}.words"
        wordlist.write(path, words)
        print(f"{path.name}: {len(words)} words, {path.stat().st_size / 1e6:.1f} MB")
    (folder / "common_english.txt").write_text("\n".join(common_english()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
