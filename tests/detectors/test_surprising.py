"""Kind `surprising`: pairs of words, and the model behind them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.engine import Checker
from mtcheck.model import Options, RuleSet
from mtcheck.wording import pairs
from tests.conftest import document

TEXT = "The crowd broke showcases to shots of stones. " * 3
RULE = "wording.any.surprising-pair"
FRENCH = "wording.fr.surprising-pair"


def found(
    shipped: RuleSet, text: str, prior: float, rule_ids: tuple[str, ...] = (RULE,), **options: object
) -> list[str]:
    rules = tuple(rule for rule in shipped.rules if rule.id in rule_ids)
    made = Checker(RuleSet(rules, "", (), {"prior": prior}), Options(drafts=True, **options))  # type: ignore[arg-type]
    return [finding.text for finding in made.check(document(text))[0].findings]


def test_it_speaks_only_in_a_story_that_is_machine_translation_anyway(shipped: RuleSet) -> None:
    assert "broke showcases" in found(shipped, TEXT, 5.0)
    assert found(shipped, TEXT, 0.0) == []
    assert found(shipped, TEXT, 0.0, source_lang="fr") == []


def test_less_evidence_is_enough_where_the_language_is_named(shipped: RuleSet) -> None:
    assert "broke showcases" in found(shipped, TEXT, 0.0, (FRENCH,), source_lang="fr")
    assert found(shipped, TEXT, 0.0, (FRENCH,)) == []
    assert found(shipped, TEXT, 0.0, (FRENCH,), source_lang="de") == []
    assert found(shipped, TEXT, -5.0, (FRENCH,), source_lang="fr") == []


def test_it_fills_the_room_that_other_rules_leave(shipped: RuleSet) -> None:
    text = "The crowd broke showcases, says-it, and fled. " * 20
    others = ("spacing.fr.inversion",)
    marks = found(shipped, text, 5.0, (FRENCH, *others))
    assert marks.count("says-it") == 20
    assert "broke showcases" not in marks


def test_it_says_nothing_about_words_that_are_marked_already(shipped: RuleSet) -> None:
    text = "They did not made showcases. " + "The house stood there. " * 60
    marks = found(shipped, text, 5.0, (FRENCH, "tense.any.verb-form"))
    assert "made showcases" not in marks
    assert marks[0].endswith("made")
    assert "made showcases" in found(shipped, text, 5.0, (FRENCH,))


def test_no_two_marks_share_a_word(shipped: RuleSet) -> None:
    text = "They eat purple gravel showcases. " + "The house stood there. " * 200
    marks = [mark.split(" ") for mark in found(shipped, text, 5.0, (FRENCH,))]
    assert ["purple", "gravel"] in marks or ["gravel", "showcases"] in marks
    words = [word for mark in marks for word in mark]
    assert words.count("gravel") == 1


def test_a_pair_among_surprising_ones_comes_before_one_alone(shipped: RuleSet) -> None:
    text = "They drove sermons there. They eat purple gravel showcases. The house stood there, and so did the church."
    assert found(shipped, text, 5.0, (FRENCH,)) == ["purple gravel"]


def test_it_can_be_switched_off(shipped: RuleSet) -> None:
    assert found(shipped, TEXT, 5.0, ignore=("wording",)) == []


def test_it_never_floods(shipped: RuleSet) -> None:
    text = "broke showcases " * 400
    assert len(found(shipped, text, 5.0)) <= 20


@given(st.text(max_size=80))
def test_no_text_crashes_the_model(text: str) -> None:
    likelihood = pairs.pairs().word(text.encode("utf-8", "replace").decode())
    assert likelihood is None or likelihood[0] <= 0


def test_a_table_gives_back_what_was_put_in(tmp_path: Path) -> None:
    path = tmp_path / "pairs.bin"
    words = {(f"w{number}",): (-1.0 - number / 100, -0.5) for number in range(300)}
    pairs.write(path, words, {("w1", "w2"): -0.25})
    model = pairs.Pairs(path.read_bytes())
    assert model.word("w7") == pytest.approx((-1.07, -0.5), abs=1 / 32)
    assert model.word("x") is None
    assert model.after("w1", "w2") == pytest.approx((-0.25, -1.02), abs=1 / 32)
    assert model.after("w1", "w3") == pytest.approx((-0.5 - 1.03, -1.03), abs=1 / 16)
    assert model.after("w1", "x") is None
