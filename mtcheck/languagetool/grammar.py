"""What rule files ask of LanguageTool: ids of its own rules, and rules of ours, from which its grammar file is made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import NamedTuple
from xml.parsers import expat

# LanguageTool reads this file after its own, from any place of the class path.
RESOURCE = "org/languagetool/rules/en/grammar_custom.xml"
PREFIX = "MTCHECK_"
_CLASS = re.compile(r"&([a-z][a-z0-9-]*);")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PARTS = ("antipattern", "rule", "pattern", "regexp", "filter", "message", "suggestion", "short", "example")


class GrammarError(ValueError):
    """XML of a rule that LanguageTool would not read; `line` counts from 1 in the text given."""

    def __init__(self, reason: str, line: int) -> None:
        self.line = line
        super().__init__(reason)


class Asked(NamedTuple):
    """One rule that LanguageTool runs for us: its id, our XML for it or "", and sentences that it must fire on."""

    id: str
    xml: str
    probes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grammar:
    """All that a set of rules asks."""

    asked: tuple[Asked, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids in order. The order counts: LanguageTool keeps what it has loaded by the list as it was sent."""
        return tuple(sorted({each.id for each in self.asked}))

    @cached_property
    def xml(self) -> str:
        """The grammar file of our own rules."""
        rules = {each.id: each.xml for each in self.asked if each.xml}
        body = "\n".join(rules[name] for name in sorted(rules))
        # A category without rules is no valid grammar.
        category = f'<category id="MTCHECK" name="mtcheck" type="grammar">\n{body}\n</category>\n' if body else ""
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rules lang="en">\n{category}</rules>\n'

    @cached_property
    def digest(self) -> str:
        """Stands for the file and the ids."""
        return hashlib.sha256("\0".join((self.xml, *self.ids)).encode()).hexdigest()[:16]


def own_id(rule_id: str) -> str:
    """The id that a rule of ours has in LanguageTool."""
    return PREFIX + re.sub(r"\W", "_", rule_id).upper()


def words_for(text: str, members: object) -> str:
    """`text` with each `&class;` as an alternation of the class's single words; `members` gives the words of a name."""

    def replaced(match: re.Match[str]) -> str:
        if match[1] in _XML_ENTITIES:
            return match[0]
        words = members(match[1])  # type: ignore[operator]
        return escape("|".join(word for word in words if re.fullmatch(r"\w+", word)), quote=False)

    return _CLASS.sub(replaced, text)


def rulegroup(rule_id: str, xml: str, bad: Sequence[tuple[str, str]]) -> str:
    """The group of rules that a rule file's `xml` stands for, complete as LanguageTool's schema wants it.

    `xml` has antipatterns that hold for all, and then one `<pattern>` or several `<rule>`s; a message and an example are
    added where there is none. `bad` are examples as (text with LanguageTool's marker, correction): the first is that of the
    first rule, and so on. Raises GrammarError.
    """
    parts = _top_level(xml)
    shared = [text for name, text in parts if name == "antipattern"]
    rules = [text for name, text in parts if name == "rule"]
    loose = [text for name, text in parts if name not in ("antipattern", "rule")]
    if bool(rules) == bool(loose):
        raise GrammarError("`xml` holds either one `<pattern>` or `<rule>` elements, after its antipatterns", 1)
    if loose:
        if sum(name in ("pattern", "regexp") for name, _ in parts) != 1:
            raise GrammarError("`xml` holds more than one `<pattern>`: put each in a `<rule>`", 1)
        rules = [f"<rule>{''.join(loose)}</rule>"]
    # LanguageTool's own test wants for each rule an example on which that rule fires.
    filled = [_filled(rule, bad[number : number + 1] or bad[:1]) for number, rule in enumerate(rules)]
    head = f'<rulegroup id="{own_id(rule_id)}" name="{escape(rule_id)}">'
    return "\n".join([head, *shared, *filled, "</rulegroup>"])


def _filled(rule: str, bad: Sequence[tuple[str, str]]) -> str:
    """A `<rule>` with a message and an example."""
    body = rule.rstrip()[: -len("</rule>")]
    names = {name for name, _ in _top_level(body[body.index(">") + 1 :])}
    if "pattern" not in names and "regexp" not in names:
        raise GrammarError("a `<rule>` without `<pattern>`", 1)
    if "message" not in names:
        message = "<message>mtcheck</message>"
        # The schema wants the message before suggestions and examples, and after the pattern and its filter.
        place = min(
            (body.index(tag) for tag in ("<suggestion", "<short", "<example") if tag in body), default=len(body)
        )
        body = body[:place] + message + body[place:]
    if "example" not in names:
        text, correction = bad[0] if bad else ("<marker>mtcheck</marker>", "")
        body += f'<example correction="{escape(correction)}">{text}</example>'
    return body + "</rule>"


def marked_example(text: str) -> str:
    """A `bad` example with its first `[[mark]]` as LanguageTool's marker."""
    before, opening, rest = text.partition("[[")
    marked, _, after = rest.partition("]]")
    plain = re.sub(r"\[\[|\]\]", "", after)
    return (
        f"{escape(before, quote=False)}<marker>{escape(marked, quote=False)}</marker>{escape(plain, quote=False)}"
        if opening
        else f"<marker>{escape(text, quote=False)}</marker>"
    )


def _top_level(xml: str) -> list[tuple[str, str]]:
    """The elements of a fragment as (name, text). Raises GrammarError for one that is not well-formed."""
    data = f"<x>{xml}</x>".encode()
    parser = expat.ParserCreate("utf-8")
    depth = 0
    begin = 0
    found: list[tuple[str, str]] = []

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth, begin
        depth += 1
        if depth == 2:
            begin = parser.CurrentByteIndex
            if name not in _PARTS:
                raise GrammarError(
                    f"`<{name}>` can't stand here (known: {', '.join(_PARTS)})", parser.CurrentLineNumber
                )

    def end(name: str) -> None:
        nonlocal depth
        if depth == 2:
            # An empty element ends where it began; its text runs to its bracket.
            at = parser.CurrentByteIndex
            close = data.index(b">", at) + 1
            found.append((name, data[begin:close].decode()))
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise GrammarError(f"not well-formed XML: {expat.ErrorString(error.code)}", error.lineno) from error
    return found
