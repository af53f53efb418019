"""What the rules at work see in a story, before any decision on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mtcheck.detectors import ELSEWHERE, Find, detector
from mtcheck.literals import Hit, Index, Literals
from mtcheck.model import Failure, Match, Options, Quotes, Rule, Span, Verdict
from mtcheck.story import Story
from mtcheck.wording.expression import compiled, exception

_LOOK_BEHIND = 100  # code points that a `before` exception sees


class Matcher:
    """Rules at work: a finder for each of their kinds, and their literals."""

    def __init__(self, rules: Mapping[str, Rule], indexes: Sequence[Index], options: Options) -> None:
        self._rules = rules
        self._by_kind: dict[str, list[Rule]] = {}
        for rule in rules.values():
            self._by_kind.setdefault(rule.kind, []).append(rule)
        self._indexes = indexes
        self._options = options
        self._finders: dict[str, Find] = {}
        self._literals: Literals | None = None

    def _finder(self, kind: str) -> Find:
        if kind not in self._finders:
            self._finders[kind] = detector(kind).compile(self._by_kind[kind], self._options)
        return self._finders[kind]

    @property
    def elsewhere(self) -> list[Find]:
        """The finders that ask another program; none where LanguageTool is off."""
        if self._options.languagetool == "off":
            return []
        return [self._finder(kind) for kind in sorted(ELSEWHERE.intersection(self._by_kind))]

    def begin(self, story: Story) -> Story:
        """Starts what works elsewhere."""
        for find in self.elsewhere:
            find.begin(story)  # type: ignore[attr-defined]
        return story

    def _hits(self, story: Story) -> dict[str, list[Hit]]:
        """By kind, where the literals of its rules stand."""
        if self._literals is None:
            indexed = {name for index in self._indexes for name in index.names}
            others = [rule for rule in self._rules.values() if rule.id not in indexed]
            self._literals = Literals([*self._indexes, *([Index.of(others)] if others else ())], self._rules)
        return self._literals.hits(story.folded)

    def matches(self, story: Story) -> tuple[list[Match], list[Failure]]:
        """What all rules see, without what is out of scope or an exception. What works elsewhere is asked last, so that it
        works while the others do."""
        hits = self._hits(story)
        kinds = sorted(self._by_kind, key=lambda kind: (kind in ELSEWHERE, kind))
        asked = [kind for kind in kinds if not _is_late(self._finder(kind))]
        return self._run(story, asked, hits)

    def after_verdict(
        self, story: Story, judged: Verdict, named: str | None, kept: Sequence[Match]
    ) -> tuple[list[Match], list[Failure]]:
        """What rules see that look only at a story judged to be machine translation. Their finders get the places where
        rules spoke before them, `kept`, as hits."""
        late = [kind for kind in sorted(self._by_kind) if _is_late(self._finder(kind))]
        speaking = {
            rule.id
            for kind in late
            for rule in self._by_kind[kind]
            if judged.probability >= _least_probability(rule, named)
        }
        if not speaking:
            return [], []
        marked = [Hit(self._rules[each.rule_id], each.row, each.span.start, each.span.end) for each in kept]
        found, failures = self._run(story, late, dict.fromkeys(late, marked))
        return [match for match in found if match.rule_id in speaking], failures

    def _run(
        self, story: Story, kinds: Iterable[str], hits: Mapping[str, Sequence[Hit]]
    ) -> tuple[list[Match], list[Failure]]:
        found: list[Match] = []
        failures: list[Failure] = []
        for kind in kinds:
            try:
                for seen in self._finder(kind)(story, hits.get(kind, ())):
                    if isinstance(seen, Failure):
                        failures.append(seen)
                    elif self._in_scope(story, seen) and not excused(self._rules[seen.rule_id], seen, story):
                        found.append(seen)
            except Exception as error:  # one kind of rule fails alone: what the others found is true all the same
                failures.append(_crashed(story, kind, error))
        return sorted(found, key=place), failures

    def _in_scope(self, story: Story, match: Match) -> bool:
        scope = self._rules[match.rule_id].scope
        if scope.segments and story.roles and story.roles[story.paragraph_at(match.span.start)] not in scope.segments:
            return False
        return scope.quotes is not Quotes.SKIP or not story.in_speech(match.span)


def place(match: Match) -> tuple[int, int, str, int]:
    """What puts matches in a total order: where they stand, then whose they are."""
    return match.span.start, match.span.end, match.rule_id, match.row


def _least_probability(rule: Rule, named: str | None) -> float:
    """The verdict's probability from which a rule speaks that looks only at machine translation: lower where the user named
    one of its source languages."""
    least = float(rule.keys.get("from", 0.9))
    return float(rule.keys.get("from-named", least)) if named in rule.source_langs else least


def _is_late(find: Find) -> bool:
    return bool(getattr(find, "after_verdict", False))


def _crashed(story: Story, kind: str, error: Exception) -> Failure:
    path = story.document.path
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
    reason = f"{path}: rules of the kind “{kind}” were not run: {type(error).__name__}: {error}{where}; this is a bug in mtcheck"
    return Failure("detector", path, reason)


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
