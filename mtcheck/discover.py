"""Which texts a command line names: files, folders, globs. What was named must be readable; what a walk meets may be skipped."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtcheck import inputs
from mtcheck.errors import InputError
from mtcheck.model import Document, Failure

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv"})


@dataclass(frozen=True, slots=True)
class Text:
    """A file to be read; `named` if the user named it, and not a folder that holds it."""

    path: str
    named: bool


@dataclass(frozen=True, slots=True)
class Discovered:
    """The texts in order, each once; what was named and is not there; how many files a walk passed over."""

    texts: tuple[Text, ...]
    failures: tuple[Failure, ...] = ()
    skipped: int = 0


def discover(names: Sequence[str]) -> Discovered:
    """The texts that `names` stand for."""
    texts: dict[str, Text] = {}
    failures: list[Failure] = []
    skipped = 0
    for name in names:
        if os.path.isdir(name):
            found, passed = _walk(name)
            skipped += passed
            if not found:
                failures.append(Failure("input", name, f"{name}: holds no text that mtcheck reads ({_suffixes()})"))
            for path in found:
                texts.setdefault(path, Text(path, False))
        elif os.path.lexists(name):
            texts[name] = Text(name, True)
        elif glob.has_magic(name):
            matched = sorted(path for path in glob.glob(name, recursive=True) if os.path.isfile(path))
            if not matched:
                failures.append(Failure("input", name, f"{name}: matches no file"))
            for path in matched:
                texts.setdefault(path, Text(path, True))
        else:
            failures.append(Failure("input", name, f"{name}: no such file or folder"))
    return Discovered(tuple(texts.values()), tuple(failures), skipped)


def _suffixes() -> str:
    return ", ".join(sorted(suffix for suffix in inputs.readers() if suffix))


def _walk(folder: str) -> tuple[list[str], int]:
    found: list[str] = []
    skipped = 0
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
        for name in sorted(files):
            suffix = inputs.suffix_of(name)
            if suffix and suffix in inputs.readers() and not name.startswith("."):
                found.append(os.path.join(place, name))
            else:
                skipped += 1
    return found, skipped


def read(text: Text, *, encoding: str | None = None, source_lang: str | None = None) -> Document | Failure | None:
    """The document of a file, the failure to read it, or None for a binary that a walk met."""
    try:
        data = Path(text.path).read_bytes()
    except OSError as error:
        return Failure("input", text.path, f"{text.path}: cannot be read ({error.strerror or error})")
    if not text.named and b"\0" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        return inputs.read(text.path, data, encoding=encoding, source_lang=source_lang)
    except InputError as error:
        return Failure("input", text.path, str(error))


def read_all(found: Discovered, *, encoding: str | None = None) -> Iterator[Document | Failure]:
    """All documents of what was discovered, in order, failures among them; binaries met by a walk are left out."""
    yield from found.failures
    for text in found.texts:
        document = read(text, encoding=encoding)
        if document is not None:
            yield document
