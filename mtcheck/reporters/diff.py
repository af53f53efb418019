"""The annotated unified diff: a patch that `git apply` and `patch -p1` accept, with the reasons in it.

Annotations stand only where both programs skip them: in the preamble before `---` (every finding, one that has no fix too) and
after a hunk's second `@@` (rule ids). Comments between hunks would break the patch.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TextIO

from mtcheck.fixes import Chosen, choose
from mtcheck.model import FileReport, Report, Safety
from mtcheck.reporters import Style
from mtcheck.reporters._patch import Labelled, UnencodableError, hunks, is_ascii_based, quoted_path
from mtcheck.reporters._paths import from_here
from mtcheck.reporters._text import (
    Places,
    counted,
    emit_bytes,
    evidence_words,
    failure_words,
    one_line,
    verdict_words,
    word,
)

_COLORS = {b"-": b"31", b"+": b"32", b"@": b"36", b"#": b"2"}


def write(report: Report, out: TextIO, style: Style) -> None:
    """Writes the patch as bytes: it holds each file's own encoding. Nothing for a report without findings or failures."""
    parts = [_comment(f"not checked: {failure_words(failure)}") for failure in report.failures]
    for file in report.files:
        if file.findings:
            parts.append(_file(file, style))
        patch = b"".join(parts)
        emit_bytes(out, _colored(patch) if style.color else patch)
        parts = []
    emit_bytes(out, b"".join(parts))


def _colored(patch: bytes) -> bytes:
    """The patch as `git diff` colours it: for eyes, no longer for `git apply`."""
    lines = []
    head = True
    for line in patch.split(b"\n"):
        head = not line.startswith(b"@@ ") and (head or line.startswith(b"# "))
        start = b"1" if head and line.startswith((b"--- ", b"+++ ")) else _COLORS.get(line[:1], b"")
        lines.append(b"\x1b[%sm%s\x1b[0m" % (start, line) if start else line)
    return b"\n".join(lines)


def _comment(text: str) -> bytes:
    return f"# {one_line(text)}\n".encode()


def _file(file: FileReport, style: Style) -> bytes:
    document = file.document
    places = Places(document.text)
    chosen = choose(file.findings, style.fixes)
    parts = [_comment(line) for line in _summary(file, chosen)]
    for finding in file.findings:
        place = f"{document.path}:{places.at(finding.span)}"
        parts.append(_comment(f"{place} {word(finding.severity)} {finding.rule}: {finding.message}"))
        if style.show_why and finding.why:
            parts.append(_comment(f"  {finding.why}"))
    labelled = [Labelled(edit, each.finding.rule) for each in chosen for edit in each.fix.edits]
    labelled.sort(key=lambda each: each.edit.span)
    try:
        made = hunks(document, labelled)
    except UnencodableError as error:
        parts.append(
            _comment(f"{document.path}: cannot be patched, {error}; save it as UTF-8 first. Its diff as UTF-8:")
        )
        return b"".join((*parts, *_readable(file, labelled)))
    if not made:
        return b"".join(parts)
    if not is_ascii_based(document.encoding):
        name = document.encoding.upper()
        parts.append(
            _comment(
                f"{document.path}: is {name}, a binary file for git; the patch below is in its bytes and applies. As UTF-8:"
            )
        )
        parts += _readable(file, labelled)
    name, inside = from_here(document.path)
    if not inside:
        parts.append(
            _comment(
                f"{document.path}: lies outside of the current folder: apply with `patch -p1 -d /`, or in / with git apply"
            )
        )
    old, new = (quoted_path(side + os.fsencode(name)) for side in (b"a/", b"b/"))
    return b"".join((*parts, b"--- ", old, b"\n+++ ", new, b"\n", *made))


def _summary(file: FileReport, chosen: Sequence[Chosen]) -> list[str]:
    path = file.document.path
    safe = sum(each.fix.safety is Safety.SAFE for each in chosen)
    told = [f"{counted(safe, 'safe fix', 'safe fixes')}"] if safe else []
    if len(chosen) > safe:
        told.append(f"{len(chosen) - safe:,} to be judged by an editor")
    fixed = f"; below: {', '.join(told)}" if told else "; none is fixed below"
    lines = [f"{path}: {counted(len(file.findings), 'finding')}{fixed}"]
    if verdict := verdict_words(file.verdict):
        lines.append(f"{path}: {verdict}: {evidence_words(file.verdict)}")
    return lines


def _readable(file: FileReport, labelled: Sequence[Labelled]) -> list[bytes]:
    """The hunks of the text as UTF-8, as comments."""
    document = file.document._replace(encoding="utf-8", bom=b"")
    lines = (line for hunk in hunks(document, labelled) for line in hunk.decode("utf-8", "replace").split("\n")[:-1])
    return [b"#   " + line.rstrip("\r").encode() + b"\n" for line in lines]
