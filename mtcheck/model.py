"""The types that everything else speaks in. Frozen, compared by all their fields, and none of them prints itself. They are
named tuples, which cost a start of the program an eighth of what as many dataclasses do. Their annotations are no strings, which `NamedTuple` would compile one by one.

Every `Span` counts code points of the raw decoded text. Lines, bytes and UTF-16 units exist only in `textview`.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from mtcheck.literals import Index


class Severity(IntEnum):
    """MQM severities; the value is the penalty weight of the MQM linear model."""

    NEUTRAL = 0
    MINOR = 1
    MAJOR = 5
    CRITICAL = 25


class Safety(IntEnum):
    """How far a fix may be trusted: shown only, an editor's decision, or right every time."""

    DISPLAY = 0
    UNSAFE = 1
    SAFE = 2


class Status(IntEnum):
    """`DRAFT` rules run only on request; `TRIAL` rules are shown and never change the exit code."""

    DRAFT = 0
    TRIAL = 1
    STABLE = 2


class Strength(IntEnum):
    """`WEAK` rules speak only when the document's source language is likely or was named."""

    WEAK = 0
    STRONG = 1


class Quotes(IntEnum):
    """What a rule does in direct speech."""

    SKIP = 0
    REPORT_ONLY = 1
    INCLUDE = 2


class Span(NamedTuple):
    """Half-open `[start, end)` in code points, which are what its length counts."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Self) -> bool:
        """True if the two share a code point; an empty span overlaps what it stands strictly inside of."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Self) -> bool:
        return self.start <= other.start and other.end <= self.end


class Piece(NamedTuple):
    """A raw span and the prose it stands for. Equal lengths map one code point to one; other pieces are atomic."""

    raw: Span
    text: str


class Segment(NamedTuple):
    """A stretch of prose with its role: headline, body, caption, list, table, quote, byline."""

    role: str
    pieces: tuple[Piece, ...]


class Document(NamedTuple):
    """One decoded file. `text` has its newlines as they stand in the file and no byte order mark."""

    path: str
    text: str
    segments: tuple[Segment, ...]
    comments: tuple[Span, ...] = ()
    source_lang: str | None = None
    source: "Document | None" = None
    encoding: str = "utf-8"
    bom: bytes = b""
    newline: str = "\n"
    digest: str = ""


class Unless(NamedTuple):
    """One exception of a rule: the match, or what stands before, after or around it, fits the expression."""

    where: str
    pattern: str
    why: str = ""


class Scope(NamedTuple):
    """Where a rule looks: roles of segments (none named: all) and direct speech."""

    segments: tuple[str, ...] = ()
    quotes: Quotes = Quotes.REPORT_ONLY


class FixSpec(NamedTuple):
    """How a rule's fix is made: a template (or the row's own), its safety, and whether it takes the match's case."""

    safety: Safety
    replace: str | None = None
    match_case: bool = True


class Rule(NamedTuple):
    """A compiled rule. `rows` are what its detector prepared: one plain tuple a row; `anchors` pair a literal
    (folded) with the row that may match where it stands; `bare` rows have none and may match anywhere."""

    id: str
    title: str
    message: str
    why: str
    category: str
    severity: Severity
    status: Status
    strength: Strength
    source_langs: tuple[str, ...]
    kind: str
    keys: Mapping[str, Any]
    rows: Sequence[tuple[Any, ...]] = ()
    anchors: Sequence[tuple[str, int]] = ()
    bare: tuple[int, ...] = ()
    unless: tuple[Unless, ...] = ()
    scope: Scope = Scope()
    house: tuple[str, ...] = ()
    fix: FixSpec | None = None
    links: tuple[str, ...] = ()
    digest: str = ""

    @property
    def any_language(self) -> bool:
        """True for what every engine does, whatever the source language."""
        return "any" in self.source_langs


class Edit(NamedTuple):
    """Replace the code points of `span` by `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that belong together; `separable` ones are each right without the others."""

    edits: tuple[Edit, ...]
    safety: Safety
    separable: bool = False


class Match(NamedTuple):
    """What a detector saw, in code points of the story's prose. It knows nothing of severity, scope or suppression.

    `values` fill the message; `row` is the row of the rule that matched, -1 for a rule without rows.
    `severity` and `strength` are set where a row overrides its rule.
    """

    rule_id: str
    row: int
    span: Span
    values: tuple[tuple[str, str], ...] = ()
    fixes: tuple[Fix, ...] = ()
    related: tuple[Span, ...] = ()
    severity: Severity | None = None
    strength: Strength | None = None


class Related(NamedTuple):
    """Another place that belongs to a finding, and what it is."""

    span: Span
    note: str


class Finding(NamedTuple):
    """A match that an editor sees, in code points of the raw text."""

    rule: str
    title: str
    span: Span
    text: str
    severity: Severity
    category: str
    strength: Strength
    status: Status
    message: str
    why: str
    fixes: tuple[Fix, ...]
    related: tuple[Related, ...]
    in_speech: bool
    fingerprint: str
    source_langs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()


class Suppression(NamedTuple):
    """A decision not to show a finding: where it was taken, and why."""

    finding: Finding
    source: str
    reason: str


class Failure(NamedTuple):
    """Something that was not checked. Neither a finding nor silence."""

    stage: str
    subject: str
    reason: str


class Evidence(NamedTuple):
    """A rule that spoke for a source language, the weight it had (nats), and where it was seen first."""

    rule: str
    weight: float
    text: str


class Verdict(NamedTuple):
    """How likely a document is raw machine translation (0 to 1), from which language, and what spoke for it."""

    language: str | None
    probability: float
    evidence: tuple[Evidence, ...] = ()


class FileReport(NamedTuple):
    """What was found in one document."""

    document: Document
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppression, ...] = ()
    unused: tuple[str, ...] = ()
    verdict: Verdict = Verdict(None, 0.0)


class Report(NamedTuple):
    """The outcome of one run; the signature makes it reproducible. `files` may lie on disk: it is read in order, one by one."""

    files: Sequence[FileReport]
    failures: tuple[Failure, ...] = ()
    signature: str = ""
    skipped: int = 0


class Options(NamedTuple):
    """What the user asked of a check. `languagetool` is required, auto (as far as it is there) or off."""

    source_lang: str | None = None
    house: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    drafts: bool = False
    languagetool: str = "off"
    languagetool_url: str | None = None


class RuleSet(NamedTuple):
    """Compiled rules, the digest of their sources, and the files that could not be used. `styles` has a user's own house
    styles: what messages call each, and the shipped one that it starts from. `indexes` have the literals of rules of the set."""

    rules: tuple[Rule, ...]
    digest: str
    failures: tuple[Failure, ...] = ()
    verdict: Mapping[str, Any] = MappingProxyType({})
    styles: Mapping[str, tuple[str, str]] = MappingProxyType({})
    indexes: "tuple[Index, ...]" = ()
