"""The words by which a story's names and referents are known, as they travel in a rule's rows."""

from __future__ import annotations

from functools import cache

from mtcheck.errors import RuleError
from mtcheck.model import Rule
from mtcheck.story import speakers
from mtcheck.story.mentions import Lexicon
from mtcheck.wording.classes import Classes, UnknownClassError

Row = tuple[tuple[str, tuple[str, ...]], ...]


@cache
def row(classes: Classes) -> Row:
    """All classes of the lexicon with their forms. One object for all rules, so that the compiled rules hold it once."""
    found = []
    for name in Lexicon.CLASSES:
        try:
            found.append((name, classes.forms(name)))
        except UnknownClassError:
            found.append((name, ()))
    if not any(words for _, words in found):
        raise RuleError("none of the word classes of the story model is there: " + ", ".join(Lexicon.CLASSES))
    made = tuple(found)
    words = lexicon(made)
    for expression in (words.run, *speakers.expressions(words)):
        classes.compiled(expression)
    return made


@cache
def lexicon(words: Row) -> Lexicon:
    """The lexicon of a row, made once."""
    return Lexicon({name: frozenset(forms) for name, forms in words})


class Lexicons:
    """The lexicons of some rules. A row has so many words that to find its lexicon again takes longer than many a check."""

    def __init__(self) -> None:
        self._by_rule: dict[str, Lexicon] = {}

    def of(self, rule: Rule, words: Row) -> Lexicon:
        """The lexicon of a rule, whose row has these words."""
        if rule.id not in self._by_rule:
            self._by_rule[rule.id] = lexicon(words)
        return self._by_rule[rule.id]
