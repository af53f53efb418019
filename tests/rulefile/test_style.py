"""House styles: a switch file says which rules of `style/` speak, and what a style alone objects to says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck.detectors._named import HOUSES
from mtcheck.engine import Checker
from mtcheck.errors import ConfigError, RuleError
from mtcheck.model import Finding, Options, RuleSet, Severity
from mtcheck.rulefile.compiled import load_ruleset, shipped_folder
from mtcheck.rulefile.load import load_folder
from mtcheck.rulefile.style import Style, inherited, styles, switch_of
from mtcheck.selftest import document
from tests.conftest import RULE

COPY = """\
The US envoy said Saturday, 3 February 2018, that Zelenskiy would go further north towards Kyiv.

Prices rose 3.5 percent, NATO said. Gadhafi was killed; 3 people left Bogotá.
"""


@pytest.fixture(scope="module")
def ruleset() -> RuleSet:
    return load_ruleset()


def findings(ruleset: RuleSet, house: str | None, text: str = COPY) -> tuple[Finding, ...]:
    return Checker(ruleset, Options(house=house, select=("style",))).check(document(text))[0].findings


def test_a_style_is_told_by_its_switches(ruleset: RuleSet) -> None:
    found = {
        house: {finding.text: finding.fixes[0].edits[0].text for finding in findings(ruleset, house)}
        for house in HOUSES
    }
    assert found["ap"] == {
        "US": "U.S.",
        "3 February 2018": "Feb. 3, 2018",
        "Zelenskiy": "Zelenskyy",
        "further north": "farther north",
        "towards": "toward",
        "3.5 percent": "3.5%",
        "3 people": "three people",
        "Bogotá": "Bogota",
    }
    assert found["afp"] == {
        "said Saturday": "said on Saturday",
        "3 February 2018": "February 3, 2018",
        "Zelenskiy": "Zelensky",
        "Gadhafi": "Kadhafi",
        "3 people": "three people",
        "Bogotá": "Bogota",
    }
    assert found["guardian"] == {
        "said Saturday": "said on Saturday",
        "Zelenskiy": "Zelenskyy",
        "3.5 percent": "3.5%",
        "NATO": "Nato",
        "Gadhafi": "Gaddafi",
        "3 people": "three people",
    }


def test_without_a_style_nothing_of_it_is_found(ruleset: RuleSet) -> None:
    assert findings(ruleset, None) == ()
    assert not [rule for rule in Checker(ruleset).rules.values() if rule.house]


@pytest.mark.parametrize("house", HOUSES)
def test_what_only_a_style_objects_to_carries_its_name_and_is_minor(ruleset: RuleSet, house: str) -> None:
    title = styles(shipped_folder())[house].title
    for finding in findings(ruleset, house):
        assert finding.message.startswith(f"{title} style: ")
        assert finding.severity is Severity.MINOR


@pytest.mark.parametrize("house", HOUSES)
def test_a_style_is_no_evidence_of_translation(ruleset: RuleSet, house: str) -> None:
    plain, styled = (Checker(ruleset, Options(house=name)).check(document(COPY))[0].verdict for name in (None, house))
    assert styled == plain


def test_every_switch_turns_a_rule_on_and_every_rule_has_a_switch() -> None:
    folder = shipped_folder()
    wanted = {(switch, value) for style in styles(folder).values() for switch, value in style.switches.items()}
    there = {(path.parent.name, path.stem) for path in (folder / "style").glob("*/*.yaml")}
    assert wanted == there


def test_the_styles_are_those_that_the_tables_of_names_have_columns_for() -> None:
    assert sorted(styles(shipped_folder())) == sorted(HOUSES)


def test_a_style_of_ones_own_starts_from_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "custom.yaml").write_text(
        "title: The Echo\nlike: guardian\nswitches: {percent: word, acronyms: capitals, dash: 'off'}\n", "utf-8"
    )
    mine = load_ruleset([tmp_path])
    found = findings(mine, "custom", "Nato said Gadhafi paid 3% on February 3, 2018.")
    assert {finding.text: finding.fixes[0].edits[0].text for finding in found} == {
        "Nato": "NATO",
        "Gadhafi": "Gaddafi",
        "3%": "3 percent",
        "February 3, 2018": "3 February 2018",
    }
    assert {finding.message.partition(" style: ")[0] for finding in found} == {"The Echo"}
    assert findings(mine, "guardian", "Nato paid 3%.") == ()


def test_a_wrong_style_file_is_a_failure_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "custom.yaml").write_text("switch: {}\n", "utf-8")
    (failure,) = load_ruleset([tmp_path]).failures
    assert "custom.yaml" in failure.subject
    assert "switch" in failure.reason


def test_a_rule_that_no_style_turns_on_is_refused(tmp_path: Path) -> None:
    (tmp_path / "style" / "dots").mkdir(parents=True)
    text = RULE.format(id="style.dots.three", phrase="one thing", fix="two things")
    (tmp_path / "style" / "dots" / "three.yaml").write_text(text, "utf-8")
    (error,) = load_folder(tmp_path)
    assert isinstance(error, RuleError)
    assert "style.dots.three" in error.reason


def test_switches_are_inherited_and_replaced() -> None:
    shipped = {"bbc": Style("bbc", "BBC", "", {"dates": "uk", "percent": "sign"})}
    assert inherited(Style("mine", "Mine", "bbc", {"percent": "word"}), shipped).switches == {
        "dates": "uk",
        "percent": "word",
    }
    assert switch_of("style.percent.word") == ("percent", "word")
    assert switch_of("names.fr.cities") is None


def test_a_style_of_ones_own_that_is_not_there_is_an_error(ruleset: RuleSet) -> None:
    with pytest.raises(ConfigError, match=r"house/custom\.yaml"):
        Checker(ruleset, Options(house="custom"))
