"""Kind `languagetool`: what needs a part-of-speech tag. A rule file names ids of LanguageTool that it stands for, or holds a
rule of ours for it in XML; nothing that no rule file names is ever asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mtcheck.detectors import Column, Find, Key, Prepared, RuleSource
from mtcheck.errors import MtcheckError, RuleError
from mtcheck.literals import Hit
from mtcheck.model import Edit, Failure, Fix, Match, Options, Rule, Span
from mtcheck.story import Story
from mtcheck.wording.classes import Classes, UnknownClassError
from mtcheck.wording.expression import constant

if TYPE_CHECKING:
    from concurrent.futures import Future

    from mtcheck.languagetool.client import Raw
    from mtcheck.languagetool.grammar import Grammar
    from mtcheck.languagetool.service import Service

KEYS = {
    "ids": Key("words", "ids of LanguageTool's own rules that this rule stands for"),
    "xml": Key(
        "text",
        "antipatterns and one `<pattern>`, or several `<rule>`s, as in LanguageTool's grammar; `&class;` stands for the "
        "single words of a word class",
    ),
}
COLUMNS: tuple[Column, ...] = ()
_MARKS = constant(r"\[\[|\]\]")


def prepare(source: RuleSource, classes: Classes) -> Prepared:
    """One row for each id: the id, our XML for it or "", and sentences that it must fire on."""
    from mtcheck.languagetool import grammar

    probes = tuple(_MARKS.sub("", bad) for bad, _ in source.examples)
    names = source.keys.get("ids", ())
    rows: list[tuple[Any, ...]] = [(str(name), "", probes) for name in ([names] if isinstance(names, str) else names)]
    if ("xml" in source.keys) == bool(rows):
        raise RuleError("a rule of this kind has either `ids` or `xml`")
    if "xml" in source.keys:
        bad = [(grammar.marked_example(text), good or "") for text, good in source.examples]
        try:
            written = grammar.words_for(str(source.keys["xml"]), classes.forms)
            rows.append((grammar.own_id(source.id), grammar.rulegroup(source.id, written, bad), probes))
        except grammar.GrammarError as error:
            raise RuleError(f"`xml`, line {error.line}: {error}") from error
        except UnknownClassError as error:
            raise RuleError(f"no word class “{error.name}” (known: {', '.join(error.known) or 'none'})") from error
    return Prepared(tuple(rows), ())


def compile(rules: Sequence[Rule], options: Options) -> Find:
    """No literals: LanguageTool reads every sentence."""
    if options.languagetool == "off" or not rules:
        return _Off()
    return _Finder(rules, options)


class _Off:
    """Finds nothing, and says so."""

    signature = "languagetool:off"
    notice = ""

    def __call__(self, story: Story, hits: Sequence[Hit]) -> Iterable[Match | Failure]:
        return ()


class _Finder:
    """Asks for the matches of a story in the background, and hands them over when it is called.

    `signature` says which LanguageTool spoke, or that none did; `notice` is what the user should be told once.
    """

    def __init__(self, rules: Sequence[Rule], options: Options) -> None:
        self._rules: dict[str, list[tuple[Rule, int]]] = {}
        for rule in rules:
            for number, row in enumerate(rule.rows):
                self._rules.setdefault(row[0], []).append((rule, number))
        self._options = options
        self._count = len(rules)
        self._required = options.languagetool == "required"
        self._service: Service | None = None
        self._reason = ""
        self._running: dict[int, Future[list[tuple[Raw, ...]]]] = {}
        self.notice = ""

    @property
    def signature(self) -> str:
        if self._reason:
            return "languagetool:none"
        if self._options.languagetool_url is not None:
            version = self._service.version if self._service is not None else ""
        else:
            from mtcheck.languagetool import runtime

            # Nothing was asked, as when all findings are remembered: what made them is known all the same.
            version = runtime.version() if runtime.installed() else ""
        return f"languagetool:{version}:{self._grammar().digest}" if version else "languagetool:none"

    @property
    def identity(self) -> str | None:
        """What decides on the matches besides the text; None for a server whose version is not known before it is asked."""
        if self._options.languagetool_url is not None:
            return None
        from mtcheck.languagetool import runtime

        return f"{runtime.lock_digest()}:{self._grammar().digest}" if runtime.installed() else "none"

    def begin(self, story: Story) -> None:
        """Starts the work on a story."""
        if self._reason:
            return
        try:
            service = self._service or self._opened()
        except MtcheckError as error:
            self._fail(str(error))
            return
        sentences = [story.text[span.start : span.end] for span in story.sentences]
        self._running[id(story)] = service.begin(sentences)

    def __call__(self, story: Story, hits: Sequence[Hit]) -> Iterator[Match | Failure]:
        if id(story) not in self._running:
            self.begin(story)
        running = self._running.pop(id(story), None)
        if running is not None:
            try:
                yield from self._matches(story, running.result())
                return
            except MtcheckError as error:
                self._fail(str(error))
        if self._required:
            yield Failure("languagetool", story.document.path, self._reason)

    def _opened(self) -> Service:
        """The service. Installs LanguageTool if it is required. Raises MtcheckError."""
        from mtcheck.languagetool import Unavailable, runtime
        from mtcheck.languagetool.service import Service

        grammar = self._grammar()
        url = self._options.languagetool_url
        if url is None and not runtime.installed():
            if not self._required:
                raise Unavailable("LanguageTool is not installed: `mtcheck languagetool install` does it once")
            from mtcheck.languagetool import server

            runtime.install(runtime.shown_progress)
            server.make_class_cache(grammar)
        self._service = Service(grammar, url)
        if url is not None:
            self._say_what_is_lacking(self._service)
        return self._service

    def _grammar(self) -> Grammar:
        from mtcheck.languagetool.grammar import Asked, Grammar

        return Grammar(tuple(Asked(*rule.rows[number]) for owners in self._rules.values() for rule, number in owners))

    def _say_what_is_lacking(self, service: Service) -> None:
        lacking = {rule.id for name in service.lacking() for rule, _ in self._rules[name]}
        if lacking:
            named = ", ".join(sorted(lacking))
            self.notice = f"the LanguageTool at {self._options.languagetool_url} lacks {len(lacking)} rules: {named}"

    def _fail(self, reason: str) -> None:
        self._reason = self._reason or reason
        if not self._required:
            self.notice = f"{self._count} rules did not run: {self._reason}"

    def _matches(self, story: Story, found: Sequence[Sequence[Raw]]) -> Iterator[Match]:
        for sentence, raws in zip(story.sentences, found, strict=True):
            for raw in raws:
                span = Span(sentence.start + raw.start, sentence.start + raw.end)
                for rule, number in self._rules.get(raw.id, ()):
                    yield _match(rule, number, span, raw.suggestions)


def _match(rule: Rule, number: int, span: Span, suggestions: Sequence[str]) -> Match:
    """The match with LanguageTool's first suggestion as the fix, if the rule has fixes."""
    if rule.fix is None:
        return Match(rule.id, number, span)
    text = rule.fix.replace if rule.fix.replace is not None else next(iter(suggestions), None)
    if text is None:
        return Match(rule.id, number, span)
    return Match(rule.id, number, span, (("fix", text),), (Fix((Edit(span, text),), rule.fix.safety),))


__all__ = ["COLUMNS", "KEYS", "Find", "compile", "prepare"]
