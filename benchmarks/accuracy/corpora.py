"""Reads the corpora that the accuracy bench measures on. Each becomes a list of documents by name; none is kept here.

Offsets of gold spans are those of the text as it stands, so gold is never joined or cleaned.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtcheck import inputs
from mtcheck.model import Document

csv.field_size_limit(sys.maxsize)
# The LIG corpus's own preprocessing, not an engine's: spaced hyphens and zero-width characters.
_SPACED_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff]")
_STORY_SEGMENTS = 15


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents of one kind: `mt`, `post-edit` or `clean`."""

    name: str
    kind: str
    documents: tuple[Document, ...]
    langs: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return sum(len(document.text.split()) for document in self.documents)


def document(name: str, text: str) -> Document:
    """A text as a document."""
    return inputs.read(f"{name}.txt", text.encode("utf-8", "replace"))


def joined(text: str) -> str:
    """Text of the LIG corpus without the marks of its preprocessing."""
    return _ZERO_WIDTH.sub("", _SPACED_HYPHEN.sub("-", text))


def clean(folder: Path) -> Iterator[Corpus]:
    """Human news: one corpus a JSONL file, one document a line."""
    for path in sorted((folder / "clean").glob("*.jsonl")):
        documents = []
        for number, line in enumerate(path.read_text("utf-8").split("\n")):
            if line.strip():
                documents.append(document(f"{path.stem}-{number}", stories(json.loads(line)["paras"])))
        yield Corpus(path.stem, "clean", tuple(documents))


def stories(paras: list[list[str]] | list[str]) -> str:
    """Paragraphs of sentences as a text."""
    return "\n\n".join(para if isinstance(para, str) else " ".join(para) for para in paras)


def lig(folder: Path, part: str = "all") -> Iterator[Corpus]:
    """French news through two engines, and its post-edit, by pseudo-document. `part` is read (the first two thirds of
    the documents), unread, or all."""
    rows = _tsv(folder / "mt" / "lig_fr-en.tsv")
    names = list(dict.fromkeys(row["pseudo_doc"] for row in rows))
    cut = 2 * len(names) // 3
    kept = {"read": names[:cut], "unread": names[cut:], "all": names}[part]
    for column, kind in (("bing", "mt"), ("google", "mt"), ("human_pe", "post-edit")):
        texts: dict[str, list[str]] = {name: [] for name in kept}
        for row in rows:
            if row["pseudo_doc"] in texts and row[column]:
                texts[row["pseudo_doc"]].append(joined(row[column]))
        documents = tuple(
            document(f"lig-{column}-{name}", "\n\n".join(parts)) for name, parts in texts.items() if parts
        )
        yield Corpus(f"lig_{column}", kind, documents, ("fr",))


def _tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def jsonl_mt(folder: Path) -> Iterator[Corpus]:
    """Apertium and WMT21 outputs, one corpus a file and, for WMT21, a system."""
    for path in sorted((folder / "mt").glob("*.jsonl")):
        if path.stem.startswith("lig_gold"):
            continue
        groups: dict[tuple[str, str], list[Document]] = {}
        for number, line in enumerate(path.read_text("utf-8").split("\n")):
            if not line.strip():
                continue
            entry = json.loads(line)
            kind = "post-edit" if entry.get("kind") == "human_ref" else "mt"
            name = f"{path.stem}_{entry['system']}" if "system" in entry else path.stem
            groups.setdefault((name, kind), []).append(document(f"{name}-{number}", stories(entry["paras"])))
        lang = re.search(r"([a-z]{2})(?:-[a-z]{2})?-en", path.stem)
        for (name, kind), documents in groups.items():
            yield Corpus(name, kind, tuple(documents), (lang[1],) if lang else ())


def taraxu(folder: Path) -> Iterator[Corpus]:
    """German news through four systems, each with its post-edit."""
    rows = _tsv(folder / "mt" / "taraxu_de-en.tsv")
    for column, kind in (("mt_detok", "mt"), ("human_pe_detok", "post-edit")):
        for system in sorted({row["system"] for row in rows}):
            texts = [row[column] for row in rows if row["system"] == system and row[column]]
            documents = tuple(
                document(f"taraxu-{system}-{column}-{start}", "\n\n".join(texts[start : start + _STORY_SEGMENTS]))
                for start in range(0, len(texts), _STORY_SEGMENTS)
            )
            yield Corpus(f"taraxu_{system}", kind, documents, ("de",))


def everything(folder: Path) -> Iterator[Corpus]:
    """All corpora of a data folder."""
    yield from clean(folder)
    yield from lig(folder)
    yield from taraxu(folder)
    yield from jsonl_mt(folder)
