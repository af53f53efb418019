"""Kind `untranslated`: lower-case words that English does not know and a source language does, German nouns with their
capital, and sentences made of foreign words.

All rules of the kind share one look at the story. A word that several languages know belongs to the one that the story's
other words speak for. Words in short quotation marks or in brackets are mentioned on purpose, and so are all their
repetitions; a word beside a name is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mtcheck.detectors import Column, Find, Key, Prepared, RowExample, RuleSource
from mtcheck.errors import RuleError
from mtcheck.literals import Hit
from mtcheck.model import Failure, Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.wording import english, foreign, german
from mtcheck.wording.classes import Classes, UnknownClassError, alternation
from mtcheck.wording.expression import compiled, constant

UNITS = ("word", "noun", "sentence")
ANY, GERMAN = "any", "de"
_SHAPE = "shape"
# What the words of a row are: borrowed, of a class that a key of this name names, or the expression of such a class.
_BORROWED, _PARTICLES, _NAMING = "borrowed", "particles", "naming"

KEYS = {
    "unit": Key(
        "text", "word; noun (German: with a capital); sentence: one that is wholly in the language", required=True
    ),
    "language": Key("text", "the language, or `any`: words with an accent that no list knows", required=True),
    "letters": Key("text", "the accented letters of the language, or of all; they place a word that no list knows"),
    "shape": Key("text", "unit noun: what a whole word looks like that no list has, in lower case"),
    "function-words": Key("words", "unit sentence: its frequent short words, which count with the long ones"),
    "particles": Key("text", "the word class of name particles (of, de, von …)"),
    "naming": Key("text", "the word class of what introduces a word as a word (called, known as …)"),
    "table": Key("text", "a TSV beside the rule: words that English news copy has borrowed"),
}
COLUMNS = (
    Column("word", "the borrowed word; its plural in -s is meant as well", required=True),
    Column("language", "where it comes from", required=True),
    Column("note", "what it means, or where it is met"),
)
# A lower-case word by itself: no part of a compound, an address, an elision, mark-up or garbled characters.
_TOKEN = constant(r"(?<![\w'.@#/*_&-])[^\W\d_]{3,24}(?![\w@/*_&€™\x80-\x9f]|-[\w-]|'(?!s\b|\s)|\.\w)")
# A capitalised word inside of a sentence, by itself or at the end of a compound with hyphens (GPS-Ortungsgeräte). What stands
# after "in" or "near", or before another capital, is a name.
# The capital comes before what has to stand before it: so the matching engine can skip to capitals.
_CAPITALISED = constant(
    r"[A-ZÄÖÜ\d](?<=[a-z,;] .)(?<!\b[Ii]n .)(?<!\b[Aa]t .)(?<!\bto .)(?<!\b[Nn]ear .)(?<!\b[Ff]rom .)"
    r"(?:\w{0,29}-(?:\w{2,30}-){0,2}[A-ZÄÖÜ])?[a-zäöüß]{3,29}(?![\w@/*_&-]|'(?!s\b)| [A-Z]|\.\w)"
)
_ANY_WORD = constant(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_MENTIONED = constant(r"[\"“«„'‘(\[]([^\"“”«»„'‘’()\[\]\n]{2,60})[\"”»“'’)\]]")
_MOST_MENTIONED = 3
_EXPLAINED = constant(r" \((?:[\"“‘']|meaning\b|i\.e\.|that is\b)|,? meaning\b|, or [\"“‘']")
# A passage: so many foreign words with at most so many others between two of them, none of them English.
_PASSAGE = 3
_GAP = 4
_WHOLE = 0.6
_LEAST_TOKENS = 3


class Word(NamedTuple):
    """A foreign word of the story: where it stands, as it is looked up, and the languages that know it."""

    span: Span
    text: str
    languages: tuple[str, ...]


class Plan(NamedTuple):
    """The rules of the kind, by language."""

    words: Mapping[str, Rule]
    nouns: Sequence[tuple[Rule, re.Pattern[str]]]
    sentences: Mapping[str, Rule]
    borrowed: frozenset[str]
    functions: Mapping[str, frozenset[str]]
    particles: frozenset[str]
    naming: Sequence[re.Pattern[str]]


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """A row for each role of words, with all of them; none has an anchor. A borrowed word proves itself in the rule of its own
    language."""
    if source.keys.get("unit") not in UNITS:
        raise RuleError(f"`unit` is “{source.keys.get('unit')}”, but can be {', '.join(UNITS)}")
    language = str(source.keys.get("language"))
    if language not in (ANY, *foreign.LANGUAGES.values()):
        raise RuleError(
            f"there is no word list for “{language}” (known: {ANY}, {', '.join(foreign.LANGUAGES.values())})"
        )
    if source.keys["unit"] == "noun" and language != GERMAN:
        raise RuleError(f"`unit` noun is for German, whose nouns have a capital, and not for “{language}”")
    rows: list[tuple[str, ...]] = [(_BORROWED, *(row["word"] for row in source.table))]
    if _PARTICLES in source.keys:
        rows.append((_PARTICLES, *_forms(classes, str(source.keys[_PARTICLES]))))
    if _NAMING in source.keys:
        phrases = alternation(sorted(_forms(classes, str(source.keys[_NAMING]))))
        rows.append((_NAMING, rf"\b{phrases},? (?:an? |the )?\Z"))
        classes.compiled(rows[-1][1])
    if _SHAPE in source.keys:
        classes.compiled(str(source.keys[_SHAPE]))
    examples = tuple(
        RowExample(number, ok=(f"They saw the {row['word']} there.",), line=row.line, path=row.path)
        for number, row in enumerate(source.table)
        if row["language"] == language
    )
    return Prepared(tuple(rows), (), examples)


def _forms(classes: Classes, name: str) -> tuple[str, ...]:
    try:
        return classes.forms(name)
    except UnknownClassError as error:
        raise RuleError(f"no word class “{error.name}” (known: {', '.join(error.known) or 'none'})") from error


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """The function that looks at every lower-case word."""
    by_unit = {
        unit: {str(rule.keys["language"]): rule for rule in rules if rule.keys["unit"] == unit} for unit in UNITS
    }
    plan = Plan(
        by_unit["word"],
        [(rule, compiled(str(rule.keys.get(_SHAPE, "(?!)")))) for rule in by_unit["noun"].values()],
        by_unit["sentence"],
        _words(rules, _BORROWED),
        {
            language: frozenset(str(word) for word in rule.keys.get("function-words", ()))
            for language, rule in by_unit["sentence"].items()
        },
        _words(rules, _PARTICLES),
        [compiled(expression) for expression in sorted(_words(rules, _NAMING))],
    )

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        nouns = list(_nouns(story, plan))
        words = list(_foreign(story, plan.borrowed))
        if not nouns and not words:
            return
        mentioned = _mentioned(story)
        yield from (match for noun, match in nouns if noun not in mentioned)
        votes = _votes(words)
        covered: set[int] = set()
        in_passage: set[int] = set()
        for run in _runs(story, words, plan):
            passage = _passage(story, [words[index] for index in run], votes, plan)
            if passage is not None:
                rule, span = passage
                covered.update(run)
                in_passage.update(story.sentence_index(words[index].span.start) for index in run)
                yield Match(rule.id, -1, span, (("language", str(rule.keys["language"])),))
        excused_to = -1  # where the last excused word ends: the foreign word right after it goes with it
        for index, word in enumerate(words):
            # What stands alone beside a passage, in the same sentence, is more of it.
            if index in covered or story.sentence_index(word.span.start) in in_passage:
                continue
            if word.text in mentioned or word.span.start == excused_to + 1 or _is_named(story, word.span, plan):
                excused_to = word.span.end
                continue
            found = plan.words.get(_language(word, votes, plan))
            if found is not None:
                yield Match(found.id, -1, word.span, (("language", str(found.keys["language"])),))

    return find


def _words(rules: Sequence[Rule], role: str) -> frozenset[str]:
    """All words that the rules have in that role."""
    return frozenset().union(*(row[1:] for rule in rules for row in rule.rows if row[0] == role))


def _foreign(story: Story, borrowed: frozenset[str]) -> Iterator[Word]:
    """Lower-case words that a source language knows and English neither knows nor has borrowed, and those with an accent
    that nobody knows."""
    usual = foreign.common()
    for words, paragraph in zip(story.paragraph_words, story.paragraphs, strict=True):
        unusual = {word.removesuffix("'s") for word in set(words).difference(usual)}
        unknown = {
            word
            for word in unusual
            if (foreign.languages(word) or not word.isascii()) and not _borrowed(word, borrowed)
        }
        if not unknown:
            continue
        for match in _TOKEN.finditer(story.text, paragraph.start, paragraph.end):
            text = match[0]
            if text in unknown and text.islower():
                yield Word(Span(*match.span()), text, foreign.languages(text))


def _nouns(story: Story, plan: Plan) -> Iterator[tuple[str, Match]]:
    """German nouns inside of sentences that English does not know, in small letters, but for those that are named."""
    for rule, shape in plan.nouns:
        for match in _CAPITALISED.finditer(story.text):
            *firsts, last = match[0].split("-")
            noun, span = last.lower(), Span(*match.span())
            if english.knows(noun) or _borrowed(noun, plan.borrowed):
                continue
            # A name may stand before the hyphen (Konrad-Adenauer-Stiftung), but hardly a noun, a number or capitals.
            if not all(german.is_noun(first.lower()) for first in firsts if first.istitle()):
                continue
            if (german.is_noun(noun) or shape.fullmatch(noun)) and not _in_name(story, span, plan):
                yield noun, Match(rule.id, -1, span, (("language", GERMAN),))


def _borrowed(word: str, borrowed: frozenset[str]) -> bool:
    return word in borrowed or (word.endswith("s") and word[:-1] in borrowed)


def _votes(words: Iterable[Word]) -> dict[str, float]:
    """How much each language is spoken for: a word's vote is shared by those that know it."""
    votes: dict[str, float] = {}
    for word in {word.text: word for word in words}.values():
        for language in word.languages:
            votes[language] = votes.get(language, 0.0) + 1.0 / len(word.languages)
    return votes


def _language(word: Word, votes: Mapping[str, float], plan: Plan) -> str:
    """Of the languages that know the word, the one that the story speaks for, or else the first. A word that none knows
    belongs to the story's first language if its letters do, or else to none in particular, if they are those of a source
    language at all: no Greek, nothing that is spelled for scholars. Empty if they are not."""
    if word.languages:
        return max(word.languages, key=lambda language: (votes.get(language, 0.0), -word.languages.index(language)))
    for language in (*sorted(votes, key=lambda language: -votes[language])[:1], ANY):
        rule = plan.words.get(language)
        if rule is not None and all(char.isascii() or char in str(rule.keys.get("letters", "")) for char in word.text):
            return language
    return ""


def _mentioned(story: Story) -> frozenset[str]:
    """Words of short stretches in quotation marks or brackets."""
    found: set[str] = set()
    for match in _MENTIONED.finditer(story.text):
        words = _ANY_WORD.findall(match[1].lower())
        if len(words) <= _MOST_MENTIONED:
            found.update(words)
    return frozenset(found)


def _is_named(story: Story, span: Span, plan: Plan) -> bool:
    """True if the word is part of a name, or is explained: loi ("law"), a loi, meaning a law."""
    return _in_name(story, span, plan) or _EXPLAINED.match(story.text, span.end) is not None


def _in_name(story: Story, span: Span, plan: Plan) -> bool:
    """True if the word is named as a word, or follows a capitalised word, with or without particles between: Gazzetta dello
    Sport, Sociedad de pesca. A capital that begins a sentence counts if English does not know the word: Formica fusca."""
    paragraph = story.paragraphs[story.paragraph_at(span.start)]
    before = story.text[max(paragraph.start, span.start - 60) : span.start]
    if any(naming.search(before) for naming in plan.naming):
        return True
    if before and not before[-1].isspace():
        return False
    words = before.split()
    while words and words[-1].lower() in plan.particles:
        words.pop()
    name = words[-1].lstrip('"“‘«(') if words else ""
    if not name[:1].isupper() or not name.isalpha():
        return False
    begins = len(words) == 1 or words[-2][-1] in '.!?:”"'
    return not begins or name.lower() not in foreign.common()


def _runs(story: Story, words: Sequence[Word], plan: Plan) -> Iterator[list[int]]:
    """Indices of foreign words that follow each other with nothing English between them."""
    neutral = frozenset().union(*plan.functions.values())
    run: list[int] = []
    for index, word in enumerate(words):
        if run and not _only_neutral(story.text[words[run[-1]].span.end : word.span.start], neutral):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _only_neutral(between: str, neutral: frozenset[str]) -> bool:
    """True if no English word stands in `between`, and not too much, and no empty line."""
    if "\n\n" in between or len(between) > 80:
        return False
    tokens = _ANY_WORD.findall(between)
    return len(tokens) <= _GAP and all(
        token.lower() in neutral or not token.islower() or token not in foreign.common() for token in tokens
    )


def _passage(story: Story, run: Sequence[Word], votes: Mapping[str, float], plan: Plan) -> tuple[Rule, Span] | None:
    """The rule and the span of a run that is a passage in its language: three words, or most of a sentence. The span is all
    of the sentences that it makes up, or just the run."""
    languages = [_language(word, votes, plan) for word in run]
    language = max(dict.fromkeys(languages), key=languages.count)
    rule = plan.sentences.get(language)
    if rule is None:
        return None
    first, last = story.sentence_at(run[0].span.start), story.sentence_at(run[-1].span.start)
    # Names are the same in every language; the first word has its capital from the sentence.
    tokens = [
        match[0].lower()
        for match in _ANY_WORD.finditer(story.text, first.start, last.end)
        if match[0].islower() or match.start() == first.start
    ]
    known = {word.text for word in run} | plan.functions[language]
    whole = len(tokens) >= _LEAST_TOKENS and sum(token in known for token in tokens) >= _WHOLE * len(tokens)
    if whole and len(run) > 1:
        return rule, Span(first.start, last.end)
    return (rule, Span(run[0].span.start, run[-1].span.end)) if len(run) >= _PASSAGE else None
