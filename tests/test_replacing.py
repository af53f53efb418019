import os
import stat
from pathlib import Path

import pytest

from mtcheck.replacing import replacing, write_whole


def test_a_file_is_as_it_was_when_writing_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(str(target)) as stream:
        stream.write(b"new" * (1 // 0))
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permissions like these, and links only for some")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "x", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
