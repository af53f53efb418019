"""House styles: `house/<name>.yaml` in a folder of rules says which rules of `style/` speak under that style.

`title` is what messages call it; `like` names the shipped style that it starts from, and whose names it has; `switches` maps
folders of `style/` to the rule in them: `percent: sign` turns on `style.percent.sign`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from mtcheck.errors import RuleError

FOLDER = "house"
_KEYS = ("title", "like", "switches")


class Style(NamedTuple):
    """A house style: its name, what messages call it, the style that it starts from, its switches."""

    name: str
    title: str
    like: str = ""
    switches: Mapping[str, str] = field(default_factory=dict)


def styles(folder: Path) -> dict[str, Style]:
    """The styles of a folder of rules, by name. Raises RuleError for a file that is none."""
    paths = sorted((folder / FOLDER).glob("*.yaml"))
    return _styles(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=8)
def _styles(paths: tuple[tuple[Path, int], ...]) -> dict[str, Style]:
    return {path.stem: _style(path) for path, _ in paths}


def _style(path: Path) -> Style:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        raise RuleError(f"the style cannot be read: {error}", path=str(path), line=1) from error
    if not isinstance(data, dict) or not isinstance(data.get("switches", {}), dict):
        raise RuleError("a style has `title`, `like` and `switches` (`percent: sign` lines)", path=str(path), line=1)
    for key in data:
        if key not in _KEYS:
            raise RuleError(f"unknown key “{key}” (known: {', '.join(_KEYS)})", path=str(path), line=1)
    switches = {str(switch): str(value) for switch, value in data.get("switches", {}).items()}
    return Style(path.stem, str(data.get("title", path.stem)), str(data.get("like", "")), switches)


def houses_of(rule_id: str, folder: Path) -> tuple[str, ...] | None:
    """The styles under which a rule of `style/` speaks; None for any other rule."""
    switch = switch_of(rule_id)
    if switch is None:
        return None
    return tuple(name for name, style in sorted(styles(folder).items()) if style.switches.get(switch[0]) == switch[1])


def switch_of(rule_id: str) -> tuple[str, str] | None:
    """The switch of a rule and the value that turns it on; None for a rule that no switch turns on."""
    parts = rule_id.split(".")
    return (parts[1], parts[2]) if parts[0] == "style" and len(parts) == 3 else None


def inherited(style: Style, shipped: Mapping[str, Style]) -> Style:
    """The style with the switches of the one that it starts from; its own ones win, `off` turns one off."""
    base = shipped.get(style.like)
    return Style(style.name, style.title, style.like, {**(base.switches if base else {}), **style.switches})
