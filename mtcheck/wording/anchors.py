"""The literals without which an expression cannot match, taken from its parse tree.

The engine looks for these in one pass and runs the expression only where one of them stands. The idea is that of the
literal extraction of RE2 and ripgrep; the tree is that of the standard library's own parser.
"""

from __future__ import annotations

import math
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mtcheck.textview import fold, plain

_MOST_STRINGS = 400
_MOST_PRODUCT = (
    40  # of two alternations in a row: twenty verbs are a better anchor than twenty verbs and five prepositions
)
_MOST_CLASS = 10
# What it costs a text to have something at one place, in bits, as counted in news.
_LETTER, _EDGE, _MARK, _MOST_COMMON_WORD = 3.0, 1.5, 6.5, 6.6
_RAREST = 6.0  # what less says of a text is not worth the look-up: one letter, one blank
_PART = re.compile(r"[^\W\d_]+|[^ ]")


@cache
def common_words() -> Mapping[str, int]:
    """Words so frequent that looking for them finds every sentence, with their rank, 1 for the most frequent."""
    words = Path(__file__).with_name("common_words.txt").read_text("utf-8").split()
    return {word: rank for rank, word in enumerate(words, start=1)}


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
# What a class of characters may have so that it is not one of words: anything but letters, or white space.
_OPEN = tuple(
    (sre.CATEGORY, each)
    for each in (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_SPACE, sre.CATEGORY_NOT_WORD, sre.CATEGORY_NOT_DIGIT)
)
_LONGEST_WORD = 40
_LONGEST_BLANK = 4
_LONGEST_LEAD = 100  # where more may stand before an anchor, reading the sentence is cheaper

_Strings = tuple[str, ...]
_Required = tuple[_Strings, float]


class Anchors(NamedTuple):
    """Literals (folded, at least two characters) of which each match holds one; empty if there is none. `lead`: the most code
    points of a match that stand before its literal, so that the expression need only be tried there; -1 for too many to say."""

    literals: tuple[str, ...]
    lead: int


def anchors(pattern: str) -> Anchors:
    """The literals without which `pattern` cannot match. Raises re.error for a pattern that does not parse."""
    best = _required(sre_parser.parse(pattern))
    if best is None:
        return Anchors((), -1)
    strings, lead = best
    folded = {fold(plain(text)) for text in strings}
    contained = str.__contains__ if lead else str.startswith
    kept = {text for text in folded if not any(other != text and contained(text, other) for other in folded)}
    if any(_rarity(text) < _RAREST for text in kept):
        return Anchors((), -1)
    # Of the strings, some hold the literal of another one: it stands further in.
    lead += max(min(text.find(literal) for literal in kept if literal in text) for text in folded)
    return Anchors(tuple(sorted(kept)), int(lead) if lead <= _LONGEST_LEAD else -1)


def _score(strings: Iterable[str]) -> float:
    """Better sets score higher: the fewer places of a text have one of the literals. In bits."""
    return -math.log2(sum(2.0 ** -_rarity(text) for text in {fold(text) for text in strings}))


def _rarity(text: str) -> float:
    """How rare a literal is, in bits, by what stands in it: frequent words as such, other letters, marks, the edges of words."""
    bits = 0.0
    for match in _PART.finditer(text):
        part, (start, end) = match[0], match.span()
        as_letters = _LETTER * len(part) + _EDGE * ((start > 0) + (end < len(text)))
        if part in common_words():
            bits += min(as_letters, _MOST_COMMON_WORD + math.log2(common_words()[part]))
        else:
            bits += as_letters if part.isalpha() else _MARK
    return bits


def _required(tree: Any) -> _Required | None:
    """The best set of strings of which one must stand in every match of the sequence, and how much may stand before it."""
    candidates: list[_Required] = []
    run: _Strings = ("",)
    run_lead = lead = 0.0

    def close() -> None:
        nonlocal run
        if run != ("",) and "" not in run:
            candidates.append((run, run_lead))
        run = ("",)

    for node in tree:
        exact = _exact([node])
        if exact == ("",):
            continue  # of no width: a boundary, a look around
        if exact is not None and (run == ("",) or len(run) * len(exact) <= max(len(run), len(exact), _MOST_PRODUCT)):
            if run == ("",):
                run_lead = lead + _stretch(node)
            run = tuple(dict.fromkeys(head + tail for head in run for tail in exact))
            lead += _width([node])
            continue
        close()
        if exact is not None:
            run, run_lead = exact, lead + _stretch(node)
        else:
            inner = _required_of(node)
            if inner:
                candidates.append((inner[0], lead + inner[1]))
        lead += _width([node])
    close()
    return max(candidates, key=lambda each: _score(each[0])) if candidates else None


def _required_of(node: Any) -> _Required | None:
    op, value = node
    if op is sre.SUBPATTERN:
        return _required(value[3])
    if op is sre.ATOMIC_GROUP:
        return _required(value)
    if op in _REPEATS and value[0] > 0:
        return _required(value[2])
    if op is sre.BRANCH:
        union: list[str] = []
        lead = 0.0
        for branch in value[1]:
            part = _required(branch)
            if part is None:
                return None
            union.extend(part[0])
            lead = max(lead, part[1])
        return (tuple(dict.fromkeys(union)), lead) if len(union) <= 4 * _MOST_STRINGS else None
    return None


def _exact(tree: Any) -> _Strings | None:
    """All strings that the sequence can match, if they are few; white space counts as one blank."""
    result: _Strings = ("",)
    for op, value in tree:
        part = _exact_of(op, value)
        if part is None or len(result) * len(part) > _MOST_STRINGS:
            return None
        result = tuple(dict.fromkeys(head + tail for head in result for tail in part))
    return result


def _exact_of(op: Any, value: Any) -> _Strings | None:
    if op is sre.LITERAL:
        return (chr(value),)
    if op is sre.AT or op in (sre.ASSERT, sre.ASSERT_NOT):
        return ("",)
    if op is sre.IN:
        return _exact_class(value)
    if op is sre.SUBPATTERN:
        return _exact(value[3])
    if op is sre.ATOMIC_GROUP:
        return _exact(value)
    if op is sre.BRANCH:
        union: list[str] = []
        for branch in value[1]:
            part = _exact(branch)
            if part is None:
                return None
            union.extend(part)
        return tuple(dict.fromkeys(union)) if len(union) <= _MOST_STRINGS else None
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        low, high, inner = value
        if (low, high) == (0, 1):
            part = _exact(inner)
            return None if part is None else ("", *part)
        if low == 1 and _exact(inner) == (" ",):
            return (" ",)  # a doubled blank hides the anchor: the spacing rules find that, and the next run this one
    return None


def _stretch(node: Any) -> float:
    """For one or more blanks, how many may stand before the last of them: there the anchor begins. Else 0."""
    op, value = node
    return _width([node]) - 1 if op in _REPEATS and value[1] > 1 else 0


def _width(tree: Any) -> float:
    """The most code points that a match of the sequence takes. A word counts as `_LONGEST_WORD`, white space as
    `_LONGEST_BLANK`: an expression may miss what is longer."""
    return sum(_width_of(op, value) for op, value in tree)


def _width_of(op: Any, value: Any) -> float:
    if op in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.RANGE, sre.CATEGORY):
        return 1
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return 0
    if op is sre.SUBPATTERN:
        return _width(value[3])
    if op is sre.ATOMIC_GROUP:
        return _width(value)
    if op is sre.BRANCH:
        return max(_width(branch) for branch in value[1])
    if op in _REPEATS:
        _, most, inner = value
        if most is sre.MAXREPEAT:
            return _endless(inner)
        return int(most) * _width(inner)
    return math.inf  # a reference to a group, a condition


def _endless(inner: Any) -> float:
    """The width of one thing any number of times."""
    if len(inner) != 1:
        return math.inf
    ((op, value),) = inner
    if _exact(inner) == (" ",):
        return _LONGEST_BLANK
    of_words = op is sre.IN and not any(each in ((sre.NEGATE, None), *_OPEN) for each in value)
    return _LONGEST_WORD if of_words else math.inf


def _exact_class(items: Any) -> _Strings | None:
    chars: list[str] = []
    for op, value in items:
        if op is sre.LITERAL:
            chars.append(chr(value))
        elif op is sre.CATEGORY and value == sre.CATEGORY_SPACE:
            chars.append(" ")
        elif op is sre.RANGE and value[1] - value[0] < _MOST_CLASS:
            chars.extend(chr(code) for code in range(value[0], value[1] + 1))
        else:
            return None
    alike = tuple(dict.fromkeys(map(plain, chars)))
    return alike if len(alike) <= _MOST_CLASS else None
