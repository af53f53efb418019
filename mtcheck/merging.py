"""Findings that see the same place: one of them stays and names the others."""

from __future__ import annotations

from collections.abc import Sequence

from mtcheck.model import Finding, Span


def merge(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings in total order; of those that overlap by half of the shorter one, the most severe, strongest, longest
    stays and names the others in `also`; the places that they point at are its own if it has none."""
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
            kept[twin] = kept[twin]._replace(
                also=(*kept[twin].also, finding.rule), related=kept[twin].related or finding.related
            )
    return kept


def _precedence(finding: Finding) -> tuple[object, ...]:
    best_fix = max((fix.safety for fix in finding.fixes), default=-1)
    return (-finding.severity, -finding.strength, -best_fix, -len(finding.span), finding.span.start, finding.rule)


def _same_place(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0:
        return one == other
    return 2 * shared >= min(len(one), len(other))
