"""The one module that knows the order of steps: compiles a rule set once, checks many documents."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import ahocorasick_rs

from mtcheck import __version__, provenance, suppress
from mtcheck.detectors import Find, Hit, detector
from mtcheck.errors import ConfigError
from mtcheck.model import (
    Document,
    Edit,
    Failure,
    FileReport,
    Finding,
    Fix,
    Match,
    Options,
    Quotes,
    Related,
    Report,
    Rule,
    RuleSet,
    Safety,
    Severity,
    Span,
    Status,
    Strength,
    Verdict,
)
from mtcheck.story import Story
from mtcheck.wording.expression import compiled, exception

_OWN_STYLE = "custom"
_INITIALS = 3  # letters up to which the name of a style is read letter by letter
_CONTEXT = 80  # code points on each side in which a fingerprint looks for words
_AHEAD = 3  # documents that are begun before their turn
_LOOK_BEHIND = 100  # code points that a `before` exception sees


class Seen(NamedTuple):
    """What the rules see in one document before any decision on it, and what could not be checked in it."""

    document: Document
    findings: tuple[Finding, ...]
    verdict: Verdict
    failures: tuple[Failure, ...]


class _Compiled(NamedTuple):
    """The rules of a checker at work: kinds with their finders by number, the automaton of all literals, which finders and
    tokens each literal belongs to, and the numbers of those asked before and after the verdict."""

    kinds: list[str]
    finders: list[Find]
    automaton: Any
    owners: list[list[tuple[int, int]]]
    order: list[int]
    late: list[int]


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
        made_of = (repr(value) for name, value in self.ruleset._asdict().items() if name != "rules")
        parts = (__version__, repr(self.options), *made_of, *map(str, found))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

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
    def _compiled(self) -> _Compiled:
        """The rules at work, made when the first text is: a run whose texts are all in the cache needs none of it."""
        by_kind: dict[str, list[Rule]] = {}
        for rule in self.rules.values():
            by_kind.setdefault(rule.kind, []).append(rule)
        # A style of a user's own has the names of the one that it starts from.
        _, like = self.ruleset.styles.get(self.options.house or "", ("", ""))
        asked = self.options._replace(house=like) if like else self.options
        finders: list[Find] = []
        owners: dict[str, list[tuple[int, int]]] = {}
        for number, kind in enumerate(sorted(by_kind)):
            literals, find = detector(kind).compile(by_kind[kind], asked)
            finders.append(find)
            for literal, token in literals:
                owners.setdefault(literal, []).append((number, token))
        # What works elsewhere is asked last, so that it works while the others do.
        numbers = sorted(range(len(finders)), key=lambda number: hasattr(finders[number], "begin"))
        late = [number for number in numbers if getattr(finders[number], "after_verdict", False)]
        return _Compiled(
            sorted(by_kind),
            finders,
            ahocorasick_rs.AhoCorasick(list(owners)) if owners else None,
            list(owners.values()),
            [number for number in numbers if number not in late],
            late,
        )

    @property
    def _elsewhere(self) -> list[Find]:
        """The finders that ask another program; none where LanguageTool is off."""
        if self.options.languagetool == "off":
            return []
        return [find for find in self._compiled.finders if hasattr(find, "begin")]

    def _begin(self, story: Story) -> Story:
        """Starts what works elsewhere."""
        for find in self._elsewhere:
            find.begin(story)  # type: ignore[attr-defined]
        return story

    def matches(self, story: Story) -> tuple[list[Match], list[Failure]]:
        """Step 1 and 2: what all rules see, without what is out of scope or an exception."""
        made = self._compiled
        hits: list[list[Hit]] = [[] for _ in made.finders]
        if made.automaton is not None:
            for literal, start, end in made.automaton.find_matches_as_indexes(story.folded, overlapping=True):
                for number, token in made.owners[literal]:
                    hits[number].append(Hit(token, start, end))
        found, failures = self._run(story, made.order, hits)
        found.sort(key=_place)
        return found, failures

    def _run(
        self, story: Story, numbers: Iterable[int], hits: Sequence[Sequence[Hit]]
    ) -> tuple[list[Match], list[Failure]]:
        found: list[Match] = []
        failures: list[Failure] = []
        for number in numbers:
            try:
                for seen in self._compiled.finders[number](story, hits[number]):
                    if isinstance(seen, Failure):
                        failures.append(seen)
                    elif self._in_scope(story, seen) and not excused(self.rules[seen.rule_id], seen, story):
                        found.append(seen)
            except Exception as error:  # one kind of rule fails alone: what the others found is true all the same
                failures.append(self._crashed(story, number, error))
        return found, failures

    def after_verdict(
        self, story: Story, judged: Verdict, named: str | None, kept: Sequence[Match]
    ) -> tuple[list[Match], list[Failure]]:
        """What rules see that look only at a story judged to be machine translation. Their finders get the places where
        rules spoke before them, `kept`, as hits."""
        speaking = {rule.id for rule in self.rules.values() if judged.probability >= _least_probability(rule, named)}
        if not speaking or not self._compiled.late:
            return [], []
        marked = [Hit(-1, match.span.start, match.span.end) for match in kept]
        found, failures = self._run(story, self._compiled.late, [marked] * len(self._compiled.finders))
        return [match for match in found if match.rule_id in speaking], failures

    def _crashed(self, story: Story, number: int, error: Exception) -> Failure:
        path, kind = story.document.path, self._compiled.kinds[number]
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
        reason = f"{path}: rules of the kind “{kind}” were not run: {type(error).__name__}: {error}{where}; this is a bug in mtcheck"
        return Failure("detector", path, reason)

    def _in_scope(self, story: Story, match: Match) -> bool:
        scope = self.rules[match.rule_id].scope
        if scope.segments and story.roles and story.roles[story.paragraph_at(match.span.start)] not in scope.segments:
            return False
        return scope.quotes is not Quotes.SKIP or not story.in_speech(match.span)

    def check(self, document: Document) -> tuple[FileReport, tuple[Failure, ...]]:
        """All steps for one document: its report, and what could not be checked in it."""
        return decided(self.seen(document), self._suppressor)

    def seen(self, document: Document) -> Seen:
        """Steps 1 to 5 for one document."""
        return self._seen(document, self._begin(Story(document)))

    def seen_all(self, documents: Iterable[Document]) -> Iterator[Seen]:
        """Steps 1 to 5 for many documents, in their order."""
        return (self._seen(document, story) for document, story in self._ahead(documents))

    def _seen(self, document: Document, story: Story) -> Seen:
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
        late, more = self.after_verdict(story, judged, named, kept)
        kept = sorted([*kept, *(match for match in late if self._asked_for(match))], key=_place)
        return Seen(document, tuple(self._findings(story, kept)), judged, (*failures, *more))

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
            waiting.append((document, self._begin(Story(document))))
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

    def _findings(self, story: Story, matches: Sequence[Match]) -> list[Finding]:
        occurrences: dict[str, int] = {}
        findings = []
        for match in matches:
            rule = self.rules[match.rule_id]
            text = story.view.slice(match.span)
            context = _context(story, match.span)
            key = f"{rule.id}\0{text}\0{context}"
            occurrences[key] = occurrences.get(key, 0) + 1
            fingerprint = hashlib.sha256(f"{key}\0{occurrences[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
            finding = _finding(story, rule, match, text, fingerprint)
            if only_style(rule, match):
                finding = finding._replace(
                    message=f"{self._style} style: {finding.message}",
                    severity=min(finding.severity, Severity.MINOR),
                )
            findings.append(finding)
        return findings

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


def _least_probability(rule: Rule, named: str | None) -> float:
    """The verdict's probability from which a rule speaks that looks only at machine translation: lower where the user named
    one of its source languages."""
    least = float(rule.keys.get("from", 0.9))
    return float(rule.keys.get("from-named", least)) if named in rule.source_langs else least


def _place(match: Match) -> tuple[int, int, str, int]:
    return match.span.start, match.span.end, match.rule_id, match.row


def only_style(rule: Rule, match: Match) -> bool:
    """True if only the house style objects: the rule belongs to it, or another agency writes the name like that."""
    return bool(rule.house) or (match.severity is Severity.MINOR and bool(dict(match.values).get("house")))


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


def excused(rule: Rule, match: Match, story: Story) -> bool:
    """True if one of the rule's exceptions holds for the match."""
    return any(holds(unless.where, unless.pattern, match.span, story) for unless in rule.unless)


def holds(where: str, pattern: str, span: Span, story: Story) -> bool:
    """True if the exception's expression fits the match (`match`), the text up to it (`before`), from it on (`after`), or
    a stretch of its sentence that holds it (`inside`)."""
    text = story.text
    if where == "match":
        return compiled(pattern, False).search(text[span.start : span.end]) is not None
    if where == "after":
        return compiled(pattern, False).match(text, span.end) is not None
    if where == "before":
        paragraph = story.paragraphs[story.paragraph_at(span.start)]
        before = text[max(paragraph.start, span.start - _LOOK_BEHIND) : span.start]
        return compiled(exception(where, pattern), False).search(before) is not None
    first, last = story.sentence_at(span.start), story.sentence_at(max(span.end - 1, span.start))
    return any(
        found.start() <= span.start and span.end <= found.end()
        for found in compiled(pattern, False).finditer(text, first.start, max(last.end, span.end))
    )


def _context(story: Story, span: Span) -> str:
    """The three words on each side, of the same paragraph: what moves with the finding when text around it changes."""
    paragraph = story.paragraphs[story.paragraph_at(span.start)]
    before = story.folded[max(paragraph.start, span.start - _CONTEXT) : span.start]
    after = story.folded[span.end : min(max(paragraph.end, span.end), span.end + _CONTEXT)]
    return " ".join(re.findall(r"\w+", before)[-3:]) + "|" + " ".join(re.findall(r"\w+", after)[:3])


def _finding(story: Story, rule: Rule, match: Match, text: str, fingerprint: str) -> Finding:
    in_speech = story.in_speech(match.span)
    fixes = tuple(_raw_fix(story, fix, in_speech and rule.scope.quotes is Quotes.REPORT_ONLY) for fix in match.fixes)
    severity = rule.severity if match.severity is None else match.severity
    strength = rule.strength if match.strength is None else match.strength
    return Finding(
        rule=rule.id,
        title=rule.title,
        span=story.view.raw(match.span),
        text=text,
        severity=severity,
        category=rule.category,
        strength=strength,
        status=rule.status,
        message=message(rule.message, text, match),
        why=rule.why,
        fixes=fixes,
        related=tuple(Related(story.view.raw(span), story.view.slice(span)) for span in match.related),
        in_speech=in_speech,
        fingerprint=fingerprint,
        source_langs=rule.source_langs,
        trace=tuple(f"unless {unless.where} {unless.pattern}" for unless in rule.unless),
    )


def _raw_fix(story: Story, fix: Fix, only_shown: bool) -> Fix:
    edits = tuple(_trimmed(story, edit) for edit in fix.edits)
    # What lies between two pieces of prose is not prose: no fix touches it.
    whole = all(story.view.contiguous(edit.span) for edit in edits)
    raw = tuple(Edit(story.view.raw(edit.span), edit.text) for edit in edits)
    return Fix(raw, fix.safety if whole and not only_shown else Safety.DISPLAY, fix.separable)


def _trimmed(story: Story, edit: Edit) -> Edit:
    """The edit, or where markup lies within it the same edit without the words that it leaves as they are."""
    if story.view.contiguous(edit.span):
        return edit
    old, new = story.raw_text[edit.span.start : edit.span.end], edit.text
    head = tail = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(Span(edit.span.start + head, edit.span.end - tail), new[head : len(new) - tail])


def message(template: str, text: str, match: Match) -> str:
    """The rule's sentence with `{match}`, `{fix}`, `{source}` and the groups filled in; without a fix, it ends before the
    “; English says “{fix}”.” that would name it. Brackets that nothing is filled into go."""
    values = {"match": " ".join(text.split()), "fix": "", **dict(match.values)}
    if not values["fix"]:
        template = re.sub(r";[^;]*\{fix\}[^;]*$", ".", template)
    filled = re.sub(r"\{(\w+)\}", lambda found: " ".join(values.get(found[1], "").split()), template)
    return re.sub(r" \((?:“”)?\)", "", filled)


def merge(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings in total order; of those that overlap by half of the shorter one, the most severe, strongest, longest
    stays and names the others in `also`."""
    kept: list[Finding] = []
    cluster: list[Finding] = []
    reach = -1
    for finding in sorted(findings, key=lambda finding: (finding.span.start, finding.span.end)):
        if cluster and finding.span.start >= reach and finding.span != cluster[-1].span:
            kept.extend(_merged(cluster))
            cluster = []
        cluster.append(finding)
        reach = max(reach, finding.span.end)
    kept.extend(_merged(cluster))
    return tuple(sorted(kept, key=lambda finding: (finding.span.start, finding.span.end, finding.rule)))


def _merged(cluster: Sequence[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(cluster, key=_precedence):
        twin = next((index for index, other in enumerate(kept) if _same_place(finding.span, other.span)), None)
        if twin is None:
            kept.append(finding)
        elif finding.rule != kept[twin].rule and finding.rule not in kept[twin].also:
            kept[twin] = kept[twin]._replace(also=(*kept[twin].also, finding.rule))
    return kept


def _precedence(finding: Finding) -> tuple[object, ...]:
    best_fix = max((fix.safety for fix in finding.fixes), default=-1)
    return (-finding.severity, -finding.strength, -best_fix, -len(finding.span), finding.span.start, finding.rule)


def _same_place(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0:
        return one == other
    return 2 * shared >= min(len(one), len(other))


__all__ = [
    "Checker",
    "Seen",
    "Severity",
    "decided",
    "excused",
    "holds",
    "merge",
    "message",
    "selected",
    "suppressed",
]
