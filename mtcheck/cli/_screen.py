"""Where a report is shown: standard output, its colours and its width."""

import os
import sys
from typing import TextIO


def output(color: str) -> tuple[TextIO, bool]:
    """Standard output, made safe for any text, and whether it is coloured: “always”, “never”, or “auto” for a terminal that
    can and may be."""
    stream = sys.stdout
    terminal = stream.isatty()
    if hasattr(stream, "reconfigure"):
        if terminal:
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="surrogateescape", newline="")
    if color == "auto":
        return stream, terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return stream, color == "always"


def width(out: TextIO) -> int:
    """Columns of the terminal, 100 elsewhere."""
    if not out.isatty():
        return 100
    import shutil

    return shutil.get_terminal_size((100, 24)).columns
