"""Sentences in, raw matches out: requests of a good size, two in flight, and only the ids that were asked for.

The client is `language_tool_python`. Its offsets go wrong after a character beyond the basic plane (it corrects starts, in
state that all threads share, and no lengths), so it is never sent one: each becomes two characters of the basic plane, as
LanguageTool counts it anyway. What comes back is then in UTF-16 units, both ends, and `textview` converts both.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mtcheck.languagetool import Unavailable
from mtcheck.textview import utf16_length, utf16_offsets

IN_FLIGHT = 2
# Large requests are quicker in all; small ones keep both cores of a small machine busy and each within its time.
_MOST_UNITS = 8_000
_LEAST_UNITS = 1_000
_SEPARATOR = "\n\n"  # a paragraph's end: no match and no context reaches over it
_STAND_IN = "\u25a1"
_SECONDS = 30  # for one request; the largest takes less than one
_LANGUAGE = "en-US"


class Raw(NamedTuple):
    """What LanguageTool saw in one sentence: the rule's id, start and end in code points, and its suggestions."""

    id: str
    start: int
    end: int
    suggestions: tuple[str, ...]


def sendable(sentence: str) -> str:
    """`sentence` in characters of the basic plane, each of its UTF-16 units as one character.

    Line breaks and other controls become blanks: LanguageTool would end the sentence there.
    """
    if sentence.isprintable() and sentence.isascii():
        return sentence
    units = []
    for char in sentence:
        if ord(char) > 0xFFFF:
            units.append(_STAND_IN * 2)
        elif char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff" or char in "\u2028\u2029\x85":
            units.append(" ")
        else:
            units.append(char)
    return "".join(units)


def load() -> None:
    """Imports what a `Tool` needs: a fifth of a second of work."""
    import language_tool_python  # noqa: F401


class Tool:
    """`language_tool_python`, attached to a server, asking for nothing but `ids`. Safe to share between threads.

    Raises Unavailable if there is no LanguageTool at `url`.
    """

    def __init__(self, url: str, ids: Sequence[str]) -> None:
        import language_tool_python
        import requests
        from language_tool_python.exceptions import LanguageToolError

        class Attached(language_tool_python.LanguageTool):
            # Five minutes are the client's own limit: too long for a server that hangs.
            _TIMEOUT = _SECONDS  # type: ignore[assignment]

        self._errors = (LanguageToolError, requests.RequestException, ValueError, KeyError, TypeError, AttributeError)
        try:
            self._tool = Attached(_LANGUAGE, remote_server=url, proxies=_proxies(url))
        except self._errors as error:
            raise Unavailable(f"no LanguageTool answers at {url}: {_short(error)}") from error
        # A list, for its order: LanguageTool keeps rules loaded by the list as it was sent.
        self._tool.enabled_rules = list(ids)  # type: ignore[assignment]
        self._tool.enabled_rules_only = True

    def matches(self, text: str) -> list[Raw]:
        """Matches of a text without characters beyond the basic plane; offsets are as the server counts. Raises
        Unavailable."""
        try:
            return [
                Raw(match.rule_id, match.offset, match.offset + match.error_length, tuple(match.replacements))
                for match in self._tool.check(text)
            ]
        except self._errors as error:
            raise Unavailable(f"LanguageTool did not answer: {_short(error)}") from error


def version(url: str) -> str:
    """The version of the LanguageTool at `url`, which the client does not tell. Raises Unavailable."""
    import requests

    form = {"language": _LANGUAGE, "text": "a", "enabledOnly": "true", "enabledRules": "EN_A_VS_AN"}
    try:
        answer = requests.post(f"{url.rstrip('/')}/v2/check", data=form, timeout=_SECONDS, proxies=_proxies(url))
        return str(answer.json()["software"]["version"])
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"no LanguageTool answers at {url}: {_short(error)}") from error


def _proxies(url: str) -> dict[str, str] | None:
    """Loopback is never behind the proxy that the environment names; a newsroom's server may be."""
    return {"no_proxy": "127.0.0.1"} if "//127.0.0.1:" in url else None


def batches(sentences: Sequence[str]) -> Iterator[slice]:
    """Stretches of sentences, each one request; a short text is enough for several as well."""
    share = sum(map(len, sentences)) // (2 * IN_FLIGHT)
    most = min(max(share, _LEAST_UNITS), _MOST_UNITS)
    first = size = 0
    for index, sentence in enumerate(sentences):
        if index > first and size + len(sentence) > most:
            yield slice(first, index)
            first, size = index, 0
        size += len(sentence)
    if first < len(sentences):
        yield slice(first, len(sentences))


def check(tool: Tool, sentences: Sequence[str]) -> list[tuple[Raw, ...]]:
    """The matches of each sentence, in order, by one request. Raises Unavailable."""
    starts: list[int] = []
    at = 0
    for sentence in sentences:
        starts.append(at)
        at += utf16_length(sentence) + len(_SEPARATOR)
    found = tool.matches(_SEPARATOR.join(map(sendable, sentences)))
    by_sentence: list[list[Raw]] = [[] for _ in sentences]
    for match in found:
        index = bisect_right(starts, match.start) - 1
        by_sentence[index].append(match._replace(start=match.start - starts[index], end=match.end - starts[index]))
    return [tuple(_in_code_points(sentence, matches)) for sentence, matches in zip(sentences, by_sentence, strict=True)]


def _in_code_points(sentence: str, matches: Iterable[Raw]) -> Iterator[Raw]:
    wide = not sentence.isascii() and utf16_length(sentence) > len(sentence)
    for match in matches:
        if not wide:
            yield match._replace(end=min(match.end, len(sentence)))
            continue
        start, end = utf16_offsets(sentence, (match.start, match.end))
        # An end inside a pair belongs behind its character.
        if end < len(sentence) and utf16_length(sentence[:end]) < match.end:
            end += 1
        # A suggestion that repeats a stand-in would put it in place of the character.
        kept = tuple(text for text in match.suggestions if _STAND_IN not in text)
        yield match._replace(start=start, end=end, suggestions=kept)


def _short(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return text[0][:200] if text else type(error).__name__
