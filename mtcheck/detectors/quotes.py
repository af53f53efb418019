"""Kind `quotes`: marks that come in pairs. Foreign quotation marks, straight ones whose spaces stand on the wrong side, and
brackets that never close. What single marks show is kind `spacing` or `pattern`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Span
from mtcheck.story import Story
from mtcheck.textview import fold, plain
from mtcheck.wording import foreign
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import constant

KEYS = {
    "check": Key(
        "text",
        "foreign (marks of another language), shifted (spaces on the wrong side), brackets (not closed)",
        required=True,
    ),
    "marks": Key("text", "check foreign: the opening marks, a blank, the closing marks"),
}
COLUMNS: tuple[Column, ...] = ()

_SPACE = " \u00a0\u2009\u202f"
_ENGLISH = "\u201c\u201d"
_LONGEST = 1500  # code points between two marks of a pair
_STRAIGHT = constant('"')
_BRACKET = constant(r"[()\[\]]")
_SMALL_WORD = constant(r"(?<![\w'])[^\W\d_]{3,}(?![\w'])")
_FOREIGN_SHARE = 0.25
_BRACKETS = {")": "(", "]": "["}
# A bracket that closes nothing: the number of a list, a face.
_NO_BRACKET = constant(r"(?:(?<![\w)])\w{1,2}|[:;=8][-o^']?)\Z")
_FACE = constant(r"[:;=8][-o^']?\(|\([:;=8]")


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row; the marks of a foreign pair are its anchors."""
    check = source.keys.get("check")
    if check not in _CHECKS:
        raise RuleError(f"`check` is “{check}”, but can be {', '.join(_CHECKS)}")
    marks = str(source.keys.get("marks", "")).split()
    if (check == "foreign") != (len(marks) == 2):
        raise RuleError("`marks` belongs to check foreign: the opening marks, a blank, the closing marks")
    return Prepared(((),), tuple((fold(plain(mark)), 0) for mark in "".join(marks)))


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that pairs the marks of a story."""
    always = {rule.id for rule in rules if not rule.anchors}

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        due = always.union(hit.rule.id for hit in hits)
        for rule in rules:
            if rule.id in due:
                check = _CHECKS[str(rule.keys["check"])]
                for paragraph in story.paragraphs:
                    yield from check(story, rule, paragraph)

    return find


def _safety(rule: Rule) -> Safety:
    return rule.fix.safety if rule.fix is not None else Safety.DISPLAY


def _foreign(story: Story, rule: Rule, paragraph: Span) -> Iterator[Match]:
    """Each pair of foreign marks as one finding at the opening one; a mark without its other half as one of its own.
    They become the double marks that the story uses elsewhere, and the spaces inside of them go."""
    opening, closing = str(rule.keys["marks"]).split()
    for match in _pairs(story, rule, paragraph, opening, closing):
        if not _in_foreign_text(story, match.span.start):
            yield match


def _pairs(story: Story, rule: Rule, paragraph: Span, opening: str, closing: str) -> Iterator[Match]:
    text = story.raw_text
    opened: Span | None = None
    for at in range(paragraph.start, paragraph.end):
        char = text[at]
        if char in opening and not (char in closing and opened is not None):
            if opened is not None:
                yield _pair(story, rule, opened, None)
            opened = Span(at, _skip(text, at + 1, paragraph.end, 1))
        elif char in closing and (opened is not None or char not in _ENGLISH):
            span = Span(_skip(text, at, paragraph.start, -1), at + 1)
            if opened is not None and at - opened.start > _LONGEST:
                yield _pair(story, rule, opened, None)
                opened = None
            if opened is not None and span.start < opened.end:
                span = Span(at, at + 1)
            yield _pair(story, rule, opened, span)
            opened = None
    if opened is not None:
        yield _pair(story, rule, opened, None)


def _skip(text: str, at: int, end: int, step: int) -> int:
    """Past the spaces from `at` on, forwards or backwards, but not to the paragraph's end: there they part nothing."""
    here = at
    while here != end and text[here if step > 0 else here - 1] in _SPACE:
        here += step
    return at if here == end else here


def _in_foreign_text(story: Story, position: int) -> bool:
    """True if much of the sentence is in another language: there its marks are at home."""
    sentence = story.sentence_at(position)
    words = _SMALL_WORD.findall(story.text, sentence.start, sentence.end)
    return sum(bool(foreign.languages(word)) for word in words) > _FOREIGN_SHARE * len(words)


def _pair(story: Story, rule: Rule, opened: Span | None, closed: Span | None) -> Match:
    straight = story.raw_text.count('"') > story.raw_text.count("\u201c")
    marks = ('"', '"') if straight else ("\u201c", "\u201d")
    edits = [Edit(span, mark) for span, mark in zip((opened, closed), marks, strict=True) if span is not None]
    first = edits[0]
    values = (("fix", first.text),)
    return Match(
        rule.id, -1, first.span, values, (Fix(tuple(edits), _safety(rule)),), tuple(edit.span for edit in edits[1:])
    )


def _shifted(story: Story, rule: Rule, paragraph: Span) -> Iterator[Match]:
    """Pairs of straight marks that lean the wrong way: live" on budget "and. Only in a paragraph whose marks are even in
    number and begin like that: where one is missing, right ones look just so."""
    text = story.text
    at = [match.start() for match in _STRAIGHT.finditer(text, paragraph.start, paragraph.end)]
    if not at or len(at) % 2 or not _leans(text, at[0], at[1], paragraph):
        return
    for first, second in zip(at[::2], at[1::2], strict=True):
        if _leans(text, first, second, paragraph):
            follows = text[second + 1 : second + 2]
            edits = (
                Edit(Span(first, first + 2), ' "'),
                Edit(Span(second - 1, second + 1), '" ' if follows.isalnum() else '"'),
            )
            yield Match(rule.id, -1, edits[0].span, (), (Fix(edits, _safety(rule)),), (edits[1].span,))


def _leans(text: str, first: int, second: int, paragraph: Span) -> bool:
    return (
        paragraph.start < first
        and text[first - 1].isalnum()
        and text[first + 1] == " "
        and text[second - 1] == " "
        and second - first > 3
        and '"' not in text[first + 1 : second]
    )


def _brackets(story: Story, rule: Rule, paragraph: Span) -> Iterator[Match]:
    """Brackets of a paragraph that lack their other half."""
    text = story.text
    opened: list[int] = []
    for match in _BRACKET.finditer(text, paragraph.start, paragraph.end):
        at, char = match.start(), match[0]
        if char in "([":
            if not _FACE.match(text, at) and not (at > paragraph.start and _FACE.match(text, at - 1)):
                opened.append(at)
        elif opened and text[opened[-1]] == _BRACKETS[char]:
            opened.pop()
        elif not _NO_BRACKET.search(text[max(paragraph.start, at - 4) : at]):
            yield Match(rule.id, -1, Span(at, at + 1), (("missing", _BRACKETS[char]),))
    closing = {mark: other for other, mark in _BRACKETS.items()}
    yield from (Match(rule.id, -1, Span(at, at + 1), (("missing", closing[text[at]]),)) for at in opened)


_CHECKS: dict[str, Callable[[Story, Rule, Span], Iterator[Match]]] = {
    "foreign": _foreign,
    "shifted": _shifted,
    "brackets": _brackets,
}
