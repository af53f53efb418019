from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.wording.anchors import anchors
from mtcheck.wording.classes import Classes, UnknownClassError, alternation
from mtcheck.wording.expression import article_for, cased_like, filled
from mtcheck.wording.inflect import inflector


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("realize", ("realize", "realizes", "realized", "realized", "realizing")),
        ("carry out", ("carry out", "carries out", "carried out", "carried out", "carrying out")),
        ("shoot", ("shoot", "shoots", "shot", "shot", "shooting")),
        ("stop", ("stop", "stops", "stopped", "stopped", "stopping")),
        ("visit", ("visit", "visits", "visited", "visited", "visiting")),
        ("admit", ("admit", "admits", "admitted", "admitted", "admitting")),
        ("flee", ("flee", "flees", "fled", "fled", "fleeing")),
        ("die", ("die", "dies", "died", "died", "dying")),
        ("pass", ("pass", "passes", "passed", "passed", "passing")),
        ("be", ("be", "is", "was", "been", "being")),
        ("have", ("have", "has", "had", "had", "having")),
        ("go", ("go", "goes", "went", "gone", "going")),
        ("play", ("play", "plays", "played", "played", "playing")),
        ("free", ("free", "frees", "freed", "freed", "freeing")),
        ("fix", ("fix", "fixes", "fixed", "fixed", "fixing")),
    ],
)
def test_verbs_are_inflected(verb: str, forms: tuple[str, ...]) -> None:
    assert tuple(inflector().verb(verb)) == forms


@pytest.mark.parametrize(
    ("verb", "form", "after", "expected"),
    [
        ("carry out", "realized", "", "carried out"),
        ("take", "realized", "was", "taken"),
        ("take", "realized", "he", "took"),
        ("take", "realizing", "", "taking"),
        ("take", "realizes", "", "takes"),
        ("take", "go", "", "take"),
        ("take", "gone", "", "taken"),
        ("take", "went", "", "took"),
    ],
)
def test_a_verb_takes_the_form_of_another(verb: str, form: str, after: str, expected: str) -> None:
    assert inflector().like(verb, form, after=after) == expected


def test_plurals() -> None:
    plural = inflector().plural
    assert [plural(word) for word in ("ship", "army", "aircraft", "spokesman", "bus", "fighter jet")] == [
        "ships", "armies", "aircraft", "spokesmen", "buses", "fighter jets",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bcarcass of\b", ("carcass of",)),
        (r"(?:carcass|hull)e?s? +of", ("carcass", "hull")),
        (r"\w+ation\b", ("ation",)),
        (r"the (?:big )?(?:plane|jet)", ("jet", "plane")),
        (r"[A-Z]\w+ said\. (?=[a-z])", (" said. ",)),
        (r"\d+ \w+", ()),
        (r"(?:x|\w+)", ()),
        (r"use[sd]? (?:an?|the) study", None),
        (r"the carcass of the aircraft", ("the carcass of ",)),
    ],
)
def test_anchors_are_the_literals_that_every_match_holds(pattern: str, expected: tuple[str, ...] | None) -> None:
    found = anchors(pattern).literals
    if expected is not None and pattern not in (r"(?:carcass|hull)e?s? +of", r"the (?:big )?(?:plane|jet)"):
        assert found == expected
    elif expected is not None:
        assert all(any(part in literal for literal in found) for part in expected)
    else:
        assert all("study" in literal for literal in found)


@pytest.mark.parametrize(
    ("pattern", "literals", "lead"),
    [
        (r"(?<=\w) +([,;])(?=\s)", (" , ", " ; "), 3),
        (r"([(\[])[\u00a0\u202f]+(?=\w)", ("( ", "[ "), 0),
        (r"(\d+) ?€", ("€",), 41),
        (r"\s-\s(?:he|she)\b", (" - he", " - she"), 0),
        (r"with (?:so|too) [a-z]+(?:er|al)\b", ("with so ", "with too "), 0),
        (r"\b[Ff]or(?= (?:the )?carcass)", ("for carcass", "for the carcass"), 0),
        (r"(?P<mark>\b(?:at|to) (?=\d+ (?:miles|meters)))", (" meters", " miles"), 43),
    ],
)
def test_anchors_of_marks_and_the_rarest_set(pattern: str, literals: tuple[str, ...], lead: int) -> None:
    assert anchors(pattern)[:2] == (literals, lead)


@given(
    st.sampled_from(
        [r"fir(?:e|ed|ing) against", r"(?:an?|the) jihadist (?:group|militia) fire", r"point(?:s|ed)? +to", r"a[bc]+d"]
    ),
    st.data(),
)
def test_every_match_of_an_expression_holds_one_of_its_anchors(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    found = anchors(pattern).literals
    single = re.sub(" +", " ", text.lower())
    assert not found or any(literal in single for literal in found)


@given(st.lists(st.text(st.characters(categories=["L", "Nd", "P", "S"]), min_size=1), min_size=1))
def test_an_alternation_matches_exactly_its_words(words: list[str]) -> None:
    pattern = re.compile(alternation(words))
    for word in words:
        assert pattern.fullmatch(word)
    assert not pattern.fullmatch("".join(words) + "\u2603\u2603")


def test_classes_inflect_include_and_pick_forms(tmp_path: Path) -> None:
    folder = tmp_path / "classes"
    folder.mkdir()
    (folder / "craft.txt").write_text("# what floats\n# inflect: noun\nboat\nferry\n")
    (folder / "vehicle.txt").write_text("# inflect: noun\n<craft>\ncar\n")
    (folder / "say.txt").write_text("# inflect: verb\nsay\n")
    classes = Classes([tmp_path])
    assert classes.forms("vehicle") == ("boat", "boats", "ferry", "ferries", "car", "cars")
    assert classes.forms("vehicle", "plural") == ("boats", "ferries", "cars")
    assert classes.forms("say", "past") == ("said",)
    assert re.fullmatch(classes.expand(r"<v:fire> at <n:plane|jet>"), "fired at planes")
    assert classes.expand("(?P<mark>x)(?<=y)(?<!z)") == "(?P<mark>x)(?<=y)(?<!z)"
    with pytest.raises(UnknownClassError) as error:
        classes.expand("<vehicel>")
    assert error.value.known == ("craft", "say", "vehicle")


def test_templates_take_groups_and_verb_forms() -> None:
    match = re.search(r"(realized) (an?|the) (study)", "He has realized a study.")
    assert match is not None
    text = match.string
    assert filled("{1~carry out} {2} {3}", match, lambda start, end: text[start:end]) == "carried out a study"


def test_a_replacement_takes_the_case_of_what_it_replaces() -> None:
    assert cased_like("wreckage", "Carcass") == "Wreckage"
    assert cased_like("wreckage", "CARCASS") == "WRECKAGE"
    assert cased_like("NATO", "otan") == "NATO"
    assert cased_like("", "X") == ""


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        (r"\bin (?:May|(?:19|20)\d\d) of", ("in 19", "in 20", "in may")),
        (r"\bin (?:the \w+ )?(?:bus|car\w+)", ("in bus", "in car", "in the ")),
        (r"\bin (?:bus|\w+)", ("in ",)),
    ],
)
def test_what_a_part_must_begin_with_makes_the_words_before_it_rarer(pattern: str, literals: tuple[str, ...]) -> None:
    assert anchors(pattern).literals == literals


@pytest.mark.parametrize(
    ("pattern", "lead"),
    [
        (r"(?<!\w)(?:fired? against)(?!\w)", 0),
        (r"\b(?:carcass|hulk) of", 0),
        (r"(?:the )?carcass of", 0),
        (r"\w+ carcass of", 40),
        (r"(?:burned|\w+ red) carcass", 44),
        (r"(?:old|very old) +(?:red|tall) +\w+ +carcass of", 63),
        (r"\w+ (?:old )?carcass of", 44),
        (r"(?:\w+ ){0,2}carcass of", 82),
        (r"(?:\w+ ){0,4}carcass of", -1),
        (r"[^.]+ carcass of", -1),
        (r".* carcass of", -1),
        (r"(\w)\1 carcass of", -1),
    ],
)
def test_an_expression_knows_how_far_before_its_anchor_a_match_may_begin(pattern: str, lead: int) -> None:
    assert anchors(pattern).lead == lead


_AT_WORD = r"(?<!\w.)"


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        (r"\bred bus", f"[r]{_AT_WORD}"),
        (r"(?<!of )(?<![\w'-])(?P<mark>(?:[Tt]he |an? )?red|\d+) bus", rf"[T\dart]{_AT_WORD}"),
        (r"\b(?:\w+ )?red bus", rf"[\wr]{_AT_WORD}"),
        (r"(?=x)\b\w+ red bus", rf"[\w]{_AT_WORD}"),
        (r"(?:^|(?<=[.!?] ))red bus", f"[r]{_AT_WORD}"),
        (r"(?<![^ ])red bus", f"[r]{_AT_WORD}"),
        (r"(?i:\bred) bus", f"(?i)[r]{_AT_WORD}"),
        (r"[1-9]\d? red bus", "[1-9]"),
        ("(?:\u201c|[A-Z]+ )red bus", "[A-Z\u201c]"),
        (r"(?:the )?\b- red bus", r"[\-t]"),
        (r"(?<!of )red bus", "[r]"),
        (r"(?<![^\w])red bus", "[r]"),
        (r"(?<=[a-z])red bus", "[r]"),
        (r"(?:the )?\bred bus", "[rt]"),
        ("\\b(?:the|\u201c) red bus", "[t\u201c]"),
        (r"red .*bus driver", ""),
        (r"[A-Z] .*bus driver", "[A-Z]"),
        (r"\b[^a] red bus", ""),
    ],
)
def test_an_expression_knows_what_its_matches_begin_with(pattern: str, begins: str) -> None:
    assert anchors(pattern).begins == begins


def test_templates_take_the_number_of_a_noun() -> None:
    match = re.search(r"(interpellations?) of", "the interpellations of 20 people")
    assert match is not None
    assert filled("{1#arrest} of", match, lambda start, end: match.string[start:end]) == "arrests of"
    assert inflector().number_like("activist", "militant") == "activist"


def test_a_base_form_that_ends_in_ed_is_no_past() -> None:
    assert inflector().like("carry out", "proceed") == "carry out"
    assert inflector().like("manage", "succeeded") == "managed"
    assert inflector().like("agree", "freed") == "agreed"


def test_the_indefinite_article_goes_by_sound() -> None:
    with_a = ("UN plan", "union", "house", "U.S. jet", "one-off", "European law", "NATO base")
    with_an = ("error", "hour", "8-year-old", "EU law", "MP", "uninvited guest")
    assert {article_for(word) for word in with_a} == {"a"}
    assert {article_for(word) for word in with_an} == {"an"}
