"""Word classes: `<vehicle>`, `<v:fire|shoot>` and `<n:plane|jet>` in an expression, and the files behind the names.

A class is a text file, one form a line, in the folder `classes/` of a rule folder. A line `# inflect: verb` (or `noun`)
makes every line stand for all its forms; then `<name.past>`, `<name.plural>` and the like pick one form. A line `<other>`
includes another class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from mtcheck.wording import precompiled
from mtcheck.wording.inflect import Inflector, inflector

_REFERENCE = r"(?<!\(\?P)(?<!\(\?)<([a-z][a-z0-9-]*)(?:\.([a-z]+))?(?::([^<>]+))?>"


class UnknownClassError(LookupError):
    """An expression names a class that no file defines; `known` has the names there are."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(sorted(known))
        super().__init__(name)


class Classes:
    """The word classes of some rule folders; a later folder replaces the classes of an earlier one by name."""

    def __init__(self, folders: Iterable[Path] = (), *, inflect: Inflector | None = None) -> None:
        self._inflect = inflect or inflector()
        self._sources: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.expressions: dict[bytes, bytes] = {}
        for folder in folders:
            for path in sorted((folder / "classes").glob("*.txt")):
                self._sources[path.stem] = _read(path)

    def compiled(self, pattern: str, ignore_case: bool = False) -> None:
        """Keeps the code of an expanded expression in `expressions`, for the store that is written with the rules. Raises
        re.error for one that does not compile."""
        key, code = precompiled.made(pattern, ignore_case)
        self.expressions[key] = code

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._sources))

    def forms(self, name: str, form: str | None = None) -> tuple[str, ...]:
        """All surface forms of a class, or those of one inflected form. Raises UnknownClassError."""
        if name not in self._sources:
            raise UnknownClassError(name, self._sources)
        inflect, lines = self._sources[name]
        found: list[str] = []
        for line in lines:
            included = re.fullmatch(_REFERENCE, line)
            if included:
                found.extend(self.forms(included[1], included[2] or form))
            else:
                found.extend(self.inflected(line, inflect, form))
        return tuple(dict.fromkeys(found))

    def inflected(self, lemma: str, inflect: str, form: str | None) -> tuple[str, ...]:
        """The forms of one word; `inflect` is "verb", "noun" or "" for a word that stands for itself."""
        if inflect == "verb":
            forms = self._inflect.verb(lemma)
            extra = ("are", "am", "were") if lemma == "be" else ()
            return tuple(dict.fromkeys((*forms, *extra))) if form is None else (str(getattr(forms, form)),)
        if inflect == "noun":
            both = {"singular": lemma, "plural": self._inflect.plural(lemma)}
            return tuple(both.values()) if form is None else (both[form],)
        return (lemma,)

    def expand(self, pattern: str) -> str:
        """`pattern` with each class reference as an alternation of its forms. Raises UnknownClassError."""

        def replaced(match: re.Match[str]) -> str:
            name, form, inline = match.groups()
            if inline is None:
                return alternation(self.forms(name, form))
            kind = {"v": "verb", "n": "noun"}.get(name)
            if kind is None:
                raise UnknownClassError(f"{name}:", ("v:", "n:"))
            words = inline.split("|")
            return alternation(form_ for word in words for form_ in self.inflected(word, kind, form))

        return re.sub(_REFERENCE, replaced, pattern)


def alternation(words: Iterable[str]) -> str:
    """A non-capturing group that matches exactly `words`, the longest first, with common beginnings shared."""
    trie: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return f"(?:{_trie_pattern(trie)})"


def _trie_pattern(trie: Mapping[str, dict]) -> str:  # type: ignore[type-arg]
    branches = []
    for char, node in sorted(trie.items(), key=lambda item: item[0], reverse=True):
        if char == "":
            continue
        chain = re.escape(char) if char != " " else " +"
        while len(node) == 1 and "" not in node:
            ((char, node),) = node.items()
            chain += re.escape(char) if char != " " else " +"
        inner = _trie_pattern(node)
        if not inner:
            branches.append(chain)
        elif "" in node:
            branches.append(f"{chain}(?:{inner})?")
        else:
            branches.append(f"{chain}(?:{inner})" if len(node) > 1 else chain + inner)
    return "|".join(branches)


def _read(path: Path) -> tuple[str, tuple[str, ...]]:
    inflect = ""
    lines = []
    for line in path.read_text("utf-8").splitlines():
        text = line.strip()
        if text.startswith("# inflect:"):
            inflect = text.partition(":")[2].strip()
        elif text and not text.startswith("#"):
            lines.append(text)
    return inflect, tuple(lines)


__all__ = ["Classes", "UnknownClassError", "alternation"]
