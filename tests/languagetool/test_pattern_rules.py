"""LanguageTool's own test of grammar files, run on the one that is made from our rules.

`PatternRuleTest` looks for what the schema can't say: references to tokens that are not there, expressions that are no
expressions or should be none, ids used twice, and for each `<rule>` an example on which it fires, marked where it marks.
It is not among the jars that a check needs, so it is fetched for the test.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import platformdirs
import pytest
import requests
from jgo.maven import MavenContext

from mtcheck.languagetool import runtime
from mtcheck.languagetool.grammar import Asked, Grammar, own_id, rulegroup
from mtcheck.model import RuleSet
from mtcheck.replacing import write_whole
from tests.conftest import need_languagetool

JARS = {
    "org/languagetool/languagetool-core/6.8/languagetool-core-6.8-tests.jar": (
        "a74b2520b9b99cd83ff70cbba39520f8257c7b0e918b6972ee7a84641bed6f7a"
    ),
    "junit/junit/4.13.2/junit-4.13.2.jar": "8e495b634469d64fb8acfa3495a065cbacc8a0fff55ce1e31007be4c16dc57d3",
    "org/hamcrest/hamcrest-core/1.3/hamcrest-core-1.3.jar": (
        "66fdef91e9739348df7a096aa384a5685f4e875584cce89386a7a47251c4d8e9"
    ),
}
# Java's limits on XML are below what LanguageTool's own files need.
LIMITS = ("maxGeneralEntitySizeLimit", "totalEntitySizeLimit", "entityExpansionLimit")
EMPTY = Grammar(()).xml
# Said of a rule that marks a comma and suggests nothing.
OF_SUGGESTIONS = "at the start of the suggestion"


@pytest.fixture(scope="module")
def test_jars() -> list[Path]:
    """LanguageTool's test classes and what they need, fetched once for the user."""
    need_languagetool()
    folder = Path(platformdirs.user_cache_dir("mtcheck")) / "languagetool-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return [_fetched(folder, name, digest) for name, digest in JARS.items()]


def _fetched(folder: Path, name: str, digest: str) -> Path:
    path = folder / name.rpartition("/")[2]
    if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        try:
            central = MavenContext().remote_repos["central"]
            data = requests.get(f"{central}/{name}", timeout=30).content
        except requests.ConnectionError:
            pytest.skip("Maven Central cannot be reached")
        assert hashlib.sha256(data).hexdigest() == digest, name
        write_whole(path, data)
    return path


def pattern_rule_test(grammar: Grammar, jars: list[Path], folder: Path) -> tuple[int, str]:
    """Exit code of LanguageTool's test and what it said. Our grammar stands where LanguageTool has its own rules."""
    rules = folder / "org" / "languagetool" / "rules" / "en"
    rules.mkdir(parents=True)
    (rules / "grammar.xml").write_text(grammar.xml, "utf-8")
    for name in ("style.xml", "grammar_custom.xml"):
        (rules / name).write_text(EMPTY, "utf-8")
    done = subprocess.run(
        [
            str(runtime.java()),
            *(f"-Djdk.xml.{limit}=0" for limit in LIMITS),
            "-cp",
            os.pathsep.join(map(str, [folder, *jars, *runtime.class_path()])),
            "org.languagetool.rules.patterns.PatternRuleTest",
            "en",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_our_rules_pass_it(shipped: RuleSet, test_jars: list[Path], tmp_path: Path) -> None:
    rows = [Asked(*row) for rule in shipped.rules if rule.kind == "languagetool" for row in rule.rows]
    grammar = Grammar(tuple(rows))
    code, said = pattern_rule_test(grammar, test_jars, tmp_path)
    assert code == 0, said
    assert f"{grammar.xml.count('<rule>')} rules tested" in said
    warnings = [line for line in said.splitlines() if "WARNING" in line and OF_SUGGESTIONS not in line]
    assert warnings == []


def test_it_tells_of_an_example_on_which_a_rule_is_silent(test_jars: list[Path], tmp_path: Path) -> None:
    xml = "<pattern><token>must</token><token>ally</token></pattern>"
    group = rulegroup("test.silent", xml, [("It is <marker>an ally</marker> of Rome.", "")])
    code, said = pattern_rule_test(Grammar((Asked(own_id("test.silent"), group),)), test_jars, tmp_path)
    assert code != 0
    assert "MTCHECK_TEST_SILENT" in said
