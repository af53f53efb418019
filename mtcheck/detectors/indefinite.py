"""Kind `indefinite`: "a" before the sound of a vowel, "an" before that of a consonant.

The first letter decides, but for the words of the rule's table, numbers, and letters that are read one by one. What can be
read either way ("a/an FAQ", "a/an hotel") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import compiled, constant

_SOUNDS = ("vowel", "consonant", "either")

KEYS = {"table": Key("text", "a TSV beside the rule: beginnings of words whose first letter misleads", required=True)}
COLUMNS = (
    Column("start", "an expression for the beginning of the word, in small letters", required=True),
    Column("sound", "vowel, consonant or either (silent)", required=True),
    Column("bad", "a sentence with the `[[error]]`"),
    Column("good", "the sentence corrected"),
    Column("ok", "correct sentences, apart by ` | `"),
)

# A capital "A" is a letter grade ("Vitamin A in milk") unless it begins a sentence; `_begins` looks. The letter comes before what
# may not stand before it, so that the matching engine can skip to it.
_ARTICLE = constant(
    r"(?P<article>[Aa](?<![\w'.&/+-].)n?) (?P<between>[\"\u201c\u201e\u00ab(\[]?)(?P<word>[^\W_](?:\w|['-](?=\w)|[.,](?=\w))*)"
)
_NUMBER = constant(r"\d+(?:,\d{3})*")
# The letters whose names begin with a vowel; U is called "you".
_SPOKEN_VOWEL, _SPOKEN_EITHER = frozenset("AEIO"), frozenset("FHLMNRSX")
_VOWELS = frozenset(
    "aeiou\u00e0\u00e1\u00e2\u00e3\u00e4\u00e6\u00e8\u00e9\u00ea\u00eb\u00ed\u00ee\u00ef\u00f3\u00f4\u00f6\u00f8\u0153\u00fa"
)


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row, ((expression, sound), …): the table is read as a whole."""
    entries, examples = [], []
    for cells in source.table:
        if cells["sound"] not in _SOUNDS:
            reason = f"`sound` is “{cells['sound']}”, but can be {', '.join(_SOUNDS)}"
            raise RuleError(reason, path=cells.path, line=cells.line)
        try:
            classes.compiled(cells["start"])
        except re.error as error:
            raise RuleError(f"`start` does not compile: {error}", path=cells.path, line=cells.line) from error
        entries.append((cells["start"], cells["sound"]))
        examples.append(cells.example(0))
    return Prepared(((tuple(entries),),), (), tuple(examples))


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: the articles are everywhere, and one pass over the text is the cheapest way to them."""

    sounds = [(rule, _Sounds(rule.rows[0][0])) for rule in rules]

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        for rule, sound in sounds:
            for match in _ARTICLE.finditer(story.text):
                wanted = sound.article(match["word"])
                if wanted is None or wanted == match["article"].lower():
                    continue
                if match["article"][0] == "A" and not _begins(story, match):
                    continue
                yield _found(story, rule, match, wanted)

    return find


def _found(story: Story, rule: Rule, match: re.Match[str], wanted: str) -> Match:
    span = Span(*match.span())
    article = match["article"][0] + wanted[1:]
    text = article + story.view.slice(Span(match.end("article"), match.end()))
    fixes: tuple[Fix, ...] = ()
    if rule.fix is not None:
        fixes = (
            Fix((Edit(span, text),), min(rule.fix.safety, Safety.UNSAFE) if _may_be_a_name(match) else rule.fix.safety),
        )
    return Match(rule.id, 0, span, (("fix", text),), fixes)


def _begins(story: Story, match: re.Match[str]) -> bool:
    """True if the article is the first word of its sentence and what follows is no word of a title or a heading."""
    sentence = story.sentence_at(match.start())
    before = story.text[sentence.start : match.start()]
    return not any(char.isalnum() for char in before)


def _may_be_a_name(match: re.Match[str]) -> bool:
    """True before a name inside a sentence, where "a" may be a word of another language: "Viva a América"."""
    word = match["word"]
    return match["article"] == "a" and word[0].isupper() and not word.isupper()


class _Sounds:
    """What article a word takes, by the rule's table."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        self._table = tuple((compiled(start, False), sound) for start, sound in entries)
        self.article = lru_cache(maxsize=1 << 14)(self._article)

    def _article(self, word: str) -> str | None:
        """ "a", "an", or None where both are right or nobody can tell."""
        low = word.lower()
        for start, sound in self._table:
            if start.match(low):
                return {"vowel": "an", "consonant": "a"}.get(sound)
        number = _NUMBER.match(word)
        if number is not None:
            return _before_number(number.group())
        letters = word.replace(".", "")
        if len(letters) == 1:
            return None
        if letters[:2].isupper():
            return _before_letters(letters[0])
        return "an" if low[0] in _VOWELS else "a" if low[0].isascii() else None


def _before_number(digits: str) -> str | None:
    """8, 80, 800, 8,000 and 11, 18, 11,000 begin with a vowel; 1,100 and 0 are read in two ways."""
    if digits[0] == "8" or digits.split(",")[0] in ("11", "18"):
        return "an"
    return None if digits[0] == "0" or digits.replace(",", "")[:2] in ("11", "18") else "a"


def _before_letters(first: str) -> str | None:
    """Capitals: all of these are read as letters or as a word with the same result, or it depends."""
    if first in _SPOKEN_EITHER:
        return None
    return "an" if first in _SPOKEN_VOWEL else "a"
