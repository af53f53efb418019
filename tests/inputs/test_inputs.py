from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import inputs
from mtcheck.errors import InputError
from mtcheck.fixes import encoded


@pytest.mark.parametrize(
    ("data", "encoding", "text", "newline"),
    [
        (b"One.\nTwo.", "utf-8", "One.\nTwo.", "\n"),
        (b"\xef\xbb\xbfOne.\r\nTwo.", "utf-8", "One.\r\nTwo.", "\r\n"),
        ("\ufeffOne. 😀".encode("utf-16-le"), "utf-16-le", "One. 😀", "\n"),
        ("\ufeffOne.".encode("utf-16-be"), "utf-16-be", "One.", "\n"),
        (b"", "utf-8", "", "\n"),
    ],
)
def test_text_is_decoded_by_its_byte_order_mark_or_as_utf8(data: bytes, encoding: str, text: str, newline: str) -> None:
    read = inputs.read("story.txt", data)
    assert (read.text, read.encoding, read.newline) == (text, encoding, newline)
    assert encoded(read, read.text) == data


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("a.txt", b"caf\xe9", r"a\.txt: is not UTF-8 at byte 3 \(0xe9\); pass the right --encoding"),
        ("a.txt", b"PK\x03\x04\x00\x00", r"a\.txt: is a binary file"),
        ("a.txt", "ab\0c".encode("utf-16"), r"a\.txt: has NUL characters"),
        ("a.docx", b"x", r"a\.docx: mtcheck does not read \.docx yet"),
        ("a.rst", b"x", r"a\.rst: mtcheck does not read \.rst yet; give it plain text, Markdown or HTML"),
    ],
)
def test_what_is_no_text_gets_one_sentence_with_the_way_out(path: str, data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        inputs.read(path, data)


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(InputError, match="there is no encoding “utf-88”"):
        inputs.read("a.txt", b"x", encoding="utf-88")


def test_an_encoding_without_mark_can_be_named() -> None:
    assert inputs.read("a.txt", "café".encode("utf-16-le"), encoding="utf-16-le").text == "café"


def paragraphs(text: str) -> list[str]:
    read = inputs.read("a.txt", text.encode())
    return [piece.text for segment in read.segments for piece in segment.pieces]


def test_empty_lines_part_paragraphs_and_wrapped_lines_are_one() -> None:
    wrapped = "The plane was shot down over the town of Maasran on\nSaturday, the ministry said."
    assert paragraphs(f"Title\n\n{wrapped}\n\n\nEnd.") == ["Title", wrapped, "End."]


def test_lines_that_end_a_sentence_are_paragraphs() -> None:
    assert paragraphs("The plane was shot down over the town on Saturday.\nThe pilot died.") == [
        "The plane was shot down over the town on Saturday.",
        "The pilot died.",
    ]


def test_carriage_returns_part_lines() -> None:
    assert paragraphs("One.\r\n\r\nTwo.") == ["One.", "Two."]
    assert paragraphs("One.\rTwo.") == ["One.", "Two."]


def test_a_short_line_without_a_stop_is_a_headline() -> None:
    read = inputs.read("a.txt", b"Moscow confirms the death\n\nThe ministry said so.")
    assert [segment.role for segment in read.segments] == ["headline", "body"]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_paragraphs_hold_all_text_but_line_ends_and_blank_lines(text: str) -> None:
    read = inputs.read("a.txt", text.encode())
    kept = "".join(piece.text for segment in read.segments for piece in segment.pieces)
    assert "".join(kept.split()) == "".join(read.text.split())
