"""Makes `docs/rules.md`, the reference of all rules, from the rule files.

python scripts/make_rule_reference.py
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from mtcheck.model import Rule
from mtcheck.rulefile.compiled import load_ruleset

PATH = Path(__file__).parent.parent / "docs" / "rules.md"


def main() -> int:
    PATH.write_text(reference(load_ruleset().rules), "utf-8")
    return 0


def reference(rules: tuple[Rule, ...]) -> str:
    """The page: a table a family, a line a rule."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    lines = [
        "# Rules",
        "",
        "<!-- made by: python scripts/make_rule_reference.py -->",
        "",
        f"{len(ordered)} rules. `mtcheck rules show RULE` prints one with its examples.",
    ]
    for family, group in groupby(ordered, key=lambda rule: rule.id.partition(".")[0]):
        lines += [
            "",
            f"## {family}",
            "",
            "| rule | what | severity | evidence | status | from | why |",
            "|---|---|---|---|---|---|---|",
        ]
        for rule in group:
            cells = (
                rule.id,
                rule.title,
                rule.severity.name.lower(),
                rule.strength.name.lower(),
                rule.status.name.lower() + (f" ({', '.join(rule.house)})" if rule.house else ""),
                ", ".join(rule.source_langs),
                rule.why,
            )
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
