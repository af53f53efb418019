"""`mtcheck check` as it is asked for every day, read without Typer: to import and set up Typer takes a fifth of the time of a
check. A test holds that both read the same."""

from collections.abc import Sequence

from mtcheck.cli._check import Shown
from mtcheck.cli._given import Given
from mtcheck.cli._run import Wanted
from mtcheck.config import LANGUAGETOOL_MODES

_FORMAT = ("--format", "-f")
_OPTIONS = (*_FORMAT, "--source-lang", "--languagetool")
# What Windows leaves to the program to expand; Typer does it.
_EXPANDED = frozenset("*?[~$%")


def asked(words: Sequence[str]) -> tuple[Given, Wanted, Shown] | None:
    """What the words after `check` ask for, if they are paths, `--no-cache` and the options above. None for any others, and
    for a mistake: Typer says what is wrong."""
    paths: list[str] = []
    said: dict[str, str] = {}
    cache = True
    rest = iter(words)
    for word in rest:
        if word == "--no-cache":
            cache = False
        elif word in _OPTIONS:
            value = next(rest, "-")
            if value.startswith("-"):
                return None
            said["--format" if word in _FORMAT else word] = value
        elif word.startswith("-") or not _EXPANDED.isdisjoint(word):
            return None
        else:
            paths.append(word)
    mode = said.get("--languagetool")
    if not paths or (mode is not None and mode not in LANGUAGETOOL_MODES):
        return None
    given = Given(source_lang=said.get("--source-lang"), languagetool=mode)
    return given, Wanted(paths, cache=cache), Shown(said.get("--format"))
