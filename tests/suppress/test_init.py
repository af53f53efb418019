from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtcheck import suppress
from mtcheck.model import Edit, Fix, Safety, Span
from mtcheck.suppress import Judged, Shield
from tests.conftest import document
from tests.steps import steps
from tests.suppress import made

SPANS = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def test_every_source_sees_all_findings_and_the_first_gives_the_reason() -> None:
    seen = made().seen(document("A red bus.\n\nA red car."))
    asked: list[int] = []

    def source(name: str, *indexes: int) -> suppress.Source:
        def judge(_: object, findings: object) -> Judged:
            asked.append(len(findings))  # type: ignore[arg-type]
            return Judged(dict.fromkeys(indexes, (name, "why")), (f"{name} unused",))

        return judge

    decisions = suppress.by(source("one", 0), source("two", 0, 1))(seen.document, seen.findings)
    assert asked == [2, 2]
    assert decisions.findings == ()
    assert [(each.source, each.finding.rule) for each in decisions.suppressed] == [("one", "a.bus"), ("two", "a.car")]
    assert decisions.unused == ("one unused", "two unused")


def test_a_fix_of_the_same_rule_does_not_edit_what_was_suppressed() -> None:
    first, second = made().seen(document("A red bus.\n\nA red bus came there.")).findings
    edits = (first.fixes[0].edits[0], second.fixes[0].edits[0])
    for separable, expected in ((True, ((edits[0],), Safety.SAFE)), (False, (edits, Safety.DISPLAY))):
        both = first._replace(fixes=(Fix(edits, Safety.SAFE, separable),))
        decisions = suppress.by(lambda *_: Judged({1: ("x", "y")}))(document(""), [both, second])
        ((fix,),) = [finding.fixes for finding in decisions.findings]
        assert (fix.edits, fix.safety) == expected
        other = both._replace(rule="another")
        assert suppress.by(lambda *_: Judged({1: ("x", "y")}))(document(""), [other, second]).findings == (other,)


@given(st.lists(SPANS, max_size=8), SPANS)
def test_a_shield_covers_what_any_of_its_places_overlaps(places: list[Span], span: Span) -> None:
    shield = Shield(("a", place) for place in places)
    expected = any(place.overlaps(span) for place in places)
    found = shield.covers("a", span)
    assert found == expected or (found and not len(span))
    assert not shield.covers("b", span)


def test_many_places_cost_no_square() -> None:
    (finding,) = made().seen(document("A red bus.")).findings

    def cost(number: int) -> int:
        shield = Shield((finding.rule, Span(10 * each, 10 * each + 3)) for each in range(number))
        findings = [
            finding._replace(fixes=(Fix((Edit(Span(10 * each + 5, 10 * each + 6), ""),), Safety.SAFE),))
            for each in range(number)
        ]
        return steps(lambda: shield.guarded(findings))

    assert cost(2_000) < 12 * cost(200)
