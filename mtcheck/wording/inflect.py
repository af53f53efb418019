"""English inflection, regular and by table: what a rule means by "all forms of this verb"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_VOWELS = "aeiou"
_BEFORE_PARTICIPLE = frozenset(
    ("have", "has", "had", "having", "be", "been", "being", "is", "are", "was", "were", "not", "get", "gets", "got")
)
_BASES_IN_ED = frozenset(["need", "heed", "seed", "weed", "proceed", "succeed", "exceed"])


class VerbForms(NamedTuple):
    """base, third person, past, past participle, -ing form."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


class Inflector:
    """Inflects with a table of irregular verbs (base -> past, participle) and nouns (singular -> plural).

    Verbs whose last consonant doubles are in the table of `doubling`: spelling alone cannot tell "permit" from "visit".
    """

    def __init__(
        self, verbs: Mapping[str, tuple[str, str]], nouns: Mapping[str, str], doubling: frozenset[str] = frozenset()
    ) -> None:
        self._verbs, self._nouns, self._doubling = verbs, nouns, doubling
        self._noun_plurals = frozenset(nouns.values())
        self._pasts = {past for past, _ in verbs.values()}
        self._participles = {participle for _, participle in verbs.values()}

    def verb(self, phrase: str) -> VerbForms:
        """The forms of a verb; in a phrase ("carry out") its first word is inflected."""
        head, blank, rest = phrase.partition(" ")
        tail = blank + rest
        past, participle = self._verbs.get(head, ("", ""))
        if not past:
            past = participle = self._regular(head, "ed")
        if head == "be":
            return VerbForms(phrase, "is" + tail, "was" + tail, "been" + tail, "being" + tail)
        if head == "have":
            return VerbForms(phrase, "has" + tail, "had" + tail, "had" + tail, "having" + tail)
        return VerbForms(
            phrase, _plural(head) + tail, past + tail, participle + tail, self._regular(head, "ing") + tail
        )

    def plural(self, phrase: str) -> str:
        """The plural of a noun; in a phrase its last word is inflected."""
        head, blank, last = phrase.rpartition(" ")
        return head + blank + self._nouns.get(last, _plural(last))

    def number_like(self, noun: str, form: str) -> str:
        """`noun`, or its plural where the noun `form` is a plural: "arrest" like "interpellations" -> "arrests"."""
        last = form.lower().split(" ")[-1]
        plural = last in self._noun_plurals or (last.endswith("s") and not last.endswith(("ss", "us", "is")))
        return self.plural(noun) if plural else noun

    def like(self, verb: str, form: str, *, after: str = "") -> str:
        """`verb` in the form that the verb form `form` has; `after` is the word before `form`, which tells a
        participle from a past tense.

        "carry out" like "realized" -> "carried out".
        """
        wanted = self.verb(verb)
        low = form.lower().split(" ")[0]
        if low.endswith("ing") and len(low) > 4:
            return wanted.gerund
        past = low.endswith("ed") and len(low) > 3 and low not in _BASES_IN_ED
        if low in self._participles or low in self._pasts or past:
            perfect = after.lower() in _BEFORE_PARTICIPLE or (low in self._participles and low not in self._pasts)
            return wanted.participle if perfect else wanted.past
        if low.endswith("s") and not low.endswith("ss"):
            return wanted.third
        return wanted.base

    def _regular(self, verb: str, ending: str) -> str:
        if ending == "ing" and verb.endswith("ie"):
            return verb[:-2] + "ying"
        if ending == "ing" and verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
            return verb[:-1] + "ing"
        if ending == "ed" and verb.endswith("e"):
            return verb + "d"
        if ending == "ed" and verb.endswith("y") and verb[-2:-1] not in _VOWELS:
            return verb[:-1] + "ied"
        if verb in self._doubling or _short(verb):
            return verb + verb[-1] + ending
        return verb + ending


def _short(verb: str) -> bool:
    """One syllable, one vowel, one final consonant that doubles: stop, chat, plan."""
    if len(verb) < 3 or verb[-1] in _VOWELS + "wxy" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return False
    return sum(char in _VOWELS for char in verb) == 1


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in ("go", "do", "undergo", "forgo", "veto", "echo"):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


@cache
def inflector() -> Inflector:
    """The inflector with the tables that stand beside this module."""
    folder = Path(__file__).parent
    verbs: dict[str, tuple[str, str]] = {}
    for line in (folder / "irregular_verbs.tsv").read_text("utf-8").splitlines()[1:]:
        base, past, participle = line.split("\t")
        verbs[base] = (past, participle)
    nouns = dict(line.split("\t") for line in (folder / "irregular_nouns.tsv").read_text("utf-8").splitlines()[1:])
    doubling = (folder / "doubling_verbs.txt").read_text("utf-8").split()
    return Inflector(verbs, nouns, frozenset(doubling))
