"""The program: commands are found by scanning this package; an error becomes one sentence and exit code 2."""

import atexit
import gc
import importlib
import os
import sys
import threading
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import mtcheck.cli
from mtcheck.errors import MtcheckError
from mtcheck.scan import public_modules


class Commands(TyperGroup):
    """The commands of this package. One is imported when it is called for: the others would cost more than a check."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, from the file names of the package."""
        return sorted({*public_modules(mtcheck.cli.__path__), *self.commands} - {"main"})

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in self.commands and cmd_name in self.list_commands(ctx):
            alone = typer.Typer()
            importlib.import_module(f"{__package__}.{cmd_name}").register(alone)
            self.commands.update(typer.main.get_group(alone).commands)
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    cls=Commands,
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


def run() -> None:
    """Entry point of the program."""
    # Nearly all that a run makes lives to its end: to look for garbage in it as often as Python does takes a quarter of the time
    # of a long text.
    gc.set_threshold(200_000, 20, 50)
    try:
        code = _called()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        sys.stderr.close()
        code = 2
    if threading.active_count() > 1:
        sys.exit(code)
    # To take apart what the run made, object by object, takes a tenth of the time of a check.
    atexit._run_exitfuncs()
    os._exit(code)


def _called() -> int:
    """The exit code of the command that was asked for: 2 for all that could not be checked, Python's own errors included."""
    try:
        app()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    except MtcheckError as error:
        print(f"mtcheck: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("mtcheck: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        raise
    except Exception:
        import traceback

        traceback.print_exc()
        print("mtcheck: this is a bug in mtcheck; please report it with the lines above", file=sys.stderr)
    return 2


if __name__ == "__main__":
    run()
