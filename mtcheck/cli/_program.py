"""The program as Typer sees it: its commands are found by scanning this package."""

import importlib
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import mtcheck.cli
from mtcheck.errors import did_you_mean
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
