"""What tests share: texts as documents, a rule folder made on the spot, the shipped rules compiled once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from mtcheck import inputs
from mtcheck.engine import Checker
from mtcheck.model import Document, Options, RuleSet
from mtcheck.rulefile.compiled import compile_folder, load_ruleset

settings.register_profile("ci", deadline=None, max_examples=200)
settings.register_profile("quick", deadline=None, max_examples=60)
settings.load_profile("ci" if os.environ.get("CI") else "quick")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

# A server that tests started is not worth a quarter of an hour.
os.environ.setdefault("MTCHECK_LANGUAGETOOL_IDLE", "120")


def pytest_sessionstart() -> None:
    """In CI nothing is left out: LanguageTool is fetched before the first test."""
    if os.environ.get("CI"):
        from mtcheck.languagetool import runtime

        if not runtime.installed():
            runtime.install()


def need_languagetool() -> None:
    """Skips a test where LanguageTool is not installed; in CI, where it has to be, the test fails."""
    from mtcheck.languagetool import runtime

    if not runtime.installed():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "LanguageTool is not installed (`mtcheck languagetool install`)"
        )


RULE = """\
id: {id}
title: "a test rule"
message: "“{{match}}” should be “{{fix}}”."
why: |
  A test.
category: style/unidiomatic-style
severity: major
status: stable
strength: strong
source-langs: [fr]
kind: phrases
phrases:
  {phrase}: {fix}
fix: {{safety: safe}}
examples:
  - bad: "He saw [[{phrase}]] there."
    good: "He saw {fix} there."
  - ok: "He saw nothing."
"""


def document(text: str, path: str = "story.txt") -> Document:
    """`text` as it would be read from a file."""
    return inputs.read(path, text.encode("utf-8", "surrogatepass"))


@cache
def small_checker(*phrases: tuple[str, str]) -> Checker:
    """A checker of a few phrases, without a fixture so that hypothesis may use it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (phrase, fix) in enumerate(phrases):
            (folder / f"r{number}.yaml").write_text(RULE.format(id=f"r{number}", phrase=phrase, fix=fix), "utf-8")
        return Checker(compile_folder(folder))


@pytest.fixture
def rule_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes rule files, by id and phrase pair, into a folder."""

    def write(*rules: tuple[str, str, str], **files: str) -> Path:
        folder = tmp_path / "rules"
        for rule_id, phrase, fix in rules:
            path = folder.joinpath(*rule_id.split(".")).with_suffix(".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(RULE.format(id=rule_id, phrase=phrase, fix=fix), "utf-8")
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def checker(rule_folder: Callable[..., Path]) -> Callable[..., Checker]:
    """A checker of rules made on the spot."""

    def make(*rules: tuple[str, str, str], **options: object) -> Checker:
        ruleset = compile_folder(rule_folder(*rules))
        assert not ruleset.failures, ruleset.failures
        return Checker(ruleset, Options(**options))  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def shipped() -> RuleSet:
    """The rules that ship with mtcheck."""
    return load_ruleset()


@pytest.fixture(scope="session")
def everything(shipped: RuleSet) -> Checker:
    """All shipped rules, nothing said about the source language."""
    return Checker(shipped)


@pytest.fixture(scope="session")
def french(shipped: RuleSet) -> Checker:
    """All shipped rules, as with `--source-lang fr`."""
    return Checker(shipped, Options(source_lang="fr"))
