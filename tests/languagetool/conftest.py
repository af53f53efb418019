"""A LanguageTool of its own for each test that starts, breaks or stops one: the jars of the user's, linked, and no more."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mtcheck.languagetool import runtime, server
from mtcheck.languagetool.grammar import Asked, Grammar, own_id, rulegroup
from tests.conftest import need_languagetool

MODAL = rulegroup(
    "test.modal",
    '<pattern raw_pos="yes"><marker><token postag="MD"/><token postag="NN"/></marker><token>of</token></pattern>',
    [],
)


@pytest.fixture
def grammar() -> Grammar:
    """One rule of ours, one of LanguageTool's."""
    return Grammar(
        (Asked(own_id("test.modal"), MODAL, ("It must ally of Rome.",)), Asked("EN_A_VS_AN", "", ("A apple.",)))
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of its own, empty. Servers that a test started in it are stopped."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield runtime.home()
    server.stop()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache of its own in which LanguageTool is installed."""
    need_languagetool()
    source = runtime.home()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    home = runtime.home()
    home.mkdir(parents=True)
    for entry in source.iterdir():
        if entry.suffix in (".jar", ".json", ".aot"):
            shutil.copy2(entry, home)
    for jar in runtime.jars():
        jar.path.parent.mkdir(parents=True, exist_ok=True)
        os.link(source / jar.path.relative_to(home), jar.path)
    yield home
    server.stop()
