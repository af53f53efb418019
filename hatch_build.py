"""Compiles the rules when the wheel is built, so that a check reads no YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `mtcheck/rules/_compiled.bin` to the wheel; a rule file that is wrong stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from mtcheck import __version__
        from mtcheck.rulefile import compiled

        ruleset, expressions = compiled.compile_all(Path(self.root) / "rules")
        if ruleset.failures:
            raise RuntimeError("\n".join(failure.reason for failure in ruleset.failures))
        self._folder = tempfile.TemporaryDirectory()
        target = Path(self._folder.name) / compiled.FILE_NAME
        compiled.write(ruleset, target, __version__, expressions)
        for made in Path(self._folder.name).iterdir():
            build_data["force_include"][str(made)] = f"mtcheck/rules/{made.name}"
