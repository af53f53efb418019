"""What all detectors share, built once per document: paragraphs, sentences, words, direct speech.

All spans are code points of `Story.text`, the prose in which every space is U+0020 and every apostrophe U+0027;
`Story.view` leads back to the raw text. Parts that not every check needs are made on first use.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

import sentencex

from mtcheck.model import Document, Span
from mtcheck.textview import TextView, fold, plain

_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*")
_QUOTE = re.compile("[\"\u201c\u201d\u201e\u00ab\u00bb]")
_OPENING, _CLOSING = "\u201c\u201e\u00ab", "\u201d\u00bb"
# A sentence that the splitter cut after one of these goes on: it knows no military ranks and no day-and-month marks.
_GOES_ON = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Maj|Gov|Sen|Rep|Rev|St|No|vs|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.$")
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

    def paragraph_at(self, position: int) -> int:
        """Index of the paragraph that `position` lies in or, between two, the one before."""
        return max(bisect_right(self._paragraph_starts, position) - 1, 0)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences in order; each lies in one paragraph."""
        found: list[Span] = []
        for paragraph in self.paragraphs:
            found.extend(_sentences(self.text[paragraph.start : paragraph.end], paragraph.start))
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
        return tuple(Span(*match.span()) for match in _WORD.finditer(self.text))

    @cached_property
    def speech(self) -> tuple[Span, ...]:
        """Direct speech, quotation marks included, in order and apart; scare quotes of under four words are none."""
        return tuple(span for span in _quotations(self) if self._is_speech(span))

    @cached_property
    def _speech_starts(self) -> list[int]:
        return [span.start for span in self.speech]

    def in_speech(self, span: Span) -> bool:
        """True if all of `span` lies in direct speech."""
        index = bisect_right(self._speech_starts, span.start) - 1
        return index >= 0 and self.speech[index].contains(span)

    def _is_speech(self, span: Span) -> bool:
        return len(_WORD.findall(self.text, span.start, span.end)) >= SPEECH_WORDS


def _sentences(text: str, offset: int) -> list[Span]:
    spans: list[Span] = []
    carried: int | None = None
    for boundary in sentencex.get_sentence_boundaries("en", text):
        raw_start, raw_end = boundary["start_index"], boundary["end_index"]
        body = text[raw_start:raw_end]
        stripped = body.strip()
        if not stripped:
            continue
        start = raw_start + body.index(stripped[0]) if carried is None else carried
        end = raw_start + len(body.rstrip())
        if _GOES_ON.search(text, max(end - 8, 0), end) and end < len(text.rstrip()):
            carried = start
            continue
        carried = None
        spans.append(Span(offset + start, offset + end))
    if carried is not None:
        spans.append(Span(offset + carried, offset + len(text.rstrip())))
    return spans


def _quotations(story: Story) -> list[Span]:
    """Stretches between double quotation marks. A quotation that runs over paragraphs opens each of them and closes
    once; one that is never closed ends with its paragraph, so that a lost mark costs a paragraph and not the story."""
    text = story.text
    found: list[Span] = []
    opened: int | None = None
    depth = 0
    for index, paragraph in enumerate(story.paragraphs):
        marks = list(_QUOTE.finditer(text, paragraph.start, paragraph.end))
        first = True
        for mark in marks:
            char, at = mark.group(), mark.start()
            opens = char in _OPENING or (char == '"' and _straight_opens(text, at, opened is not None))
            if opens and first and opened is not None and not text[paragraph.start : at].strip():
                first = False
                continue  # the mark that a continued quotation repeats at its next paragraph
            first = False
            if opens and opened is None:
                opened, depth = at, 1
            elif opens:
                depth += 1
            elif opened is not None:
                depth -= 1
                if depth <= 0:
                    found.append(Span(opened, at + 1))
                    opened = None
        if opened is not None and not _continues(story, index):
            found.append(Span(opened, paragraph.end))
            opened = None
        elif opened is not None:
            depth = 1
    return found


def _straight_opens(text: str, at: int, inside: bool) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isspace() or before in "([\u2014\u2013-":
        return not inside or not after.isspace()
    return not inside and not after.isspace() and not before.isalnum() and before not in ".,!?;:"


def _continues(story: Story, index: int) -> bool:
    """True if the paragraph after `index` begins with an opening mark and does not open a quotation of its own:
    the one before was left open on purpose."""
    if index + 1 >= len(story.paragraphs):
        return False
    nxt = story.paragraphs[index + 1]
    head = story.text[nxt.start : nxt.end].lstrip()
    return bool(head) and (head[0] in _OPENING or head[0] == '"')
