"""A corpus drawn as bars."""

from __future__ import annotations

import io
from collections import Counter
from html.parser import HTMLParser

import pytest

from mtcheck.model import Severity
from mtcheck.score import plots
from mtcheck.score.tally import Group, Rule, Tally

FOUND = Tally(
    Group(3, 10_000, 30),
    {"calque.fr.one": Rule(24, 2, Severity.MAJOR), "names.<two>": Rule(6, 1, Severity.MINOR)},
    {"fr": Group(2, 4_000, 30), "none": Group(1, 6_000, 0)},
    Counter({"fr": 30}),
    {"in/a": Group(2, 4_000, 30), "in/b": Group(1, 6_000, 0)},
    Counter(),
    "the signature",
)


def drawn(found: Tally, top: int = 25) -> list[str]:
    out = io.StringIO()
    plots.write_terminal(found, out, top)
    return out.getvalue().split("\n")


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_bars_in_a_terminal_are_in_proportion() -> None:
    lines = drawn(FOUND)
    assert lines[0] == "30 findings in 3 texts of 10,000 words, 30.0 in 10,000 words"
    assert lines[2].split() == ["rule", "findings", "texts", "in", "10,000", "words"]
    one, two = (next(line for line in lines if line.startswith(name)) for name in FOUND.rules)
    assert one.split()[1:3] == ["24", "2"]
    assert one.split()[-1] == "24.00"
    assert one.count("█") == pytest.approx(4 * two.count("█"), abs=4)
    none = next(line for line in lines if line.startswith("none"))
    assert none.split() == ["none", "0", "1", "6,000", "0.00"]
    assert lines[-2:] == ["the signature", ""]
    assert max(map(len, lines)) <= 100


def test_the_most_frequent_are_shown_and_the_others_counted() -> None:
    lines = drawn(FOUND, 1)
    assert any(line.startswith("calque.fr.one") for line in lines)
    assert not any(line.startswith("names") for line in lines)
    assert lines.count("… and 1 more; JSON has them all") == 3


def test_no_texts_and_texts_without_words() -> None:
    assert drawn(Tally()) == ["0 findings in 0 texts of 0 words", "", "", ""]
    empty = Tally(Group(1), languages={"none": Group(1)}, folders={".": Group(1)})
    assert any(line.split() == ["none", "0", "1", "0", "0.00"] for line in drawn(empty))


def test_a_narrow_terminal_and_one_without_the_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    assert any("calque.fr.one" in line for line in drawn(FOUND))
    monkeypatch.setenv("COLUMNS", "100")
    out = io.TextIOWrapper(io.BytesIO(), "ascii")
    plots.write_terminal(FOUND, out)
    out.seek(0)
    shown = out.read()
    assert "##" in shown
    assert "\\u2588" not in shown


class Page(HTMLParser):
    """What a page would load, and the widths of its bars in percent."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.widths: list[float] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loads += [str(given[name]) for name in ("src", "href") if name in given]
        if given.get("class") == "bar":
            self.widths.append(float(str(given["style"]).removeprefix("width: ").removesuffix("%")))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_has_the_same_bars_and_loads_nothing() -> None:
    out = io.StringIO()
    plots.write_html(FOUND, out)
    page = Page(out.getvalue())
    assert page.loads == []
    assert page.widths == [100, 25, 100, 100]
    assert "names.<two>" in page.text
    assert "the signature" in page.text
    assert "Content-Security-Policy" in out.getvalue()
