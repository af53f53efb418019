"""What holds for each file: the options of the command line, then those of its configuration; and from them the checker that
reads it and the decisions that were taken on it. Each of these is made once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtcheck import suppress
from mtcheck.cli._given import Given
from mtcheck.config import LANGUAGETOOL_MODES, LANGUAGETOOL_VARIABLE, Config, Configs
from mtcheck.engine import Checker
from mtcheck.errors import ConfigError, did_you_mean
from mtcheck.model import Failure, Options, RuleSet, Severity
from mtcheck.rulefile.compiled import load_ruleset

if TYPE_CHECKING:
    from mtcheck.suppress.accepted import Accepted


class Settings(NamedTuple):
    """What holds for a file. `fails_at` is the severity that makes exit code 1, None for never."""

    options: Options
    folders: tuple[Path, ...]
    encoding: str | None
    fails_at: Severity | None
    accepted: str | None
    baseline: str | None


# What a checker is made from: options, and further rule folders.
CheckerKey = tuple[Options, tuple[Path, ...]]


class Desk:
    """Settings, checkers and decisions, each made on first use."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.configs = Configs(given.config)
        self._settings: dict[tuple[Config, str | None], Settings] = {}
        self._rulesets: dict[tuple[Path, ...], RuleSet] = {}
        self._checkers: dict[CheckerKey, Checker] = {}
        self._suppressors: dict[Settings, suppress.Suppressor] = {}
        self._lists: dict[str, Accepted] = {}

    def settings(self, path: str) -> Settings:
        """What holds for a file. Raises ConfigError."""
        config = self.configs.of(path)
        accepted = self.configs.accepted_list(path) if "accepted" in self.given.decisions else None
        key = (config, accepted)
        if key not in self._settings:
            self._settings[key] = _settings(self.given, config, accepted)
        return self._settings[key]

    def checker(self, settings: Settings) -> Checker:
        """The checker for a file. Raises ConfigError for names of rules that no rule has."""
        key = (settings.options, settings.folders)
        if key not in self._checkers:
            if settings.folders not in self._rulesets:
                self._rulesets[settings.folders] = load_ruleset(settings.folders)
            ruleset = self._rulesets[settings.folders]
            _known(settings.options, ruleset)
            self._checkers[key] = Checker(ruleset, settings.options)
        return self._checkers[key]

    def suppressor(self, settings: Settings) -> suppress.Suppressor:
        """The decisions on a file. Raises ConfigError for a list or a baseline that can't be read."""
        if settings not in self._suppressors:
            sources: list[suppress.Source] = [suppress.by_marks] if "marks" in self.given.decisions else []
            if settings.accepted is not None:
                sources.append(self._accepted(settings.accepted))
            if settings.baseline is not None:
                from mtcheck.suppress import baseline

                path = Path(settings.baseline)
                sources.append(baseline.Baseline(path, baseline.read(path), self.checker(settings).judges))
            self._suppressors[settings] = suppress.by(*sources)
        return self._suppressors[settings]

    def know(self, names: Sequence[str]) -> None:
        """Raises ConfigError for a name that no rule has of those that checkers were made with."""
        _known_rules(names, tuple(rule.id for ruleset in self._rulesets.values() for rule in ruleset.rules))

    def ready(self, settings: Settings) -> None:
        """Makes all that a file with these settings needs. Raises ConfigError."""
        self.checker(settings)
        self.suppressor(settings)

    def _accepted(self, name: str) -> Accepted:
        if name not in self._lists:
            from mtcheck.suppress import accepted

            self._lists[name] = accepted.Accepted(Path(name), accepted.read(Path(name)))
        return self._lists[name]

    @property
    def lists(self) -> tuple[Accepted, ...]:
        """The accepted lists that were read."""
        return tuple(self._lists.values())

    @property
    def checkers(self) -> Mapping[CheckerKey, Checker]:
        """The checkers that were made, in the order of their making."""
        return self._checkers

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Rule files that could not be used, each once."""
        return tuple(dict.fromkeys(failure for ruleset in self._rulesets.values() for failure in ruleset.failures))


def _settings(given: Given, config: Config, accepted: str | None) -> Settings:
    options = Options(
        source_lang=given.source_lang or config.source_lang,
        house=given.house or config.house,
        select=given.select or config.select,
        ignore=given.ignore or config.ignore,
        drafts=given.drafts or config.drafts,
        languagetool=given.languagetool or _mode() or config.languagetool,
        languagetool_url=given.languagetool_url or config.languagetool_url,
    )
    fail_on = given.fail_on or config.fail_on
    baseline = str(given.baseline.absolute()) if given.baseline else config.baseline
    return Settings(
        options,
        _folders(given.rules or tuple(Path(folder) for folder in config.rules)),
        given.encoding or config.encoding,
        None if fail_on == "never" else Severity[fail_on.upper()],
        accepted,
        baseline if "baseline" in given.decisions else None,
    )


def _mode() -> str:
    """What the environment says of LanguageTool, which wins over configurations; empty if it says nothing."""
    mode = os.environ.get(LANGUAGETOOL_VARIABLE, "")
    if mode and mode not in LANGUAGETOOL_MODES:
        raise ConfigError(f"{LANGUAGETOOL_VARIABLE} is “{mode}”{did_you_mean(mode, LANGUAGETOOL_MODES)}")
    return mode


def _folders(found: Sequence[Path]) -> tuple[Path, ...]:
    for folder in found:
        if not folder.is_dir():
            raise ConfigError(f"{folder}: no such rule folder (named by --rules, or by `rules` in the configuration)")
    return tuple(found)


def _known(asked: Options, ruleset: RuleSet) -> None:
    """Raises ConfigError for a name in --select or --ignore, or a source language, that no rule has."""
    _known_rules((*asked.select, *asked.ignore), tuple(rule.id for rule in ruleset.rules))
    if asked.source_lang:
        from mtcheck.provenance import languages_of

        known = languages_of(ruleset.rules)
        if asked.source_lang not in known:
            raise ConfigError(
                f"no rule knows the source language “{asked.source_lang}”{did_you_mean(asked.source_lang, known)}"
            )


def _known_rules(names: Sequence[str], ids: Sequence[str]) -> None:
    """Raises ConfigError for a name that is no rule, nor the beginning of some."""
    for name in names:
        if name != "all" and not any(each == name or each.startswith(name + ".") for each in ids):
            starts = set(ids) | {each.rpartition(".")[0] for each in ids} | {each.partition(".")[0] for each in ids}
            raise ConfigError(
                f"no rule is named “{name}”{did_you_mean(name, starts - {''})}; `mtcheck rules list` shows all"
            )
