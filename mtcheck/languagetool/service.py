"""What a detector asks: the matches of sentences, from the cache or a server, in the background.

One service belongs to one set of rules and one run. After its first failure it does not try again: each document is then
quickly reported as not checked.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from mtcheck.cache import Cache, default_path
from mtcheck.languagetool import Unavailable, client, runtime, server
from mtcheck.languagetool.client import Raw
from mtcheck.languagetool.grammar import Grammar

_CACHE = "languagetool"
_STORIES = 4  # that are asked about ahead of the rest of the check
# A sentence so long is none: a table, a list of names. It is checked in pieces, since time per sentence is not linear.
_LONGEST = 3_000


class Service:
    """LanguageTool for one grammar; `url` is a newsroom's own server, None for the one that we run."""

    def __init__(self, grammar: Grammar, url: str | None = None, cached: bool = True) -> None:
        self.grammar, self._url = grammar, url
        self._requests = ThreadPoolExecutor(client.IN_FLIGHT, "languagetool-request")
        self._stories = ThreadPoolExecutor(_STORIES, "languagetool-story")
        self._lock = threading.Lock()
        self._failed: Unavailable | None = None
        self._tool: client.Tool | None = None
        self._server: server.Server | None = None
        self._cached = cached
        self.version = ""

    def begin(self, sentences: Sequence[str]) -> Future[list[tuple[Raw, ...]]]:
        """The matches of each sentence, some time; the future raises Unavailable if they could not be had."""
        found = self._stories.submit(self.matches, tuple(sentences))
        if self._tool is None and self._url is None and not self._all_known(sentences):
            # The sooner the first request goes out, the more is done here while the server works on it.
            client.load()
        return found

    def matches(self, sentences: Sequence[str]) -> list[tuple[Raw, ...]]:
        """The matches of each sentence. Raises Unavailable."""
        if self._failed is not None:
            raise self._failed
        pieces = [(index, start, text) for index, sentence in enumerate(sentences) for start, text in _pieces(sentence)]
        wanted = list(dict.fromkeys(text for _, _, text in pieces))
        try:
            known = self._known(wanted)
        except Unavailable as error:
            self._failed = error
            raise
        found: list[list[Raw]] = [[] for _ in sentences]
        for index, start, text in pieces:
            found[index].extend(raw._replace(start=raw.start + start, end=raw.end + start) for raw in known[text])
        return [tuple(each) for each in found]

    def lacking(self) -> tuple[str, ...]:
        """The ids that the server does not have, as far as sentences that they must fire on tell. Raises Unavailable."""
        probes = [(each.id, probe) for each in self.grammar.asked for probe in each.probes]
        found = self._asked([probe for _, probe in probes])
        seen = {raw.id for matches in found for raw in matches}
        return tuple(sorted({name for name, _ in probes} - seen))

    def _all_known(self, sentences: Sequence[str]) -> bool:
        texts = {text for sentence in sentences for _, text in _pieces(sentence)}
        with Cache(self._cache_path(), self._namespace()) as cache:
            return len(cache.get(tuple(texts))) == len(texts)

    def _known(self, texts: Sequence[str]) -> dict[str, tuple[Raw, ...]]:
        with Cache(self._cache_path(), self._namespace()) as cache:
            known = {text: raws for text, blob in cache.get(texts).items() if (raws := _unpacked(blob)) is not None}
            missing = [text for text in texts if text not in known]
            if missing:
                fresh = dict(zip(missing, self._asked(missing), strict=True))
                cache.put({text: _packed(raws) for text, raws in fresh.items()})
                known.update(fresh)
        return known

    def _cache_path(self) -> Path | None:
        return default_path(_CACHE) if self._cached else None

    def _namespace(self) -> str:
        """Whatever could change the matches of a sentence. A server of the newsroom may have another version any day."""
        where = f"{self._url} {self._remote_version()}" if self._url else runtime.lock_digest()
        return f"{where} {self.grammar.digest}"

    def _remote_version(self) -> str:
        with self._lock:
            if not self.version:
                assert self._url is not None
                self.version = client.version(self._url)
            return self.version

    def _asked(self, texts: Sequence[str]) -> list[tuple[Raw, ...]]:
        """The server's answer, by as many requests as the texts need, two in flight."""
        tasks = [self._requests.submit(self._answer, texts[part]) for part in client.batches(texts)]
        try:
            return [matches for task in tasks for matches in task.result()]
        finally:
            for task in tasks:
                task.cancel()

    def _answer(self, texts: Sequence[str]) -> list[tuple[Raw, ...]]:
        """The answer to one request; a server that died or hangs is replaced once."""
        tool = self._attached()
        try:
            return client.check(tool, texts)
        except Unavailable:
            if self._url:
                raise
        return client.check(self._attached(instead_of=tool), texts)

    def _attached(self, instead_of: client.Tool | None = None) -> client.Tool:
        """The client of a server that runs, and that knows it is wanted. Another thread may have replaced it already."""
        with self._lock:
            if self._tool is not None and self._tool is not instead_of:
                if self._server is not None:
                    self._server.used()
                return self._tool
            if self._url:
                self._tool = client.Tool(self._url, self.grammar.ids)
                return self._tool
            if instead_of is not None and self._server is not None:
                self._server = server.replaced(self._server, self.grammar)
            else:
                self._server = server.ensure(self.grammar)
            self.version = self._server.version
            self._tool = client.Tool(self._server.url, self.grammar.ids)
            return self._tool


def _pieces(sentence: str) -> list[tuple[int, str]]:
    """The sentence, or if it is too long its pieces at blanks, each with where it starts (code points)."""
    if len(sentence) <= _LONGEST:
        return [(0, sentence)] if sentence.strip() else []
    pieces = []
    start = 0
    while start < len(sentence):
        end = min(start + _LONGEST, len(sentence))
        if end < len(sentence):
            blank = sentence.rfind(" ", start + _LONGEST // 2, end)
            end = blank + 1 if blank > 0 else end
        pieces.append((start, sentence[start:end]))
        start = end
    return pieces


def _packed(raws: Sequence[Raw]) -> bytes:
    return json.dumps(raws, separators=(",", ":")).encode() if raws else b""


def _unpacked(blob: bytes) -> tuple[Raw, ...] | None:
    if not blob:
        return ()
    try:
        return tuple(Raw(name, start, end, tuple(suggestions)) for name, start, end, suggestions in json.loads(blob))
    except (ValueError, TypeError):
        return None
