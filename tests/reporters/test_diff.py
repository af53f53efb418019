"""The patch, given to the real `git apply` and the real `patch`."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.fixes import apply, choose, edits_of
from mtcheck.fixes import encoded as encode
from mtcheck.model import Edit, Failure, FileReport, Finding, Fix, Report, Safety, Severity, Span
from mtcheck.reporters import Style, reporter
from tests.steps import steps

TOOLS = {
    "git": ("git", "apply", "--whitespace=nowarn"),
    "patch": ("patch", "-p1", "--quiet", "--no-backup-if-mismatch", "-i"),
}
needs_tools = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in TOOLS), reason="needs git and patch, which apply what is tested"
)


def _patch_of(report: Report, **style) -> bytes:
    raw = BytesIO()
    # The worst stream a command can be given: an encoding without the characters, and line ends that are translated.
    out = TextIOWrapper(raw, encoding="ascii", newline="\r\n")
    reporter("diff").write(report, out, Style(**style))
    out.flush()
    return raw.getvalue()


def _applied(tool: str, folder: Path, patch: bytes) -> None:
    place = folder / "the.patch"
    place.write_bytes(patch)
    done = subprocess.run([*TOOLS[tool], str(place)], cwd=folder, capture_output=True)
    place.unlink()
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
    assert not list(folder.rglob("*.rej"))
    assert not list(folder.rglob("*.orig"))


def _fixed(file: FileReport, least: Safety = Safety.UNSAFE) -> bytes:
    return encode(file.document, apply(file.document.text, edits_of(choose(file.findings, least))))


def _check(tool: str, folder: Path, *files: FileReport, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Writes the files, applies their diff there and compares with what `fix` would write."""
    monkeypatch.chdir(folder)
    for file in files:
        path = folder / file.document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode(file.document, file.document.text))
    patch = _patch_of(Report(files))
    _applied(tool, folder, patch)
    for file in files:
        assert (folder / file.document.path).read_bytes() == _fixed(file)
    return patch


@pytest.fixture(params=sorted(TOOLS))
def tool(request) -> str:
    if not shutil.which(request.param):
        pytest.skip(f"needs {request.param}")
    return request.param


LONG = "\n\n".join(f"Paragraph {number} says nothing." for number in range(30))

TEXTS = {
    "one line": "In [[Idleb=>Idlib]], he said.\n",
    "no final newline": "In [[Idleb=>Idlib]], he said.",
    "no final newline, change far above": f"In [[Idleb=>Idlib]].\n\n{LONG}",
    "change at the end without newline": f"{LONG}\n\nIn [[Idleb=>Idlib]]",
    "two hunks": f"In [[Idleb=>Idlib]].\n\n{LONG}\n\nThe [[OSDH=>SOHR|unsafe]] said.\n",
    "neighbouring lines": "[[a=>b]]\n[[c=>d]]\nx\n[[e=>f]]\n",
    "crlf": "One.\r\n\r\nIn [[Idleb=>Idlib]], he said.\r\n\r\nThree.\r\n",
    "crlf, no final newline": "One.\r\n\r\nIn [[Idleb=>Idlib]]",
    "mixed line ends": "One.\r\nTwo [[Idleb=>Idlib]].\nThree.\rFour.\r\n",
    "cr only": "One.\rTwo [[Idleb=>Idlib]].\rThree.",
    "emoji": "\U0001f600 \U0001f468\u200d\U0001f469 In [[Idleb=>Idlib]] \U0001f600.\n",
    "line separator": "One\u2028two [[Idleb=>Idlib]]\u2029three\u0085four.\n\nFive\u2028six.\n",
    "form feed": "One\ftwo\x0b [[Idleb=>Idlib]]\x1c\x1d\x1e three.\n\f\nFour.\n",
    "line deleted": "One.\n[[Two.\n=>]]Three.\n",
    "line inserted": "One.\nTwo.\n[[=>Two and a half.\n]]Three.\n",
    "lines joined": "One.\nTwo was[[\n=> ]]broken.\nThree.\n",
    "line split": "One.\nTwo was.[[ =>\n\n]]Broken.\nThree.\n",
    "newline added at the end": "One.\nTwo.[[=>\n]]",
    "final newline deleted": "One.\nTwo.[[\n=>]]",
    "insertion at the very end": "One.\nTwo.\n[[=>Three.\n]]",
    "insertion at the very beginning": "[[=>Zero.\n]]One.\nTwo.\n",
    "lines that look like a patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-- [[Idleb=>Idlib]]\n+++ x\n# y\n\\ No newline at end of file\n",
    "empty lines only around": "\n\n\n[[Idleb=>Idlib]]\n\n\n",
    "trailing spaces": "One.  \n\t\nTwo[[  =>]]\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_patch_applies(text, tool, tmp_path, monkeypatch, build) -> None:
    _check(tool, tmp_path, build.marked(text), monkeypatch=monkeypatch)


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b"\xef\xbb\xbf"),
        ("cp1252", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-32-le", b"\xff\xfe\0\0"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_patch_is_in_the_encoding_of_the_file(encoding, bom, newline, tool, tmp_path, monkeypatch, build) -> None:
    # U+0A0A and U+200A hold the byte 0x0A in UTF-16: a byte that ends a line for git and patch, though no line ends there.
    wide = "\u200a\u0a0a" if encoding.startswith("utf") else ""
    text = f"Caf\u00e9 {wide}[[Idleb=>Idl\u00efb]] one.\nTwo.\n{wide}\nThe [[OSDH=>SOHR]].\n\n{LONG}\n\n[[end=>END]]"
    file = build.marked(text.replace("\n", newline))
    file = file._replace(document=file.document._replace(encoding=encoding, bom=bom))
    _check(tool, tmp_path, file, monkeypatch=monkeypatch)


def test_utf_16_is_said_to_be_binary_and_shown_as_utf_8(build) -> None:
    file = build.marked("Caf\u00e9 [[Idleb=>Idlib]].\nTwo.\n")
    patch = _patch_of(Report((file._replace(document=file.document._replace(encoding="utf-16-le", bom=b"\xff\xfe")),)))
    preamble = patch.split(b"\n--- ")[0].decode()
    assert "is UTF-16-LE, a binary file for git" in preamble
    assert "#   -Caf\u00e9 Idleb.\n#   +Caf\u00e9 Idlib.\n#    Two." in preamble


def test_a_character_that_the_encoding_lacks_is_said_and_not_patched(build) -> None:
    file = build.marked("Caf\u00e9 [[Kyiv=>Ky\u00efv \u2192]].\n")
    patch = _patch_of(Report((file._replace(document=file.document._replace(encoding="latin-1")),)))
    assert b"\n--- " not in patch
    assert "latin-1 cannot hold \u201c\u2192\u201d" in patch.decode()
    assert "#   +Caf\u00e9 Ky\u00efv \u2192." in patch.decode()


def test_a_codec_with_a_memory_is_not_patched(build) -> None:
    file = build.marked("One [[Idleb=>Idlib]].\n")
    patch = _patch_of(Report((file._replace(document=file.document._replace(encoding="utf-16")),)))
    assert b"\n--- " not in patch
    assert b"cannot be patched" in patch


NAMES = [
    "a story.txt",
    "d\u00e9p\u00eache \U0001f600.txt",
    'the "quoted" one.txt',
    "back\\slash.txt",
    "tab\tin.txt",
    "a/b c/d'e.txt",
    " lead.txt",
    "a\u2028b.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_quoted_as_both_programs_read_them(name, tool, tmp_path, monkeypatch, build) -> None:
    _check(tool, tmp_path, build.marked("In [[Idleb=>Idlib]].\n", path=name), monkeypatch=monkeypatch)


def test_a_name_with_a_newline(tool, tmp_path, monkeypatch, build) -> None:
    file = build.marked("In [[Idleb=>Idlib]].\n", path="a\nb.txt")
    if tool == "git":
        _check(tool, tmp_path, file, monkeypatch=monkeypatch)
    else:
        # GNU patch refuses such names on purpose; the patch must still be well-formed for it.
        monkeypatch.chdir(tmp_path)
        assert b'--- "a/a\\nb.txt"\n' in _patch_of(Report((file,)))


def test_an_absolute_path_below_the_current_folder_is_named_from_there(tool, tmp_path, monkeypatch, build) -> None:
    file = build.marked("In [[Idleb=>Idlib]].\n", path=str(tmp_path / "sub" / "story.txt"))
    patch = _check(tool, tmp_path, file, monkeypatch=monkeypatch)
    assert b"--- a/sub/story.txt\n" in patch


@pytest.mark.parametrize("path", ["{folder}/story.txt", "../story.txt", "x/../../story.txt"])
def test_a_path_elsewhere_is_named_from_the_root_and_said(path, tool, tmp_path, monkeypatch, build) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    file = build.marked("In [[Idleb=>Idlib]].\n", path=path.format(folder=tmp_path))
    story = tmp_path / "story.txt"
    story.write_bytes(encode(file.document, file.document.text))
    patch = _patch_of(Report((file,)))
    assert b"lies outside of the current folder" in patch
    place = tmp_path / "the.patch"
    place.write_bytes(patch)
    subprocess.run([*TOOLS[tool], str(place)], cwd="/", check=True, capture_output=True)
    assert story.read_bytes() == _fixed(file)


@pytest.mark.parametrize("name", ["news/story.txt", "story.txt"])
def test_it_applies_in_a_subfolder_of_a_repository(name, tool, tmp_path, monkeypatch, build) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True, capture_output=True)
    folder = tmp_path / "content"
    folder.mkdir()
    _check(tool, folder, build.marked("In [[Idleb=>Idlib]].\n", path=name), monkeypatch=monkeypatch)


def test_files_without_a_fix_are_comments_between_patches(tool, tmp_path, monkeypatch, build) -> None:
    files = [
        build.marked("only [[said]].\n", path="first.txt"),
        build.marked("In [[Idleb=>Idlib]].", path="one.txt"),
        build.marked("only [[said]].\n", path="between.txt"),
        build.marked("clean.\n", path="clean.txt"),
        build.marked("In [[Idleb=>Idlib]].\n", path="two.txt"),
        build.marked("only [[said]].\n", path="last.txt"),
    ]
    patch = _check(tool, tmp_path, *files, monkeypatch=monkeypatch).decode()
    assert "# between.txt:1:6 major names.fr.places: Not \u201csaid\u201d.\n" in patch
    assert "clean.txt" not in patch


def test_every_finding_stands_in_the_preamble_and_rule_ids_after_the_second_at(build) -> None:
    text = "In Idleb.\n\nThe Turkey.\n"
    findings = (
        build.finding(text, 3, 8, "Idlib"),
        build.finding(text, 11, 21, "Turkey", rule="article.country", safety=Safety.UNSAFE, severity=Severity.CRITICAL),
        build.finding(text, 15, 21, rule="hint.only", severity=Severity.MINOR, message="two\nlines"),
    )
    lines = _patch_of(Report((FileReport(build.document(text), findings),))).decode().split("\n")
    head = lines.index("--- a/story.txt")
    assert lines[1:head] == [
        "# story.txt:1:4 major names.fr.places: Not \u201cIdleb\u201d.",
        "# story.txt:3:1 critical article.country: Not \u201cThe Turkey\u201d.",
        "# story.txt:3:5 minor hint.only: two\\nlines",
    ]
    assert lines[0] == "# story.txt: 3 findings; below: 1 safe fix, 1 to be judged by an editor"
    assert lines[head + 2] == "@@ -1,3 +1,3 @@ names.fr.places, article.country"
    assert not any(line.startswith("#") for line in lines[head:])


def test_only_fixes_that_are_safe_enough_are_made(build) -> None:
    file = build.marked("[[Idleb=>Idlib]]\n\n\n\n\n\n\n\n\n\n[[The=>A|unsafe]]\n[[x=>y|display]]\n")
    assert _patch_of(Report((file,)), fixes=Safety.SAFE).count(b"\n@@ ") == 1
    assert _patch_of(Report((file,)), fixes=Safety.UNSAFE).count(b"\n@@ ") == 2
    assert b"+y" not in _patch_of(Report((file,)), fixes=Safety.DISPLAY)


def test_an_edit_that_changes_nothing_makes_no_hunk(build) -> None:
    assert b"@@" not in _patch_of(Report((build.marked("In [[Idleb=>Idleb]].\n"),)))


def test_what_was_not_checked_is_said(build) -> None:
    failures = (Failure("read", "x.txt", "is not UTF-8"), Failure("input", "y.txt", "y.txt: is missing"))
    assert _patch_of(Report((), failures)) == b"# not checked: x.txt: is not UTF-8\n# not checked: y.txt: is missing\n"


def test_nothing_found_is_an_empty_patch(build) -> None:
    assert _patch_of(Report((build.marked("All is well.\n"),))) == b""


def test_colour_is_only_for_eyes(build) -> None:
    report = Report((build.marked("-- [[Idleb=>Idlib]].\n\nx\n"),))
    lines = _patch_of(report, color=True).split(b"\n")
    assert b"\x1b[1m--- a/story.txt\x1b[0m" in lines
    assert b"\x1b[31m--- Idleb.\x1b[0m" in lines
    assert b"\x1b[32m+-- Idlib.\x1b[0m" in lines
    assert b"\x1b" not in _patch_of(report)


def test_a_string_stream_gets_text(build, told) -> None:
    assert "+In Idl\u00efb.\n" in told("diff", build.report(build.marked("In [[Idleb=>Idl\u00efb]].\n")))


def test_many_lines_of_changes_take_linear_time(build) -> None:
    def cost(lines: int) -> int:
        file = build.marked("In [[Idleb=>Idlib]] and [[x=>y]].\n" * lines)
        return steps(lambda: _patch_of(Report((file,))))

    cost(10)
    assert cost(2_000) < 11 * cost(200)


_chars = st.sampled_from(list("ab \n\n\n\r\t\f\u2028\u0085\u00e9\u200a\u0a0a\U0001f600-+@\\# "))


@st.composite
def _cases(draw) -> tuple[str, tuple[Finding, ...], str, bytes]:
    text = draw(st.text(_chars, min_size=1, max_size=120))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    edits = [
        Edit(Span(start, end), draw(st.text(_chars, max_size=6)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    encoding, bom = draw(
        st.sampled_from([("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"")])
    )
    findings = tuple(_finding(text, edit) for edit in edits)
    return text, findings, encoding, bom


def _finding(text: str, edit: Edit) -> Finding:
    from mtcheck.model import Status, Strength

    old = text[edit.span.start : edit.span.end]
    fix = Fix((edit,), Safety.SAFE)
    return Finding(
        "a.b",
        "",
        edit.span,
        old,
        Severity.MINOR,
        "style",
        Strength.STRONG,
        Status.STABLE,
        "",
        "",
        (fix,),
        (),
        False,
        "f",
    )


@needs_tools
@pytest.mark.parametrize("tool_name", sorted(TOOLS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=_cases())
def test_any_edits_of_any_text_apply(tool_name, case, tmp_path_factory, build) -> None:
    text, findings, encoding, bom = case
    document = build.document(text)._replace(encoding=encoding, bom=bom)
    file = FileReport(document, findings)
    want = _fixed(file)
    if want == encode(document, text) or not want:
        return
    folder = tmp_path_factory.mktemp("case")
    (folder / "story.txt").write_bytes(encode(document, text))
    _applied(tool_name, folder, _patch_of(Report((file,))))
    assert (folder / "story.txt").read_bytes() == want
    shutil.rmtree(folder)
