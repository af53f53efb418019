from __future__ import annotations

import os
from pathlib import Path

from mtcheck.stamps import stamp


def told(*folders: Path) -> str:
    return stamp(map(str, folders))


def test_every_change_of_a_file_shows(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "x.tsv"
    file.write_text("one")
    seen = {told(tmp_path)}
    file.write_text("three")
    seen.add(told(tmp_path))
    os.utime(file, ns=(1, 1))
    seen.add(told(tmp_path))
    file.rename(tmp_path / "a" / "y.tsv")
    seen.add(told(tmp_path))
    (tmp_path / "a" / "y.tsv").unlink()
    seen.add(told(tmp_path))
    assert len(seen) == 5
    assert told(tmp_path) == told(tmp_path, tmp_path) == ""


def test_what_python_keeps_of_the_code_is_not_the_code(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_text("x")
    assert told(tmp_path, tmp_path / "nowhere") == ""
