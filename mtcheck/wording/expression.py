"""Expressions of rules at work: compiled on their first anchor, matched in one sentence, their fixes filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from mtcheck.wording import precompiled
from mtcheck.wording.inflect import inflector

_PLACEHOLDER = r"\{(\w+)(?:([~#])([^{}]+))?\}"
_ARTICLE = r"\{an\}(?=(\W*)(\w.*))"
# Short acronyms are spelled, letter by letter: an MP, a UN plan, an EU law.
_INITIALS = r"(?:[A-Z]\.?){2,3}(?![\w.])"
# Spelled with a vowel and spoken with a consonant, and the other way round.
_SPOKEN_CONSONANT = r"(?i:uni(?!n)|(?-i:U[A-Z]{3})|use|usu|uti|eu|one\b|once\b|ut[eo])"
_SPOKEN_VOWEL = r"(?i:hour|heir|honest|honou?r|8|11\b|18\b)"

# Those above are not `constant`: this module is read before there is a store to look into.
_constants = {(each, False) for each in (_PLACEHOLDER, _ARTICLE, _INITIALS, _SPOKEN_CONSONANT, _SPOKEN_VOWEL)}


@cache
def compiled(pattern: str, ignore_case: bool = False) -> re.Pattern[str]:
    """The compiled expression; cached without limit, since the rule set is the limit."""
    return precompiled.find(pattern, ignore_case) or re.compile(pattern, re.IGNORECASE if ignore_case else 0)


def constant(pattern: str, ignore_case: bool = False) -> re.Pattern[str]:
    """The compiled expression of a module that works on texts: it is kept with those of the rules."""
    _constants.add((pattern, ignore_case))
    return compiled(pattern, ignore_case)


def constants() -> Sequence[tuple[str, bool]]:
    """The expressions of the modules that were imported so far, and whether each ignores case."""
    return sorted(_constants)


def longest_first(words: Iterable[str]) -> str:
    """The alternatives of an expression, each before those that it begins with; the same for the same words in any order."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def exception(where: str, pattern: str) -> str:
    """The expression of a rule's exception as it is run: one for what stands before a match has to reach up to it."""
    return rf"(?:{pattern})\Z" if where == "before" else pattern


def matches(pattern: str, ignore_case: bool, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Non-empty matches of the expression in `text[start:end]`; what lies around is visible to its lookbehind."""
    for match in compiled(pattern, ignore_case).finditer(text, start, end):
        if match.end() > match.start():
            yield match


def marked(match: re.Match[str]) -> tuple[int, int]:
    """Start and end of the group `mark`, or of the whole match."""
    if "mark" in match.re.groupindex and match.start("mark") >= 0:
        return match.span("mark")
    return match.span()


def filled(template: str, match: re.Match[str], raw: Callable[[int, int], str]) -> str:
    """`template` with `{1}` or `{name}` as the raw text of that group, `{1~carry out}` as that verb in the form that
    group 1 has, and `{1#police officer}` as that noun in its number; `{an}` is the indefinite article of what follows.
    `raw` gives the raw text of a stretch of the prose."""

    def value(placeholder: re.Match[str]) -> str:
        name, how, word = placeholder.groups()
        if name == "an":
            return placeholder[0]
        group: int | str = int(name) if name.isdigit() else name
        start, end = match.span(group)
        if start < 0:
            return ""
        if how is None:
            return raw(start, end)
        if how == "#":
            return inflector().number_like(word, match.string[start:end])
        before = match.string[max(0, start - 12) : start].split()
        return inflector().like(word, match.string[start:end], after=before[-1] if before else "")

    text = compiled(_PLACEHOLDER).sub(value, template)
    if "  " in text:
        text = re.sub(r" {2,}", " ", text)
    return compiled(_ARTICLE).sub(lambda found: article_for(found[2]), text)


def article_for(text: str) -> str:
    """The indefinite article that English speaks before `text`."""
    initials = compiled(_INITIALS).match(text)
    if initials is not None:
        return "an" if initials[0][0] in "AEFHILMNORSX" else "a"
    if compiled(_SPOKEN_VOWEL).match(text):
        return "an"
    return "an" if text[:1].lower() in set("aeiou") and not compiled(_SPOKEN_CONSONANT).match(text) else "a"


def cased_like(replacement: str, model: str) -> str:
    """`replacement` with a capital first letter, or in capitals, where `model` has that."""
    if not replacement or not model:
        return replacement
    letters = [char for char in model if char.isalpha()]
    if len(letters) > 3 and all(char.isupper() for char in letters):
        return replacement.upper()
    if model[0].isupper() and replacement[0].islower():
        return replacement[0].upper() + replacement[1:]
    return replacement
