"""One file per input format: bytes -> Document. The package is scanned; a module names its `SUFFIXES` and has `read`."""

from __future__ import annotations

import codecs
import importlib
from functools import cache
from types import ModuleType
from typing import NamedTuple

from mtcheck.digest import sha256
from mtcheck.errors import InputError
from mtcheck.model import Document
from mtcheck.scan import public_modules

# Formats that stand in content repositories and that mtcheck can't read yet: to name one is an error, so that silence is not
# taken for a pass. docs/ci.md says why reStructuredText is one of them.
NOT_YET = frozenset({".rst", ".xml", ".docx", ".odt", ".pdf", ".json", ".adoc"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """Text without its byte order mark, and what is needed to write it back."""

    text: str
    encoding: str
    bom: bytes
    newline: str


@cache
def readers() -> dict[str, ModuleType]:
    """Readers by file suffix, from the modules of this package."""
    found: dict[str, ModuleType] = {}
    for name in public_modules(__path__):
        reader = importlib.import_module(f"{__name__}.{name}")
        found.update((suffix, reader) for suffix in reader.SUFFIXES)
    return found


def _reader(suffix: str) -> ModuleType:
    """The reader for a suffix; of plain text for one that nobody reads. That is asked first: most files are plain text, and need
    none of the parsers."""
    plain = importlib.import_module(f"{__name__}.plain")
    return plain if suffix in plain.SUFFIXES else readers().get(suffix, plain)


def suffix_of(path: str) -> str:
    """The suffix that decides the format, in lower case; empty for a name without one."""
    name = path.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""


def read(path: str, data: bytes, *, encoding: str | None = None, source_lang: str | None = None) -> Document:
    """The document in `data`; `path` decides the format. Raises InputError with one sentence."""
    suffix = suffix_of(path)
    if suffix in NOT_YET:
        raise InputError(f"{path}: mtcheck does not read {suffix} yet; give it plain text, Markdown or HTML")
    decoded = decode(path, data, encoding)
    document: Document = _reader(suffix).read(path, decoded, sha256(data).hexdigest(), source_lang)
    return document


def decode(path: str, data: bytes, encoding: str | None = None) -> Decoded:
    """The text of `data`: by its byte order mark, else as `encoding`, else as UTF-8. Raises InputError."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decoded(path, data[len(bom) :], name, bom)
    if b"\0" in data[:65536] and not (encoding or "").lower().startswith(("utf-16", "utf-32", "utf16", "utf32")):
        raise InputError(
            f"{path}: is a binary file or UTF-16 without a byte order mark; for the latter pass --encoding utf-16-le"
        )
    return _decoded(path, data, encoding or "utf-8", b"")


def _decoded(path: str, data: bytes, encoding: str, bom: bytes) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start} (0x{data[error.start]:02x})" if error.start < len(data) else "its end"
        hint = "pass the right --encoding, for example cp1252, or save it as UTF-8"
        raise InputError(f"{path}: is not {encoding.upper()} at {where}; {hint}") from error
    except LookupError as error:
        raise InputError(f"{path}: there is no encoding “{encoding}”; use a name like utf-8 or cp1252") from error
    if "\0" in text:
        raise InputError(f"{path}: has NUL characters, so it is not a text; remove them first")
    newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    return Decoded(text, encoding, bom, newline)
