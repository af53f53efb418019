from __future__ import annotations

from pathlib import Path

from mtcheck.scan import public_modules


def test_public_modules_of_all_folders_of_a_package(tmp_path: Path) -> None:
    for name in ("one/b.py", "one/_hidden.py", "one/__init__.py", "one/data.tsv", "two/a.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert public_modules([str(tmp_path / "one"), str(tmp_path / "two")]) == ("a", "b")
