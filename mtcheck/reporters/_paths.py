"""Paths as other programs want them: relative to the current folder where that can be, with `/`."""

from __future__ import annotations

import os
from urllib.parse import quote


def from_here(path: str) -> tuple[str, bool]:
    """The path relative to the current folder, and True; for a file elsewhere its path from the root without the leading
    `/`, and False."""
    here = os.getcwd()
    full = os.path.normpath(os.path.join(here, path))
    inside = full.startswith(os.path.join(here, ""))
    name = os.path.relpath(full, here) if inside else os.path.splitdrive(full)[1].lstrip(os.sep)
    return name.replace(os.sep, "/"), inside


def shown_path(path: str) -> str:
    """The path relative to the current folder; a file elsewhere keeps its absolute path."""
    name, inside = from_here(path)
    return name if inside else f"/{name}"


def uri(path: str) -> str:
    """The path as a URI: relative, or `file:` for a file that is not below the current folder."""
    name, inside = from_here(path)
    escaped = quote(os.fsencode(name), safe="/")
    return escaped if inside else f"file:///{escaped}"
