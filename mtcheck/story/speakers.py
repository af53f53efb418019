"""Who says what stands between quotation marks: the words beside it, if they are an attribution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from mtcheck.model import Span
from mtcheck.story.mentions import Lexicon
from mtcheck.wording.expression import compiled, constant, longest_first

_REACH = 160
_NOT_STOPS = '[^.;:!?"\u201c\u201d\u00ab\u00bb\n]'
_TAIL = constant(r"(?:(?:^| )(?:also|then|later|now|has|had|have|again|\w+ly))* *\Z")
_ADVERB = r"(?:(?:also|then|later|now|has|had|have|again|\w+ly) ){0,2}"


class Speaker(NamedTuple):
    """A quotation, the words for who speaks and the verb of saying; both None where nothing says so."""

    quotation: Span
    source: Span | None
    verb: Span | None


def expressions(lexicon: Lexicon) -> tuple[str, str, str]:
    """Who speaks with the verb before him and after him, behind a quotation, and ahead of one."""
    verbs = longest_first(_finite(lexicon["reporting"])) or "(?!)"
    # Possessive, and one blank between words: `(?:word ?)+` would try every way of cutting every word in two.
    word = rf"(?!(?:{verbs})\b)[^\s,.;:!?\"\u201c\u201d\u00ab\u00bb]++"
    noun = rf"{word}(?: {word}){{0,8}} ?"
    apposition = rf"(?:,{_NOT_STOPS}{{1,90}}?, ?)?\s?(?<=[\s,]){_ADVERB}(?P<verb>{verbs})\b"
    return (
        rf"\s?,?\s?(?P<verb>{verbs}) (?P<source>{noun})",
        rf"\s?,?\s?(?P<source>{noun}){apposition}",
        rf"(?:^|[.!?;:,]\s|\n)(?P<source>{noun}){apposition}(?: [\w'-]+){{0,6}}[,:]?\s*\Z",
    )


class Attributions:
    """Finds speakers with the verbs of saying of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._inverted, self._straight, self._ahead = (compiled(each, False) for each in expressions(lexicon))

    def speakers(self, text: str, quotations: Sequence[Span], paragraphs: Sequence[Span]) -> Iterator[Speaker]:
        """The speaker of each quotation, looked for after it, then before it, never beyond its paragraph or the next
        quotation."""
        bounds = iter(paragraphs)
        paragraph = next(bounds, Span(0, len(text)))
        for number, quotation in enumerate(quotations):
            while paragraph.end < quotation.end and (following := next(bounds, None)) is not None:
                paragraph = following
            after = min(quotations[number + 1].start if number + 1 < len(quotations) else len(text), paragraph.end)
            before = max(quotations[number - 1].end if number else 0, paragraph.start)
            yield self._speaker(text, quotation, before, after)

    def _speaker(self, text: str, quotation: Span, before: int, after: int) -> Speaker:
        end = min(after, quotation.end + _REACH)
        for pattern in (self._inverted, self._straight):
            match = pattern.match(text, quotation.end, end)
            if match is not None and not _begins_anew(text, quotation, match):
                return _speaker(quotation, match)
        match = self._ahead.search(text, max(before, quotation.start - _REACH), quotation.start)
        return Speaker(quotation, None, None) if match is None else _speaker(quotation, match)


def _finite(forms: frozenset[str]) -> list[str]:
    """Past and third-person forms: the base form is a noun as often ("the report", "the state")."""
    return [
        form
        for form in forms
        if not form.endswith("ing") and form + "s" not in forms and form[:-1] + "ies" not in forms
    ]


@lru_cache(maxsize=8)
def attributions(lexicon: Lexicon) -> Attributions:
    """The finder of speakers for a lexicon, made once."""
    return Attributions(lexicon)


def _begins_anew(text: str, quotation: Span, match: re.Match[str]) -> bool:
    """True if the quotation ends with a full stop and a capital follows: the next sentence tells of somebody else."""
    ended = text[quotation.end - 2 : quotation.end - 1] == "."
    return ended and text[match.start() : match.start("source")].strip() == "" and text[match.start("source")].isupper()


def _speaker(quotation: Span, match: re.Match[str]) -> Speaker:
    start, end = match.span("source")
    end = start + len(_TAIL.sub("", match["source"]))
    return Speaker(quotation, Span(start, end), Span(*match.span("verb")))
