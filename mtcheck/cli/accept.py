"""`mtcheck accept`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mtcheck.cli import _given
from mtcheck.cli import _options as shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mtcheck.cli._run import Run
    from mtcheck.model import Document, Finding
    from mtcheck.suppress.accepted import Entry


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command("accept")(accept)


def accept(
    args: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FINGERPRINT [PATHS]...",
            help="The fingerprint of a finding, or its first letters, and where it is (default: the current folder). With "
            "--prune only the paths.",
            show_default=False,
        ),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Why it stands as it is; required.", show_default=False)] = "",
    prune: Annotated[
        bool, typer.Option("--prune", help="Take out entries whose findings are gone, instead of adding one.")
    ] = False,
    source_lang: shared.SourceLang = None,
    house: shared.HouseStyle = None,
    languagetool: shared.LanguageTool = None,
    languagetool_url: shared.LanguageToolUrl = None,
    rules: shared.RuleFolders = None,
    drafts: shared.Drafts = False,
    encoding: shared.Encoding = None,
    jobs: shared.Jobs = None,
    no_cache: shared.NoCache = False,
    config: shared.ConfigFile = None,
) -> None:
    """Let a finding stand: it is neither shown nor fixed any more, here and wherever the same words stand.

    The decision goes to .mtcheck-accepted.yaml beside the configuration; commit it. Exit code 0: done. 2: no such finding, or
    something could not be checked.
    """
    from mtcheck.cli import _run
    from mtcheck.errors import MtcheckError

    given = list(args or ())
    fingerprint = "" if prune or not given else given.pop(0)
    if not prune and not fingerprint:
        raise MtcheckError(
            "which finding? `mtcheck accept FINGERPRINT --why REASON`; `mtcheck check -f json` lists them"
        )
    if not prune and not why.strip():
        raise MtcheckError("a decision needs its reason: --why REASON")
    settings = _given.run_settings(config)
    asked = shared.given(
        config=config,
        source_lang=source_lang,
        house=house,
        languagetool=languagetool,
        languagetool_url=languagetool_url,
        rules=rules,
        drafts=drafts,
        encoding=encoding,
        fail_on=shared.FailOn.never,
        decisions=("accepted",) if prune else (),
        merged=False,
    )
    wanted = _run.Wanted(given or ["."], jobs=jobs or settings.jobs, cache=settings.cache and not no_cache)
    checked = _run.check(asked, wanted)
    if prune:
        checked.notices = []  # that there are entries to prune is known
        _prune(checked)
    else:
        _add(checked, fingerprint, why)
    checked.tell()
    raise typer.Exit(checked.exit_code())


def _add(checked: Run, fingerprint: str, why: str) -> None:
    """Adds the finding to the list of each file that has it. Raises MtcheckError if there is no such finding, or several."""
    from mtcheck.errors import MtcheckError

    found: dict[str, list[tuple[str, list[Entry]]]] = {}
    for file in checked.report.files:
        for finding in file.findings:
            if finding.fingerprint.startswith(fingerprint):
                entries = [_entry(file.document, each, why) for each in _twins(finding, file.findings)]
                found.setdefault(finding.fingerprint, []).append((file.document.path, entries))
    if not found:
        raise MtcheckError(f"no finding with the fingerprint “{fingerprint}”; `mtcheck check -f json` lists them")
    if len(found) > 1:
        raise MtcheckError(
            f"“{fingerprint}” begins {len(found)} fingerprints ({', '.join(sorted(found)[:5])}): give more of it"
        )
    (places,) = found.values()
    lists: dict[str, list[Entry]] = {}
    for path, entries in places:
        lists.setdefault(_list_of(checked, path), []).extend(entries)
    for name, entries in lists.items():
        added = _added(name, entries)
        more = f" and {added - 1} that it hides" if added > 1 else ""
        where = "1 place" if len(places) == 1 else f"{len(places)} places"
        print(f"accepted {entries[0].rule} “{' '.join(entries[0].quote.split())}”{more} ({where}), in {name}")


def _entry(document: Document, finding: Finding, why: str) -> Entry:
    from mtcheck.suppress.accepted import Entry, around

    return Entry(
        finding.fingerprint, finding.rule, finding.text, *around(document, finding.span), " ".join(why.split())
    )


def _twins(finding: Finding, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The finding, and those that it stands for: without it, they would be shown in its place."""
    from mtcheck.merging import merge

    near = [each for each in findings if each.span.overlaps(finding.span) or each.span == finding.span]
    shown = next((each for each in merge(near) if each.fingerprint == finding.fingerprint), finding)
    yield finding
    yield from (each for each in near if each.rule in shown.also)


def _list_of(checked: Run, path: str) -> str:
    """The list that decisions on a file go to."""
    import os

    from mtcheck.config import ACCEPTED

    configs = checked.desk.configs
    return configs.accepted_list(path) or os.path.join(configs.home(path), ACCEPTED)


def _added(name: str, entries: Iterable[Entry]) -> int:
    """Adds entries to a list; how many findings they stand for. Raises MtcheckError."""
    from pathlib import Path

    from mtcheck.suppress.accepted import read

    new = {each.fingerprint: each for each in entries}
    _write(Path(name), [*(each for each in read(Path(name)) if each.fingerprint not in new), *new.values()])
    return len(new)


def _prune(checked: Run) -> None:
    """Takes out of each list what is gone. Raises MtcheckError where that can't be known."""
    from mtcheck.errors import MtcheckError

    if checked.stopped or checked.report.failures:
        return  # what was not checked may hold what seems to be gone
    lists = list(checked.gone())
    if checked.desk.lists and not lists:
        homes = ", ".join(str(each.path.parent) for each in checked.desk.lists)
        raise MtcheckError(f"an accepted list stands for all of its folder: `mtcheck accept --prune {homes}`")
    for listed, gone in lists:
        if gone:
            _write(listed.path, [each for each in listed.entries if each not in gone])
        for entry in gone:
            print(f"gone: {entry.rule} “{' '.join(entry.quote.split())}” ({entry.why})")
        print(f"{listed.path}: {len(gone)} taken out, {len(listed.entries) - len(gone)} left")
    if not lists:
        print("there is no accepted list")


def _write(path: Path, entries: Iterable[Entry]) -> None:
    from mtcheck.cli._outputs import written
    from mtcheck.suppress.accepted import rendered

    with written(str(path)) as stream:
        stream.write(rendered(entries).encode("utf-8"))
