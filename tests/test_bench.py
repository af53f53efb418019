"""The bench itself, on a toy rule with figures computed by hand."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from benchmarks.accuracy import calibrate, effect, gold, judged, languagetool, measure, peers, reliability
from benchmarks.accuracy.corpora import Corpus, document, joined
from mtcheck.engine import Checker
from mtcheck.model import Document, RuleSet, Safety, Span
from mtcheck.story import Story


@pytest.fixture
def toy(checker: Callable[..., Checker]) -> Checker:
    return checker(("a.bus", "red bus", "bus"))


def corpus(kind: str, *texts: str) -> Corpus:
    return Corpus(kind, kind, tuple(document(str(number), text) for number, text in enumerate(texts)))


def test_rates_are_findings_per_10_000_words(toy: Checker) -> None:
    # 4 + 4 words with 1 + 0 findings; 8 words with none.
    machine, clean = measure.count(
        toy,
        [
            corpus("mt", "A red bus left.", "He saw nothing there."),
            corpus("clean", "One two three four five six seven eight."),
        ],
    )
    assert (machine.words, machine.findings, machine.major) == (8, 1, 1)
    assert machine.rate() == pytest.approx(1250.0)
    assert machine.by_rule == {"a.bus": 1}
    assert clean.rate() == 0.0


def test_reviewed_findings_are_counted_apart(toy: Checker) -> None:
    text = "A red bus left."
    (found,) = toy.check(document("x", text))[0].findings
    (counts,) = measure.count(toy, [corpus("clean", text)], frozenset({found.fingerprint}))
    assert (counts.findings, counts.reviewed, counts.reviewed_major) == (0, 1, 1)


def test_contrast_and_its_lower_bound_by_hand() -> None:
    # 9.5 / 1000 against 0.5 / 1000.
    ratio, low = measure.contrast(9, 1000, 0, 1000)
    assert ratio == pytest.approx(19.0)
    assert low == pytest.approx(19.0 * math.exp(-1.96 * math.sqrt(1 / 9.5 + 1 / 0.5)))


def test_log_likelihood_ratio_by_hand() -> None:
    # 10 hits in 1,000 words against 0 in 1,000: 2 * 10 * ln(10 / 5).
    assert measure.likelihood_ratio(10, 1000, 0, 1000) == pytest.approx(20 * math.log(2))
    assert measure.likelihood_ratio(5, 1000, 5, 1000) == pytest.approx(0.0)


def test_a_bootstrap_of_equal_documents_has_no_width(toy: Checker) -> None:
    counts = measure.count(toy, [corpus("mt", *["A red bus left."] * 5)])
    assert measure.interval(counts) == (2500.0, 2500.0)


def span(name: str, start: int, end: int, **more: object) -> gold.GoldSpan:
    values = {
        "text": "",
        "artifact": "x",
        "severity": "major",
        "detectable": "rule",
        "suggestion": "",
        "optional": False,
    }
    return gold.GoldSpan(name, Span(start, end), **{**values, **more})  # type: ignore[arg-type]


def test_gold_found_and_right_by_hand(toy: Checker) -> None:
    read = document("x", "A red bus left. The red bus came.")
    findings = toy.check(read)[0].findings
    # "bus left" shares half of the words of the first "red bus"; "came" shares none of the second.
    scored = gold.score(read, findings, [span("G1", 6, 14), span("G2", 28, 32), span("G3", 0, 1, optional=True)])
    assert scored.recall() == (1, 2)
    assert scored.precision() == (1, 2)


def test_f1_by_hand(toy: Checker) -> None:
    read = document("x", "A red bus left. The red bus came.")
    findings = toy.check(read)[0].findings
    spans = [span("G1", 2, 9), span("G2", 20, 23)]
    # Characters: 14 flagged, 10 in gold, 7 + 3 shared.
    assert gold.character_f1(findings, spans) == pytest.approx(2 * (10 / 14) * 1.0 / (10 / 14 + 1.0))
    # One to one: 1.0 for the first pair, 2 * 3 / (7 + 3) for the second.
    assert gold.one_to_one_f1(findings, spans) == pytest.approx((1.0 + 0.6) / 2)


def test_suggestions_are_compared_by_what_the_place_then_says(toy: Checker) -> None:
    read = document("x", "A red bus left.")
    scored = gold.score(read, toy.check(read)[0].findings, [span("G1", 2, 6, suggestion="")])
    (offered,) = gold.suggestions(read, scored)
    assert offered.right
    scored = gold.score(read, toy.check(read)[0].findings, [span("G1", 2, 9, suggestion="coach")])
    assert not gold.suggestions(read, scored)[0].right
    assert gold.suggestions(read, scored, frozenset({("G1", "bus")}))[0].right


def test_the_effect_of_fixes_by_hand(toy: Checker) -> None:
    pairs = [("A red bus left.", "A bus left."), ("The red bus came.", "The red bus came."), ("Nothing.", "Nothing.")]
    by_ter, by_chrf, worse = effect.effect(toy, pairs, Safety.SAFE)
    assert (by_ter.better, by_ter.equal, by_ter.worse) == (1, 0, 1)
    assert (by_chrf.better, by_chrf.worse) == (1, 1)
    assert worse == [("The red bus came.", "The bus came.")]


def test_weights_are_log_ratios_of_hits_per_word(toy: Checker) -> None:
    rule = toy.rules["a.bus"]
    (match,), _ = toy.matches(Story(document("x", "A red bus left.")))
    hit = ((rule, match, "red bus"),)
    machine = [calibrate.Sample("m", "mt", f"m{at}", ("fr",), 10, hit) for at in range(3)]
    human = [calibrate.Sample("h", "clean", f"h{at}", (), 20, ()) for at in range(3)]
    # One hit and one word more on each side: 4 in 31 words against 1 in 61.
    assert calibrate.weights([*machine, *human]) == {"a.bus": round(math.log((4 / 31) / (1 / 61)), 2)}


def test_all_versions_of_a_story_lie_in_the_same_part(toy: Checker) -> None:
    names = ("lig-bing-lig_12-20", "lig-google-lig_12-20", "lig-human_pe-lig_12-20")
    found = [
        Corpus("lig_x", kind, (document(name, "A red bus left."),)) for name, kind in zip(names, "abc", strict=True)
    ]
    documents, _ = calibrate.samples(toy, found)
    assert len({each.story for each in documents}) == 1


def test_pieces_end_between_paragraphs_and_a_short_rest_is_left_out() -> None:
    paragraph = "word " * 199 + "end."
    found = calibrate.pieces(document("x", "\n\n".join([paragraph, paragraph, paragraph.replace("word ", "", 150)])))
    assert [len(piece.text.split()) for piece in found] == [400]


def test_the_area_under_the_curve_by_hand() -> None:
    area = reliability.area_under_curve
    assert area([(0.9, True), (0.8, False), (0.7, True), (0.1, False)]) == pytest.approx(0.75)
    assert area([(0.5, True), (0.5, False)]) == pytest.approx(0.5)


def verdict(kind: str, probability: float, language: str | None = None) -> reliability.Judged:
    return reliability.Judged("lig_x" if kind == "mt" else kind, kind, ("fr",), 400, probability, language)


def test_reliability_is_the_share_of_machine_output_by_tenths() -> None:
    low, high = reliability.bins([verdict("mt", 0.96, "fr"), verdict("mt", 1.0), verdict("clean", 0.02)])
    assert [low.said, low.true, low.count] == pytest.approx([0.02, 0, 1])
    assert [high.said, high.true, high.count] == pytest.approx([0.98, 1, 2])
    # Wilson: two of two leave 1 / (1 + 1.96² / 2) open downwards.
    assert list(high.interval) == pytest.approx([1 / (1 + 1.96**2 / 2), 1])


def test_the_page_counts_false_alarms_and_languages() -> None:
    page = reliability.page([verdict("mt", 0.96, "fr"), verdict("mt", 0.3, "de"), verdict("clean", 0.95)], 300)
    assert "above 0.9: 1 of 1" in page
    assert "Source language right: 1 of 2 (50%)" in page
    assert "against clean news | 2 : 1 | 0.500 |" in page
    assert reliability.plot(reliability.bins([verdict("mt", 0.5)])).count("<circle") == 1


@pytest.mark.parametrize("sample", judged.SAMPLES)
def test_judgements_hold_a_verdict_each_and_no_finding_twice(sample: str) -> None:
    found = judged.judgements(sample)
    assert len({each.fingerprint for each in found}) == len(found) > 0
    assert all(each.reason for each in found)


def test_every_rule_gets_one_finding_and_the_rest_goes_by_how_often_it_speaks() -> None:
    # Ten findings: three go out at one a rule; of the other seven, 7/100 for each that a rule has.
    assert judged.quotas({"a": 80, "b": 19, "c": 1}, 10) == {"a": 7, "b": 2, "c": 1}
    assert judged.quotas({"a": 1, "b": 1}, 10) == {"a": 1, "b": 1}


def test_precision_by_what_rules_say_weighs_a_rule_by_its_findings() -> None:
    rows = [judged.Judgement("1", "a", "right", "x"), judged.Judgement("2", "b", "right", "x")]
    rows.append(judged.Judgement("3", "b", "wrong", "x"))
    assert judged.precision(rows)[0] == pytest.approx(2 / 3)
    assert judged.weighted(rows, {"a": 30, "b": 10, "never drawn": 5}) == pytest.approx((30 + 10 * 0.5) / 40)


def test_a_sample_is_the_same_whatever_else_comes_or_goes(toy: Checker) -> None:
    read = document("x", "\n\n".join(f"Number {at} is a red bus today." for at in range(40)))
    drawn = [judged.Drawn("mt", read, finding) for finding in toy.check(read)[0].findings]
    sample = judged.Sample(("",), size=10)
    chosen = judged.draw(drawn, sample)
    assert len(chosen) == 10
    assert judged.draw([*drawn, *drawn], sample) == chosen
    assert len(set(judged.draw(drawn[1:], sample)) & set(chosen)) >= 9


def gold_span(start: int, end: int, *, optional: bool = False) -> gold.GoldSpan:
    return gold.GoldSpan(str(start), Span(start, end), "", "form", "minor", "rule", "", optional)


def test_what_a_peer_finds_of_the_gold_by_hand() -> None:
    read = document("x", "He saw red bus there.")
    spans = [gold_span(7, 14), gold_span(0, 2), gold_span(15, 20, optional=True)]

    def mark(documents: Sequence[Document]) -> list[list[Span]]:
        return [[Span(3, 10), Span(15, 20), Span(3, 6)] for _ in documents]

    # Half of “saw red” lies in gold, all of “there” in optional gold, nothing of “saw”; “red bus” is found, “He” is not.
    assert peers.on_gold(mark, [(read, spans)]) == peers.Found(right=2, marks=3, found=1, spans=2)
    assert peers.loudness(mark, [read, read]).rate == pytest.approx(1e4 * 6 / 10)


def test_utf_16_units_become_code_points() -> None:
    assert peers._from_utf16("a\U0001f68c bus".encode("utf-16-le"), 4, 3) == Span(3, 6)


def test_the_page_of_peers_names_what_is_not_installed() -> None:
    heard = {name: peers.Loudness(marks, 1000) for name, marks in zip(NAMES, (20, 10, 5, 1), strict=True)}
    here = peers.Peer("mtcheck", "1", lambda documents: [[] for _ in documents])
    rows = [(here, heard, {"seed": peers.Found(3, 4, 2, 8)}), (peers.Peer("Vale", "", None), {}, {})]
    page = peers.page(rows, dict.fromkeys(NAMES, 1000))
    assert "| mtcheck (1) | 200.0 | 100.0 | 50.0 | 10.0 | 3.0 | 15.0 |" in page
    assert "| mtcheck (1) | 3/4 (75 %) | 2/8 (25 %) |" in page
    assert page.count("| Vale | not installed |") == 2


NAMES = ("lig_bing", "lig_google", "lig_human_pe", "clean news")


def test_joining_takes_out_the_corpus_own_preprocessing() -> None:
    assert joined("States - United\u200b said - a") == "States-United said-a"


def test_a_rule_of_languagetool_earns_its_place_at_five_times_the_rate_of_people() -> None:
    groups = {
        "mt": languagetool.Group(1_000, Counter(LOUD=5, RARE=2, COMMON=5)),
        "post-edit": languagetool.Group(1_000, Counter(LOUD=1)),
        "clean": languagetool.Group(1_000, Counter(COMMON=2)),
    }
    assert [name for name in ("LOUD", "RARE", "COMMON") if languagetool.earned(groups, name)] == ["LOUD"]


def test_a_rule_of_languagetool_is_taken_or_left_and_reasons_name_rules_that_exist(shipped: RuleSet) -> None:
    taken = {row[0] for rule in shipped.rules if rule.kind == "languagetool" for row in rule.rows}
    left = languagetool.left()
    assert not taken & left.keys()
    named = {name for reason in left.values() for name in re.findall(r"\b[a-z]+(?:\.[a-z-]+)+", reason)}
    assert named <= {rule.id for rule in shipped.rules}
