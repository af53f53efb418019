from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import engine, suppress
from mtcheck.errors import ConfigError
from mtcheck.suppress import accepted
from mtcheck.suppress.accepted import Accepted, Entry
from tests.conftest import document
from tests.suppress import made

TEXTS = st.text(max_size=30)


def test_what_was_accepted_is_found_again_by_rule_quote_and_context(tmp_path: Path) -> None:
    text = "He saw a red bus there, and a red car."
    bus, _ = made().seen(document(text)).findings
    listed = Accepted(tmp_path / "x.yaml", [Entry(bus.fingerprint, bus.rule, bus.text, "", "", "its name")])
    moved = made().seen(document(f"Something new.\n\n{text} He saw a red bus here.", "other.txt"))
    report, _ = engine.decided(moved, suppress.by(suppress.by_marks, listed))
    assert [finding.rule for finding in report.findings] == ["a.car", "a.bus"]
    ((found, source, reason),) = [(each.finding.rule, each.source, each.reason) for each in report.suppressed]
    assert (found, source, reason) == ("a.bus", "accepted, x.yaml", "its name")
    assert listed.used == {bus.fingerprint}


def test_what_was_accepted_is_found_again_when_the_words_on_one_side_have_changed(tmp_path: Path) -> None:
    before = made().seen(document("He saw the famous red bus on the way home."))
    (bus,) = before.findings
    words = accepted.around(before.document, bus.span)
    assert words == ("saw the famous", "on the way")
    listed = Accepted(tmp_path / "x.yaml", [Entry(bus.fingerprint, bus.rule, bus.text, *words, "its name")])

    def kept(text: str) -> int:
        return len(engine.decided(made().seen(document(text)), suppress.by(listed))[0].findings)

    assert kept("She knew the red bus on the way home.") == 0
    assert kept("He saw the famous red bus there.") == 0
    assert kept("She knew the red bus there.") == 1
    assert kept("red bus") == 1
    assert kept("He saw the famous red car on the way home.") == 1
    assert listed.used == {bus.fingerprint}


def test_entries_without_a_finding_are_unused_if_their_rule_would_have_spoken() -> None:
    entries = [Entry(str(number), rule, "", "", "", "x") for number, rule in enumerate(("a.bus", "a.car", "b.van"), 1)]
    assert accepted.unused(entries, {"1"}, lambda rule: rule != "b.van") == (entries[1],)


@given(
    st.lists(st.builds(Entry, TEXTS.filter(str.strip), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS.filter(str.strip)), max_size=5)
)
def test_a_written_list_reads_back_the_same_by_us_and_by_yaml(entries: list[Entry]) -> None:
    from ruamel.yaml import YAML

    text = accepted.rendered(entries)
    ours = accepted._as_written(text)
    assert ours is not None
    assert ours == (YAML(typ="safe", pure=True).load(text) or [])
    assert sorted(ours, key=str) == sorted((each._asdict() for each in entries), key=str)


def test_a_lone_surrogate_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(accepted.rendered([Entry("1", "a", "x\ud800\U0001f600", "", "", "why")]), "utf-8")
    assert accepted.read(path) == (Entry("1", "a", "x\ud800\U0001f600", "", "", "why"),)


def test_a_list_written_by_hand_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        "- {fingerprint: abc, why: 'a name'}\n-\n  fingerprint: 0f\n  why: >\n    two\n    lines\n  rule: a.b\n"
    )
    assert accepted.read(path) == (
        Entry("abc", "", "", "", "", "a name"),
        Entry("0f", "a.b", "", "", "", "two lines\n"),
    )


def test_no_file_and_an_empty_one_have_no_entries(tmp_path: Path) -> None:
    assert accepted.read(tmp_path / "none.yaml") == ()
    for text in ("", "# nothing\n", accepted.rendered([])):
        (tmp_path / "x.yaml").write_text(text)
        assert accepted.read(tmp_path / "x.yaml") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- {fingerprint: abc}", "entry 1 has no “why”"),
        ("- {why: abc}", "entry 1 has no “fingerprint”"),
        ("- {fingerprint: 12, why: x}", "entry 1: “fingerprint” should be text; put it in quotation marks"),
        ("- {fingerprint: a, why: x, wyh: y}", r"entry 1: unknown key “wyh” \(did you mean “why”\?\)"),
        ("- abc", "entry 1 should have fingerprint, rule, quote, before, after, why"),
        ("a: b", "should be a list of entries"),
        ("- [", "is not valid YAML"),
    ],
)
def test_a_wrong_list_is_named_with_the_way_out(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(ConfigError, match=rf"x\.yaml: {reason}"):
        accepted.read(tmp_path / "x.yaml")


def test_a_list_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        accepted.read(tmp_path / "x.yaml")
    with pytest.raises(ConfigError, match="cannot be read"):
        accepted.read(tmp_path)
