"""The one module that knows the order of steps: compiles a rule set once, checks many documents."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck import __version__, provenance, suppress
from mtcheck.errors import ConfigError
from mtcheck.merging import merge
from mtcheck.model import (
    Document,
    Failure,
    FileReport,
    Finding,
    Match,
    Options,
    Report,
    Rule,
    RuleSet,
    Status,
    Strength,
    Verdict,
)

if TYPE_CHECKING:  # imported with the first text that is not in the cache
    from mtcheck.detectors import Find
    from mtcheck.matching import Matcher
    from mtcheck.story import Story

_OWN_STYLE = "custom"
_INITIALS = 3  # letters up to which the name of a style is read letter by letter
_AHEAD = 3  # documents that are begun before their turn


class Seen(NamedTuple):
    """What the rules see in one document before any decision on it, and what could not be checked in it."""

    document: Document
    findings: tuple[Finding, ...]
    verdict: Verdict
    failures: tuple[Failure, ...]


class Checker:
    """A rule set, compiled for one set of options. Safe to use for any number of documents."""

    def __init__(
        self, ruleset: RuleSet, options: Options = Options(), suppressor: suppress.Suppressor = suppress.nothing
    ) -> None:
        if options.house == _OWN_STYLE and _OWN_STYLE not in ruleset.styles:
            raise ConfigError(
                f"no folder of rules has house/{_OWN_STYLE}.yaml: name one with --rules, or under `rules`"
            )
        self.ruleset = ruleset
        self._absent = _languagetool_is_absent(options)
        self.options = options._replace(languagetool="off") if self._absent else options
        self._suppressor = suppressor
        self.rules: dict[str, Rule] = {
            rule.id: rule
            for rule in ruleset.rules
            if (options.drafts or rule.status is not Status.DRAFT) and (not rule.house or options.house in rule.house)
        }
        self._all_rules = {rule.id: rule for rule in ruleset.rules}

    @property
    def signature(self) -> str:
        """Version, rule-set digest and options: what makes a result reproducible."""
        options = self.options
        parts = [f"mtcheck:{__version__}", f"rules:{self.ruleset.digest}", f"count:{len(self.rules)}"]
        parts += [f"lang:{options.source_lang or 'any'}", f"house:{options.house or 'none'}"]
        parts += [
            f"{name}:{','.join(words)}"
            for name, words in (("select", options.select), ("ignore", options.ignore))
            if words
        ]
        elsewhere = [find.signature for find in self._elsewhere if hasattr(find, "signature")]
        parts += elsewhere or [f"languagetool:{'none' if self._absent else 'off'}"]
        return "|".join(parts)

    @property
    def identity(self) -> str | None:
        """All that decides on findings besides the text, for a cache; None where a part of it shows only once it was asked."""
        found = [getattr(find, "identity", None) for find in self._elsewhere]
        if None in found:
            return None
        made_of = (self.ruleset.digest, self.ruleset.verdict, self.ruleset.styles)
        parts = (__version__, repr(self.options), repr(made_of), *map(str, found))
        return "\0".join(parts)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should be told about this run, besides its report."""
        said = [getattr(find, "notice", "") for find in self._elsewhere]
        lost = sum(rule.kind == "languagetool" for rule in self.rules.values()) if self._absent else 0
        if lost:
            said.append(
                f"{lost} rules did not run: LanguageTool is not installed: `mtcheck languagetool install` does it once"
            )
        return tuple(dict.fromkeys(notice for notice in said if notice))

    @cached_property
    def _matcher(self) -> Matcher:
        """The rules at work, made when the first text is: a run whose texts are all in the cache needs none of it."""
        from mtcheck.matching import Matcher

        # A style of a user's own has the names of the one that it starts from.
        _, like = self.ruleset.styles.get(self.options.house or "", ("", ""))
        asked = self.options._replace(house=like) if like else self.options
        return Matcher(self.rules, self.ruleset.indexes, asked)

    @property
    def _elsewhere(self) -> list[Find]:
        """The finders that ask another program; none where LanguageTool is off."""
        return [] if self.options.languagetool == "off" else self._matcher.elsewhere

    def matches(self, story: Story) -> tuple[list[Match], list[Failure]]:
        """Steps 1 and 2: what all rules see, without what is out of scope or an exception; and what could not be asked."""
        return self._matcher.matches(story)

    def check(self, document: Document) -> tuple[FileReport, tuple[Failure, ...]]:
        """All steps for one document: its report, and what could not be checked in it."""
        return decided(self.seen(document), self._suppressor)

    def seen(self, document: Document) -> Seen:
        """Steps 1 to 5 for one document."""
        return self._seen(document, self._begun(document))

    def _begun(self, document: Document) -> Story:
        """The story of a document; what works elsewhere has begun with it."""
        from mtcheck.story import Story

        return self._matcher.begin(Story(document))

    def seen_all(self, documents: Iterable[Document]) -> Iterator[Seen]:
        """Steps 1 to 5 for many documents, in their order."""
        return (self._seen(document, story) for document, story in self._ahead(documents))

    def _seen(self, document: Document, story: Story) -> Seen:
        from mtcheck.findings import findings, only_style
        from mtcheck.matching import place

        found, failures = self.matches(story)
        settings = self.ruleset.verdict
        said = [
            (self.rules[match.rule_id], match, story.view.slice(match.span))
            for match in found
            if not only_style(self.rules[match.rule_id], match)
        ]
        judged = provenance.verdict(said, sum(map(len, story.paragraph_words)), settings)
        named = document.source_lang or self.options.source_lang
        kept = [match for match in found if self._speaks(match, judged, settings, named)]
        late, more = self._matcher.after_verdict(story, judged, named, kept)
        kept = sorted([*kept, *(match for match in late if self._asked_for(match))], key=place)
        return Seen(document, tuple(findings(story, kept, self.rules, self._style)), judged, (*failures, *more))

    def check_all(self, documents: Iterable[Document], failures: Sequence[Failure] = (), skipped: int = 0) -> Report:
        """One report of many documents, in their order."""
        files: list[FileReport] = []
        failed = [*self.ruleset.failures, *failures]
        for seen in self.seen_all(documents):
            report, more = decided(seen, self._suppressor)
            files.append(report)
            failed.extend(more)
        return Report(tuple(files), tuple(failed), self.signature, skipped)

    def _ahead(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Story]]:
        """Documents in order, each with its story; what works elsewhere has begun with the next ones."""
        depth = _AHEAD if self._elsewhere else 0
        waiting: deque[tuple[Document, Story]] = deque()
        for document in documents:
            waiting.append((document, self._begun(document)))
            if len(waiting) > depth:
                yield waiting.popleft()
        yield from waiting

    def judges(self, rule_id: str) -> bool:
        """True if silence of the rule means that there is nothing: it runs in every document, or is no rule at all."""
        rule = self._all_rules.get(rule_id)
        if rule is None:
            return True
        if rule_id not in self.rules or not selected(rule_id, self.options.select, self.options.ignore):
            return False
        if rule.house and self.options.house not in rule.house:
            return False
        return rule.strength is Strength.STRONG or provenance.weak_rule_speaks(
            rule, Verdict(None, 0.0), self.ruleset.verdict, self.options.source_lang
        )

    def _asked_for(self, match: Match) -> bool:
        return selected(match.rule_id, self.options.select, self.options.ignore)

    def _speaks(self, match: Match, judged: Verdict, settings: Any, named: str | None) -> bool:
        rule = self.rules[match.rule_id]
        if not selected(rule.id, self.options.select, self.options.ignore):
            return False
        if rule.house and self.options.house not in rule.house:
            return False
        strength = match.strength if match.strength is not None else rule.strength
        return strength is Strength.STRONG or provenance.weak_rule_speaks(rule, judged, settings, named)

    @property
    def _style(self) -> str:
        """The house style as messages call it."""
        name = self.options.house or ""
        title, _ = self.ruleset.styles.get(name, ("", ""))
        return title or (name.upper() if len(name) <= _INITIALS else name.capitalize())


def suppressed(seen: Seen, suppressor: suppress.Suppressor) -> tuple[FileReport, tuple[Failure, ...]]:
    """Step 6: the report of a document without what was suppressed, findings that overlap apart; and what failed."""
    decisions = suppressor(seen.document, seen.findings)
    report = FileReport(seen.document, decisions.findings, decisions.suppressed, decisions.unused, seen.verdict)
    return report, (*seen.failures, *decisions.failures)


def decided(seen: Seen, suppressor: suppress.Suppressor) -> tuple[FileReport, tuple[Failure, ...]]:
    """Steps 6 and 7: the same with overlaps merged."""
    report, failures = suppressed(seen, suppressor)
    return report._replace(findings=merge(report.findings)), failures


def _languagetool_is_absent(options: Options) -> bool:
    if options.languagetool != "auto" or options.languagetool_url is not None:
        return False
    from mtcheck.languagetool import seems_installed

    return not seems_installed()


def selected(rule_id: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """True if the rule was asked for: a name stands for itself and all that begins with it and a dot; `ignore` wins
    unless `select` is more precise."""
    chosen = max((len(name) for name in select if _named(rule_id, name)), default=-1)
    refused = max((len(name) for name in ignore if _named(rule_id, name)), default=-1)
    if select and chosen < 0:
        return False
    return refused < 0 or chosen > refused


def _named(rule_id: str, name: str) -> bool:
    return name == "all" or rule_id == name or rule_id.startswith(name + ".")
