"""A rule's own examples, run through the real engine: the same function behind `mtcheck rules test` and behind pytest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mtcheck import fixes, inputs
from mtcheck.detectors import RowExample
from mtcheck.engine import Checker
from mtcheck.errors import MtcheckError
from mtcheck.model import Document, Finding, Options, Rule, RuleSet, Safety, Span, Status, Strength
from mtcheck.rulefile.lint import lint
from mtcheck.rulefile.load import Example, RuleFile

# An example stands for a story that was judged already.
_TRANSLATED = {"prior": 20.0}

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class Broken(NamedTuple):
    """A promise that a rule file does not keep: which rule, the line of the promise (0: the file), and what happened."""

    rule: str
    path: str
    line: int
    reason: str


def unmarked(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its `[[marks]]`, and the spans that they marked."""
    spans: list[Span] = []
    parts: list[str] = []
    at = length = 0
    for mark in _MARK.finditer(text):
        parts += (text[at : mark.start()], mark[1])
        length += mark.start() - at
        spans.append(Span(length, length + len(mark[1])))
        length += len(mark[1])
        at = mark.end()
    parts.append(text[at:])
    return "".join(parts), tuple(spans)


def document(text: str) -> Document:
    """A text as a document in the way a file would be read."""
    return inputs.read("example.txt", text.encode("utf-8", "surrogatepass"))


def check_rule(loaded: RuleFile, known: Iterable[str], rules: Iterable[Rule] = ()) -> Iterator[Broken]:
    """Everything that a rule's file promises and the engine does not keep. `known` has the ids of all rules, `rules` those
    of its set: rules for LanguageTool share one server only as one set."""
    return _RuleTest(loaded, tuple(rules)).run(frozenset(known))


def untested(loaded: RuleFile) -> str:
    """Why a rule's examples can't be run here, or nothing."""
    if loaded.rule.kind != "languagetool":
        return ""
    from mtcheck.languagetool import runtime

    return "" if runtime.installed() else "LanguageTool is not installed (`mtcheck languagetool install`)"


def check_against(loaded: RuleFile, others: Checker) -> Iterator[Broken]:
    """Strong stable rules of a whole set that fire on this rule's corrected and correct sentences."""
    for example in _silent_texts(loaded):
        text, _ = unmarked(example[0])
        for finding in others.check(document(text))[0].findings:
            ours = loaded.rule.id
            if finding.rule != ours and finding.strength is Strength.STRONG and finding.status is Status.STABLE:
                yield Broken(ours, str(loaded.path), example[1], f"{finding.rule} fires on “{finding.text}” in: {text}")


def _silent_texts(loaded: RuleFile) -> Iterator[tuple[str, int]]:
    for example in loaded.examples:
        if example.kind == "ok":
            yield example.text, example.line
        elif example.good is not None:
            yield example.good, example.line
    for row in loaded.row_examples:
        for ok in row.ok:
            yield ok, row.line


class _RuleTest:
    def __init__(self, loaded: RuleFile, rules: tuple[Rule, ...] = ()) -> None:
        self.loaded = loaded
        self.rule: Rule = loaded.rule._replace(strength=Strength.STRONG, status=Status.STABLE)
        same = loaded.rule.kind == "languagetool"
        self.others = tuple(
            rule for rule in rules if same and rule.kind == loaded.rule.kind and rule.id != self.rule.id
        )
        self._checkers: dict[str | None, Checker] = {}

    def broken(self, reason: str, line: int = 0, path: str = "") -> Broken:
        return Broken(self.rule.id, path or str(self.loaded.path), line, reason)

    def checker(self, house: str | None, rule: Rule | None = None) -> Checker:
        """A checker of this rule alone; weak rows speak as well."""
        if rule is not None:
            return self._checker(house, rule)
        if house not in self._checkers:
            self._checkers[house] = self._checker(house, self.rule)
        return self._checkers[house]

    def _checker(self, house: str | None, rule: Rule) -> Checker:
        mode = "required" if rule.kind == "languagetool" else "off"
        options = Options(self._lang(), house, select=(rule.id,), languagetool=mode)
        return Checker(RuleSet((rule, *self.others), "", (), _TRANSLATED), options)

    def _lang(self) -> str | None:
        return None if self.rule.any_language else self.rule.source_langs[0]

    def findings(self, text: str, house: str | None = None, rule: Rule | None = None) -> tuple[Finding, ...]:
        chosen = house or (self.rule.house[0] if self.rule.house else None)
        report, failures = self.checker(chosen, rule).check(document(text))
        if failures:
            raise MtcheckError(failures[0].reason)
        return report.findings

    def run(self, known: frozenset[str]) -> Iterator[Broken]:
        kinds = [example.kind for example in self.loaded.examples]
        rows_bad = any(row.bad for row in self.loaded.row_examples)
        if "bad" not in kinds and not rows_bad:
            yield self.broken("has no `bad` example")
        if "ok" not in kinds and not any(row.ok for row in self.loaded.row_examples):
            yield self.broken("has no `ok` example")
        for related in self.loaded.related:
            if related not in known:
                yield self.broken(f"`related` names “{related}”, which is no rule")
        yield from (self.broken(reason, line) for line, reason in lint(self.loaded))
        for example in self.loaded.examples:
            yield from self._example(example)
        reached: set[int] = set()
        for row in self.loaded.row_examples:
            yield from self._row(row)
            if row.bad:
                reached.add(row.row)
        yield from self._reached(reached)
        yield from self._exceptions()

    def _example(self, example: Example) -> Iterator[Broken]:
        if example.kind == "bad":
            yield from self._bad(example.text, example.good, example.line, "", example.house)
            return
        text, _ = unmarked(example.text)
        found = self.findings(text, example.house)
        if example.kind == "overfires":
            if not found:
                yield self.broken(f"`overfires` stays silent, promote it to `ok`: {text}", example.line)
        elif found and example.kind == "missed":
            yield self.broken(f"`missed` fires on “{found[0].text}”, promote it to `bad`: {text}", example.line)
        elif found:
            yield self.broken(f"`ok` fires on “{found[0].text}”: {text}", example.line)

    def _bad(self, marked: str, good: str | None, line: int, path: str, house: str | None = None) -> Iterator[Broken]:
        text, spans = unmarked(marked)
        found = self.findings(text, house)
        seen = tuple(sorted({finding.span for finding in found}))
        if seen != tuple(sorted(spans)):
            shown = ", ".join(f"“{text[span.start : span.end]}”" for span in seen) or "nothing"
            yield self.broken(f"`bad` should mark [[…]], but marks {shown}: {marked}", line, path)
            return
        if good is None:
            if self.rule.fix is not None and any(finding.fixes for finding in found):
                yield self.broken(f"`bad` has a fix and so needs a `good`: {marked}", line, path)
            return
        fixable = [
            finding._replace(fixes=tuple(fix._replace(safety=Safety.SAFE) for fix in finding.fixes))
            for finding in found
        ]
        chosen = fixes.choose(fixable, Safety.SAFE)
        if chosen:
            fixed = fixes.apply(text, fixes.edits_of(chosen))
            if fixed != good:
                yield self.broken(f"the fix gives “{fixed}”, not “{good}”", line, path)
        after = self.findings(good, house)
        if after:
            yield self.broken(f"fires on “{after[0].text}” in its own `good`: {good}", line, path)

    def _row(self, row: RowExample) -> Iterator[Broken]:
        if row.bad:
            yield from self._bad(row.bad, row.good or None, row.line, row.path)
        for ok in row.ok:
            found = self.findings(unmarked(ok)[0])
            if found:
                yield self.broken(f"`ok` fires on “{found[0].text}”: {ok}", row.line, row.path)

    def _reached(self, reached: set[int]) -> Iterator[Broken]:
        """Phrases of a map have no examples of their own: each must match one of the rule's."""
        if self.rule.kind not in ("phrases", "pattern"):
            return
        wanted = set(range(len(self.rule.rows))) - reached
        texts = [unmarked(example.text)[0] for example in self.loaded.examples if example.kind in ("bad", "overfires")]
        for number in sorted(wanted):
            anchored = tuple((literal, 0) for literal, row in self.rule.anchors if row == number)
            bare = (0,) if number in self.rule.bare else ()
            alone = self.rule._replace(rows=(self.rule.rows[number],), anchors=anchored, bare=bare)
            if not any(self.findings(text, rule=alone) for text in texts):
                yield self.broken(f"no example reaches row {number + 1}: {self.rule.rows[number][0]}")

    def _exceptions(self) -> Iterator[Broken]:
        for index, ok in enumerate(self.loaded.unless_ok):
            text, _ = unmarked(ok)
            if self.findings(text):
                yield self.broken(f"the `ok` of exception {index + 1} fires: {text}")
            rest = self.rule.unless[:index] + self.rule.unless[index + 1 :]
            if not self.findings(text, rule=self.rule._replace(unless=rest)):
                yield self.broken(f"exception {index + 1} is not needed: without it its `ok` is silent as well: {text}")


def check_folder(loaded: Sequence[RuleFile]) -> Iterator[Broken]:
    """All promises of many rules, among them that ids are unique and that rules leave each other's sentences alone."""
    known = [each.rule.id for each in loaded]
    rules = [each.rule for each in loaded]
    for each in loaded:
        if not untested(each):
            yield from check_rule(each, known, rules)
    everything = Checker(RuleSet(tuple(each.rule for each in loaded), ""))
    for each in loaded:
        yield from check_against(each, everything)
