"""What the kinds made of names share: where a name stands, what has to stand around it, and the edit that replaces it."""

from __future__ import annotations

import re
from typing import NamedTuple

from mtcheck.detectors import TableRow
from mtcheck.errors import RuleError
from mtcheck.model import Edit, Span
from mtcheck.story import Story
from mtcheck.textview import fold, plain
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import compiled, constant

HOUSES = ("ap", "reuters", "afp", "guardian", "bbc")
SAFETIES = ("always", "context", "never")
CONTEXT_DOC = (
    "parts apart by `;`, each an expression: `before=in|from`, `after=president`, `near=Damascus` (anywhere in the story): one of"
    " these must hold; `not-before=Royal Air`, `not-after=Telecom`, `not-near=Tennessee`: none of these may"
)
# What a house cell says of a form that the house keeps, but that no other one does: under that style the row is silent.
KEPT = "-"

_WINDOW = 48
# Letters whose English names begin with a vowel sound.
_VOWEL_LETTERS = "AEFHILMNORSX"
_ARTICLE = constant(r"(?<![\w'-])([Aa])(n?) +(?:[\"“‘(]\s*)?$")
_LETTERS = constant(r"[^\W\d_]+")
# Spelled with a vowel and spoken with a consonant.
_SPOKEN_YOU = constant(r"U(?:[A-Z]|ganda|kraine|zbek|ni[a-z]|ruguay|yghur|ighur)|Eu")
_THE = constant(r"(?<![\w'-])the\s+(?:[\"“‘]\s*)?$", ignore_case=True)
# Handles, hashtags, addresses and file names are nobody's spelling.
_GLUE = frozenset("@#/_\\=")
# What may stand between a name and its context; a full stop may not.
_GAP = r"[ ,'\"“”«»‘’()-]{1,2}"
# The parts of a context, each with the expression that it is run as: at the end of what stands before the name, from its end
# on, or anywhere in the story.
_PARTS = {
    "before": rf"(?:^|\W)(?:…){_GAP}$",
    "after": rf"{_GAP}(?:…)(?!\w)",
    "near": r"(?<!\w)(?:…)(?!\w)",
    "not-before": r"(?:^|\W)(?:…)(?: |-| ?['\"“«])$",
    "not-after": r"(?: |-|['\"”»] ?)(?:…)(?!\w)",
    "not-near": r"(?<!\w)(?:…)(?!\w)",
}
_PARTICLES = ("al-", "al ", "el-", "el ", "bin ", "ben ", "ibn ")


# Short literals stand inside of many words ("ong" in "among", "inde" in "independent"): they are looked for after one of these.
SHORT = 4
_OPENINGS = (" ", "(", "[", '"', "'", "\u201c", "\u201d", "\u00ab", "-", "\u2013", "\u2014")


def anchors(source: str) -> tuple[str, ...]:
    """The folded literals of which one stands wherever the form stands; each ends where the form does."""
    folded = fold(plain(source))
    return tuple(opening + folded for opening in _OPENINGS) if len(folded) <= SHORT else (folded,)


class Context(NamedTuple):
    """Expressions around a name as they are run, "" for none; see `CONTEXT_DOC`."""

    before: str = ""
    after: str = ""
    near: str = ""
    not_before: str = ""
    not_after: str = ""
    not_near: str = ""


def context(row: TableRow, classes: Classes) -> Context:
    """The `context` cell of a row. Raises RuleError at the row's line."""

    def wrong(reason: str) -> RuleError:
        return RuleError(reason, path=row.path, line=row.line)

    if row["safety"] not in SAFETIES:
        raise wrong(f"`safety` is “{row['safety']}”, but can be {', '.join(SAFETIES)}")
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in row["context"].split(";"))):
        name, _, value = part.partition("=")
        if name not in _PARTS or not value:
            raise wrong(f"`context` has “{part}”, but takes {', '.join(f'{known}=…' for known in _PARTS)}")
        expression = _PARTS[name].replace("…", classes.expand(value))
        try:
            classes.compiled(expression)
        except re.error as error:
            raise wrong(f"`context` has “{part}”, which does not compile: {error}") from error
        found[name.replace("-", "_")] = expression
    if row["safety"] == "context" and not found:
        raise wrong(f"“{row['source']}” is safe only in context, but says no context")
    return Context(**found)


class Surroundings:
    """Answers what stands around a name of one story. What `near` asks of the whole story is asked once for all hits."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._near: dict[str, bool] = {}

    def stands_alone(self, start: int, end: int) -> bool:
        """False if the stretch is a part of a word, a handle, an address."""
        text = self.story.text
        if start > 0 and (text[start - 1].isalnum() or text[start - 1] in _GLUE):
            return False
        if end >= len(text):
            return True
        if text[end].isalnum() or text[end] in _GLUE:
            return False
        return not (text[end] == "." and end + 1 < len(text) and text[end + 1].islower())

    def in_capitals(self, start: int, end: int) -> bool:
        """True if the line around the stretch is set in capitals."""
        around = self.story.text[max(0, start - 20) : start] + self.story.text[end : end + 20]
        return around.upper() == around and any(char.isalpha() for char in around)

    def hold(self, wanted: Context, start: int, end: int) -> bool:
        """True if one of the contexts that are asked for is there (or none is asked for), and none of the excluded ones."""
        text = self.story.text
        lead = text[max(0, start - _WINDOW) : start]
        if wanted.not_before and compiled(wanted.not_before, False).search(lead):
            return False
        if wanted.not_after and compiled(wanted.not_after, False).match(text, end):
            return False
        if wanted.not_near and self._stands_somewhere(wanted.not_near):
            return False
        if not (wanted.before or wanted.after or wanted.near):
            return True
        if wanted.before and compiled(wanted.before, False).search(lead):
            return True
        if wanted.after and compiled(wanted.after, False).match(text, end):
            return True
        return bool(wanted.near) and self._stands_somewhere(wanted.near)

    def _stands_somewhere(self, near: str) -> bool:
        if near not in self._near:
            self._near[near] = compiled(near, False).search(self.story.text) is not None
        return self._near[near]

    def starts_sentence(self, start: int) -> bool:
        """True if nothing but an opening mark stands between the start of a sentence and the stretch."""
        first = self.story.sentence_at(start).start
        return not any(char.isalnum() for char in self.story.text[first:start])

    def edits(self, start: int, end: int, english: str) -> tuple[str, tuple[Edit, ...]]:
        """The English form as it has to read here, and the edits: the name's and, where its sound asks for another one,
        that of the indefinite article before it. A form with an article ("the Netherlands") loses it after "the"."""
        text = self.story.text
        lead = text[max(0, start - 8) : start]
        if english.startswith("the ") and (_THE.search(lead) or _ARTICLE.search(lead)):
            english = english[4:]
        if english[:1].islower() and self.starts_sentence(start):
            english = english[0].upper() + english[1:]
        edits = [Edit(Span(start, end), english)]
        article = _ARTICLE.search(lead)
        if article is not None:
            wanted = article[1] + ("n" if sounds_like_vowel(english) else "")
            if wanted != article[1] + article[2]:
                first = start - len(lead) + article.start(1)
                edits.insert(0, Edit(Span(first, first + len(article[1] + article[2])), wanted))
        return english, tuple(edits)


def recased(english: str, source: str, written: str) -> str:
    """The English form of a name that was `written` with a capital where its `source` form has none: it takes the capital
    as well, except for an Arabic article or "bin", which have one only at the start of a sentence."""
    if written[:1] == source[:1] or not english[:1].islower() or english.startswith((*_PARTICLES, "the ")):
        return english
    return english[0].upper() + english[1:]


def sounds_like_vowel(text: str) -> bool:
    """True if a name or an acronym takes "an". An acronym is read letter by letter unless it reads like a word."""
    word = _LETTERS.match(text)
    if word is None:
        return False
    letters = word[0]
    like_a_word = len(letters) > 3 and letters[1] in "AEIOU"
    if len(letters) > 1 and letters.isupper() and not like_a_word:
        return letters[0] in _VOWEL_LETTERS
    if _SPOKEN_YOU.match(letters):
        return False
    return letters[0] in "AEIOUaeiou"
