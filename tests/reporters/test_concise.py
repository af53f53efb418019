"""One line a finding."""

from __future__ import annotations


def test_line_has_place_severity_rule_and_message(build, told) -> None:
    report = build.report(build.marked("One.\n\nIn [[Idleb=>Idlib]], he said."))
    assert told("concise", report) == "story.txt:3:4: major names.fr.places Not \u201cIdleb\u201d.\n"


def test_columns_count_code_points_and_lines_end_at_line_feeds_only(build, told) -> None:
    report = build.report(build.marked("a\u2028b\fc\U0001f600\r\nx \U0001f600 [[Idleb]]"))
    assert told("concise", report).startswith("story.txt:2:5: ")


def test_a_message_or_path_with_a_line_end_stays_on_its_line(build, told) -> None:
    from mtcheck.model import FileReport

    text = "Idleb"
    report = build.report(FileReport(build.document(text, "a\nb.txt"), (build.finding(text, 0, 5, message="x\ny"),)))
    assert told("concise", report) == "a\\nb.txt:1:1: major names.fr.places x\\ny\n"


def test_nothing_found_is_nothing_said(build, told) -> None:
    assert told("concise", build.report(build.marked("All is well."))) == ""


def test_the_reason_is_shown_on_request(build, told) -> None:
    assert "    The source has it so.\n" in told("concise", build.report(build.marked("[[x]]")), show_why=True)
