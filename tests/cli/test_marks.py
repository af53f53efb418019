from __future__ import annotations

from pathlib import Path

from tests.cli.desk import desk, run
from tests.discover import place

PAGE = "<!-- mtcheck: ignore own.bus -- its name -->\n\nThe red bus left.\n\n<!-- mtcheck: ignore own.car -- gone -->\n\nEnd.\n"
LEFT = "<!-- mtcheck: ignore own.bus -- its name -->\n\nThe red bus left.\n\n\nEnd.\n"


def test_marks_without_use_are_named_and_taken_out_on_request(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w")
    page = place(folder, "s/a.md", b"\xef\xbb\xbf" + PAGE.encode())
    named = "s/a.md:5: <!-- mtcheck: ignore own.car -- gone -->\n"
    assert run(folder, "marks", "s").stdout == named
    assert page.read_bytes() == b"\xef\xbb\xbf" + PAGE.encode()
    assert run(folder, "marks", "s", "--prune").stdout == named.replace(": <!", ": taken out: <!")
    assert page.read_bytes() == b"\xef\xbb\xbf" + LEFT.encode()
    assert (
        run(folder, "marks", "s", "none.md", "--prune", code=2).stderr == "mtcheck: none.md: no such file or folder\n"
    )


def test_a_mark_that_another_finding_hides_is_of_use(tmp_path: Path) -> None:
    folder = desk(tmp_path / "w")
    place(folder, "a.md", "<!-- mtcheck: ignore own.bus -- its name -->\n\nThe big red bus left.\n")
    assert run(folder, "marks", "a.md").stdout == ""
