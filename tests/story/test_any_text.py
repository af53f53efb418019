"""The kinds that read a whole story, on texts that nobody would write: no crash, and every span lies in the text."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from mtcheck.engine import Checker
from mtcheck.model import Document, Options, Piece, RuleSet, Segment, Span
from mtcheck.rulefile.compiled import load_ruleset

KINDS = ("agreement", "attribution", "consistency", "indefinite", "sentences")
PARTS = st.sampled_from(
    [
        "“", "”", '"', "«", "»", "''", "’", " ", ". ", ", ", "; ", ": ", "\n", "–", "(", ")", "he", "his", "she", "they", "said",
        "Turkey", "the ministry", "The United States", "Ibrahim Kalin", "Abdel Rahman", "al-Assad", "Dupont", "Mr.", "a", "an",
        "hour", "editor", "3 May", "May 4, 2018", "Sunday", "Idlib Province", "Idlib province", "said. of", "law.No", "Al",
        "Qaeda. Qaeda", "and", "which", "soldiers", "İstanbul", "\u2028", "\ud800", "e\u0301", "😀", "\u00a0",
    ]
)  # fmt: skip


@cache
def checker() -> Checker:
    shipped = load_ruleset()
    return Checker(RuleSet(tuple(rule for rule in shipped.rules if rule.kind in KINDS), ""), Options("fr"))


def of_paragraphs(paragraphs: list[list[str]]) -> Document:
    segments, text = [], ""
    for number, parts in enumerate(paragraphs):
        paragraph = " ".join(parts) if number % 2 else "".join(parts)
        segments.append(Segment("body", (Piece(Span(len(text), len(text) + len(paragraph)), paragraph),)))
        text += paragraph + "\n\n"
    return Document("any.txt", text, tuple(segments))


@given(st.lists(st.lists(PARTS, max_size=25), min_size=1, max_size=4))
def test_any_text_is_checked(paragraphs: list[list[str]]) -> None:
    document = of_paragraphs(paragraphs)
    report, failures = checker().check(document)
    assert not failures
    for finding in report.findings:
        for span in (finding.span, *(related.span for related in finding.related)):
            assert 0 <= span.start < span.end <= len(document.text)
        assert finding.text == document.text[finding.span.start : finding.span.end]
        for fix in finding.fixes:
            for edit in fix.edits:
                assert 0 <= edit.span.start <= edit.span.end <= len(document.text)
