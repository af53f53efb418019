"""The program: commands are found by scanning this package; an error becomes one sentence and exit code 2."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Annotated

import typer

import mtcheck
from mtcheck import cli
from mtcheck.errors import MtcheckError

app = typer.Typer(
    name="mtcheck",
    help="Find what a translation engine left behind in English news copy, say why, and show the edit.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        print(f"mtcheck {mtcheck.__version__}")
        raise typer.Exit()


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Find what a translation engine left behind in English news copy, say why, and show the edit."""


def _register() -> None:
    for module in sorted(pkgutil.iter_modules(cli.__path__), key=lambda module: module.name):
        if module.name != "main" and not module.name.startswith("_"):
            importlib.import_module(f"{cli.__name__}.{module.name}").register(app)


def run() -> None:
    """Entry point of the program. Exit code 2 for all that could not be checked, Python's own errors included."""
    _register()
    try:
        app()
    except MtcheckError as error:
        print(f"mtcheck: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(2)
    except KeyboardInterrupt:
        print("mtcheck: stopped", file=sys.stderr)
        sys.exit(130)
    except Exception:
        import traceback

        traceback.print_exc()
        print("mtcheck: this is a bug in mtcheck; please report it with the lines above", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    run()
