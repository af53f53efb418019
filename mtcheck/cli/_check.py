"""What `mtcheck check` does, however it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mtcheck import reporters
from mtcheck.cli import _given, _run, _screen
from mtcheck.errors import ConfigError
from mtcheck.model import Safety

if TYPE_CHECKING:
    from mtcheck.cli._outputs import Output


class Shown(NamedTuple):
    """How a report is shown, and what of it is no success: `format` None is the usual one of where it goes, `outputs` are
    FORMAT=FILE, `fixes` the least safety in a diff."""

    format: str | None = None
    outputs: tuple[str, ...] = ()
    fixes: str | None = None
    color: str = "auto"
    fail_on_verdict: float | None = None


def check(given: _given.Given, wanted: _run.Wanted, shown: Shown) -> int:
    """Checks, reports, and returns the exit code. Raises MtcheckError."""
    if wanted.since is not None and wanted.staged:
        raise ConfigError("--since and --staged: one of them")
    settings = _given.run_settings(given.config)
    out, colored = _screen.output(shown.color)
    reporter = reporters.reporter(shown.format or settings.format or ("terminal" if out.isatty() else "diff"))
    files: Sequence[Output] = ()
    if shown.outputs:
        from mtcheck.cli import _outputs

        files = _outputs.outputs(shown.outputs)
    wanted = wanted._replace(jobs=wanted.jobs or settings.jobs, cache=wanted.cache and settings.cache)
    checked = _run.check(given, wanted)
    least = _given.least_safety(shown.fixes, settings.fixes, Safety.UNSAFE)
    for file in files:
        file.write(checked.report, reporters.Style(fixes=least))
    reporter.write(checked.report, out, reporters.Style(_screen.width(out), colored, least))
    out.flush()
    checked.tell()
    return checked.exit_code(shown.fail_on_verdict)
