"""The errors a user can meet. Each message is one sentence: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean “x”?)`, or the known words if none is near."""
    import difflib

    options = sorted(known)
    near = difflib.get_close_matches(word, options, 1, 0.6)
    if near:
        return f" (did you mean “{near[0]}”?)"
    return f" (known: {', '.join(options)})" if len(options) <= 24 else ""


class MtcheckError(Exception):
    """Base of all errors that end in exit code 2 with a sentence, never in a traceback."""


class InputError(MtcheckError):
    """A text that could not be read or decoded."""


class ConfigError(MtcheckError):
    """A configuration file or an option that says something mtcheck does not know."""


class FixError(MtcheckError):
    """A fix that could not be applied or written; the file is as it was."""


class RuleError(MtcheckError):
    """A rule file, or one of its tables, that is wrong.

    `line` and `column` count from 1 in `path`; `excerpt` is that line as it stands in the file.
    """

    def __init__(self, reason: str, *, path: str = "", line: int = 0, column: int = 0, excerpt: str = "") -> None:
        self.reason, self.path, self.line, self.column, self.excerpt = reason, path, line, column, excerpt
        super().__init__(self.rendered())

    def rendered(self) -> str:
        """`path:line:column: reason`, the line itself and a caret under the column."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        head = f"{place}: {self.reason}" if place else self.reason
        if not self.excerpt:
            return head
        caret = " " * max(self.column - 1, 0) + "^"
        return f"{head}\n    {self.excerpt}\n    {caret}"
