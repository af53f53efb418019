"""What the tests of suppression share: a checker of three rules, made once."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from mtcheck.engine import Checker
from mtcheck.rulefile.compiled import compile_folder
from tests.conftest import RULE

RULES = (("a.bus", "red bus", "bus"), ("a.car", "red car", "car"), ("b.van", "red van", "van"))


@cache
def made() -> Checker:
    """A checker of the three rules."""
    with tempfile.TemporaryDirectory() as name:
        for rule_id, phrase, fix in RULES:
            path = Path(name).joinpath(*rule_id.split(".")).with_suffix(".yaml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(RULE.format(id=rule_id, phrase=phrase, fix=fix), "utf-8")
        return Checker(compile_folder(Path(name)))
