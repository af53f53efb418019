"""The program: commands are found by scanning this package; an error becomes one sentence and exit code 2."""

import atexit
import errno
import gc
import importlib
import os
import sys
import threading
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import mtcheck.cli
from mtcheck.errors import MtcheckError, did_you_mean
from mtcheck.scan import public_modules


class Commands(TyperGroup):
    """The commands of this package. One is imported when it is called for: the others would cost more than a check."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, from the file names of the package."""
        return sorted({*public_modules(mtcheck.cli.__path__), *self.commands} - {"main"})

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named, and what is left for it; for a wrong name the near one is told."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(f"there is no command “{args[0]}”{did_you_mean(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in self.commands and cmd_name in self.list_commands(ctx):
            alone = typer.Typer()
            importlib.import_module(f"{__package__}.{cmd_name}").register(alone)
            self.commands.update(typer.main.get_group(alone).commands)
        return super().get_command(ctx, cmd_name)


# What a full disk, a quota and a limit of the shell say.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

app = typer.Typer(
    cls=Commands,
    name="mtcheck",
    help="Find what a translation engine left behind in English news copy, say why, and show the edit.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


# Nearly all that a run makes lives to its end: to look for garbage in it as often as Python does takes a quarter of the time of a
# long text. The first of these is more than a check of one story makes.
GARBAGE = (100_000, 20, 50)


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
    gc.set_threshold(*GARBAGE)
    _give_streams()
    try:
        code = _called()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        sys.stderr.close()
        code = 2
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        print(f"mtcheck: there is no room to write to ({error.strerror}); make some and run it again", file=sys.stderr)
        sys.stderr.flush()
        code = 2
    if threading.active_count() > 1:
        sys.exit(code)
    # To take apart what the run made, object by object, takes a tenth of the time of a check.
    atexit._run_exitfuncs()
    os._exit(code)


def _give_streams() -> None:
    """Output and errors that nobody takes go nowhere: a shell may start a program without them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - it lives as long as the program


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
    except Exception as error:
        if isinstance(error, BrokenPipeError) or (isinstance(error, OSError) and error.errno in _NO_ROOM):
            raise
        import traceback

        traceback.print_exc()
        print("mtcheck: this is a bug in mtcheck; please report it with the lines above", file=sys.stderr)
    return 2


if __name__ == "__main__":
    run()
