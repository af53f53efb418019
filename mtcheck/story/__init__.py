"""What all detectors share, built once per document: paragraphs, sentences, words, direct speech and its speakers, named
mentions, dates.

All spans are code points of `Story.text`, the prose in which every space is U+0020 and every apostrophe U+0027;
`Story.view` leads back to the raw text. Parts that not every check needs are made on first use.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from mtcheck.model import Document, Span
from mtcheck.story.sentences import sentences
from mtcheck.story.speech import quotations
from mtcheck.textview import TextView, fold, plain
from mtcheck.wording.expression import constant

if TYPE_CHECKING:  # imported where they are used: most checks need neither dates nor mentions
    from mtcheck.story.dates import Dateline, DateMention
    from mtcheck.story.mentions import Lexicon, Mentions
    from mtcheck.story.speakers import Speaker

WORD = constant(r"[^\W_]+(?:['-][^\W_]+)*")
_POINTED_WORD = constant(r"[^\W_]+(?:['.&-][^\W_]+)*")
SPEECH_WORDS = 4


class Story:
    """A document as detectors read it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.view = TextView(document)
        self.raw_text = self.view.text
        self.text = plain(self.raw_text)
        self.folded = fold(self.text)
        self.paragraphs: tuple[Span, ...] = tuple(span for span, _ in self.view.paragraphs)
        self.roles: tuple[str, ...] = tuple(segment.role for _, segment in self.view.paragraphs)
        self._paragraph_starts = [span.start for span in self.paragraphs]
        self._mentions: dict[int, tuple[Lexicon, Mentions]] = {}
        self._speakers: dict[int, tuple[Lexicon, tuple[Speaker, ...]]] = {}

    def paragraph_at(self, position: int) -> int:
        """Index of the paragraph that `position` lies in or, between two, the one before."""
        return max(bisect_right(self._paragraph_starts, position) - 1, 0)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences in order; each lies in one paragraph."""
        found: list[Span] = []
        for paragraph in self.paragraphs:
            found.extend(sentences(self.text[paragraph.start : paragraph.end], paragraph.start))
        return tuple(found)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def sentence_index(self, position: int) -> int:
        """Index of the sentence that `position` lies in or follows."""
        return max(bisect_right(self._sentence_starts, position) - 1, 0)

    def sentence_at(self, position: int) -> Span:
        """The sentence that `position` lies in or follows; an empty span in a story without any."""
        if not self.sentences:
            return Span(0, 0)
        return self.sentences[self.sentence_index(position)]

    @cached_property
    def words(self) -> tuple[Span, ...]:
        """Words in order: letters and digits, with inner apostrophes, hyphens, points and ampersands."""
        return tuple(Span(*match.span()) for match in _POINTED_WORD.finditer(self.text))

    @cached_property
    def paragraph_words(self) -> tuple[list[str], ...]:
        """The words of each paragraph in small letters: letters and digits, with inner apostrophes and hyphens. Where they
        stand is seldom asked, and then `WORD` finds them again."""
        return tuple(WORD.findall(self.folded, each.start, each.end) for each in self.paragraphs)

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """All that stands in double quotation marks, scare quotes and titles as well; marks included, in order, apart."""
        return tuple(quotations(self.text, self.paragraphs))

    @cached_property
    def quotation_starts(self) -> list[int]:
        """Where `quotations` begin."""
        return [span.start for span in self.quotations]

    @cached_property
    def speech(self) -> tuple[Span, ...]:
        """Direct speech, quotation marks included, in order and apart; scare quotes of under four words are none."""
        return tuple(span for span in self.quotations if self._is_speech(span))

    @cached_property
    def _speech_starts(self) -> list[int]:
        return [span.start for span in self.speech]

    def in_speech(self, span: Span) -> bool:
        """True if all of `span` lies in direct speech."""
        index = bisect_right(self._speech_starts, span.start) - 1
        return index >= 0 and self.speech[index].contains(span)

    def _is_speech(self, span: Span) -> bool:
        return len(_POINTED_WORD.findall(self.text, span.start, span.end)) >= SPEECH_WORDS

    @cached_property
    def dates(self) -> tuple[DateMention, ...]:
        """Dates in order and apart."""
        from mtcheck.story.dates import dates

        return dates(self.text)

    @cached_property
    def dateline(self) -> Dateline | None:
        """The dateline; None where the story has none."""
        from mtcheck.story.dates import dateline

        return dateline(self.text, self.paragraphs, self.dates)

    def mentions(self, lexicon: Lexicon) -> Mentions:
        """Names, acronyms and what pronouns could mean, by the words of `lexicon`; made once for each lexicon."""
        from mtcheck.story.mentions import Mentions

        if id(lexicon) not in self._mentions:
            self._mentions[id(lexicon)] = (lexicon, Mentions(self.text, self.sentences, lexicon))
        return self._mentions[id(lexicon)][1]

    def speakers(self, lexicon: Lexicon) -> tuple[Speaker, ...]:
        """The speaker of each quotation of `speech` and of each shorter one, in order."""
        from mtcheck.story.speakers import attributions

        if id(lexicon) not in self._speakers:
            found = tuple(attributions(lexicon).speakers(self.text, self.quotations, self.paragraphs))
            self._speakers[id(lexicon)] = (lexicon, found)
        return self._speakers[id(lexicon)][1]
