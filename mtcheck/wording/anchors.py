"""The literals without which an expression cannot match, taken from its parse tree.

The engine looks for these in one pass and runs the expression only where one of them stands. The idea is that of the
literal extraction of RE2 and ripgrep; the tree is that of the standard library's own parser.
"""

from __future__ import annotations

import math
import re
import re._constants as sre  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from mtcheck.textview import fold, plain
from mtcheck.wording import precompiled
from mtcheck.wording.pairs import pairs

_MOST_STRINGS = 400
_MOST_PRODUCT = (
    40  # of two alternations in a row: twenty verbs are a better anchor than twenty verbs and five prepositions
)
_MOST_CLASS = 10
_LONGEST_LITERAL = 15  # code points: what is longer is hardly rarer, and makes the automaton larger
_MOST_BEGUN = 120  # strings that end in the middle of what they begin
# How rare something is in news, in bits: -log2 of the share of a text's places at which it stands.
_LETTER, _EDGE, _FIRST_DIGIT, _DIGIT, _RARE_MARK = 3.0, 1.5, 8.5, 1.0, 14.0
_AFTER_APOSTROPHE = 1.0  # most are followed by an s
_MARKS = {
    ".": 6.9, ",": 7.1, '"': 7.8, "'": 8.8, "-": 8.9, "%": 10.5, "$": 11.2, "\u00a3": 11.3, ":": 11.3, "(": 11.6, ")": 11.6,
    "\u201c": 8.8, "\u201d": 8.8,
}  # fmt: skip
_WORD_BEGINS = 2.5  # one place in six begins a word
_CLOSING, _MISPLACED = frozenset(".,;:!?%)]\u201d"), 5.0  # a blank does not stand before these
_RAREST = 6.0  # what less says of a text is not worth the look-up: one letter, one blank
_PART = re.compile(r"[^\W\d_]+|\d+|[^ ]")
_BITS = -math.log2(10)  # of a probability that is given as a decimal logarithm


_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
# What a class of characters may have so that it is not one of words: anything but letters, or white space.
_OPEN = tuple(
    (sre.CATEGORY, each)
    for each in (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_SPACE, sre.CATEGORY_NOT_WORD, sre.CATEGORY_NOT_DIGIT)
)
_ANY_LETTER = r"\w"
_CLASSES = {sre.CATEGORY_WORD: _ANY_LETTER, sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_SPACE: r"\s"}
_NO_LETTER_BEFORE = r"(?<!\w.)"
_LONGEST_WORD = 40
_LONGEST_BLANK = 4
_LONGEST_LEAD = 100  # where more may stand before an anchor, reading the sentence is cheaper
# To try an expression at the words of so many code points before an anchor costs as much as to look at the anchor; what is as far
# as `_FAR` costs a whole sentence.
_CHEAP_LEAD, _FAR = 40, 300

_Strings = tuple[str, ...]
_Required = tuple[_Strings, float]


class Anchors(NamedTuple):
    """Literals (folded, at least two characters) of which each match holds one; empty if there is none. `lead`: the most code
    points of a match that stand before its literal, so that the expression need only be tried there; -1 for too many to say.
    `begins`: an expression of the first character of each match; empty if that may be any."""

    literals: tuple[str, ...]
    lead: int
    begins: str = ""


def anchors(pattern: str, ignore_case: bool = False) -> Anchors:
    """The literals without which `pattern` cannot match. Raises re.error for a pattern that does not parse."""
    tree = precompiled.parsed(pattern, ignore_case)
    best = _required(tree)
    if best is None:
        return Anchors((), -1)
    strings, lead = best
    folded = {fold(plain(text))[:_LONGEST_LITERAL] for text in strings}
    contained = str.__contains__ if lead else str.startswith
    kept = {text for text in folded if not any(other != text and contained(text, other) for other in folded)}
    if any(_rarity(text) < _RAREST for text in kept):
        return Anchors((), -1)
    # Of the strings, some hold the literal of another one: it stands further in.
    lead += max(min(text.find(literal) for literal in kept if literal in text) for text in folded)
    near = lead <= _LONGEST_LEAD
    return Anchors(tuple(sorted(kept)), int(lead) if near else -1, _begins(tree, pattern, ignore_case, near))


def _begins(tree: Any, pattern: str, ignore_case: bool, near: bool) -> str:
    """An expression of the first character of each match, with what has to stand before it; empty if that may be any. The
    character comes first, so that the matching engine can skip to it. `near`: matches begin near their anchors."""
    items = _first(tree)
    flag = "(?i)" if ignore_case or "(?i" in pattern else ""
    if _begins_word(tree):
        return rf"{flag}[{''.join(sorted(items or (_ANY_LETTER,)))}]{_NO_LETTER_BEFORE}"
    # In a whole sentence, letters inside of words stand at too many places.
    if items is None or (not near and (flag or any(item[0].islower() or item == _ANY_LETTER for item in items))):
        return ""
    return f"{flag}[{''.join(sorted(items))}]"


def _first(tree: Any) -> frozenset[str] | None:
    """What a match of the sequence can begin with, as parts of a class of characters; None if that is not known."""
    for number, (op, value) in enumerate(tree):
        if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
        rest = tree[number + 1 :]
        if op is sre.SUBPATTERN:
            return _first([*value[3], *rest])
        if op is sre.BRANCH:
            return _all_of(_first([*branch, *rest]) for branch in value[1])
        if op in _REPEATS:
            return _all_of([_first([*value[2], *rest]), *([_first(rest)] if value[0] == 0 else [])])
        return _class_of(op, value)
    return None


def _all_of(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All parts together; None if one is not known."""
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)


def _class_of(op: Any, value: Any) -> frozenset[str] | None:
    """A node of one character as parts of a class; None for one that is said by what it is not."""
    if op is sre.LITERAL:
        return frozenset((re.escape(chr(value)),))
    if op is not sre.IN:
        return None
    parts = [_part_of_class(kind, each) for kind, each in value]
    return frozenset(parts) if all(parts) else None


def _part_of_class(kind: Any, value: Any) -> str:
    """A part of a class of characters as it is written; "" for one that is said by what it is not."""
    if kind is sre.CATEGORY:
        return _CLASSES.get(value, "")
    codes = (value,) if kind is sre.LITERAL else value if kind is sre.RANGE else ()
    return "-".join(re.escape(chr(code)) for code in codes)


def _begins_word(tree: Any, edge: bool = False) -> bool:
    """True if each match of the sequence begins with a letter or a digit that none stands before. `edge`: what stands before the
    sequence has said the latter."""
    for number, (op, value) in enumerate(tree):
        rest = tree[number + 1 :]
        if op is sre.AT:
            edge = edge or value in (sre.AT_BOUNDARY, sre.AT_BEGINNING)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            edge = edge or (value[0] < 0 and (_is_no_letter if op is sre.ASSERT else _is_any_letter)(value[1]))
        elif op is sre.SUBPATTERN:
            return _begins_word([*value[3], *rest], edge)
        elif op is sre.BRANCH:
            return all(_begins_word([*branch, *rest], edge) for branch in value[1])
        elif op in _REPEATS:
            return _begins_word([*value[2], *rest], edge) and (value[0] > 0 or _begins_word(rest, edge))
        else:
            return edge and _is_of_words(op, value)
    return False


def _is_any_letter(tree: Any) -> bool:
    """True if the sequence is one character that may be any letter or digit."""
    if len(tree) != 1:
        return False
    op, value = tree[0]
    if op is sre.NOT_LITERAL:
        return not _is_of_words(sre.LITERAL, value)
    return op is sre.IN and (sre.CATEGORY, sre.CATEGORY_WORD) in value and (sre.NEGATE, None) not in value


def _is_no_letter(tree: Any) -> bool:
    """True if the sequence ends with a character that is neither a letter nor a digit."""
    if not len(tree):
        return False
    op, value = tree[-1]
    kinds = value if op is sre.IN else [(op, value)]
    return all(kind is sre.LITERAL and not _is_of_words(kind, each) and chr(each) != "_" for kind, each in kinds)


def _is_of_words(op: Any, value: Any) -> bool:
    """True if the node is a character that is a letter or a digit."""
    if op is sre.LITERAL:
        return chr(value).isalnum()
    return op is sre.IN and all(
        (kind is sre.LITERAL and chr(each).isalnum())
        or (kind is sre.RANGE and chr(each[0]).isalnum() and chr(each[1]).isalnum())
        or (kind is sre.CATEGORY and each in (sre.CATEGORY_WORD, sre.CATEGORY_DIGIT))
        for kind, each in value
    )


def _score(strings: Iterable[str]) -> float:
    """Better sets score higher: the fewer places of a text have one of the literals. In bits."""
    return -math.log2(math.fsum(2.0 ** -_rarity(text) for text in {fold(text) for text in strings}))


@lru_cache(maxsize=1 << 16)
def _rarity(text: str) -> float:
    """How rare a literal is, in bits, by what stands in it."""
    bits, before = 0.0, ""
    for match in _PART.finditer(text):
        part, start, end = match[0], match.start(), match.end()
        if part.isalpha() and before == "'":
            bits += _AFTER_APOSTROPHE
        elif part.isalpha():
            edges = (start > 0) + (end < len(text))
            as_letters = _LETTER * len(part) + _EDGE * edges
            as_word = _word_rarity(part, before if text[start - 1 : start] == " " else "")
            # A piece of a word stands in other words as well; a whole word that the model does not know is rare.
            bits += as_word if edges == 2 and as_word < math.inf else min(as_letters, as_word)
        elif part.isdigit():
            bits += _FIRST_DIGIT + _DIGIT * (len(part) - 1)
        else:
            bits += _MARKS.get(part, _RARE_MARK) + (text[end : end + 1] == " ")
            if part in _CLOSING and text[start - 1 : start] == " ":
                bits += _MISPLACED
        before = part
    return bits


def _word_rarity(word: str, before: str) -> float:
    """How rare a word is in a text, in bits, or after the word before it; infinite for one that the model does not know."""
    after = pairs().after(before, word) if before else None
    if after is not None:
        return after[0] * _BITS
    alone = pairs().word(word)
    return math.inf if alone is None else alone[0] * _BITS + _WORD_BEGINS


def _required(tree: Any) -> _Required | None:
    """The best set of strings of which one must stand in every match of the sequence, and how much may stand before it."""
    nodes = list(_ungrouped(tree))
    # What the sequence looks ahead at must stand there as well, in place of what follows.
    ways = [[*nodes[:at], *value[1]] for at, (op, value) in enumerate(nodes) if op is sre.ASSERT and value[0] > 0]
    found = [each for way in (nodes, *ways) for each in _candidates(way)]
    return max(found, key=_worth) if found else None


def _ungrouped(tree: Any) -> Iterator[Any]:
    """The nodes of the sequence, those of a group in its place."""
    for node in tree:
        if node[0] is sre.SUBPATTERN:
            yield from _ungrouped(node[1][3])
        else:
            yield node


def _worth(found: _Required) -> float:
    """How rare the strings are, less what it costs to try the expression wherever a match may begin before one."""
    strings, lead = found
    return _score(strings) - math.log2(1 + min(lead, _FAR) / _CHEAP_LEAD)


def _candidates(nodes: Sequence[Any]) -> list[_Required]:
    """The sets of strings of which one must stand in every match of the sequence, and how much may stand before each."""
    candidates: list[_Required] = []
    run: _Strings = ("",)
    run_lead = lead = 0.0

    def close() -> None:
        nonlocal run
        if run != ("",) and "" not in run:
            candidates.append((run, run_lead))
        run = ("",)

    for number, node in enumerate(nodes):
        exact = _folded(node)
        if exact == ("",):
            continue  # of no width: a boundary, a look around
        if exact is not None and (run == ("",) or len(run) * len(exact) <= max(len(run), len(exact), _MOST_PRODUCT)):
            if run == ("",):
                run_lead = lead + _stretch(node)
            run = tuple(dict.fromkeys(head + tail for head in run for tail in exact))
            lead += _width([node])
            continue
        if exact is None:
            # What must begin with one of a few strings makes those before it rarer: "in 19", "in 20" of a year.
            begun = _beginnings(nodes[number:])
            if len(run) * len(begun) <= _MOST_BEGUN and (run != ("",) or "" not in begun):
                candidates.append((_product(run, begun), lead if run == ("",) else run_lead))
        # The blank before what is too much to say with the words before it makes that begin a word.
        blank = " " if all(each.endswith(" ") for each in run) else ""
        close()
        if exact is not None:
            run, run_lead = _product((blank,), exact), lead + _stretch(node) - len(blank)
        else:
            inner = _required_of(node)
            if inner:
                candidates.append((inner[0], lead + inner[1]))
        lead += _width([node])
    close()
    return candidates


def _folded(node: Any) -> _Strings | None:
    """All strings that a node can match, as literals are: "The" and "the" are one."""
    exact = _exact([node])
    return None if exact is None else tuple(dict.fromkeys(map(fold, exact)))


def _product(heads: _Strings, tails: _Strings) -> _Strings:
    return tuple(dict.fromkeys(head + tail for head in heads for tail in tails))


def _beginnings(nodes: Sequence[Any]) -> _Strings:
    """Strings of which each match of the sequence begins with one; the empty one where nothing is known of some matches."""
    begun: _Strings = ("",)
    for number, node in enumerate(nodes):
        exact = _folded(node)
        further = _beginnings_of(node, nodes[number + 1 :]) if exact is None else exact
        if len(begun) * len(further) > _MOST_BEGUN:
            break
        begun = _product(begun, further)
        if exact is None:
            break
    return begun


def _beginnings_of(node: Any, rest: Sequence[Any]) -> _Strings:
    """The same for a sequence whose first node may match too much to say it all."""
    op, value = node
    if op is sre.SUBPATTERN:
        return _beginnings(value[3])
    if op is sre.BRANCH:
        return tuple(dict.fromkeys(each for branch in value[1] for each in _beginnings(branch)))
    if op in _REPEATS:
        return tuple(dict.fromkeys((*_beginnings(value[2]), *(_beginnings(rest) if value[0] == 0 else ()))))
    return ("",)


def _required_of(node: Any) -> _Required | None:
    op, value = node
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
