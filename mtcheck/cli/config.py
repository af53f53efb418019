"""`mtcheck config show|schema`."""

from __future__ import annotations

import json
import os
from typing import Annotated

import typer

from mtcheck import config as configs
from mtcheck.cli import _options as shared

config_app = typer.Typer(name="config", help="What holds for a file, and where that comes from.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.add_typer(config_app)


@config_app.command("show")
def show(
    path: Annotated[
        str, typer.Argument(help="A file, or a folder that files could be in.", show_default="the current folder")
    ] = ".",
    config: shared.ConfigFile = None,
) -> None:
    """Print each value that holds for a file, and the file, the section or the default that it comes from."""
    name = os.path.join(path, "any") if os.path.isdir(path) else path
    all_of_them = configs.Configs(config)
    found = all_of_them.of(name)
    listed = all_of_them.accepted_list(name)
    rows = []
    for key, value, origin in configs.shown(found):
        if key == "accepted" and listed is not None and found.accepted is None:
            rows.append((key, json.dumps(_near(listed)), "there is such a file"))
        else:
            rows.append((key, value, _near(origin)))
    print(f"# {path}: {_near(found.path) if found.path else 'no configuration, all defaults'}")
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for key, value, origin in rows:
        print(f"{key:{widths[0]}}  {value:{min(widths[1], 40)}}  {origin}".rstrip())


def _near(path: str) -> str:
    """A path, or words that begin with one, relative to the current folder where it lies below that."""
    here = os.path.join(os.getcwd(), "")
    return path.removeprefix(here)


@config_app.command("schema")
def schema() -> None:
    """Print the JSON Schema of configuration files, for editors."""
    print(json.dumps(configs.schema(), indent=2, ensure_ascii=False))
