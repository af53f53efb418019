"""The summary for a pull request."""

from __future__ import annotations

from mtcheck.model import FileReport, Severity


def test_counts_then_each_finding_in_its_line(build, told) -> None:
    written = told("markdown", build.full())
    assert written.startswith("## mtcheck: 3 findings in 1 file\n")
    assert "| critical | 1 | 0 | 1 | 0 |\n| major | 1 | 1 | 0 | 0 |\n| minor | 1 | 0 | 0 | 1 |\n" in written
    assert (
        "| 1 | major | In <del>Idleb</del><ins>Idlib</ins>, he said. | Not \u201cIdleb\u201d. `names.fr.places` |\n"
        in written
    )
    assert "<del>The Turkey</del><ins>Turkey</ins> \U0001f600 is ready\u201d, in Idleb. (?) |" in written
    assert "A correction with (?) is for an editor to decide." in written
    assert "> Reads like unedited machine translation from French (97 %): \u201cIdleb\u201d.\n" in written
    assert "- broken.txt: is not UTF-8 at byte 3\n" in written


def test_text_is_never_mark_up_nor_a_row_nor_a_notification(build, told) -> None:
    text = "<b>|`x` *y* @someone [z](http://e) #1\r\n| a | b |"
    found = build.finding(text, 3, 4, "|", message=text)
    written = told("markdown", build.report(FileReport(build.document(text, "a|<b>.txt"), (found,))))
    rows = [line for line in written.split("\n") if line.startswith("| 1 |")]
    assert len(rows) == 1
    assert rows[0].replace("\\|", "").count("|") == 5
    assert "<b>|" not in written
    assert "@someone" not in written
    assert "\\](http" in written


def test_context_ends_with_whole_words_and_with_the_line(build, told) -> None:
    written = told(
        "markdown",
        build.report(
            build.marked(
                "before it\nOne two three four five six seven eight [[x=>y]] nine ten eleven twelve thirteen fourteen"
            )
        ),
    )
    assert "| four five six seven eight <del>x</del><ins>y</ins> nine ten eleven twelve | " in written


def test_a_long_summary_stays_below_the_size_that_github_takes(build, told) -> None:
    files = [build.marked("In [[Idleb=>Idlib]], he said.\n\n" * 300, path=f"{number}.txt") for number in range(10)]
    written = told("markdown", build.report(*files))
    assert len(written) < 65_000
    assert written.count("<details") == written.count("</details>")
    shown = written.count("<del>")
    assert f"\u2026 and {3000 - shown:,} more findings;" in written


def test_files_with_the_worst_findings_come_first(build, told) -> None:
    text = "x"
    files = [
        FileReport(build.document(text, f"{level.name}.txt"), (build.finding(text, 0, 1, severity=level),))
        for level in (Severity.MINOR, Severity.CRITICAL, Severity.MAJOR)
    ]
    written = told("markdown", build.report(*files))
    assert written.index("CRITICAL.txt") < written.index("MAJOR.txt") < written.index("MINOR.txt")


def test_nothing_found(build, told) -> None:
    assert (
        told("markdown", build.report(build.marked("All is well."))) == "## mtcheck: nothing found\n\n1 file checked.\n"
    )
