"""The story model: paragraphs, sentences, words, direct speech, speakers, dates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck import inputs
from mtcheck.model import Document, Piece, Segment, Span
from mtcheck.story import Story


def story(text: str) -> Story:
    return Story(inputs.read("story.txt", text.encode("utf-8")))


def of_paragraphs(*paragraphs: str) -> Story:
    """A story of these paragraphs as they are, whatever characters they hold."""
    segments, text = [], ""
    for paragraph in paragraphs:
        segments.append(Segment("body", (Piece(Span(len(text), len(text) + len(paragraph)), paragraph),)))
        text += paragraph + "\n\n"
    return Story(Document("story.txt", text, tuple(segments)))


def texts(of: Story, spans: tuple[Span, ...]) -> list[str]:
    return [of.raw_text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one quotation, and two with an attribution between them
        ("“We are ready to go,” he said.", ["“We are ready to go,”"]),
        ('"We are ready to go," he said. "They know that well."', ['"We are ready to go,"', '"They know that well."']),
        # scare quotes and titles of under four words are no direct speech
        ("The “terrorist” group and its “open door” policy.", []),
        # a long quotation opens each paragraph and closes once
        (
            "“We came early, he told us.\n\n“We stayed until dark.\n\n“We left at dawn,” she said.",
            ["“We came early, he told us.\n\n“We stayed until dark.\n\n“We left at dawn,”"],
        ),
        # a lost closing mark costs a paragraph, not the story
        ("“We came early in the day.\n\nNobody else was there.", ["“We came early in the day."]),
        ('He said: "We came rather early.\n\nThen all left.', ['"We came rather early.']),
        # a quotation within one
        ("“He called it a “pure and simple lie” today,” she said.", ["“He called it a “pure and simple lie” today,”"]),
        ('"He told us "never again" last week," she said.', ['"He told us "never again" last week,"']),
        ("“They chanted ‘no more war’ and left,” he said.", ["“They chanted ‘no more war’ and left,”"]),
        # apostrophes and single marks open and close nothing
        ("It’s the players’ union, rock ’n’ roll, the ’90s and ’tis so.", []),
        ("“It’s the players’ own fault, isn’t it?” he asked.", ["“It’s the players’ own fault, isn’t it?”"]),
        # French, German, Swedish, low and reversed marks, two apostrophes, full-width marks
        ("« Nous sommes prêts à partir », a-t-il dit.", ["« Nous sommes prêts à partir »"]),
        ("„Wir sind bereit zu gehen“, sagte er. Er ging.", ["„Wir sind bereit zu gehen“"]),
        ("»Wir sind bereit zu gehen«, sagte er. Er ging.", ["»Wir sind bereit zu gehen«"]),
        ("”Vi är redo att gå”, sa han. Han gick.", ["”Vi är redo att gå”"]),
        ("„Jesteśmy gotowi do drogi”, powiedział.", ["„Jesteśmy gotowi do drogi”"]),
        ("''We are ready to go,'' he said.", ["''We are ready to go,''"]),
        ("``We are ready to go,'' he said.", ["``We are ready to go,''"]),
        ("＂We are ready to go,＂ he said.", ["＂We are ready to go,＂"]),
        # marks of two kinds mixed, as engines print them
        ('“We are ready to go," he said. He left.', ['“We are ready to go,"']),
        ('"We are ready to go,” he said. He left.', ['"We are ready to go,”']),
        # marks with blanks on the wrong side
        ('He said: " We are ready to go ", and left.', ['" We are ready to go "']),
        ('He said:"We are ready to go",and left.', ['"We are ready to go"']),
        # inches and seconds are no quotation marks
        ('The 12" gun of the 6\' 2" man was sold for cash.', []),
        ('"It was a 12" gun in a box," he said.', ['"It was a 12" gun in a box,"']),
        # a closing mark without an opening one
        ("We are ready to go,” he said. They left.", []),
        # in brackets, after a dash
        ("(“We are ready to go”) — “And we go at once”.", ["“We are ready to go”", "“And we go at once”"]),
    ],
)
def test_direct_speech(text: str, expected: list[str]) -> None:
    told = story(text)
    assert texts(told, told.speech) == expected


def test_in_speech_needs_all_of_a_span() -> None:
    told = story("He left. “We are ready to go,” he said.")
    at = told.text.index("ready")
    assert told.in_speech(Span(at, at + 5))
    assert not told.in_speech(Span(0, at))
    assert not told.in_speech(Span(len(told.text) - 5, len(told.text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Smith met Lt. Col. Jones. They left.", ["Gen. Smith met Lt. Col. Jones.", "They left."]),
        ("He came on Feb. 3 at 5 p.m. Monday. Then he left.", ["He came on Feb. 3 at 5 p.m. Monday.", "Then he left."]),
        ("He left at 5 p.m. They stayed.", ["He left at 5 p.m.", "They stayed."]),
        ("No. 10 refused. Nobody asked.", ["No. 10 refused.", "Nobody asked."]),
        ("Would he come? No. He stayed.", ["Would he come?", "No.", "He stayed."]),
        ("the ministry said. of the Defense quoted by all.", ["the ministry said.", "of the Defense quoted by all."]),
        ("“We go. They stay,” he said. He left.", ["“We go. They stay,” he said.", "He left."]),
        ("The U.S. army left. It was late.", ["The U.S. army left.", "It was late."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    told = story(text)
    assert texts(told, told.sentences) == expected


def test_a_long_paragraph_has_the_sentences_of_its_parts() -> None:
    part = "He left at 5 p.m. Monday. “We go. They stay,” he said. Gen. Smith was there, on Feb. 3. "
    told = of_paragraphs(part * 500)
    assert texts(told, told.sentences) == texts(of_paragraphs(part), of_paragraphs(part).sentences) * 500
    unbroken = of_paragraphs("word " * 30_000)
    assert len(unbroken.sentences) == 1


def test_sentences_of_a_story_without_any() -> None:
    told = of_paragraphs()
    assert told.sentences == ()
    assert told.sentence_at(0) == Span(0, 0)
    assert told.speech == told.words == told.dates == ()
    assert told.dateline is None


_TEXT = st.text(
    st.one_of(
        st.sampled_from(list("\"“”„‟«»'’‘`.,!?;: \u00a0\u2028\n-–—()12aZé")),
        st.characters(codec=None, exclude_categories=()),
    ),
    max_size=60,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_TEXT, max_size=5))
def test_nothing_crashes_and_spans_are_in_order(paragraphs: list[str]) -> None:
    told = of_paragraphs(*paragraphs)
    size = len(told.text)
    assert len(told.folded) == len(told.raw_text) == size
    for spans in (told.sentences, told.words, told.quotations, told.speech):
        ends = 0
        for span in spans:
            assert ends <= span.start < span.end <= size
            ends = span.end
    for sentence in told.sentences:
        assert told.paragraphs[told.paragraph_at(sentence.start)].contains(sentence)
        assert not told.text[sentence.start].isspace()
        assert not told.text[sentence.end - 1].isspace()
    covered = {at for sentence in told.sentences for at in range(sentence.start, sentence.end)}
    for word in told.words:
        assert covered.issuperset(range(word.start, word.end))
    assert set(told.speech) <= set(told.quotations)
    ends = 0
    for mention in told.dates:
        assert ends <= mention.span.start < mention.span.end <= size
        ends = mention.span.end
    assert told.dateline is None or told.dateline.span.end <= size


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["We came early in the day", "They stayed until late at night"]), min_size=1, max_size=4)
)
def test_well_formed_quotations_are_found_whole(parts: list[str]) -> None:
    for opening, closing in (("“", "”"), ('"', '"'), ("«", "»"), ("''", "''")):
        told = of_paragraphs(" ".join(f"{opening}{part},{closing} he said." for part in parts))
        assert texts(told, told.speech) == [f"{opening}{part},{closing}" for part in parts]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["“", "”", '"', "«", "»", " ", "word", ",", ". ", "-"]), max_size=20))
def test_apostrophes_open_and_close_nothing(parts: list[str]) -> None:
    plain = of_paragraphs("".join(parts))
    for slip in ("’tis", "players’s", "rock‘n’roll", "it's"):
        assert len(of_paragraphs("".join(slip if part == "word" else part for part in parts)).quotations) == len(
            plain.quotations
        )
