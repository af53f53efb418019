"""The page; where a browser is installed, in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from mtcheck.model import FileReport

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_VOID = {"meta", "input", "br", "link", "img"}


class _Page(HTMLParser):
    """Elements with their attributes; complains about tags that do not close in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_story_corrections_and_reasons(build, told) -> None:
    written = told("html", build.full())
    page = _Page(written)
    assert 'In <del data-f="f1">Idleb</del><ins class="safe" data-f="f1">Idlib</ins>, he said.' in written
    assert '<del data-f="f2">The </del>Turkey' in written
    assert '<mark data-f="f3">Idleb</mark>' in written
    cards = page.all("article")
    assert [card["id"] for card in cards] == ["f1", "f2", "f3"]
    assert [card["data-level"] for card in cards] == ["major", "critical", "minor"]
    assert cards[1]["data-rules"] == "article.country wording.the"
    assert "Reads like unedited machine translation from French (97 %)" in written
    for told_of in (
        "The source has it so.",
        "in a quotation",
        "trial rule",
        "broken.txt: is not UTF-8",
        "a quotation",
        "clean.txt",
    ):
        assert told_of in written


def test_it_needs_no_network_and_says_so_to_the_browser(build, told) -> None:
    written = told("html", build.full())
    assert not re.search(r"(?:src|href)=|url\(|@import|https?:", written)
    policy = next(each for each in _Page(written).all("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"].startswith("default-src 'none'")


def test_a_story_is_never_mark_up(build, told) -> None:
    text = "</p><script>alert(1)</script>&amp;\"'<img src=x onerror=alert(1)> ]]> <!-- "
    found = build.finding(text, 0, len(text), text, message=text, why=text, rule="a.b\"'<b>")
    page = _Page(told("html", build.report(FileReport(build.document(text, text), (found,)))))
    assert len(page.all("script")) == 1
    assert not page.all("img")


def test_every_marker_has_its_card(build, told) -> None:
    page = _Page(told("html", build.full()))
    cards = {card["id"] for card in page.all("article")}
    named = {name for tag in ("del", "ins", "mark") for each in page.all(tag) for name in each["data-f"].split()}
    assert named == cards


def test_the_reason_of_a_rule_is_read_once_in_a_story(build, told) -> None:
    assert told("html", build.report(build.marked("[[a]] [[b]] [[c]]"))).count("The source has it so.") == 1


_PROBE = """<script>
const seen = [];
const visible = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.offsetParent !== null).length;
const choose = (selector) => document.querySelector(selector).click();
seen.push(visible(".reason"), document.querySelector("output").textContent);
choose("input[value=minor]"); seen.push(visible(".reason"), document.querySelectorAll("mark.off").length);
choose("input[value=minor]");
const rule = document.querySelector("select"); rule.value = "article.country"; rule.dispatchEvent(new Event("change"));
seen.push(visible(".reason"), visible("ins.off"));
rule.value = ""; rule.dispatchEvent(new Event("change"));
choose("input[value=before]"); seen.push(document.querySelector("p[data-probe], .row > p").innerText);
choose("input[value=after]"); seen.push(document.querySelector(".row > p").innerText);
choose("input[value=marked]"); document.querySelector("del").click();
seen.push(document.querySelector(".reason.here").id);
choose("button[data-step='1']"); seen.push(document.querySelector(".reason.here").id);
document.title = JSON.stringify(seen);
</script></body>"""


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium, to look at the page as a reader does")
def test_filters_views_and_links_work_in_a_browser(build, told, tmp_path) -> None:
    page = tmp_path / "page.html"
    page.write_text(told("html", build.full()).replace("</body>", _PROBE), encoding="utf-8")
    command = [
        BROWSER,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout.decode())
    assert title
    assert title[1] == ('[3,"3 of 3 shown",2,1,1,0,"In Idleb, he said.","In Idlib, he said.","f1","f2"]')
