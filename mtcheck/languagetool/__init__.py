"""LanguageTool as a part of mtcheck: sentences in, raw matches out.

`runtime` has Java and the jars, `grammar` the rules that our rule files ask for, `server` the process that one forgets,
`keeper` the watcher beside it, `client` the requests. Nothing here is imported by a check that does without it.
"""

from __future__ import annotations

from mtcheck.errors import MtcheckError


class Unavailable(MtcheckError):  # noqa: N818 - it names a state, and the sentence says what to do
    """LanguageTool could not be used: why, and what to do about it."""


__all__ = ["Unavailable"]
