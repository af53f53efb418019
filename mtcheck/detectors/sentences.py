"""Kind `sentences`: sentences that a stop cuts in two, that run into each other, or that never end.

`check` names one of the ways a sentence breaks; each is silent where a stop may be that of an abbreviation, of a name
("eHow"), of an address or of a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource
from mtcheck.errors import RuleError, did_you_mean
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Safety, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes, UnknownClassError
from mtcheck.wording.expression import constant

KEYS = {
    "check": Key(
        "text", "`small-letter` (after a stop), `glued`, `open-end` or `name-twice` (across a stop)", required=True
    ),
    "abbreviations": Key("text", "a word class: a stop after one of these ends no sentence"),
    "joining": Key("text", "a word class: before one of these the stop is what is wrong, and the fix removes it"),
    "verbs": Key("text", "a word class: words that only a whole sentence has"),
}
COLUMNS: tuple[Column, ...] = ()

_CLASS_KEYS = ("abbreviations", "joining", "verbs")
_SMALL_LETTER = constant(r"(?<![\w.@/'-])(?P<word>[^\W\d_][\w'-]*)\. +(?P<next>[a-z][\w'-]*)(?![\w'@/-]|\.\w)")
_BEFORE_SMALL = constant(r"\. +[a-z]")
_GLUED = constant(r"(?<![\w.@/-])(?P<left>[^\W\d_][\w'-]+)\.(?P<right>[A-Z][a-z]*)(?= )")
_BEFORE_CAPITAL = constant(r"\.[A-Z]")
# The capital comes before what may not stand before it, so that the matching engine can skip to capitals.
_TWICE = constant(r"(?P<name>[A-Z](?<![\w.].)[\w'-]{2,})\. (?P<again>(?P=name))(?![\w'-])")
_ENDED = constant("[.!?:;,\u2026\"'\u201d\u00bb)\\]\u2013\u2014-]\\s*\\Z")
_WORD = constant(r"[^\W\d_][\w'-]*")
_LEAST_WORDS = 25
_FRAGMENT_WORDS = 8


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row: the check and the words of its classes, in the order of `_CLASS_KEYS`."""
    check = str(source.keys["check"])
    if check not in _CHECKS:
        raise RuleError(f"`check` is “{check}”{did_you_mean(check, _CHECKS)}")
    words = []
    for key in _CLASS_KEYS:
        name = str(source.keys.get(key, "")).strip("<>")
        try:
            words.append(classes.forms(name) if name else ())
        except UnknownClassError as error:
            raise RuleError(f"`{key}`: no word class “{error.name}”{did_you_mean(error.name, error.known)}") from error
    return Prepared(((check, *words),), ())


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: stops are everywhere, and one pass over the text is the cheapest way to them."""
    checks = [(_CHECKS[rule.rows[0][0]], rule, tuple(frozenset(words) for words in rule.rows[0][1:])) for rule in rules]

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        for check, rule, words in checks:
            yield from check(story, rule, *words)

    return find


_Words = frozenset[str]


def _small_letter(story: Story, rule: Rule, abbreviations: _Words, joining: _Words, verbs: _Words) -> Iterator[Match]:
    """ "the ministry said. of the Defense": a stop, a space, a small letter."""
    for match in _around(_BEFORE_SMALL, _SMALL_LETTER, story.text):
        word, following = match["word"], match["next"]
        if (
            len(word) < 2
            or word.lower().rpartition("-")[2] in abbreviations
            or any(char.isupper() or char.isdigit() for char in following)
        ):
            continue
        if len(following) < 2 and following != "a":
            continue
        if following in abbreviations and story.text.startswith(".", match.end()):
            continue  # "Basic Books. pp. 3-9"
        if story.paragraph_at(match.start()) != story.paragraph_at(match.start("next")):
            continue
        stop = match.end("word")
        if following in joining and word.lower() in verbs:
            yield Match(rule.id, 0, Span(*match.span()))  # "said. of": words are missing or misplaced, not only a stop
            continue
        if following in joining:
            text = story.view.slice(Span(match.start(), stop)) + story.view.slice(Span(stop + 1, match.end()))
        else:
            rest = story.view.slice(Span(match.start("next") + 1, match.end()))
            text = story.view.slice(Span(match.start(), match.start("next"))) + following[0].upper() + rest
        yield _fixed(rule, Span(*match.span()), text, Safety.UNSAFE)


def _around(stop: re.Pattern[str], whole: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """All matches of `whole`, which begins with a word and goes on with `stop`. Stops like that are few and soon found; then
    one look at the word before each is enough."""
    done = 0
    for found in stop.finditer(text):
        start = found.start()
        while start > done and (text[start - 1].isalnum() or text[start - 1] in "_'-"):
            start -= 1
        match = whole.match(text, start)
        if match is not None:
            done = match.end()
            yield match


def _glued(story: Story, rule: Rule, abbreviations: _Words, joining: _Words, verbs: _Words) -> Iterator[Match]:
    """ "an official religion.No citizen": a stop without a space before a word that begins a sentence."""
    for match in _around(_BEFORE_CAPITAL, _GLUED, story.text):
        if (
            match["left"].lower() in abbreviations
            or match["right"].lower() not in joining
            or match["left"][0].isupper()
        ):
            continue
        at = match.start("right")
        text = story.view.slice(Span(match.start(), at)) + " " + story.view.slice(Span(at, match.end()))
        yield _fixed(rule, Span(*match.span()), text, Safety.SAFE)


def _open_end(story: Story, rule: Rule, abbreviations: _Words, joining: _Words, verbs: _Words) -> Iterator[Match]:
    """A long paragraph of running text whose last sentence has no stop, in a story whose others have one."""
    bodies = [
        paragraph
        for paragraph, role in zip(story.paragraphs, story.roles, strict=True)
        if role == "body" and len(story.text[paragraph.start : paragraph.end].split()) >= _LEAST_WORDS
    ]
    open_ends = [
        paragraph
        for paragraph in bodies
        if not _ENDED.search(story.text, max(paragraph.start, paragraph.end - 4), paragraph.end)
    ]
    if len(bodies) < 3 or 3 * len(open_ends) > len(bodies):
        return
    for paragraph in open_ends:
        words = list(_WORD.finditer(story.text, max(paragraph.start, paragraph.end - 40), paragraph.end))
        last = story.sentence_at(paragraph.end - 1)
        if not words or words[-1].end() != paragraph.end or last.start == paragraph.start:
            continue
        # A name, a signature after a dash and a line of two words end well without a stop.
        tail = story.text[last.start : last.end]
        if words[-1].group().islower() and len(tail.split()) > 5 and not re.search("[\u2013\u2014]|://", tail):
            yield Match(rule.id, 0, Span(words[-1].start(), paragraph.end))


def _name_twice(story: Story, rule: Rule, abbreviations: _Words, joining: _Words, verbs: _Words) -> Iterator[Match]:
    """ "the branch of Rovo. Rovo – and several other firms.": what follows the stop is no sentence."""
    for match in _TWICE.finditer(story.text):
        sentence = story.sentence_at(match.start("again"))
        if match["name"].lower() in abbreviations or sentence.start != match.start("again"):
            continue
        words = [word.group() for word in _WORD.finditer(story.text, match.end(), sentence.end)]
        if len(words) > _FRAGMENT_WORDS or not words or any(_is_verb(word, verbs) for word in words):
            continue
        if story.text[match.end() : match.end() + 1] == " " and words[0].endswith("s") and words[0] != "as":
            continue  # "Ford. Ford makes …": perhaps a verb
        yield _fixed(rule, Span(match.end("name"), match.end()), "", Safety.UNSAFE)


def _is_verb(word: str, verbs: _Words) -> bool:
    return word.lower() in verbs or word.endswith(("ed", "n't"))


def _fixed(rule: Rule, span: Span, text: str, safety: Safety) -> Match:
    if rule.fix is None:
        return Match(rule.id, 0, span)
    fix = Fix((Edit(span, text),), min(safety, rule.fix.safety))
    return Match(rule.id, 0, span, (("fix", text),), (fix,))


_CHECKS: Mapping[str, Callable[[Story, Rule, _Words, _Words, _Words], Iterator[Match]]] = {
    "small-letter": _small_letter,
    "glued": _glued,
    "open-end": _open_end,
    "name-twice": _name_twice,
}
