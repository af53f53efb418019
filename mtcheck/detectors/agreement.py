"""Kind `agreement`: a pronoun that does not go with what it stands for: a ministry that is "he", a United States that is "they".

Every check looks for the one reading that is wrong and is silent as soon as there is another: a person, a name of unknown
kind or another pronoun in the sentence or before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource, _lexicon
from mtcheck.errors import RuleError, did_you_mean
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.story.mentions import BODIES, FEMININE, MASCULINE, Kind, Lexicon, Mentions, Referent
from mtcheck.wording import english
from mtcheck.wording.classes import Classes, UnknownClassError, alternation
from mtcheck.wording.expression import compiled, constant, longest_first
from mtcheck.wording.inflect import inflector

KEYS = {
    "check": Key(
        "text",
        "`nobody` (no person in sight), `says-he` (a body says that he …), `speaker` (a body speaks, then he does), "
        "`ahead` (his …, says a body), `alone` (neither a person nor a body need be there for him) or `plural` (a name "
        "that only looks plural)",
        required=True,
    ),
    "pronouns": Key("map", "each pronoun with what the fix puts in its place", required=True),
    "names": Key("text", "a word class: names that `plural` takes for one thing"),
    "back": Key("number", "how many sentences before the pronoun `alone` searches for a person (2)"),
}
COLUMNS: tuple[Column, ...] = ()

_PEOPLE = MASCULINE | FEMININE
_PERSONAL = frozenset((Kind.PERSON, Kind.UNKNOWN))
_THEY = "they|their"
_WHOLE_WORD = r"(?<![\w'-])(?:{})(?![\w'-])"
_BETWEEN = r"(?:,[^,.;:!?\"\u201c\u201d\n]{2,80}, ?| ?\([^()\n]{2,40}\))?"
_PLURAL = constant(r"(?<![\w'-])[a-z][a-z-]+(?:[^su']s|people|women|men|children)(?![\w'-])")
_BOTH = constant(r" and (?:the )?[A-Z_]|_ and (?!their\b)|\b[A-Z][a-z]+[^su'\W]s\b")
_AHEAD = constant(
    r"(?P<phrase>(?:In|On|By|With|Through|Via|From|For|At|According to|During|After|Under)(?: [^,;:.!?\n]{3,120}?)), "
)
_NEXT = constant(r" ([a-z]+(?:n't)?)(?![\w'-])")
_NEXT_VERB = constant(rf" ?{_BETWEEN} ?(?:has |had |also )?(\w+)")
_LAST_VERB = constant(r" (?:has |had |also |then |later |\w+ly )?(\w+)(?=[.,:;]| on | in |$)")
_THING = constant(r" [\"\u201c(]?\w")
_CLAUSE = constant(r"[,:;\u2013\u2014] ?(?:[\w'-]+ ){0,3}\Z")
_SUBJECT = constant(r"(?:The |A |[\w ]{0,30}, )?(?:[\w'-]+ ){0,3}")
_LEAD = constant(r", (?:the |The |a )?(?:[\w'-]+ ){0,3}")
# What "they" takes and what "it" takes, where the rest of the verbs add an s.
_SINGULAR = {
    "are": "is", "were": "was", "have": "has", "do": "does", "don't": "doesn't", "aren't": "isn't", "weren't": "wasn't",
    "haven't": "hasn't", "can": "", "could": "",
}  # fmt: skip
# Code points: what is longer is a table or a list and no sentence; and a sentence is read once for each pronoun in it.
_LONGEST = 1200
# "…”, he pointed out" and "the school where he": the one who speaks or acts was named long before.
_SPOKEN_OR_RELATIVE = constant(r"(?:[\"\u201d\u00bb],?|\b(?:where|whom|whose)) \Z")
_LOOK_BACK = 2
_WORDS = constant(r"[^\W\d_][\w'-]*")
# Who needs no name: anybody, and those who write and read.
_ANYBODY = constant(
    r"\b(?:[Ee]ach|[Ee]very(?:one|body)?|[Nn]obody|[Nn]o one|[Aa]ny(?:one|body)|[Ss]omeone|[Oo]ne|[Ww]ho(?:ever)?|I|[Mm]e|"
    r"[Mm]y|[Ww]e|[Uu]s|[Oo]ur|[Yy]our?|year-olds?)\b"
)
# "his or her", "him/her": both are named because neither is meant.
_EITHER_AFTER = constant(r"(?:/| or | and )(?:he|she|him|hers?|his|they|them|their)(?![\w'-])")
_EITHER_BEFORE = constant(r"(?<![\w'-])(?:he|she|him|hers?|his)(?:/| or | and )\Z")
_WORD_BEFORE = constant(r"\b(\w+)(?: that| to)? \Z")


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """Two rows: the check, pronouns with their replacement, an alternation of names and how far to look back; the lexicon."""
    check = str(source.keys["check"])
    if check not in _CHECKS:
        raise RuleError(f"`check` is “{check}”{did_you_mean(check, _CHECKS)}")
    pronouns = tuple((str(pronoun), str(fix or "")) for pronoun, fix in source.keys["pronouns"].items())
    name = str(source.keys.get("names", "")).strip("<>")
    try:
        names = alternation(classes.forms(name)) if name else ""
    except UnknownClassError as error:
        raise RuleError(f"no word class “{error.name}”{did_you_mean(error.name, error.known)}") from error
    words = _lexicon.row(classes)
    for expression in (
        _saying(_lexicon.lexicon(words)["reporting"]),
        *(_WHOLE_WORD.format(each) for each in (names, _THEY) if each),
    ):
        classes.compiled(expression)
    back = int(source.keys.get("back", _LOOK_BACK))
    return Prepared(((check, pronouns, names, back), words), ())


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: "he" stands in "the" and "here", so that one pass for whole words is cheaper than all hits of it."""
    by_pronoun: dict[str, list[Rule]] = {}
    for rule in rules:
        for pronoun, _ in rule.rows[0][1]:
            by_pronoun.setdefault(pronoun, []).append(rule)
    # What may not stand before a pronoun is looked at afterwards, so that the matching engine can skip to the first letters.
    pronouns = re.compile(rf"(?:{'|'.join(by_pronoun) or '(?!)'})(?![\w'-])")

    lexicons = _lexicon.Lexicons()

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        scenes: dict[str, _Scene] = {}
        people: list[int] = []  # where pronouns for people begin, up to the one that is looked at
        for found in pronouns.finditer(story.folded):
            start, end = found.span()
            if start > 0 and (story.text[start - 1].isalnum() or story.text[start - 1] in "_'-]"):
                continue
            for rule in by_pronoun[found[0]]:
                if rule.id not in scenes:
                    scenes[rule.id] = _Scene(story, rule, lexicons, people)
                match = scenes[rule.id].judge(Span(start, end))
                if match is not None:
                    yield match
            if found[0] in _PEOPLE:
                people.append(start)

    return find


class _Scene:
    """A story, and one rule that is asked about its pronouns. `people`: where pronouns for people begin that stand before."""

    def __init__(self, story: Story, rule: Rule, lexicons: _lexicon.Lexicons, people: Sequence[int]) -> None:
        self.story, self.rule, self._people = story, rule, people
        (check, pronouns, names, back), words = rule.rows
        self._check = _CHECKS[check]
        self.pronouns: dict[str, str] = dict(pronouns)
        self.names: str = names
        self.back: int = back
        self.lexicon: Lexicon = lexicons.of(rule, words)

    @cached_property
    def mentions(self) -> Mentions:
        return self.story.mentions(self.lexicon)

    def judge(self, span: Span) -> Match | None:
        """The match for a pronoun that is wrong, None for one that is right or may be."""
        if self.quoted(span) or self._either(span) or self.story.text[span.start : span.end].isupper():
            return None
        if len(self.story.sentence_at(span.start)) > _LONGEST:
            return None
        antecedent = self._check(self, span)
        if antecedent is None or self._in_capitals(span):
            return None
        text = self.story.text[span.start : span.end]
        other = self.pronouns[text.lower()]
        edited = span
        if text.lower() == "they":
            edited, verb = self._verb_after(span)
            other += verb
        fixes: tuple[Fix, ...] = ()
        if other and self.rule.fix is not None:
            other = other[0].upper() + other[1:] if text[0].isupper() else other
            fixes = (Fix((Edit(edited, other),), self.rule.fix.safety),)
        values = (("fix", other), ("1", self.story.view.slice(antecedent)))
        return Match(self.rule.id, 0, span, values, fixes, () if antecedent == span else (antecedent,))

    def _either(self, span: Span) -> bool:
        text = self.story.text
        before = text[max(span.start - 8, 0) : span.start]
        return _EITHER_AFTER.match(text, span.end) is not None or _EITHER_BEFORE.search(before) is not None

    def _in_capitals(self, span: Span) -> bool:
        """True in a headline set in capitals, where any word looks like the letters of a body."""
        sentence = self.story.sentence_at(span.start)
        words = self.story.text[sentence.start : sentence.end].split()
        return 2 * sum(word.isupper() for word in words) > len(words)

    def _verb_after(self, span: Span) -> tuple[Span, str]:
        """The pronoun with the verb that follows "they", and a blank and the verb as "it" takes it; the pronoun alone where
        the verb stays, or may be no verb in the present."""
        following = _NEXT.match(self.story.text, span.end)
        if following is None:
            return span, ""
        verb = following[1]
        singular = _SINGULAR.get(verb, "")
        plain = inflector().like("walk", verb) == "walk" and not verb.endswith(("ly", "s"))
        if not singular and plain and verb not in self.lexicon["function-word"]:
            singular = inflector().verb(verb).third
        return (Span(span.start, following.end()), f" {singular}") if singular else (span, "")

    def quoted(self, span: Span) -> bool:
        """True inside quotation marks of any kind, scare quotes as well."""
        return self.speech(span.start, span.start)

    def speech(self, start: int, end: int) -> bool:
        """True if anything is quoted from `start` to `end`."""
        index = bisect_right(self.story.quotation_starts, end) - 1
        return index >= 0 and self.story.quotations[index].end > start

    def before(self, span: Span) -> list[Referent]:
        """Referents of the sentence that stand before `span`."""
        index = self.story.sentence_index(span.start)
        return [each for each in self.mentions.referents(index) if each.span.end <= span.start]

    def after(self, span: Span) -> list[Referent]:
        index = self.story.sentence_index(span.start)
        return [each for each in self.mentions.referents(index) if each.span.start >= span.end]

    def earlier(self, span: Span) -> Iterator[Referent]:
        """Referents of the sentence before that of `span`, and of one more if that is in the same paragraph."""
        for number in self._earlier(span):
            yield from self.mentions.referents(number)

    def _earlier(self, span: Span) -> Iterator[int]:
        story, index = self.story, self.story.sentence_index(span.start)
        paragraph = story.paragraph_at(span.start)
        for number in range(index - 1, max(index - 1 - _LOOK_BACK, -1), -1):
            if number < index - 1 and story.paragraph_at(story.sentences[number].start) != paragraph:
                break
            yield number

    def anybody_earlier(self, span: Span) -> bool:
        return self.anybody_among(self.earlier(span))

    def spoken_of(self, first: int) -> bool:
        """True if a pronoun for somebody stands before, in the sentence with the index `first` or behind it. Most are like that,
        and it takes no names to know it."""
        return bool(self._people) and self._people[-1] >= self.story.sentences[first].start

    def spoken_of_earlier(self, span: Span) -> bool:
        """The same from the first sentence of `earlier` on."""
        return self.spoken_of(min(self._earlier(span), default=self.story.sentence_index(span.start)))

    def may_name_before(self, span: Span) -> bool:
        """False if no word of the sentence before `span` can be a name or a body: to look for all names of a story takes long."""
        story, lexicon = self.story, self.lexicon
        for word in _WORDS.findall(story.text, story.sentence_at(span.start).start, span.start):
            low = word.lower()
            if low in lexicon["institution-noun"] or not (word.islower() or low in lexicon["function-word"]):
                return True
        return False

    def anybody_among(self, referents: Iterable[Referent]) -> bool:
        return any(_personal(each) and not self._only_opens(each) for each in referents)

    def _only_opens(self, referent: Referent) -> bool:
        """True for a word of the dictionary that has its capital from the head of its sentence: "Prices fell"."""
        if (
            referent.kind is not Kind.UNKNOWN
            or referent.span.start - self.story.sentence_at(referent.span.start).start > 1
        ):
            return False
        word = self.story.text[referent.span.start : referent.span.end]
        return word.isalpha() and english.is_word(word) and word not in self.lexicon["surname"]


def _personal(referent: Referent) -> bool:
    return referent.kind in _PERSONAL or referent.pronoun


def _nobody(scene: _Scene, span: Span) -> Span | None:
    """ "The group closed his factory": nothing but bodies before the pronoun, nobody in the sentences before."""
    if scene.spoken_of_earlier(span) or _stands_alone(scene, span) or _says_after(scene, span):
        return None
    if _SPOKEN_OR_RELATIVE.search(scene.story.text, max(span.start - 12, 0), span.start):
        return None
    before = scene.before(span) if scene.may_name_before(span) else []
    if not before or before[-1].kind not in BODIES or before[-1].kind is Kind.AGENCY:
        return None  # an agency quotes him
    if any(_personal(each) or each.kind in (Kind.PEOPLE, Kind.PLACE) for each in before):
        return None
    if ";" in scene.story.text[before[-1].span.end : span.start]:
        return None
    if _named_after(scene, span):
        return None
    if any(each.pronoun and _says_after(scene, each.span) for each in scene.after(span)):
        return None  # "The firm owes him money, he said"
    return None if scene.anybody_earlier(span) else before[-1].span


def _named_after(scene: _Scene, span: Span) -> bool:
    """True for "In a call from his home, Berg said": the person comes after."""
    return any(_personal(each) and not each.pronoun and _opens_clause(scene, each) for each in scene.after(span))


def _opens_clause(scene: _Scene, referent: Referent) -> bool:
    text, start = scene.story.text, referent.span.start
    return _CLAUSE.search(text[max(start - 40, 0) : start]) is not None


def _stands_alone(scene: _Scene, span: Span) -> bool:
    """True for "the island was his": no thing after the possessive."""
    text = scene.story.text
    return text[span.start : span.end] == "his" and _THING.match(text, span.end) is None


def _says_after(scene: _Scene, span: Span) -> bool:
    """True for "…, he said.", which may go back to a speaker of long before."""
    following = _LAST_VERB.match(scene.story.text, span.end)
    return following is not None and following[1] in scene.lexicon["reporting"]


def _says_he(scene: _Scene, span: Span) -> Span | None:
    """ "Norway, allied with its neighbours, says he wants": the subject of the sentence is a body, and so is he."""
    if scene.spoken_of_earlier(span) or not scene.may_name_before(span):
        return None
    story = scene.story
    sentence = story.sentence_at(span.start)
    referents = [each for each in scene.before(span) if each.kind is not Kind.PEOPLE]
    if not referents or referents[0].kind not in BODIES or any(_personal(each) for each in referents):
        return None
    subject = referents[0].span
    if not _SUBJECT.fullmatch(story.text[sentence.start : subject.start]):
        return None
    if not compiled(_saying(scene.lexicon["reporting"])).match(story.text[subject.end : span.start]):
        return None
    return None if scene.anybody_earlier(span) else subject


@cache
def _saying(reporting: frozenset[str]) -> str:
    """The expression of what stands between the subject of a sentence and a pronoun, if the subject says what follows."""
    verbs = longest_first(reporting)
    return rf" ?{_BETWEEN} ?(?:has |had |also |\w+day )?(?:{verbs})(?: on \w+day| \w+day)?,?(?: that)? \Z"


def _speaker(scene: _Scene, span: Span) -> Span | None:
    """ "…," the ministry said. "…," he said: nobody but a body has spoken."""
    story = scene.story
    speakers = story.speakers(scene.lexicon)
    index = bisect_right(story.quotation_starts, span.start) - 1
    if index < 1 or speakers[index].source != span:
        return None
    paragraph = story.paragraphs[story.paragraph_at(span.start)]
    last: Span | None = None
    for speaker in speakers[max(index - 6, 0) : index]:
        if speaker.source is None or speaker.source.start < paragraph.start:
            continue
        if not _is_body(scene, speaker.source):
            return None
        last = speaker.source
    if last is None:
        return None
    for number in range(story.sentence_index(last.start), story.sentence_index(span.start) + 1):
        for each in scene.mentions.referents(number):
            if (
                last.end <= each.span.start < span.start
                and each.kind in _PERSONAL
                and not each.pronoun
                and not scene.quoted(each.span)
            ):
                return None
    return last


def _is_body(scene: _Scene, source: Span) -> bool:
    """True for "the Danish ministry", "Greenpeace": a body, and no person beside it."""
    inside = [
        each
        for each in scene.mentions.referents(scene.story.sentence_index(source.start))
        if source.contains(each.span)
    ]
    return bool(inside) and inside[-1].kind in BODIES and not any(_personal(each) for each in inside)


def _ahead(scene: _Scene, span: Span) -> Span | None:
    """ "In a statement on his channel, the group said": the owner is named after, and is a body."""
    story = scene.story
    sentence = story.sentence_at(span.start)
    match = _AHEAD.match(story.text, sentence.start, sentence.end)
    if match is None or not match.start("phrase") < span.start < match.end("phrase"):
        return None
    comma = match.end("phrase")
    if any(_personal(each) for each in scene.before(span)):
        return None
    following = [each for each in scene.after(span) if each.span.start >= comma]
    if not following or following[0].kind not in BODIES or _lead(story, comma, following[0].span.start) is None:
        return None
    verb = _NEXT_VERB.match(story.text, following[0].span.end)
    if verb is None or verb[1] not in scene.lexicon["reporting"]:
        return None
    first_of_paragraph = story.paragraphs[story.paragraph_at(span.start)].start >= sentence.start
    if not first_of_paragraph and scene.anybody_earlier(span):
        return None
    return following[0].span


def _lead(story: Story, comma: int, start: int) -> re.Match[str] | None:
    return _LEAD.fullmatch(story.text[comma:start])


def _alone(scene: _Scene, span: Span) -> Span | None:
    """ "The law was passed. It opened the market. She created jobs": nobody before the pronoun, in its sentence and those
    before. What it stands for instead is not known, so the pronoun stands for itself."""
    story, index = scene.story, scene.story.sentence_index(span.start)
    first = index - scene.back
    if first < 0 or scene.spoken_of(first):
        return None
    start, end = story.sentences[index - 1].start, story.sentences[index].end
    if scene.speech(start, end) or _ANYBODY.search(story.text, start, end):
        return None  # whoever is quoted may be he
    if _SPOKEN_OR_RELATIVE.search(story.text, max(span.start - 12, 0), span.start):
        return None
    said = _WORD_BEFORE.search(story.text, max(span.start - 30, 0), span.start)
    if said is not None and (said[1] in scene.lexicon["reporting"] or said[1].lower() == "according"):
        return None  # "supporters say he is able", "according to him"
    if any(scene.anybody_among(scene.mentions.referents(number)) for number in range(first, index)):
        return None
    if scene.anybody_among(scene.before(span)):
        return None
    if _named_after(scene, span):
        return None
    if any(_reports(scene, each.span) for each in (*scene.after(span), Referent(span, Kind.PERSON)) if _personal(each)):
        return None  # "He said", "the firm owes him money, he added": a speaker of long before
    return span


def _reports(scene: _Scene, span: Span) -> bool:
    """True if what stands at `span` says something, with or without an object."""
    following = _NEXT_VERB.match(scene.story.text, span.end)
    return (following is not None and following[1] in scene.lexicon["reporting"]) or _says_after(scene, span)


def _plural(scene: _Scene, span: Span) -> Span | None:
    """ "The United States …, which they suspect": the name before is the only thing that looks plural."""
    story = scene.story
    sentence = story.sentence_at(span.start)
    names = list(compiled(_WHOLE_WORD.format(scene.names)).finditer(story.text, sentence.start, span.start))
    if not names:
        return None
    name = names[-1]
    around = story.text[sentence.start : name.start()] + "_" + story.text[name.end() : span.start]
    if _BOTH.search(around) or _plural_noun(scene, around):
        return None
    if any(each.kind is Kind.PEOPLE for each in scene.before(span)):
        return None
    # As the subject of its sentence the name is what "they" goes back to, unless it only says what others do.
    subject = len(story.text[sentence.start : name.start()].split()) < 3
    first = compiled(_WHOLE_WORD.format(_THEY)).search(story.text, name.end(), span.end)
    between = story.text[name.end() : first.start() if first is not None else span.start].split()
    reports = any(word.strip(",") in scene.lexicon["reporting"] for word in between)
    if (reports or not subject) and any(each.kind is Kind.PEOPLE for each in scene.earlier(span)):
        return None
    return Span(*name.span())


def _plural_noun(scene: _Scene, text: str) -> bool:
    return any(
        match.group() not in scene.lexicon["function-word"]
        and match.group() not in scene.lexicon["reporting"]
        and len(match.group()) > 3
        for match in _PLURAL.finditer(text)
    )


_CHECKS: Mapping[str, Callable[[_Scene, Span], Span | None]] = {
    "nobody": _nobody,
    "says-he": _says_he,
    "speaker": _speaker,
    "ahead": _ahead,
    "alone": _alone,
    "plural": _plural,
}
