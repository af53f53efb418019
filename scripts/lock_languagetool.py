"""Resolves the jars of LanguageTool's server once and writes their lock file: coordinates and SHA-256 sums.

    python scripts/lock_languagetool.py [VERSION]

Run it to move to another LanguageTool. What it writes is what every user's machine fetches and verifies.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from jgo.env import EnvironmentBuilder, EnvironmentSpec, LockFile
from jgo.maven import MavenContext

LOCK = Path(__file__).parent.parent / "mtcheck" / "languagetool" / "jars.lock.toml"
# The server's start needs the word lists of es, ca and pt, whatever language is checked.
ARTIFACTS = ("languagetool-server", "language-en", "language-es", "language-ca", "language-pt")
_SECONDS = 60  # of each request


def main() -> None:
    """Writes the lock file of the version named on the command line, or of the one that is locked now."""
    version = sys.argv[1] if len(sys.argv) > 1 else _locked()
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder) / "m2", timeout=_SECONDS)
        spec = EnvironmentSpec(
            name="languagetool",
            coordinates=[f"org.languagetool:{artifact}:{version}" for artifact in ARTIFACTS],
            # Every language that there is: 300 MB.
            exclusions=["org.languagetool:language-all"],
        )
        wanted = EnvironmentBuilder(context=context, cache_dir=Path(folder)).spec_to_dependencies(spec)
        roots, more = context.resolver.resolve(wanted)
        jars = [*roots, *(each for each in more if each.scope in ("compile", "runtime"))]
        lock = LockFile.from_resolved_dependencies(jars, environment_name="languagetool")
        lock.dependencies.sort(key=lambda jar: (jar.groupId, jar.artifactId))
        lock.save(LOCK)
    # When it was made says nothing about what is in it: the same jars make the same file.
    LOCK.write_text(re.sub(r"(?m)^generated = .*\n", "", LOCK.read_text("utf-8")), "utf-8", newline="\n")
    print(f"{len(jars)} jars locked in {LOCK}")


def _locked() -> str:
    found = re.search(r'artifactId = "languagetool-server"\nversion = "([^"]+)"', LOCK.read_text("utf-8"))
    if found is None:
        raise SystemExit(f"no version of languagetool-server in {LOCK}: name one")
    return found[1]


if __name__ == "__main__":
    main()
