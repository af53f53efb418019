"""Findings between runs: by the content of a file, its format and encoding, and all that decides on findings. What the user
decides on them afterwards is no part of it."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from functools import cache

import mtcheck
from mtcheck import inputs
from mtcheck.cache import Cache, default_path
from mtcheck.cli import _plain
from mtcheck.digest import sha256
from mtcheck.discover import Text
from mtcheck.engine import Checker, Seen
from mtcheck.errors import InputError
from mtcheck.stamps import stamp

_NAMESPACE = "findings 1"
_MOST_ENTRIES = 50_000
_MOST_BYTES = 200_000_000


class Store:
    """The findings of files that were checked before."""

    def __init__(self, kept: Cache | None = None) -> None:
        self._cache = kept or Cache(default_path("findings"), _NAMESPACE, _MOST_ENTRIES, _MOST_BYTES)

    def get(self, loaded: Sequence[tuple[Checker, Text, bytes, str | None]]) -> list[Seen | None]:
        """What is known of each file."""
        keys = [_key(*each) for each in loaded]
        blobs = self._cache.get([key for key in keys if key is not None])
        return [
            _seen(blobs[key], text, data, encoding) if key is not None and key in blobs else None
            for key, (_, text, data, encoding) in zip(keys, loaded, strict=True)
        ]

    def put(self, seen: Sequence[tuple[Checker, Text, bytes, str | None, Seen]]) -> None:
        """Keeps what was found, unless a part of it could not be checked."""
        blobs = {}
        for checker, text, data, encoding, found in seen:
            asked = checker.options.languagetool != "off"
            key = None if found.failures or (asked and checker.notices) else _key(checker, text, data, encoding)
            if key is not None:
                blobs[key] = _plain.dumped(
                    [
                        _plain.of_document(found.document),
                        _plain.of_findings(found.findings),
                        _plain.of_verdict(found.verdict),
                    ]
                )
        self._cache.put(blobs)

    def close(self) -> None:
        """Ends the use of the file."""
        self._cache.close()


def _key(checker: Checker, text: Text, data: bytes, encoding: str | None) -> str | None:
    """What the findings of a file depend on, or None if that can't be told before they are there."""
    identity = checker.identity
    if identity is None:
        return None
    parts = (sha256(data).hexdigest(), inputs.suffix_of(text.path), encoding or "", identity, _code())
    return "\0".join(parts)


def _seen(blob: bytes, text: Text, data: bytes, encoding: str | None) -> Seen | None:
    """What a blob tells of a file; None if it can't be read, and the file is checked again."""
    try:
        (_, *document), findings, verdict = _plain.loaded(blob)
        raw = inputs.decode(text.path, data, encoding).text
        made = _plain.document([text.path, *document], raw)
        return Seen(made, _plain.findings(findings), _plain.verdict(verdict), ())
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, InputError):
        return None


@cache
def _code() -> str:
    """What this program is made of: its files, those of the packages beside it (a folder's time changes with each that comes
    or goes), and Python."""
    beside = importlib.util.find_spec("typer")
    assert beside is not None
    assert beside.origin is not None
    packages = os.path.dirname(os.path.dirname(beside.origin))
    parts = (mtcheck.__version__, sys.version, str(os.stat(packages).st_mtime_ns))
    return "\n".join((*parts, stamp([os.path.dirname(mtcheck.__file__)])))
