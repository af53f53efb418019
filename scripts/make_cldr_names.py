"""Builds `rules/names/<language>/cldr*.tsv`: names of countries, territories, cities and currencies from CLDR.

    python scripts/make_cldr_names.py [--languages fr es] [--check]

CLDR (Unicode licence) is read through Babel. Three files beside this script say what CLDR does not know: `cldr_english.tsv`
the wire's English form of a CLDR name, `cldr_exceptions.tsv` the rows that are unsafe or wrong. Rows are left out
whose form is the English one as well, or stands in a table that was written by hand; a form that English texts have (word
frequencies of wordfreq), or that is official where the language is spoken, is marked `never`.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.languages import get_official_languages
from babel.numbers import get_currency_name, get_territory_currencies
from wordfreq import zipf_frequency

ROOT = Path(__file__).parent.parent
LANGUAGES = {
    "fr": "French",
    "es": "Spanish",
    "de": "German",
    "it": "Italian",
    "pt": "Portuguese",
    "tr": "Turkish",
    "pl": "Polish",
}

# Zipf scale: the decimal logarithm of occurrences in a billion words.
ENGLISH_NEVER = 2.4
"""A word that English texts have this often may be meant."""
ENGLISH_DROP = 3.2
"""A word this frequent in English is an English word."""
# Zones whose last part is no city that news writes about, or not by that name.
_NO_CITIES = (
    "America/Indiana/",
    "America/Kentucky/",
    "America/North_Dakota/",
    "Etc/",
    "Antarctica/",
    "Arctic/",
    "US/",
    "Canada/",
    "Brazil/",
    "Chile/",
    "Mexico/",
    "SystemV/",
)
_COLUMNS = ("source", "english", "safety", "context", "note", "origin")
_ONE = {"territories": "territory", "cities": "city", "currencies": "currency"}
_SAINT = re.compile(r"\bSainte?[ -]")
_IN_PLACE = "before=in|to|from|near|of; after='s"
_TABLES = {
    "cldr": ("name of a country or city", "safe", "The word {name} stood there."),
    "cldr-areas": ("name of a country or area", "unsafe", "They spoke of {name} again."),
    "cldr-currencies": ("name of a currency", "unsafe", "They paid in {name} again."),
}


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A row: foreign form, English form, safety, context, what it names ("territory FR", "city Europe/Paris", …)."""

    source: str
    english: str
    safety: str
    context: str
    note: str


def main() -> int:
    """Writes the tables, or with `--check` says which ones differ (exit code 1)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", nargs="*", default=list(LANGUAGES), choices=list(LANGUAGES))
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a table is not what CLDR gives")
    arguments = parser.parse_args()
    stale = []
    for language in arguments.languages:
        for path, text in files(language):
            if arguments.check:
                if not path.exists() or path.read_text("utf-8") != text:
                    stale.append(str(path.relative_to(ROOT)))
            else:
                path.write_text(text, "utf-8")
    for path in stale:
        print(f"{path} is not what scripts/make_cldr_names.py makes: run it")
    return 1 if stale else 0


def files(language: str) -> Iterator[tuple[Path, str]]:
    """Paths and contents of the generated tables and rule files of a language."""
    folder = ROOT / "rules" / "names" / language
    taken = by_hand(folder)
    rows = [row for row in names(language) if row.source not in taken and row.source != row.english]
    tables = {
        "cldr": [row for row in rows if not row.note.startswith("currency") and not row.english.startswith("the ")],
        "cldr-areas": [row for row in rows if not row.note.startswith("currency") and row.english.startswith("the ")],
        "cldr-currencies": [row for row in rows if row.note.startswith("currency")],
    }
    for name, chosen in tables.items():
        if any(row.safety == "always" for row in chosen):
            yield folder / f"{name}.tsv", table(chosen)
            yield folder / f"{name}.yaml", rule(language, name, next(row for row in chosen if row.safety == "always"))


def by_hand(folder: Path) -> frozenset[str]:
    """The source forms of the tables of a language that were not generated."""
    found: set[str] = set()
    for path in folder.glob("*.tsv"):
        if not path.stem.startswith("cldr"):
            found.update(row["source"] for row in read(path))
    return frozenset(found)


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a TSV by column; lines that start with `#` are comments."""
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if line.strip() and not line.startswith("#"))
        return [dict(row) for row in csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE)]


def names(language: str) -> list[Name]:
    """All rows that CLDR gives for a language, without those that are left out by rule or by hand."""
    wire = {ascii_form(row["cldr"]): row["english"] for row in read(ROOT / "scripts" / "cldr_english.tsv")}
    exceptions = {(row["language"], row["source"]): row for row in read(ROOT / "scripts" / "cldr_exceptions.tsv")}
    english_forms = {plain(form) for form, _ in (*territories("en"), *cities("en"), *currencies("en"))} | set(
        wire.values()
    )
    found: dict[str, Name] = {}
    for note, source, english in entries(language):
        english = wire.get(english, english)
        if english == "-" or source in found or not usable(source, english, note, language):
            continue
        safety, context = "always", ""
        if is_native(note, language) or english_use(source) >= ENGLISH_NEVER:
            safety = "never"
        if source in english_forms or english_use(source) >= ENGLISH_DROP:
            continue
        exception = exceptions.get((language, source)) or exceptions.get(("*", source))
        if exception is not None:
            if exception["safety"] == "drop":
                continue
            safety = exception["safety"] or safety
            english = exception["english"] or english
            context = _IN_PLACE if safety == "context" else ""
        found[source] = Name(source, english, safety, context, note)
    return sorted(found.values())


def entries(language: str) -> Iterator[tuple[str, str, str]]:
    """What each row names, its foreign form and CLDR's English form."""
    for kind in (territories, cities, currencies):
        english = {code: form for form, code in kind("en")}
        for form, code in kind(language):
            if code in english:
                yield f"{_ONE[kind.__name__]} {code}", plain(form), ascii_form(plain(english[code]))


def territories(language: str) -> Iterator[tuple[str, str]]:
    """Names of countries and territories with their ISO codes."""
    for code, form in Locale.parse(language).territories.items():
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "XA", "XB", "EZ", "QO", "UN"):
            yield form, code


def cities(language: str) -> Iterator[tuple[str, str]]:
    """Names of cities with the time zone that is named after them."""
    zones = Locale.parse("en").time_zones.keys() | Locale.parse("fr").time_zones.keys()
    own = Locale.parse(language).time_zones
    for zone in sorted(zones):
        city = own.get(zone, {}).get("city")
        if city is None and language == "en":
            city = zone.rpartition("/")[2].replace("_", " ")
        if city and "/" in zone and not zone.startswith(_NO_CITIES):
            yield city, zone


def currencies(language: str) -> Iterator[tuple[str, str]]:
    """Names of the currencies that are in use, for one and for many, with their codes."""
    territories_ = [code for code in Locale.parse("en").territories if len(code) == 2]
    for code in sorted({currency for territory in territories_ for currency in get_territory_currencies(territory)}):
        for count in (1, 10):
            yield get_currency_name(code, count=count, locale=language), f"{code} {count}"


def usable(source: str, english: str, note: str, language: str) -> bool:
    """False for a form that has marks of CLDR in it, or that differs from English by letters which a house style may keep:
    a city's, and a country's in its own language."""
    if (
        any(mark in source + english for mark in "()[]/&,")
        or len(source) < 4
        or fold(_SAINT.sub("St ", source)) == fold(english)
    ):
        return False
    if note.startswith("currency") and not (" " in source or "-" in source):
        return False
    return fold(source) != fold(english) or (
        note.startswith("territory") and english.isascii() and not is_native(note, language)
    )


def ascii_form(text: str) -> str:
    """The text without diacritics, as most agencies print it."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def fold(text: str) -> str:
    """Lower case without diacritics, hyphens and apostrophes."""
    return "".join(char for char in ascii_form(text.lower()) if char.isalnum())


def plain(text: str) -> str:
    """The text with plain apostrophes and blanks."""
    return " ".join(text.replace("\u2019", "'").replace("\u00a0", " ").split())


def english_use(source: str) -> float:
    """Zipf frequency in English of a single word; a longer name is nothing that English says."""
    return zipf_frequency(source, "en") if source.isalpha() else 0.0


def is_native(note: str, language: str) -> bool:
    """True for a territory whose official language this is: its names stand in English copy in that form as well."""
    kind, _, code = note.partition(" ")
    return kind == "territory" and language in get_official_languages(code, de_facto=True)


def table(rows: list[Name]) -> str:
    """The rows as a TSV."""
    lines = [
        "# Made by scripts/make_cldr_names.py from CLDR (Unicode licence, see NOTICE); corrections: scripts/cldr_exceptions.tsv"
    ]
    lines.append("\t".join(_COLUMNS))
    lines += ["\t".join((row.source, row.english, row.safety, row.context, row.note, "cldr")) for row in rows]
    return "\n".join(lines) + "\n"


def rule(language: str, name: str, row: Name) -> str:
    """The rule file of a table."""
    title, safety, template = _TABLES[name]
    word = LANGUAGES[language]
    article = "an" if word[0] in "AEIOU" else "a"
    return f"""# Made by scripts/make_cldr_names.py
id: names.{language}.{name}
title: "{word} {title}"
message: "“{{match}}” is {article} {word} name; English writes “{{fix}}”."
why: |
  The name stands in its {word} form, which an engine prints as it is when it does not know it. English has its own.
category: terminology/inconsistent-with-terminology-resource
severity: major
status: stable
strength: strong
source-langs: [{language}]
kind: names
table: {name}.tsv
template: "{template}"
fix: {{safety: {safety}, case: keep}}
examples:
  - bad: "{template.replace("{name}", f"[[{row.source}]]")}"
    good: "{template.replace("{name}", row.english)}"
  - ok: "{template.replace("{name}", row.english)}"
"""


if __name__ == "__main__":
    sys.exit(main())
