"""`mtcheck rules list|show|test|new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtcheck.errors import MtcheckError, RuleError

rules_app = typer.Typer(name="rules", help="List, show, test and start rules.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.add_typer(rules_app)


@rules_app.command("test")
def test(
    names: Annotated[list[str] | None, typer.Argument(help="Rule ids or beginnings of ids (default: all).")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="A folder of rules (default: those of mtcheck).")] = None,
    alone: Annotated[bool, typer.Option("--alone", help="Leave out the test against all other rules.")] = False,
) -> None:
    """Run the examples in rule files: every `bad` must be found and fixed to its `good`, every `ok` stay silent."""
    from mtcheck import selftest
    from mtcheck.engine import Checker, selected
    from mtcheck.model import RuleSet
    from mtcheck.rulefile.compiled import shipped_folder
    from mtcheck.rulefile.load import load_folder
    from mtcheck.wording.classes import Classes

    place = folder or shipped_folder()
    classes = Classes(dict.fromkeys([shipped_folder(), place]))
    loaded, broken = [], 0
    for each in load_folder(place, classes):
        if isinstance(each, RuleError):
            print(each.rendered())
            broken += 1
        else:
            loaded.append(each)
    wanted = [each for each in loaded if not names or selected(each.rule.id, names, ())]
    if names and not wanted and not broken:
        raise MtcheckError(f"no rule is named {', '.join(names)}; `mtcheck rules list` shows all")
    known = [each.rule.id for each in loaded]
    everything = None if alone else Checker(RuleSet(tuple(each.rule for each in loaded), ""))
    for rule in wanted:
        complaints = list(selftest.test_rule(rule, known))
        complaints += [] if everything is None else selftest.test_against(rule, everything)
        for complaint in complaints:
            where = f"{complaint.path}:{complaint.line}" if complaint.line else complaint.path
            print(f"{where}: {complaint.rule}: {complaint.reason}")
        broken += bool(complaints)
    print(f"{len(wanted)} rules tested, {broken} broken")
    raise typer.Exit(1 if broken else 0)
