"""`mtcheck languagetool install|status|start|stop|remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from mtcheck.languagetool.grammar import Grammar

languagetool_app = typer.Typer(
    name="languagetool", help="The part that needs Java: fetch it, start and stop its server.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.add_typer(languagetool_app)


@languagetool_app.command("install")
def install() -> None:
    """Fetch LanguageTool into the user's cache, once, and verify it."""
    from mtcheck.languagetool import runtime, server

    fetched = runtime.install(runtime.shown_progress)
    if fetched or not server.class_cache().exists():
        server.make_class_cache(_shipped())
    print(f"LanguageTool {runtime.version()} is in {runtime.home()} ({fetched} files fetched)")


@languagetool_app.command("status")
def status() -> None:
    """Say what is installed and what runs."""
    from mtcheck.languagetool import runtime, server

    state = "installed" if runtime.installed() else "not installed: `mtcheck languagetool install`"
    print(f"LanguageTool {runtime.version()}: {state}\nfolder: {runtime.home()}\njava: {runtime.java()}")
    found = list(server.servers())
    for each in found:
        print(f"server: {each.url} (process {each.process}, LanguageTool {each.version})")
    if not found:
        print("server: none runs")


@languagetool_app.command("start")
def start() -> None:
    """Start the server for the shipped rules now instead of at the first check."""
    from mtcheck.languagetool import Unavailable, runtime, server

    if not runtime.installed():
        raise Unavailable("LanguageTool is not installed: run `mtcheck languagetool install`")
    print(server.ensure(_shipped()).url)


@languagetool_app.command("stop")
def stop() -> None:
    """Stop all servers of this user."""
    from mtcheck.languagetool import server

    print(f"{server.stop()} stopped")


@languagetool_app.command("remove")
def remove() -> None:
    """Stop all servers and remove all files of LanguageTool."""
    from mtcheck.languagetool import runtime, server

    server.stop()
    runtime.remove()
    print(f"removed {runtime.home()}")


@languagetool_app.command("grammar")
def grammar() -> None:
    """Print our rules as LanguageTool's grammar_custom.xml, for a server that the newsroom runs."""
    print(_shipped().xml, end="")


def _shipped() -> Grammar:
    from mtcheck.languagetool.grammar import Asked, Grammar
    from mtcheck.model import Status
    from mtcheck.rulefile.compiled import load_ruleset

    rules = [rule for rule in load_ruleset().rules if rule.kind == "languagetool" and rule.status is not Status.DRAFT]
    return Grammar(tuple(Asked(*row) for rule in rules for row in rule.rows))
