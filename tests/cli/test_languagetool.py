"""`mtcheck languagetool …`, as far as it needs no network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mtcheck.languagetool import runtime
from tests.conftest import need_languagetool


def mtcheck(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command."""
    done = subprocess.run([sys.executable, "-m", "mtcheck", *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_nothing_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    code, out, _ = mtcheck("languagetool", "status")
    assert code == 0
    assert "not installed: `mtcheck languagetool install`" in out
    assert "server: none runs" in out
    code, _, err = mtcheck("languagetool", "start")
    assert code == 2
    assert "LanguageTool is not installed" in err
    assert mtcheck("languagetool", "stop")[:2] == (0, "0 stopped\n")
    assert mtcheck("languagetool", "remove")[0] == 0
    assert not (tmp_path / "mtcheck" / "languagetool").exists()


def test_the_grammar_for_a_newsrooms_own_server() -> None:
    code, out, _ = mtcheck("languagetool", "grammar")
    assert code == 0
    assert out.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<rules lang="en">')
    assert 'id="MTCHECK_LANGUAGETOOL_MODAL_NOUN"' in out


def test_install_of_what_is_there_fetches_nothing() -> None:
    need_languagetool()
    code, out, _ = mtcheck("languagetool", "install")
    assert code == 0
    assert out.startswith(f"LanguageTool {runtime.version()} is in ")
    assert out.endswith("(0 files fetched)\n")
