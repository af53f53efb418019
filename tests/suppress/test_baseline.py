from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtcheck import engine, suppress
from mtcheck.errors import ConfigError
from mtcheck.suppress import baseline
from mtcheck.suppress.baseline import Baseline, Known
from tests.conftest import document
from tests.suppress import made


def test_what_was_there_is_silent_and_what_is_new_or_gone_is_told(tmp_path: Path) -> None:
    path = tmp_path / ".mtcheck-baseline.json"
    name = str(tmp_path / "a" / "one.txt")
    before = made().seen(document("A red bus.\n\nA red car.\n\nA red van.", name))
    path.write_text(baseline.rendered({"a/one.txt": baseline.counted(before.findings)}), "utf-8")
    known = Baseline(path, baseline.read(path), lambda rule: rule != "b.van")
    after = made().seen(document("A red bus.\n\nA blue car, a blue van.\n\nOne more red bus.", name))
    report, _ = engine.decided(after, suppress.by(known))
    assert [finding.span.start for finding in report.findings] == [46]
    assert [each.source for each in report.suppressed] == ["baseline, .mtcheck-baseline.json"]
    car = before.findings[1].fingerprint
    assert report.unused == (f".mtcheck-baseline.json: a.car “red car” ({car})",)


def test_a_finding_whose_neighbourhood_changed_is_known_and_one_more_of_its_kind_is_not(tmp_path: Path) -> None:
    before = made().seen(document("He saw the red bus at noon.", str(tmp_path / "one.txt")))
    known = Baseline(tmp_path / "b.json", {"one.txt": baseline.counted(before.findings)}, lambda rule: True)
    after = made().seen(document("A very red bus came by.\n\nA second red bus came by.", str(tmp_path / "one.txt")))
    report, _ = engine.decided(after, suppress.by(known))
    assert (len(report.findings), len(report.suppressed), report.unused) == (1, 1, ())
    exact = made().seen(document("A red bus came.\n\nHe saw the red bus at noon.", str(tmp_path / "one.txt")))
    (found,) = engine.decided(exact, suppress.by(known))[0].findings
    assert found.span.start == 2


def test_another_file_has_no_part_in_it(tmp_path: Path) -> None:
    (tmp_path / "one.txt").touch()
    seen = made().seen(document("A red bus.", str(tmp_path / "two.txt")))
    known = Baseline(tmp_path / "b.json", {"one.txt": baseline.counted(seen.findings)}, lambda rule: True)
    report, _ = engine.decided(seen, suppress.by(known))
    assert len(report.findings) == 1
    assert report.unused == ()


def test_a_file_that_was_moved_takes_what_is_known_along(tmp_path: Path) -> None:
    before = made().seen(document("He saw the red bus at noon.", str(tmp_path / "one.txt")))
    known = Baseline(tmp_path / "b.json", {"one.txt": baseline.counted(before.findings)}, lambda rule: True)
    text = "He saw the red bus at noon.\n\nThen a red bus came."
    after = made().seen(document(text, str(tmp_path / "two.txt")))
    report, _ = engine.decided(after, suppress.by(known))
    assert [finding.span.start for finding in report.findings] == [text.index("red bus came")]
    assert (len(report.suppressed), report.unused) == (1, ())


def test_the_count_is_kept_to(tmp_path: Path) -> None:
    seen = made().seen(document("A red bus.", str(tmp_path / "one.txt")))
    twice = engine.Seen(seen.document, seen.findings * 2, seen.verdict, ())
    known = Baseline(tmp_path / "b.json", {"one.txt": baseline.counted(seen.findings)}, lambda rule: True)
    report, _ = engine.decided(twice, suppress.by(known))
    assert (len(report.findings), len(report.suppressed)) == (1, 1)


def test_it_is_written_in_order_one_finding_a_line() -> None:
    text = baseline.rendered(
        {"b.txt": {"2": Known("z", "q", 1), "1": Known("y", "é", 3)}, "a é.txt": {"3": Known("x", "", 1)}, "none": {}}
    )
    assert text == (
        '{\n "version": 1,\n "files": {\n  "a \\u00e9.txt": {\n   "3": ["x", "", 1]\n  },\n'
        '  "b.txt": {\n   "1": ["y", "\\u00e9", 3],\n   "2": ["z", "q", 1]\n  }\n }\n}\n'
    )
    assert json.loads(text)["files"]["b.txt"]["1"] == ["y", "é", 3]
    assert json.loads(baseline.rendered({})) == {"version": 1, "files": {}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not a baseline .no valid JSON"),
        ("[]", "is not a baseline;"),
        ('{"files": {"a": {"b": 3}}}', "is not a baseline;"),
        ('{"version": 2, "files": {}}', "was written by a newer mtcheck"),
    ],
)
def test_a_wrong_file_is_named_with_the_way_out(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(ConfigError, match=rf"b\.json: {reason}"):
        baseline.read(tmp_path / "b.json")
    with pytest.raises(ConfigError, match="there is no such baseline; `mtcheck baseline PATHS` writes one"):
        baseline.read(tmp_path / "none.json")
