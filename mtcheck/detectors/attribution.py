"""Kind `attribution`: who speaks, and how the story names him.

`unknown` reports a speaker whom the story never introduced, `full-name` a name that is given in full again. Both need a name
that is a person's beyond doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource, _lexicon
from mtcheck.errors import RuleError, did_you_mean
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.story.mentions import Kind, Lexicon, Mention, Mentions, surname
from mtcheck.wording.classes import Classes
from mtcheck.wording.expression import constant
from mtcheck.wording.spelling import CAPITALS

KEYS = {"check": Key("text", "`unknown` (a speaker never introduced) or `full-name` (given again)", required=True)}
COLUMNS: tuple[Column, ...] = ()


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """Two rows: the check, and the lexicon."""
    check = str(source.keys["check"])
    if check not in _CHECKS:
        raise RuleError(f"`check` is “{check}”{did_you_mean(check, _CHECKS)}")
    return Prepared(((check,), _lexicon.row(classes)), ())


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: the story knows its names and speakers."""

    lexicons = _lexicon.Lexicons()

    def find(story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        for rule in rules:
            (check,), words = rule.rows
            yield from _CHECKS[check](story, rule, lexicons.of(rule, words))

    return find


def _unknown(story: Story, rule: Rule, lexicon: Lexicon) -> Iterator[Match]:
    """ "…," Dupont said: a surname alone, and the first time that the story has it."""
    sources = [
        speaker.source
        for speaker in (story.speakers(lexicon) if story.speech else ())
        if speaker.source is not None
        and len(speaker.quotation) >= _LEAST_QUOTED
        and _is_first(story, speaker.source)
        and _attributed(story, speaker.quotation)
        and not _INITIAL.search(story.text, max(speaker.source.start - _INITIAL_REACH, 0), speaker.source.start)
        and not _INTRODUCED_AFTER.match(story.text, speaker.source.end)
    ]
    if not sources:
        return  # before all names of the story are looked for
    mentions = story.mentions(lexicon)
    by_span = {mention.span: index for index, mention in enumerate(mentions.names)}
    for source in sources:
        index = by_span.get(source)
        if index is None or not _is_bare_surname(mentions.names[index], lexicon):
            continue
        later = _full_name_after(mentions, index, mentions.names[index], lexicon)
        yield Match(rule.id, 0, source, related=(later,) if later is not None else ())


# "said Breach, an economist at UBS" and "said Breach (UBS)" introduce him.
_INTRODUCED_AFTER = constant(
    r",? (?:an?|the|of|from|at|who|its|head|chief|director|spokes\w+|president|minister)\b|,? \(|, \d\d,|, [a-z]+ (?:of|at|for)\b"
)
# "Paul T. Breach": the stop of an initial parts a name.
_INITIAL, _INITIAL_REACH = constant(r"(?<!\w)[A-Z]\. \Z"), 4
_REMEMBERED = 50_000  # code points
_LEAST_QUOTED = 15  # code points: a quoted word or two may have any subject beside it


def _attributed(story: Story, quotation: Span) -> bool:
    """True if the quotation ends as one does whose speaker follows: with a comma, a question or an exclamation mark, inside
    the closing mark or behind it; or if a verb of saying opened it."""
    around = story.text[quotation.end - 2 : quotation.end + 1]
    return any(mark in around for mark in ",?!") or story.text[
        max(quotation.start - 2, 0) : quotation.start
    ].strip() in (":", ",")


def _is_bare_surname(mention: Mention, lexicon: Lexicon) -> bool:
    """True for a person's surname without title or given name. One word of unknown kind counts: only people speak
    between quotation marks, and bodies that do are known by their letters or their names."""
    if len(mention.title) or surname(mention.text, lexicon) != mention.text or mention.text in lexicon.kinds:
        return False
    if mention.text.split(" ")[0] in lexicon["given-name"] or mention.text in lexicon["nationality"]:
        return False
    return mention.kind in (Kind.PERSON, Kind.UNKNOWN) and not any(word.isupper() for word in mention.text.split(" "))


def _is_first(story: Story, name: Span) -> bool:
    """True if the last word of the name was not there before, or so long ago that nobody remembers."""
    last = story.folded[name.start : name.end].split(" ")[-1].rpartition("-")[2]
    return story.folded.find(last, max(name.start - _REMEMBERED, 0), name.start) < 0


def _full_name_after(mentions: Mentions, index: int, mention: Mention, lexicon: Lexicon) -> Span | None:
    for later in mentions.names[index + 1 : index + 200]:
        if len(later.text) > len(mention.text) and surname(later.text, lexicon) == mention.text:
            return later.span
    return None


def _full_name(story: Story, rule: Rule, lexicon: Lexicon) -> Iterator[Match]:
    """ "Anna Berg" once more, given name and all, although he was named a paragraph ago."""
    if not _may_name_twice(story, lexicon):
        return
    mentions = story.mentions(lexicon)
    full = [mention for mention in mentions.names if _is_full_name(mention, lexicon)]
    bearers: dict[str, set[str]] = {}
    for mention in full:
        bearers.setdefault(surname(mention.text, lexicon), set()).add(mention.text)
    first: dict[str, Span] = {}
    last: dict[str, int] = {}
    for mention in full:
        paragraph = story.paragraph_at(mention.span.start)
        if story.roles[paragraph] != "body":
            continue
        known = first.setdefault(mention.text, mention.span)
        near = paragraph - last.get(mention.text, -9) <= _NEAR
        last[mention.text] = paragraph
        family = surname(mention.text, lexicon)
        if known == mention.span or not near or len(bearers[family]) > 1 or story.in_speech(mention.span):
            continue
        if (story.paragraph_at(known.start) == 0 and paragraph == 1) or _in_headline(story, known, mention.span):
            continue  # the lead names again whom the standfirst named
        if _word_before(story, mention.span) in lexicon["institution-noun"]:
            continue  # "the agency Linda Woods"
        if not _RUNNING.match(story.text, mention.span.end) or _CAPTION.search(
            story.text, max(mention.span.start - 12, 0), mention.span.start
        ):
            continue
        short = family.split("-", 1)[1] if family.startswith(("al-", "el-")) else family
        fixes = (Fix((Edit(mention.span, short),), rule.fix.safety),) if rule.fix is not None else ()
        yield Match(rule.id, 0, mention.span, (("fix", short),), fixes, (known,))


def _may_name_twice(story: Story, lexicon: Lexicon) -> bool:
    """True if some given name stands there twice with the same word after it: else there is no need to look for all names."""
    known = lexicon["given-name"]
    named = [each for each in _TWO_WORDS.findall(story.text) if each[0] in known]
    return len(set(named)) < len(named)


def _in_headline(story: Story, known: Span, again: Span) -> bool:
    """True for "Anna Berg resigns. The minister Anna Berg …": a headline at the head of the paragraph that it belongs to."""
    index = story.sentence_index(known.start)
    headline = story.sentences[index]
    return (
        story.sentence_index(again.start) == index + 1
        and story.paragraphs[story.paragraph_at(known.start)].start == headline.start == known.start
        and len(story.text[headline.start : headline.end].split(maxsplit=_HEADLINE_WORDS)) <= _HEADLINE_WORDS
    )


def _word_before(story: Story, span: Span) -> str:
    before = _LAST_WORD.search(story.text, max(span.start - 24, 0), span.start)
    return before[1] if before is not None else ""


_HEADLINE_WORDS = 8
_LAST_WORD = constant(r"(?<![\w'-])([a-z-]+) \Z")
_NEAR = 2  # paragraphs: after more of them a reader is glad of the given name
# What may stand after a name in running text: no "Jr.", no second name, no club in brackets.
_RUNNING = constant(r"'s?\b|[.,;:!?](?! (?:[SJ]r|[SJ]R)\b)| (?![A-Z(&]|(?:al|el|bin|ben|ibn)\b)|\Z")
_CAPTION = constant(r"(?:: ?|[\u2013\u2014] ?|- ?|\bBy |\bby )\Z")
_TWO_WORDS = constant(rf"([{CAPITALS}][\w'-]*)(?= ([\w-]+))")
_ROMAN = constant(r"[IVX]+|[A-Z]\.?")


def _is_full_name(mention: Mention, lexicon: Lexicon) -> bool:
    words = mention.text.split(" ")
    if mention.kind is not Kind.PERSON or len(words) < 2 or words[0] not in lexicon["given-name"]:
        return False
    if words[-1] in lexicon["given-name"] or words[-1].lower() in lexicon["place-word"]:
        return False  # "Juan Carlos" has no surname to be known by
    return not _ROMAN.fullmatch(words[-1])


_CHECKS: Mapping[str, Callable[[Story, Rule, Lexicon], Iterator[Match]]] = {
    "unknown": _unknown,
    "full-name": _full_name,
}
