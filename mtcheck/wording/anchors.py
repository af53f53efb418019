"""The literals without which an expression cannot match, taken from its parse tree.

The engine looks for these in one pass and runs the expression only where one of them stands. The idea is that of the
literal extraction of RE2 and ripgrep; the tree is that of the standard library's own parser.
"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from mtcheck.textview import fold, plain

_MOST_STRINGS = 400
_MOST_PRODUCT = (
    40  # of two alternations in a row: twenty verbs are a better anchor than twenty verbs and five prepositions
)
_MOST_CLASS = 10


@cache
def common_words() -> frozenset[str]:
    """Words so frequent that looking for them finds every sentence."""
    return frozenset(files("mtcheck.wording").joinpath("common_words.txt").read_text("utf-8").split())


_Strings = tuple[str, ...]
_Required = tuple[_Strings, bool]


class Anchors(NamedTuple):
    """Literals (folded, at least two characters) of which each match holds one; empty if there is none. `at_start`: each
    match begins with one of them, so that the expression need only be tried there."""

    literals: tuple[str, ...]
    at_start: bool


def anchors(pattern: str) -> Anchors:
    """The literals without which `pattern` cannot match. Raises re.error for a pattern that does not parse."""
    best = _required(sre_parser.parse(pattern))
    if best is None:
        return Anchors((), False)
    strings, at_start = best
    folded = {fold(plain(text)) for text in strings}
    contained = str.startswith if at_start else str.__contains__
    kept = {text for text in folded if not any(other != text and contained(text, other) for other in folded)}
    if any(len(text.strip()) < 2 for text in kept):
        return Anchors((), False)
    return Anchors(tuple(sorted(kept)), at_start)


def _score(strings: Iterable[str]) -> float:
    """Better sets score higher: their worst literal is rarer, and there are fewer of them."""
    texts = list(strings)
    return min(_rarity(text) for text in texts) - len(texts) / 8


def _rarity(text: str) -> int:
    words = re.findall(r"\w+", text)
    rare = [word for word in words if word not in common_words()]
    score = sum(len(word) for word in rare) * 3 + len(text)
    return min(score, 32) if words else 0


def _required(tree: Any) -> _Required | None:
    """The best set of strings of which one must stand in every match of the sequence, and whether it begins with one."""
    candidates: list[_Required] = []
    run: _Strings = ("",)
    run_at_start = at_start = True

    def close() -> None:
        nonlocal run
        if run != ("",) and "" not in run:
            candidates.append((run, run_at_start))
        run = ("",)

    for node in tree:
        exact = _exact([node])
        if exact == ("",):
            continue  # of no width: a boundary, a look around
        if exact is not None and (run == ("",) or len(run) * len(exact) <= max(len(run), len(exact), _MOST_PRODUCT)):
            if run == ("",):
                run_at_start = at_start
            run = tuple(dict.fromkeys(head + tail for head in run for tail in exact))
            at_start = False
            continue
        close()
        if exact is not None:
            run, run_at_start = exact, at_start
        else:
            inner = _required_of(node)
            if inner:
                candidates.append((inner[0], inner[1] and at_start))
        at_start = False
    close()
    return max(candidates, key=lambda each: _score(each[0])) if candidates else None


def _required_of(node: Any) -> _Required | None:
    op, value = node
    if op is sre.SUBPATTERN:
        return _required(value[3])
    if op is sre.ATOMIC_GROUP:
        return _required(value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and value[0] > 0:
        return _required(value[2])
    if op is sre.BRANCH:
        union: list[str] = []
        at_start = True
        for branch in value[1]:
            part = _required(branch)
            if part is None:
                return None
            union.extend(part[0])
            at_start = at_start and part[1]
        return (tuple(dict.fromkeys(union)), at_start) if len(union) <= 4 * _MOST_STRINGS else None
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
        if low == 1 and len(inner) == 1 and _is_blank(inner[0]):
            return (" ",)  # a doubled blank hides the anchor: the spacing rules find that, and the next run this one
    return None


def _is_blank(node: Any) -> bool:
    op, value = node
    if op is sre.IN:
        return bool(value == [(sre.CATEGORY, sre.CATEGORY_SPACE)])
    return bool(op is sre.LITERAL and value == 0x20)


def _exact_class(items: Any) -> _Strings | None:
    chars: list[str] = []
    for op, value in items:
        if op is sre.LITERAL:
            chars.append(chr(value))
        elif op is sre.RANGE and value[1] - value[0] < _MOST_CLASS:
            chars.extend(chr(code) for code in range(value[0], value[1] + 1))
        else:
            return None
    return tuple(chars) if len(chars) <= _MOST_CLASS else None
