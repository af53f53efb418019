"""Which texts a command line names: files, folders, globs. What was named must be readable; what a walk meets may be skipped."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from mtcheck import inputs
from mtcheck.errors import InputError
from mtcheck.model import Document, Failure

_MAGIC = frozenset("*?[")  # what makes a name a glob
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv"})


class Text(NamedTuple):
    """A file to be read; `named` if the user named it, and not a folder that holds it. `data` stands for the file's bytes
    where they are not those on the disk."""

    path: str
    named: bool
    data: bytes | None = None


class Discovered(NamedTuple):
    """The texts in order, each once; what was named and is not there; how many files a walk passed over since they are no
    text; the folders that were walked."""

    texts: tuple[Text, ...]
    failures: tuple[Failure, ...] = ()
    skipped: int = 0
    folders: tuple[str, ...] = ()


def discover(names: Sequence[str], *, exclude_named: bool = False) -> Discovered:
    """The texts that `names` stand for. With `exclude_named`, ignore files hold for what was named as well."""
    texts: dict[str, Text] = {}
    failures: list[Failure] = []
    folders: list[str] = []
    skipped = 0
    for name in names:
        if os.path.isdir(name):
            walk = _Walk()
            found = walk.below(name)
            folders.append(name)
            skipped += walk.skipped
            failures += walk.failures
            if not found and not walk.failures:
                failures.append(
                    Failure("input", name, f"{name}: holds no text that mtcheck reads ({walk.why_nothing()})")
                )
            for path in found:
                texts.setdefault(path, Text(path, False))
        elif os.path.lexists(name):
            if not (exclude_named and _left_out(name)):
                texts[name] = Text(name, True)
        elif _MAGIC.intersection(name):
            from glob import glob

            matched = sorted(path for path in glob(name, recursive=True) if os.path.isfile(path))
            if not matched:
                failures.append(Failure("input", name, f"{name}: matches no file"))
            for path in matched:
                if not (exclude_named and _left_out(path)):
                    texts.setdefault(path, Text(path, True))
        else:
            failures.append(Failure("input", name, f"{name}: no such file or folder"))
    return Discovered(tuple(texts.values()), tuple(failures), skipped, tuple(folders))


def _left_out(path: str) -> bool:
    from mtcheck.discover import ignored

    return ignored.leaves_out(path)


class _Walk:
    """A walk through a folder; `skipped` files were no texts, `left_out` by ignore files; `failures` are folders that could not
    be read."""

    def __init__(self) -> None:
        self.skipped = self.left_out = 0
        self.failures: list[Failure] = []

    def why_nothing(self) -> str:
        suffixes = ", ".join(sorted(suffix for suffix in inputs.readers() if suffix))
        return f"{suffixes}; ignore files leave out {self.left_out}" if self.left_out else suffixes

    def _unreadable(self, error: OSError) -> None:
        path = os.fsdecode(error.filename)
        self.failures.append(Failure("input", path, f"{path}: cannot be read ({error.strerror or error})"))

    def below(self, folder: str) -> list[str]:
        """The texts below a folder, in order."""
        from mtcheck.discover import ignored

        found: list[str] = []
        top = os.path.abspath(folder)
        rules = {top: ignored.above(top)}
        for place, folders, files in os.walk(folder, onerror=self._unreadable):
            here = os.path.normpath(os.path.join(top, os.path.relpath(place, folder)))
            ignore = rules.pop(here).below(here, [*folders, *files])
            kept = []
            for name in sorted(folders):
                inner = os.path.join(here, name)
                if name.startswith(".") or name in _SKIPPED_FOLDERS:
                    continue
                if ignore.layers and ignore.leaves_out(inner, is_folder=True):
                    self.left_out += 1
                else:
                    kept.append(name)
                    rules[inner] = ignore
            folders[:] = kept
            for name in sorted(files):
                suffix = inputs.suffix_of(name)
                if not suffix or suffix not in inputs.readers() or name.startswith("."):
                    self.skipped += 1
                elif ignore.layers and ignore.leaves_out(os.path.join(here, name), is_folder=False):
                    self.left_out += 1
                else:
                    found.append(os.path.join(place, name))
        return found


def read(text: Text, *, encoding: str | None = None, source_lang: str | None = None) -> Document | Failure | None:
    """The document of a file, the failure to read it, or None if a walk met it and it is no text."""
    data = load(text)
    return parse(text, data, encoding=encoding, source_lang=source_lang) if isinstance(data, bytes) else data


def load(text: Text) -> bytes | Failure | None:
    """The bytes of a file, the failure to read it, or None if a walk met it and it is no text: a binary, or a pipe, which
    might have no end."""
    try:
        if not text.named and not stat.S_ISREG(os.stat(text.path).st_mode):
            return None
        data = Path(text.path).read_bytes() if text.data is None else text.data
    except OSError as error:
        return Failure("input", text.path, f"{text.path}: cannot be read ({error.strerror or error})")
    if not text.named and b"\0" in data[:8192] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    return data


def parse(
    text: Text, data: bytes, *, encoding: str | None = None, source_lang: str | None = None
) -> Document | Failure:
    """The document in the bytes of a file, or the failure to make one of them."""
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
