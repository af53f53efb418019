"""A wheel is built, installed into a new virtual environment and run from another folder: one without its rules can't ship."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    builder = folder / "builder"
    venv.create(builder, with_pip=True)
    pip = [str(builder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(folder), str(ROOT)], check=True, timeout=240)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_rules_and_their_compiled_form(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "mtcheck/rules/_compiled.bin" in names
    assert "mtcheck/rules/names/fr/places.yaml" in names or any("mtcheck/rules/names/fr/" in name for name in names)
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in names)


def test_the_installed_command_finds_something_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    # The dependencies are this environment's: what is tested is the wheel.
    target = tmp_path / "site"
    pip = [str(wheel.parent / "builder" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True, timeout=120)
    story = tmp_path / "story.txt"
    story.write_bytes((SEEDS / "afp-idlib-2018.txt").read_bytes())
    environment = {"PYTHONPATH": str(target), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path / "nowhere")}
    command = [sys.executable, "-P", "-m", "mtcheck", "check", "story.txt", "-f", "concise"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "“Idleb”" in done.stdout
    where = subprocess.run(
        [sys.executable, "-P", "-c", "import mtcheck; print(mtcheck.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(target))
    kept = tmp_path / "nowhere" / ".cache" / "mtcheck" / "rules"
    assert not kept.exists(), "the wheel compiled its rules again"
