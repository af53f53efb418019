"""Kind `repetition`: a word, a phrase, a sentence or a paragraph that stands there twice, or a headline that is the lead.

The second one is taken out. What may be doubled ("had had", Bora Bora) is the rule's table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import eq

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Span
from mtcheck.story import WORD, Story
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import constant

UNITS = ("word", "phrase", "sentence", "paragraph", "lead")

KEYS = {
    "unit": Key(
        "text",
        "word, phrase (2 to 8 words in a loop), sentence, paragraph or lead (that begins with the headline)",
        required=True,
    ),
    "words": Key("words", "unit word: only these words (default: every word in lower case)"),
    "least": Key("number", "unit sentence, paragraph and lead: the fewest words that count (default: 6)"),
    "anywhere": Key("flag", "unit sentence and paragraph: the two need not stand side by side"),
    "bridges": Key("words", "unit phrase: words that end a phrase which may go on and on (“day after day after day”)"),
    "table": Key("text", "a TSV beside the rule: what may stand twice"),
}
COLUMNS = (
    Column("doubling", "the words as they may stand, both of them", required=True),
    Column("ok", "a correct sentence with them"),
    Column("note", "why it is right"),
)
# Two words of letters, apart by spaces only. A hyphen, a point or an apostrophe makes another word of either.
_DOUBLED = constant(r"(?<![\w'.-])([^\W\d_]+) +(\1)(?![\w'-]|\.\w)", ignore_case=True)
_PHRASE = range(2, 9)
_LEAST = 6
_TOP = 4  # paragraphs in which headline, standfirst and lead stand
_ARTICLES = frozenset(("a", "an", "the"))
# Words by which sentences are told apart before they are read whole, and code points in which they are looked for.
_HEAD, _WITHIN = 3, 40


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row for each doubling that is right; none has an anchor."""
    if source.keys.get("unit") not in UNITS:
        raise RuleError(f"`unit` is “{source.keys.get('unit')}”, but can be {', '.join(UNITS)}")
    rows = tuple((row["doubling"],) for row in source.table)
    examples = tuple(
        RowExample(number, ok=(row["ok"],) if row["ok"] else (), line=row.line, path=row.path)
        for number, row in enumerate(source.table)
    )
    return Prepared(rows, (), examples)


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that looks for what stands twice."""
    plans = [(rule, _allowed(rule), frozenset(str(word) for word in rule.keys.get("words", ()))) for rule in rules]

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        doubled = list(_doubled(story))
        for rule, allowed, words in plans:
            unit = rule.keys["unit"]
            if unit == "word":
                seen = _words(doubled, words)
            elif unit == "phrase":
                seen = _phrases(story, frozenset(str(word) for word in rule.keys.get("bridges", ())))
            elif unit == "lead":
                seen = _leads(story, int(rule.keys.get("least", _LEAST)))
            else:
                spans = story.sentences if unit == "sentence" else story.paragraphs
                seen = _units(story, spans, int(rule.keys.get("least", _LEAST)), bool(rule.keys.get("anywhere")))
            yield from (
                _match(story, rule, first, second)
                for first, second in seen
                if not _is_allowed(story, first, second, allowed)
            )

    return find


def _allowed(rule: Rule) -> frozenset[str]:
    return frozenset(str(row[0]).lower() for row in rule.rows)


def _is_allowed(story: Story, first: Span, second: Span, allowed: frozenset[str]) -> bool:
    return bool(allowed) and " ".join(story.text[first.start : second.end].lower().split()) in allowed


def _doubled(story: Story) -> Iterator[re.Match[str]]:
    """Each word that follows itself; only paragraphs that have one are read by the expression."""
    for words, paragraph in zip(story.paragraph_words, story.paragraphs, strict=True):
        if any(map(eq, words, words[1:])):
            yield from _DOUBLED.finditer(story.text, paragraph.start, paragraph.end)


def _words(doubled: Iterable[re.Match[str]], words: frozenset[str]) -> Iterator[tuple[Span, Span]]:
    """Both words of each doubled word. Without a list of words, two capitals make a name ("Duran Duran")."""
    for match in doubled:
        second = match[2]
        if second.islower() and (match[1].lower() in words if words else match[1].islower()):
            yield Span(*match.span(1)), Span(*match.span(2))


def _phrases(story: Story, bridges: frozenset[str]) -> Iterator[tuple[Span, Span]]:
    """Both rounds of each loop of two to eight words, spelled alike, with nothing but spaces between them. A loop without
    a word in lower case is a table or a name."""
    for folded, paragraph in zip(story.paragraph_words, story.paragraphs, strict=True):
        if not _may_loop(folded):
            continue
        found = list(WORD.finditer(story.text, paragraph.start, paragraph.end))
        words = [match[0] for match in found]
        last: dict[str, int] = {}
        done = 0  # words before this one belong to a loop that was found
        for index, word in enumerate(folded):
            at, last[word] = last.get(word, -1), index
            length = index - at
            if at < done or length not in _PHRASE or folded[at:index] != folded[index : index + length]:
                continue
            if _is_loop(story.text, words, found, at, length, bridges):
                yield (
                    Span(found[at].start(), found[index - 1].end()),
                    Span(found[index].start(), found[index + length - 1].end()),
                )
                done = index + length


def _may_loop(words: Sequence[str]) -> bool:
    """True if so many words in a row as a loop may have are each the same as the word that many places on."""
    return any(b"\1" * length in bytes(map(eq, words, words[length:])) for length in _PHRASE)


def _is_loop(
    text: str, words: Sequence[str], found: Sequence[re.Match[str]], at: int, length: int, bridges: frozenset[str]
) -> bool:
    first, second = words[at : at + length], words[at + length : at + 2 * length]
    # A capital in the second round begins a sentence whose stop is missing, as after a headline: no loop.
    if second not in (first, [first[0][0].lower() + first[0][1:], *first[1:]]):
        return False
    if len(set(second)) < 2 or not any(word.islower() for word in second):
        return False
    if length == 2 and (second[0].lower() in bridges or second[1] in bridges):
        return False
    return all(text[found[at_].end() : found[at_ + 1].start()].isspace() for at_ in range(at, at + 2 * length - 1))


def _units(story: Story, spans: Sequence[Span], least: int, anywhere: bool) -> Iterator[tuple[Span, Span]]:
    """Each sentence or paragraph of at least `least` words that is there again: beside itself, or anywhere before."""
    heads = [
        tuple(WORD.findall(story.folded, span.start, min(span.end, span.start + _WITHIN))[:_HEAD]) for span in spans
    ]
    count = Counter(heads)
    seen: dict[str, int] = {}
    for index, (head, span) in enumerate(zip(heads, spans, strict=True)):
        if count[head] == 1:
            continue
        words = WORD.findall(story.folded, span.start, span.end)
        if len(words) < least:
            continue
        key = " ".join(words)
        before = seen.get(key)
        seen[key] = index
        if before is not None and (anywhere or before == index - 1):
            yield spans[before], span


def _leads(story: Story, least: int) -> Iterator[tuple[Span, Span]]:
    """The headline or standfirst, and the beginning of the paragraph after it that has the same words, articles apart."""
    headlines: list[tuple[Span, list[str]]] = []
    for span, folded in zip(story.paragraphs[:_TOP], story.paragraph_words, strict=False):
        words = [word for word in folded if word not in _ARTICLES]
        for headline, known in headlines:
            if len(known) >= least and words[: len(known)] == known:
                found = [each for each in WORD.finditer(story.folded, span.start, span.end) if each[0] not in _ARTICLES]
                yield headline, Span(span.start, found[len(known) - 1].end())
                break
        headlines.append((span, words))


def _match(story: Story, rule: Rule, first: Span, second: Span) -> Match:
    """The finding marks both words of a doubled word and both rounds of a loop, but only the second of two sentences."""
    small = rule.keys["unit"] in ("word", "phrase")
    span = Span(first.start, second.end) if small else second
    kept = story.view.slice(first) if small else ""
    fixes: tuple[Fix, ...] = ()
    if rule.fix is not None:
        fixes = (
            Fix(
                (_edit(story, first, second, small),), rule.fix.safety if small else min(rule.fix.safety, Safety.UNSAFE)
            ),
        )
    return Match(rule.id, -1, span, (("fix", kept), ("1", kept)), fixes, () if small else (first,))


def _edit(story: Story, first: Span, second: Span, small: bool) -> Edit:
    """Takes out the second one with the space, or the empty line, before it."""
    if small:
        return Edit(Span(first.end, second.end), "")
    start = second.start
    while start > 0 and story.text[start - 1].isspace():
        start -= 1
    return Edit(Span(start, second.end), "")
