"""Who and what a story talks about: named mentions with their kind, common nouns for people and bodies, acronyms.

The words come from the word classes of the rules, as a `Lexicon`; what neither they nor the context decide is `UNKNOWN`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from mtcheck.model import Span
from mtcheck.wording.expression import compiled, constant, longest_first

_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de" + "".join(c for c in map(chr, range(0x100, 0x250)) if c.isupper())
_CAPITAL, _REST = f"[{_UPPER}]", r"(?:\w|(?!'s\b)[-'.&](?=\w))*"
_PREFIXES = ("al-", "el-", "ar-", "as-", "ash-", "ad-", "an-", "at-", "az-", "ud-", "ul-", "d'", "l'", "O'")
_PREFIXED = rf"(?:{'|'.join(_PREFIXES)})?{_CAPITAL}{_REST}"
# A name begins with a capital or a prefix. It is the capital that the expression begins with, so that the matching engine can
# skip to it; what stands before it is looked at from there.
_EDGE = r"(?<![\w'.-])"
_BEGINS = rf"{_CAPITAL}(?:(?<![\w'.-].)|{'|'.join(f'(?<={_EDGE}{prefix}.)' for prefix in _PREFIXES)}){_REST}"
_PREFIX = constant(rf"{_EDGE}(?:{'|'.join(_PREFIXES)})\Z")
_LONGEST_PREFIX = 4
_APPOSITION = constant(
    r"\s?(?:[,(]|\u2013|\u2014|--) ?(?P<article>(?:an?|the|one of the|its|his|her) )?(?P<words>(?:[\w'-]+ ?){1,7})"
)
_AGE = constant(r", \d{2},")
_INTRODUCTION = constant(r"[\w-]+")
_ACRONYM = constant(r"(?<= \()\s?([A-Z][A-Za-z&-]{1,7})\s?(?=\))")
_JOINED = constant(r" (?:of|for|and|in)(?: the)? \Z")
_LOWER_WORD = constant(r"(?<![\w'-])[a-z]+(?![\w'-])")
_ANY_WORD = constant(r"[^\W\d_][\w'-]*")
# Endings that only nouns for one human being have.
_HUMAN = constant(r"[a-z]{2}(?:(?<!hu)man|woman|person|[lrntv]ist|ician|logian)\Z")
_HUMAN_ENDS = ("man", "person", "ist", "ician", "logian")
_DOTTED_TITLE = constant(r"(?<!\w)([A-Z][a-z]+)\. \Z")
_CONTEXT = 40
MASCULINE, FEMININE = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))


class Kind(StrEnum):
    """What a mention stands for."""

    PERSON = "person"
    PEOPLE = "people"
    COUNTRY = "country"
    PLACE = "place"
    ORGANISATION = "organisation"
    GROUP = "group"
    AGENCY = "agency"
    UNKNOWN = "unknown"


BODIES = frozenset((Kind.COUNTRY, Kind.ORGANISATION, Kind.GROUP, Kind.AGENCY))


class Lexicon:
    """Words by the name of their class; `CLASSES` names the ones that are looked up."""

    CLASSES = (
        "function-word", "person-noun", "institution-noun", "institution-head", "organisation", "armed-group",
        "news-agency", "country", "capital", "continent", "nationality", "name-title", "given-name", "name-particle",
        "reporting", "month", "weekday", "place-word", "body-after-name", "state-with-article", "surname",
    )  # fmt: skip

    def __init__(self, words: Mapping[str, frozenset[str]]) -> None:
        self.words = words

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words.get(name, frozenset())

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Whole names by kind."""
        found: dict[str, Kind] = {}
        for name, kind in (
            ("organisation", Kind.ORGANISATION), ("armed-group", Kind.GROUP), ("news-agency", Kind.AGENCY),
            ("continent", Kind.PLACE), ("capital", Kind.PLACE), ("country", Kind.COUNTRY),
            ("state-with-article", Kind.COUNTRY),
        ):  # fmt: skip
            found.update(dict.fromkeys(self[name], kind))
        return found

    @property
    def run(self) -> str:
        """Words with capitals in a row, with the small particles that stand inside names; a prefix of the first is left out."""
        small = longest_first(word for word in self["name-particle"] if word[:1].islower())
        particles = f"(?:(?:{small}) ){{0,2}}" if small else ""
        return rf"{_BEGINS}(?: {particles}{_PREFIXED})*"

    @cached_property
    def calendar(self) -> frozenset[str]:
        return self["month"] | self["weekday"]

    @cached_property
    def referring(self) -> frozenset[str]:
        """Pronouns and common nouns that stand for somebody or for a body."""
        return MASCULINE | FEMININE | self["institution-noun"] | self["person-noun"]

    @lru_cache(maxsize=1 << 14)  # noqa: B019 - there is one lexicon
    def kind_of_name(self, name: str, titled: bool) -> Kind | None:
        """The kind that the words of a name alone give it; None if they do not say."""
        if name in self.kinds:
            return self.kinds[name]
        words = name.split(" ")
        if name in self["person-noun"]:
            return Kind.PERSON
        given = any(word in self["given-name"] for word in words[:-1])
        if not titled and words[-1] in self["institution-head"]:
            return Kind.ORGANISATION
        if not titled and not given and any(word in self["institution-head"] for word in words):
            return Kind.ORGANISATION
        if words[-1].lower() in self["place-word"] and len(words) > 1:
            return Kind.PLACE
        if titled or given:
            return Kind.PERSON
        if name in self["nationality"]:
            return Kind.UNKNOWN
        if words[-1][:-1] in self["nationality"] and words[-1].endswith("s"):
            return Kind.PEOPLE
        return None


class Mention(NamedTuple):
    """A name as it stands: its span without title, kind, and the title before it (an empty span if none)."""

    span: Span
    kind: Kind
    text: str
    title: Span


class Referent(NamedTuple):
    """What a pronoun might mean: a name, a common noun or another pronoun."""

    span: Span
    kind: Kind
    pronoun: bool = False


class Acronym(NamedTuple):
    """Letters in brackets, and the words before them that they stand for (None: unknown)."""

    span: Span
    expansion: Span | None


class Mentions:
    """The mentions of one text. `sentences` are spans in order; everything is made on first use."""

    def __init__(self, text: str, sentences: Sequence[Span], lexicon: Lexicon) -> None:
        self.text, self.sentences, self.lexicon = text, sentences, lexicon
        self._referents: dict[int, tuple[Referent, ...]] = {}

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        """All names in order, each with its kind; a name that is known at one place is known at all."""
        return tuple(self._settled([self._mention(run) for run in self._runs()]))

    @cached_property
    def first(self) -> dict[str, int]:
        """Index in `names` of the first mention of each name."""
        found: dict[str, int] = {}
        for index, mention in enumerate(self.names):
            found.setdefault(mention.text, index)
        return found

    @cached_property
    def later(self) -> dict[str, tuple[int, ...]]:
        """Indices in `names` of all mentions of each name, in order."""
        found: dict[str, list[int]] = {}
        for index, mention in enumerate(self.names):
            found.setdefault(mention.text, []).append(index)
        return {name: tuple(indices) for name, indices in found.items()}

    @cached_property
    def acronyms(self) -> tuple[Acronym, ...]:
        return tuple(Acronym(Span(*match.span(1)), self._expansion(match)) for match in _ACRONYM.finditer(self.text))

    def referents(self, index: int) -> tuple[Referent, ...]:
        """Everything in a sentence that a singular pronoun could mean, in order."""
        if index not in self._referents:
            self._referents[index] = tuple(sorted(self._refer(self.sentences[index])))
        return self._referents[index]

    # How names are found

    @cached_property
    def _small_words(self) -> set[str]:
        """Words that the text has in small letters: at the head of a sentence they are no names."""
        chunks = set(self.text.split())
        found = {chunk for chunk in chunks if chunk.isalpha() and chunk.islower() and chunk.isascii()}
        found.update(_LOWER_WORD.findall(" ".join(chunks - found)))
        return found

    @cached_property
    def _heads(self) -> frozenset[int]:
        """Where sentences begin, quotation marks and brackets apart."""
        found = set()
        for sentence in self.sentences:
            at = sentence.start
            while at < sentence.end and not self.text[at].isalnum():
                at += 1
            found.add(at)
        return frozenset(found)

    def _runs(self) -> Iterator[Span]:
        pending: Span | None = None
        for match in compiled(self.lexicon.run, False).finditer(self.text):
            start, end = match.span()
            if start > 0 and self.text[start - 1] in "-'":
                start = self._prefixed(start)
            words = self.text[start:end].split(" ")
            at_head = start in self._heads or self.text[start - 1 : start] in ('"', "\u201c", "\u00ab")
            while words and (self._is_function(words[0]) or (at_head and self._is_small(words[0]))):
                start += len(words[0]) + 1
                words.pop(0)
                at_head = False
            if not words or " ".join(words) in self.lexicon.calendar or self._is_adjective(words, end):
                continue
            if len(words) == 1 and words[0] in self.lexicon["name-title"] and self.text[end : end + 2] == ". ":
                continue
            span = Span(start, end)
            if pending is not None and self._belongs(pending, span):
                pending = Span(pending.start, end)
                continue
            if pending is not None:
                yield pending
            pending = span
        if pending is not None:
            yield pending

    def _prefixed(self, start: int) -> int:
        """Where the prefix begins that stands before the capital at `start`."""
        prefix = _PREFIX.search(self.text, max(start - _LONGEST_PREFIX, 0), start)
        return prefix.start() if prefix is not None else start

    def _is_adjective(self, words: Sequence[str], end: int) -> bool:
        """True for a nationality that goes with a noun after it."""
        if len(words) > 1 or words[0] not in self.lexicon["nationality"]:
            return False
        following = _ANY_WORD.match(self.text, end + 1, end + 25) if self.text[end : end + 1] == " " else None
        if following is None or self.text[max(end - len(words[0]) - 5, 0) : end].startswith("-old "):
            return False
        return following.group() not in self.lexicon["function-word"]

    def _is_function(self, word: str) -> bool:
        """True for "The", "I'm", "He" with a capital: no name; "US" and "IT" may be."""
        if len(word) > 1 and word.isupper():
            return False
        return word.partition("'")[0].lower() in self.lexicon["function-word"]

    def _is_small(self, word: str) -> bool:
        """True for a common noun or verb at the head of a sentence."""
        low, lexicon = word.lower(), self.lexicon
        if word in lexicon.kinds or word in lexicon["given-name"] or word in lexicon["nationality"]:
            return False
        return (
            low in lexicon["person-noun"]
            or low in lexicon["institution-noun"]
            or low in lexicon["function-word"]
            or low in self._small_words
        )

    def _belongs(self, before: Span, span: Span) -> bool:
        """True for the second half of "Ministry of Defense", "Committee for the Red Cross"."""
        gap = self.text[before.end : span.start]
        if len(gap) > 9 or not _JOINED.match(gap):
            return False
        words = self.text[before.start : before.end].split(" ")
        if gap.startswith((" and", " in")):
            return False
        return words[-1] in self.lexicon["institution-head"]

    # What kind a name is of

    def _mention(self, span: Span) -> Mention:
        words = self.text[span.start : span.end].split(" ")
        start = span.start
        titled = 0
        while titled < len(words) - 1 and (
            words[titled] in self.lexicon["name-title"] or (titled + 1 < len(words) - 1 and self._office(words, titled))
        ):
            start += len(words[titled]) + 1
            titled += 1
        title = Span(span.start, max(start - 1, span.start))
        if titled:
            span = Span(start, span.end)
        elif self.text.startswith(". ", max(start - 2, 0)):
            dotted = _DOTTED_TITLE.search(self.text, max(start - 12, 0), start)
            if dotted is not None and dotted[1] in self.lexicon["name-title"]:
                title = Span(dotted.start(1), start - 1)
        text = self.text[start : span.end]
        return Mention(span, self._kind(text, span, len(title) > 0), text, title)

    def _office(self, words: Sequence[str], at: int) -> bool:
        """True for the nationality or portfolio in "Syrian Foreign Minister X": a title follows within two words."""
        return any(word in self.lexicon["name-title"] for word in words[at + 1 : min(at + 4, len(words) - 1)])

    def _kind(self, name: str, span: Span, titled: bool) -> Kind:
        kind = self.lexicon.kind_of_name(name, titled)
        return self._by_context(name.split(" "), span) if kind is None else kind

    def _by_context(self, words: Sequence[str], span: Span) -> Kind:
        lexicon, text = self.lexicon, self.text
        after = _APPOSITION.match(text, span.end, span.end + _CONTEXT * 2)
        if after is not None:
            for word in after["words"].split():
                if word in lexicon["institution-noun"] and after["article"]:
                    return Kind.GROUP
                if word in lexicon["person-noun"]:
                    return Kind.PERSON
                if word in lexicon["function-word"]:
                    break
        if _AGE.match(text, span.end):
            return Kind.PERSON
        following = _ANY_WORD.match(text, span.end + 1, span.end + 25)
        next_word = following.group() if following is not None and text[span.end : span.end + 1] == " " else ""
        last_word = self._introduction(span.start)
        if last_word in lexicon["person-noun"]:
            return Kind.PERSON
        if last_word in lexicon["body-after-name"]:
            return Kind.GROUP
        if next_word in lexicon["place-word"] or last_word in lexicon["place-word"]:
            return Kind.PLACE
        if (
            text[max(span.start - 4, 0) : span.start] == " of "
            and self._word_before(span.start - 4) in lexicon["place-word"]
        ):
            return Kind.PLACE
        if next_word in lexicon["body-after-name"]:
            return Kind.GROUP
        if len(words) == 1 and len(whole := words[0]) in range(2, 7) and whole.isupper():
            return Kind.ORGANISATION
        if words[0] in lexicon["name-particle"] and len(words) > 1:
            return Kind.PERSON
        return Kind.UNKNOWN

    def _introduction(self, start: int) -> str:
        """The word with a blank behind it that stands right before a name, "" for none."""
        text, first = self.text, max(start - _CONTEXT, 0)
        if start == 0 or text[start - 1] != " ":
            return ""
        begins = 1 + max(text.rfind(mark, first, start - 1) for mark in ' ("\u201c')
        if begins == 0 and first > 0:
            return ""
        return text[begins : start - 1] if _INTRODUCTION.fullmatch(text, begins, start - 1) else ""

    def _word_before(self, end: int) -> str:
        start = end
        while start > 0 and end - start < 20 and (self.text[start - 1].isalpha() or self.text[start - 1] == "-"):
            start -= 1
        return self.text[start:end]

    def _settled(self, mentions: list[Mention]) -> Iterator[Mention]:
        """Each name with the kind it has anywhere in the text. A person's evidence goes before a body's, and one word that
        only its surroundings make a body ("Berg, the party") is that at this place alone."""
        known: dict[str, Kind] = {}
        surnames: set[str] = set()
        for mention in mentions:
            if mention.kind is Kind.PERSON:
                known[mention.text] = Kind.PERSON
                surnames.add(surname(mention.text, self.lexicon))
            elif mention.kind is not Kind.UNKNOWN and (mention.kind is not Kind.GROUP or " " in mention.text):
                known.setdefault(mention.text, mention.kind)
        for mention in mentions:
            kind = mention.kind
            if kind is Kind.UNKNOWN or (kind is Kind.GROUP and mention.text not in self.lexicon.kinds):
                kind = Kind.PERSON if mention.text in surnames else known.get(mention.text, kind)
            yield mention if kind is mention.kind else mention._replace(kind=kind)

    def _expansion(self, match: re.Match[str]) -> Span | None:
        letters = [char.lower() for char in match[1] if char.isupper()]
        start = max(match.start(1) - 2 - 12 * len(letters) - 30, 0)
        words = list(_ANY_WORD.finditer(self.text, start, match.start(1) - 2))
        for size in range(len(letters), min(len(words), 2 * len(letters) + 1) + 1):
            tail = words[-size:] if size else []
            if tail and _initials([word.group() for word in tail], letters):
                return Span(tail[0].start(), tail[-1].end())
        return None

    # What a pronoun could mean

    def _refer(self, sentence: Span) -> Iterator[Referent]:
        named = self._names_within(sentence)
        for mention in named:
            if not self._is_thing(mention):
                yield Referent(mention.span, mention.kind)
        for match in _ANY_WORD.finditer(self.text, sentence.start, sentence.end):
            low = match.group().lower().removesuffix("'s").removesuffix("'")
            if low not in self.lexicon.referring and not low.endswith(_HUMAN_ENDS):
                continue
            start = match.start()
            if not any(mention.span.start <= start < mention.span.end for mention in named):
                following = _ANY_WORD.search(self.text, match.end(), sentence.end)
                yield from self._noun(
                    low, following.group().lower() if following is not None else "", Span(start, start + len(low))
                )

    def _is_thing(self, mention: Mention) -> bool:
        """True for a name of unknown kind after "the": "the Treaty", "the Defense" are nobody; "the American", "the Chancellor"
        are."""
        if mention.kind is not Kind.UNKNOWN or mention.text in self.lexicon["nationality"]:
            return False
        if any(word.lower() in self.lexicon["person-noun"] for word in mention.text.split(" ")):
            return False
        return self.text[max(mention.span.start - 4, 0) : mention.span.start].lower() == "the "

    def _noun(self, low: str, following: str, span: Span) -> Iterator[Referent]:
        lexicon = self.lexicon
        if low in MASCULINE or low in FEMININE:
            yield Referent(span, Kind.PERSON, pronoun=True)
        elif low in lexicon["institution-noun"]:
            if not low.endswith("s") or low in ("congress", "business"):
                yield Referent(span, Kind.ORGANISATION)
        elif low in lexicon["person-noun"] or _HUMAN.search(low):
            if following in lexicon["institution-noun"] or following in lexicon["person-noun"]:
                return  # "rebel group", "opposition leader spokesman": the word only says of what kind
            yield Referent(span, Kind.PEOPLE if self._is_plural(low) else Kind.PERSON)

    def _is_plural(self, noun: str) -> bool:
        singulars = (noun[:-1], noun[:-2], noun[:-3] + "y") if noun.endswith("s") else ()
        if noun.endswith(("men", "children")):
            return True
        return any(singular in self.lexicon["person-noun"] for singular in singulars if singular)

    def _names_within(self, sentence: Span) -> Sequence[Mention]:
        starts = self._name_starts
        return self.names[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]

    @cached_property
    def _name_starts(self) -> list[int]:
        return [mention.span.start for mention in self.names]


def surname(name: str, lexicon: Lexicon) -> str:
    """The last word of a name with the particles before it: "Ali al-Masri" -> "al-Masri", "Ben Salah" -> itself."""
    words = name.split(" ")
    first = len(words) - 1
    while first > 0 and words[first - 1] in lexicon["name-particle"]:
        first -= 1
    return " ".join(words[first:])


def _initials(words: Sequence[str], letters: Sequence[str]) -> bool:
    """True if the letters are initials of the words, in order, the first of the first; hyphens part words."""
    parts = [part for word in words for part in word.split("-") if part]
    if not parts or parts[0][0].lower() != letters[0]:
        return False
    at = 0
    for part in parts:
        if at < len(letters) and part[0].lower() == letters[at]:
            at += 1
        elif part[0].isupper():
            return False
    return at == len(letters)
