"""`mtcheck rules list|show|test|new`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from mtcheck.cli import _options as shared
from mtcheck.errors import MtcheckError, RuleError, did_you_mean

rules_app = typer.Typer(name="rules", help="List, show, test and start rules.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.add_typer(rules_app)


@rules_app.command("test")
def test(
    names: Annotated[list[str] | None, typer.Argument(help="Rule ids or beginnings of ids (default: all).")] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="A folder of rules (default: those of mtcheck).")
    ] = None,
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
        raise MtcheckError(f"no rule is named “{', '.join(names)}”; `mtcheck rules list` shows all")
    known = [each.rule.id for each in loaded]
    everything = None if alone else Checker(RuleSet(tuple(each.rule for each in loaded), ""))
    rules = [each.rule for each in loaded]
    left_out: Counter[str] = Counter()
    for rule in wanted:
        reason = selftest.untested(rule)
        if reason:
            left_out[reason] += 1
            continue
        complaints = list(selftest.check_rule(rule, known, rules))
        complaints += [] if everything is None else selftest.check_against(rule, everything)
        for complaint in complaints:
            where = f"{complaint.path}:{complaint.line}" if complaint.line else complaint.path
            print(f"{where}: {complaint.rule}: {complaint.reason}")
        broken += bool(complaints)
    for reason, count in left_out.items():
        print(f"{count} rules not tested: {reason}")
    tested = len(wanted) - left_out.total()
    print(f"{tested} {'rule' if tested == 1 else 'rules'} tested, {broken} broken")
    raise typer.Exit(1 if broken else 0)


@rules_app.command("list")
def list_(
    names: Annotated[list[str] | None, typer.Argument(help="Beginnings of ids (default: all).")] = None,
    house: shared.HouseStyle = None,
    lang: Annotated[str | None, typer.Option("--source-lang", help="Only rules for this source language.")] = None,
    folder: shared.RuleFolders = None,
) -> None:
    """List rules: id, severity, strength, status, source languages, title. With --house: what that style changes."""
    from mtcheck.engine import selected
    from mtcheck.rulefile.compiled import load_ruleset

    ruleset = load_ruleset(tuple(folder or ()))
    for rule in ruleset.rules:
        if names and not selected(rule.id, names, ()):
            continue
        if lang and lang not in rule.source_langs:
            continue
        changed = ""
        if house is not None:
            rows = sum(
                1 for row in rule.rows if rule.kind == "names" and dict(row[2]).get(house.value, row[1]) != row[1]
            )
            if house.value not in rule.house and not rows:
                continue
            changed = f"  [{house.value}{f': {rows} names' if rows else ''}]"
        langs = ",".join(rule.source_langs)
        words = f"{rule.severity.name.lower():9}{rule.strength.name.lower():7}{rule.status.name.lower():7}{langs:9}"
        print(f"{rule.id:46} {words} {rule.title}{changed}")
    if ruleset.failures:
        raise MtcheckError("; ".join(failure.reason for failure in ruleset.failures))


@rules_app.command("show")
def show(
    rule_id: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule.")], folder: shared.RuleFolders = None
) -> None:
    """Show a rule: what it says, why, and its examples."""
    from mtcheck.rulefile.compiled import load_ruleset, shipped_folder
    from mtcheck.rulefile.load import load
    from mtcheck.wording.classes import Classes

    places = (shipped_folder(), *(folder or ()))
    for place in places:
        path = place.joinpath(*rule_id.split(".")).with_suffix(".yaml")
        if path.is_file():
            loaded = load(path, place, Classes(dict.fromkeys([shipped_folder(), place])))
            rule = loaded.rule
            print(f"{rule.id}: {rule.title}\n\n{rule.why}\n")
            print(
                f"{rule.category}, {rule.severity.name.lower()}, {rule.strength.name.lower()} evidence, {rule.status.name.lower()}; from {', '.join(rule.source_langs)}"
            )
            print(f"{len(rule.rows)} {'row' if len(rule.rows) == 1 else 'rows'}; file {path}")
            for example in loaded.examples:
                print(f"\n{example.kind:10} {example.text}")
                if example.good is not None:
                    print(f"{'good':10} {example.good}")
                if example.why:
                    print(f"{'why':10} {example.why}")
            return
    known = [rule.id for rule in load_ruleset(tuple(folder or ())).rules]
    raise MtcheckError(f"no rule is named “{rule_id}”{did_you_mean(rule_id, known)}; `mtcheck rules list` shows all")


_TEMPLATE = """id: {id}
title: "{{what an editor would call it}}"
message: "“{{match}}” …; English says “{{fix}}”."
why: |
  The source construction, and what English does.
category: style/unidiomatic-style
severity: minor
status: draft
strength: weak
source-langs: [fr]
kind: phrases
phrases:
  in the framework of: as part of
fix: {{safety: unsafe}}
examples:
  - bad: "He spoke [[in the framework of]] a visit."
    good: "He spoke as part of a visit."
  - ok: "The framework of the roof burned."
    why: "a real framework"
"""


@rules_app.command("new")
def new(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Words with dots, such as calque.fr.in-the-framework.")],
    folder: Annotated[Path, typer.Option("--folder", help="The rule folder it goes into.")] = Path("rules"),
) -> None:
    """Start a rule: writes a file that passes its test, to be changed."""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", rule_id):
        raise MtcheckError(f"“{rule_id}” is no rule id: lower-case words with hyphens, apart by dots")
    path = folder.joinpath(*rule_id.split(".")).with_suffix(".yaml")
    if path.exists():
        raise MtcheckError(f"{path} is there already")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_TEMPLATE.format(id=rule_id), "utf-8")
    except OSError as error:
        raise MtcheckError(f"{path}: cannot be written ({error.strerror})") from error
    print(f"{path} written; change it, then run: mtcheck rules test {rule_id} --folder {folder}")
