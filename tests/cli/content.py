"""A content repository such as a newsroom has: old stories that nobody will edit any more, a baseline of what is in them, and
a branch with new ones. The rules are those that ship."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import run
from tests.discover import commit, git, place, repository

CONFIGURATION = """\
languagetool = "off"
baseline = ".mtcheck-baseline.json"

[[paths]]
match = "archive/"
fail-on = "critical"
"""
OLD = "Floods reach the coast\n\nTroops left Idleb on Monday.\n\nThe ministry spoke on Tuesday.\n"
PAGE = """\
---
title: "Troops leave Idleb"
slug: idleb
---

The Turkey sent *help*, see [Idleb](https://example.org/idleb).

```
The Turkey
```
"""
WIRE = """\
Help for the villages

The Turkey has promised help, the Observatory ( OSDH ) said.

“The Turkey” is a song of theirs.
"""


def content(folder: Path) -> Path:
    """The repository, on the branch `wire`: an old story was moved, a page and a story are new."""
    repository(folder)
    place(folder, "mtcheck.toml", CONFIGURATION)
    place(folder, ".mtcheckignore", "notes/\n")
    place(folder, "stories/floods.txt", OLD)
    place(folder, "archive/2014.txt", OLD)
    place(folder, "notes/todo.txt", "Idleb, Idleb.\n")
    place(folder, "stories/photo.jpg", b"\xff\xd8\0\0")
    run(folder, "baseline", "stories", "archive")
    commit(folder, "old stories, as they are")
    git(folder, "checkout", "-q", "-b", "wire")
    git(folder, "mv", "stories/floods.txt", "stories/coast.txt")
    place(folder, "stories/coast.txt", OLD + "\nResidents of Homs fled to Idleb on Friday.\n")
    place(folder, "stories/page.md", PAGE)
    place(folder, "stories/wire.txt", WIRE)
    commit(folder, "new stories")
    return folder
