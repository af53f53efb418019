"""Expressions of rules at work: compiled on their first anchor, matched in one sentence, their fixes filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from mtcheck.wording.inflect import inflector

_PLACEHOLDER = re.compile(r"\{(\w+)(?:~([^{}]+))?\}")


@lru_cache(maxsize=None)
def compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    """The compiled expression; cached without limit, since the rule set is the limit."""
    return re.compile(pattern, re.IGNORECASE if ignore_case else 0)


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
    """`template` with `{1}` or `{name}` as the raw text of that group and `{1~carry out}` as that verb in the form that
    group 1 has. `raw` gives the raw text of a stretch of the prose."""

    def value(placeholder: re.Match[str]) -> str:
        name, verb = placeholder.groups()
        group: int | str = int(name) if name.isdigit() else name
        start, end = match.span(group)
        if start < 0:
            return ""
        if verb is None:
            return raw(start, end)
        before = match.string[max(0, start - 12) : start].split()
        return inflector().like(verb, match.string[start:end], after=before[-1] if before else "")

    return re.sub(r" {2,}", " ", _PLACEHOLDER.sub(value, template))


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
