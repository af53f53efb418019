"""A tree of a thousand files with bad input of all kinds: every good file is checked, every bad one is named or passed over, and
no fix touches it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import desk, report, run
from tests.discover import place

STORY = "The red bus left at noon.\n"
# What is a story all the same: each has one finding.
GOOD = {
    "crlf.txt": STORY.replace("\n", "\r\n").encode(),
    "cr.txt": STORY.replace("\n", "\r").encode(),
    "bom.txt": b"\xef\xbb\xbf" + STORY.encode(),
    "utf16.txt": STORY.encode("utf-16"),
    "utf32.txt": STORY.encode("utf-32"),
    "no-end.txt": STORY.rstrip().encode(),
    "UPPER.TXT": STORY.encode(),
    "separators.txt": f"One.\u2028Two.\x0c\x85{STORY}".encode(),
    "capital-i.txt": ("\u0130" * 1_000 + f" {STORY}").encode(),
    "combining.txt": ("e" + "\u0301" * 20_000 + f" {STORY}").encode(),
    "family.txt": ("👩\u200d👩\u200d👧 " * 5_000 + STORY).encode(),
    "right-to-left.txt": f"\u202e\u2066{STORY}".encode(),
    "one-word.txt": ("a" * 1_000_000 + f" {STORY}").encode(),
    "quotes.txt": ("\u201c" * 20_000 + STORY).encode(),
    "brackets.txt": ("(" * 20_000 + STORY).encode(),
    "deep.md": ("> " * 500 + STORY).encode(),
    "open-front-matter.md": f'---\ntitle: "None\nfoo: [\n---\n\n{STORY}'.encode(),
    "entities.md": f"&#0; &#xD800; &#99999999; &bogus; {STORY}".encode(),
    "deep.html": ("<div>" * 100_000 + STORY).encode(),
    "entities.html": f"&#0; &#xD800; &#99999999; &bogus; {STORY}".encode(),
    "unclosed.html": f"<p <b>{STORY}<table><td>".encode(),
    "new\nline.txt": STORY.encode(),
    os.fsdecode(b"no-text-\xff.txt"): STORY.encode(),
    "x.txt/inside.txt": STORY.encode(),
}
# What has nothing in it.
EMPTY = {
    "empty.txt": b"",
    "blank.txt": b" \n\r\t\n",
    "only-bom.txt": b"\xef\xbb\xbf",
    "only-front-matter.md": b"---\n",
    "less-than.html": b"<" * 100_000,
    "open-comment.html": f"<!-- {STORY}".encode(),
    "ticks.md": b"`" * 100_001,
}
# Known text formats that can't be decoded, and the beginning of what is said of each.
BAD = {
    "latin-1.txt": ("café, red bus".encode("latin-1"), "is not UTF-8 at byte 3"),
    "lone-surrogate.txt": (b"a \xed\xa0\x80 red bus", "is not UTF-8 at byte 2"),
    "cut.md": ("é".encode()[:1], "is not UTF-8 at byte 0"),
    "odd-utf16.txt": (b"\xff\xfea", "is not UTF-16-LE at byte 0"),
    "late-nul.txt": (b"a" * 100_000 + b"\0" + STORY.encode(), "has NUL characters"),
    "nul-utf16.txt": ("red bus\0".encode("utf-16"), "has NUL characters"),
    "dangling.txt": (None, "cannot be read"),
    "loop.txt": (None, "cannot be read"),
}
# What a walk passes over: no text at all.
SKIPPED = {
    "nul.txt": STORY.encode() + b"\0",
    "binary.md": bytes(range(256)) * 10,
    "utf16-without-mark.txt": STORY.encode("utf-16-le"),
    "photo.jpg": b"\xff\xd8\0\0",
    "no-suffix": STORY.encode(),
    ".hidden.txt": STORY.encode(),
}
NUMBER = 1_000 - len(GOOD) - len(EMPTY) - len(BAD) - len(SKIPPED)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = desk(tmp_path_factory.mktemp("bad") / "w")
    place(folder, "own/own/broken.yaml", "id: own.broken\nkind: [\n")
    for number in range(NUMBER):
        place(folder, f"s/{number % 31}/{number:03}.txt", STORY)
    for name, data in {**GOOD, **EMPTY, **SKIPPED}.items():
        place(folder, f"s/{name}", data)
    for name, (bad, _) in BAD.items():
        if bad is not None:
            place(folder, f"s/{name}", bad)
    (folder / "s/dangling.txt").symlink_to("nowhere.txt")
    (folder / "s/loop.txt").symlink_to("loop.txt")
    (folder / "s/round").symlink_to(".")
    os.mkfifo(folder / "s/pipe.txt")
    place(folder, "s/wrong/mtcheck.toml", "nonsense = 1\n")
    place(folder, "s/wrong/a.txt", STORY)
    return folder


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="no such names and pipes there")
def test_every_good_file_is_checked_and_every_bad_one_is_told(tree: Path) -> None:
    told = report(tree, "s", "--jobs", "1", "--no-cache", code=2)
    found = {os.path.relpath(file["path"], "s"): len(file["findings"]) for file in told["files"]}
    assert {name: found[name] for name in found if "/" not in name} == {
        **dict.fromkeys((name for name in GOOD if "/" not in name), 1),
        **dict.fromkeys(EMPTY, 0),
    }
    assert sum(found.values()) == NUMBER + len(GOOD)
    reasons = {failure["subject"]: failure["reason"] for failure in told["failures"]}
    for name, (_, reason) in BAD.items():
        assert reasons.pop(f"s/{name}").startswith(f"s/{name}: {reason}")
    assert "unknown key “nonsense”" in reasons.pop("s/wrong/a.txt")
    ((subject, reason),) = reasons.items()
    assert "broken.yaml" in subject
    assert "broken.yaml:" in reason
    assert report(tree, "s", "--jobs", "2", "--no-cache", code=2) == told
    summary = run(tree, "check", "s", "-f", "terminal", code=2).stdout
    assert f"{len(SKIPPED) + 2} files skipped (not text)" in summary  # the pipe and a configuration as well


@pytest.mark.skipif(os.name == "nt", reason="no such names and pipes there")
def test_a_fix_writes_what_it_could_read_and_nothing_else(tree: Path) -> None:
    before = dict(files(tree / "s"))
    run(tree, "fix", "--write", "s", code=2)
    after = dict(files(tree / "s"))
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    numbered = {name for name in before if name.count("/") == 1 and name[0].isdigit()}
    assert changed == {*GOOD, *numbered} - {"quotes.txt"}  # in direct speech wording is left alone
    for name in changed:
        encoding = {"utf16.txt": "utf-16-le", "utf32.txt": "utf-32-le"}.get(name, "utf-8")
        assert after[name] == before[name].replace("red bus".encode(encoding), "bus".encode(encoding)), name
