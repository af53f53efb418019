"""Does the time of the checks on a whole story grow with its length, and not with the square of it?

    python -m benchmarks.speed.story                 every shape at 1/8, 1/4, 1/2 and all of a megabyte
    python -m benchmarks.speed.story --rules story   only these rules
    python -m benchmarks.speed.story --limit 1.6     exit code 1 if a megabyte takes over 1.6 times what length explains

Each shape is the worst case of something: one paragraph, one sentence, 100,000 sentences, 50,000 mentions of one name, a pronoun in
every sentence, quotations that are never closed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable

from mtcheck import inputs
from mtcheck.engine import Checker, selected
from mtcheck.model import Document, Options, RuleSet
from mtcheck.rulefile.compiled import load_ruleset

_WHOLE = 1_000_000
_PARTS = (8, 4, 2, 1)
_OURS = ("agreement", "consistency", "sentence", "story")
_NEWS = (
    "The ministry said on Monday that its troops had left Idlib province after a week of fighting. ",
    "“We will look into it,” Ibrahim Kalin said. “We need time,” he added. ",
    "Turkey, allied with rebels, says it wants to drive the group from its border by February 3. ",
)

SHAPES: dict[str, Callable[[int], str]] = {
    "one paragraph of news": lambda size: _filled("".join(_NEWS), size),
    "a paragraph a sentence": lambda size: _filled("\n\n".join(_NEWS) + "\n\n", size),
    "one sentence": lambda size: _filled("the ministry and the group and the country of his ", size) + ".",
    "short sentences": lambda size: _filled("He left it. ", size),
    "one name": lambda size: _filled("Ibrahim Kalin left. ", size),
    "one name, no stop": lambda size: _filled("Ibrahim Kalin ", size),
    "a pronoun in each": lambda size: _filled("The group sold his house. ", size),
    "they in one sentence": lambda size: _filled("the United States say they ", size),
    "quotations": lambda size: _filled("“We will go there now,” he said. ", size),
    "straight quotations": lambda size: _filled('"We will go there now," Dupont said. ', size),
    "quotations never closed": lambda size: _filled("“We will go. ", size),
    "a quotation over paragraphs": lambda size: _filled("“We will go there now.\n\n", size),
    "dates": lambda size: _filled("on 3 May and on May 4, ", size),
    "capitals": lambda size: _filled("A B C D ", size),
    "brackets": lambda size: _filled("Human Rights Watch (HRW) ", size),
    "stops": lambda size: _filled("said. of ", size),
}


def _filled(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def document(text: str) -> Document:
    """A text as a document."""
    return inputs.read("speed.txt", text.encode("utf-8"))


def seconds(checker: Checker, text: str) -> float:
    """CPU seconds of one check, the reading of the file apart."""
    read = document(text)
    start = time.process_time()
    checker.check(read)
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", nargs="*", default=list(_OURS), help="ids or beginnings of ids")
    parser.add_argument("--shapes", nargs="*", default=[], help="beginnings of names of shapes")
    parser.add_argument("--size", type=int, default=_WHOLE, help="code points of the largest text")
    parser.add_argument("--limit", type=float, default=0.0, help="how much more than linear is too much")
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    args = parser.parse_args()
    ruleset = load_ruleset()
    rules = tuple(rule for rule in ruleset.rules if selected(rule.id, args.rules, ()))
    checker = Checker(RuleSet(rules, ruleset.digest), Options("fr"))
    results: dict[str, list[float]] = {}
    for name, made in SHAPES.items():
        if args.shapes and not any(name.startswith(start) for start in args.shapes):
            continue
        results[name] = [seconds(checker, made(args.size // part)) for part in _PARTS]
        if not args.json:
            growth = _growth(results[name])
            print(
                f"{name:28s} " + " ".join(f"{took:8.3f}" for took in results[name]) + f"   {growth:5.2f} times linear",
                flush=True,
            )
    if args.json:
        print(json.dumps({"size": args.size, "parts": _PARTS, "rules": len(rules), "seconds": results}, indent=1))
    return int(bool(args.limit) and any(_growth(took) > args.limit for took in results.values()))


def _growth(took: list[float]) -> float:
    """Time of the whole over four times that of a quarter: 1 is linear, 4 is quadratic."""
    return took[-1] / (4 * took[1]) if took[1] else 0.0


if __name__ == "__main__":
    sys.exit(main())
