from __future__ import annotations

from pathlib import Path

import pytest

from mtcheck import config
from mtcheck.errors import ConfigError


def test_the_nearest_file_upwards_holds(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.mtcheck]\nhouse = "ap"\n')
    inner = tmp_path / "stories" / "today"
    inner.mkdir(parents=True)
    assert config.find(inner).house == "ap"
    (tmp_path / "stories" / "mtcheck.toml").write_text('source-lang = "fr"\nselect = ["names"]\nrules = ["own"]\n')
    found = config.find(inner)
    assert (found.house, found.source_lang, found.select) == (None, "fr", ("names",))
    assert found.rules == (str(tmp_path / "stories" / "own"),)


def test_a_pyproject_without_a_section_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "mtcheck.toml").write_text('fail-on = "minor"\n')
    inner = tmp_path / "a"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\n")
    assert config.find(inner).fail_on == "minor"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('huose = "ap"', r"mtcheck\.toml: unknown key “huose” \(did you mean “house”\?\)"),
        ('fail-on = "mayor"', r"“fail-on” is “mayor” \(did you mean “major”\?\)"),
        ("select = 3", "“select” should be a list of words"),
        ("house = 3", "“house” should be text"),
        ('drafts = "yes"', "“drafts” should be true or false"),
        ("house =", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_the_way_out(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "mtcheck.toml").write_text(text)
    with pytest.raises(ConfigError, match=reason):
        config.find(tmp_path)


def test_a_file_that_was_named_must_have_a_section(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(ConfigError, match=r"no \[tool\.mtcheck\] section"):
        config.load(tmp_path / "pyproject.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path / "none.toml")
