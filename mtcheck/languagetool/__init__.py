"""LanguageTool as a part of mtcheck: sentences in, raw matches out.

`runtime` has Java and the jars, `grammar` the rules that our rule files ask for, `server` the process that one forgets,
`keeper` the watcher beside it, `client` the requests. Nothing here is imported by a check that does without it.
"""

from __future__ import annotations

from mtcheck.errors import MtcheckError


class Unavailable(MtcheckError):  # noqa: N818 - it names a state, and the sentence says what to do
    """LanguageTool could not be used: why, and what to do about it."""


__all__ = ["Unavailable"]


def seems_installed() -> bool:
    """True if an installation was noted; `runtime.installed` looks at every jar. A check asks this first, for it needs no
    part of the client."""
    import os

    import platformdirs

    try:
        names = os.listdir(os.path.join(platformdirs.user_cache_dir("mtcheck"), "languagetool"))
    except OSError:
        return False
    return any(name.startswith("installed-") for name in names)
