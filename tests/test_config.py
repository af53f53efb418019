from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
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


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_each_checked_file_has_its_own_nearest_configuration(tmp_path: Path) -> None:
    written(tmp_path / "mtcheck.toml", 'house = "ap"\n')
    written(tmp_path / "afp" / "mtcheck.toml", 'house = "afp"\n')
    configs = config.Configs()
    assert configs.of(str(tmp_path / "a.txt")).house == "ap"
    assert configs.of(str(tmp_path / "afp" / "deep" / "a.txt")).house == "afp"
    one = config.Configs(tmp_path / "mtcheck.toml")
    assert one.of(str(tmp_path / "afp" / "a.txt")).house == "ap"
    assert one.here().house == "ap"


def test_sections_hold_for_their_paths_and_the_last_one_wins(tmp_path: Path) -> None:
    path = written(
        tmp_path / "pyproject.toml",
        """
[tool.mtcheck]
house = "ap"
select = ["names"]

[[tool.mtcheck.paths]]
match = "afp/**"
source-lang = "fr"
select = ["names", "calque"]

[[tool.mtcheck.paths]]
match = ["*.html", "!keep.html"]
house = "bbc"
rules = "web"

[[tool.mtcheck.paths]]
match = "afp/brief"
source-lang = "es"
""",
    )
    configs = config.Configs()

    def of(name: str) -> tuple[str | None, str | None, tuple[str, ...]]:
        found = configs.of(str(tmp_path / name))
        return found.source_lang, found.house, found.select

    assert of("a.txt") == (None, "ap", ("names",))
    assert of("afp/x/a.txt") == ("fr", "ap", ("names", "calque"))
    assert of("x/afp/a.txt") == (None, "ap", ("names",))
    assert of("afp/a.html") == ("fr", "bbc", ("names", "calque"))
    assert of("keep.html") == (None, "ap", ("names",))
    assert of("afp/brief/a.txt") == ("es", "ap", ("names", "calque"))
    assert configs.of(str(tmp_path / "a.html")).rules == (str(tmp_path / "web"),)
    assert config.Configs(path).of(str(tmp_path.parent / "afp" / "a.txt")).source_lang is None


def test_a_file_may_build_on_another_one(tmp_path: Path) -> None:
    written(
        tmp_path / "shared" / "all.toml",
        'house = "reuters"\nsource-lang = "fr"\nrules = ["r"]\n[[paths]]\nmatch = "x"\nhouse = "bbc"\n',
    )
    written(tmp_path / "a" / "mtcheck.toml", 'extends = "../shared/all.toml"\nsource-lang = "es"\n')
    found = config.Configs().of(str(tmp_path / "a" / "s.txt"))
    assert (found.house, found.source_lang, found.path) == ("reuters", "es", str(tmp_path / "a" / "mtcheck.toml"))
    assert found.rules == (str(tmp_path / "shared" / "r"),)
    assert dict(found.origins)["house"] == str(tmp_path / "shared" / "all.toml")
    assert dict(found.origins)["source_lang"] == str(tmp_path / "a" / "mtcheck.toml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('extends = "mtcheck.toml"', "“extends” goes round in a circle"),
        ('extends = "other.toml"', "“extends” goes round in a circle: .* → .*other.toml → "),
        ('extends = "none.toml"', "“extends” names none.toml, and there is no "),
        ('extends = "pyproject.toml"', r"“extends” names pyproject.toml, which has no \[tool.mtcheck\] section"),
        ("extends = 1", "“extends” should be the path"),
        ("paths = 1", r"“paths” should be tables, each begun by \[\[paths\]\]"),
        ('[[paths]]\nhouse = "ap"', "paths, section 1: needs “match”"),
        ('[[paths]]\nmatch = []\nhouse = "ap"', "paths, section 1: needs “match”"),
        ('[[paths]]\nmatch = "a"\nhuose = "ap"', "paths, section 1: unknown key “huose” .did you mean “house”"),
        ('[[paths]]\nmatch = "a"\nformat = "json"', "paths, section 1: “format” holds for the whole run"),
        ('house = "apple"', "“house” is “apple”"),
        ("jobs = 0", "“jobs” should be a number from 1 on"),
        ("jobs = true", "“jobs” should be a number from 1 on"),
    ],
)
def test_what_is_wrong_in_a_section_or_an_extended_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    written(tmp_path / "mtcheck.toml", text)
    written(tmp_path / "other.toml", 'extends = "mtcheck.toml"\n')
    written(tmp_path / "pyproject.toml", "[project]\n")
    with pytest.raises(ConfigError, match=rf"(mtcheck|other)\.toml.*{reason}"):
        config.find(tmp_path)


def test_the_accepted_list_lies_beside_the_configuration_or_upwards(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    story = str(tmp_path / "a" / "b" / "s.txt")
    listed = written(tmp_path / ".mtcheck-accepted.yaml", "")
    assert config.Configs().accepted_list(story) == str(listed)
    written(tmp_path / "a" / "mtcheck.toml", "")
    assert config.Configs().accepted_list(story) is None
    beside = written(tmp_path / "a" / ".mtcheck-accepted.yaml", "")
    assert config.Configs().accepted_list(story) == str(beside)
    written(tmp_path / "a" / "mtcheck.toml", 'accepted = "x.yaml"')
    assert config.Configs().accepted_list(story) == str(tmp_path / "a" / "x.yaml")


def test_it_says_where_each_value_comes_from(tmp_path: Path) -> None:
    path = written(
        tmp_path / "mtcheck.toml", 'house = "ap"\n[[paths]]\nmatch = "a*"\nselect = ["names"]\ndrafts = true\n'
    )
    told = {key: (value, origin) for key, value, origin in config.shown(config.Configs().of(str(tmp_path / "a.txt")))}
    assert list(told) == list(config.KEYS)
    assert told["house"] == ('"ap"', str(path))
    assert told["select"] == ('["names"]', f'{path}, [[paths]] match = "a*"')
    assert told["drafts"][0] == "true"
    assert told["fail-on"] == ('"major"', "default")
    assert told["encoding"] == ("-", "default")


def test_the_schema_for_editors_is_the_committed_one_and_knows_the_same_keys_as_the_code() -> None:
    committed = Path(config.__file__).with_name("config.schema.json")
    assert json.loads(committed.read_text("utf-8")) == config.schema(), (
        "run `mtcheck config schema > mtcheck/config.schema.json`"
    )
    names = set(config.Config._fields) - {"path", "origins"}
    assert {key.replace("-", "_") for key in config.KEYS} == names


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ('house = "ap"\nselect = "names"\njobs = 2\n[[paths]]\nmatch = "a"\nhouse = "bbc"', True),
        ('extends = "x.toml"\nrules = ["a"]\ncache = false', True),
        ('house = "apple"', False),
        ("jobs = 0", False),
        ("huose = 1", False),
        ('[[paths]]\nhouse = "bbc"', False),
        ('[[paths]]\nmatch = "a"\njobs = 2', False),
    ],
)
def test_the_schema_and_the_code_agree(tmp_path: Path, text: str, valid: bool) -> None:
    written(tmp_path / "x.toml", "")
    path = written(tmp_path / "mtcheck.toml", text)
    assert jsonschema.Draft7Validator(config.schema()).is_valid(tomllib.loads(text)) is valid
    if valid:
        config.load(path)
    else:
        with pytest.raises(ConfigError):
            config.load(path)
