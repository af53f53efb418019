"""What the tests of discovery share: folders with files, and git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# Nothing of the machine's own git configuration, and commits that need no name.
GIT_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A. Writer",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A. Writer",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


def git(folder: Path, *args: str) -> str:
    """What git prints in a folder."""
    done = subprocess.run(
        ["git", *args], cwd=folder, env=GIT_ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


def repository(folder: Path) -> Path:
    """A new repository with the branch `main`."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(folder: Path, message: str = "more") -> str:
    """The id of a commit of all there is."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, "--allow-empty")
    return git(folder, "rev-parse", "HEAD").strip()


def written(folder: Path, **files: str | bytes) -> None:
    """Writes files, `__` in their names for `/` and `_dot_` for a dot."""
    for name, text in files.items():
        place(folder, name.replace("__", "/").replace("_dot_", "."), text)


def place(folder: Path, name: str, text: str | bytes) -> Path:
    """Writes one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
    return path
