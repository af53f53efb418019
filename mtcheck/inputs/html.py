"""HTML: the prose of blocks, with every place in the source."""

from __future__ import annotations

from mtcheck.inputs import Decoded
from mtcheck.inputs._markup import html
from mtcheck.model import Document

SUFFIXES = (".html", ".htm", ".xhtml")


def read(path: str, decoded: Decoded, digest: str, source_lang: str | None = None) -> Document:
    """The document of an HTML file: its title, headings, paragraphs, lists, tables, captions; not its code and scripts."""
    segments, comments = html(decoded.text, 0, len(decoded.text))
    return Document(
        path,
        decoded.text,
        segments,
        comments,
        source_lang,
        None,
        decoded.encoding,
        decoded.bom,
        decoded.newline,
        digest,
    )
