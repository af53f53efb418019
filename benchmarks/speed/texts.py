"""The texts that speed is measured on: stories of about four kilobytes, as many as are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.accuracy import corpora
from mtcheck import inputs
from mtcheck.model import Document

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / "seeds" / "afp-idlib-2018.edited.txt"
STORY = 4_000  # code points
_SHORTEST = 1_000


def sources(data: Path | None) -> list[str]:
    """The clean news of a data folder, cut to the length of a story; without one, the seed's edited version."""
    if data is None:
        return [SEED.read_text("utf-8")]
    texts = [document.text[:STORY] for corpus in corpora.clean(data) for document in corpus.documents]
    return [text for text in texts if len(text) > _SHORTEST]


def stories(texts: list[str], size: int) -> Iterator[str]:
    """At least `size` code points of stories. Each time round, every story has another number in it, so that none is the same
    text as one before."""
    for number in count():
        for text in texts:
            story = text if number == 0 else f"{text}\n\nStory {number} ends here."
            yield story
            size -= len(story)
            if size <= 0:
                return


def one(texts: list[str], size: int) -> str:
    """`size` code points of stories in one text."""
    return "\n\n".join(stories(texts, size))[:size]


def document(text: str) -> Document:
    """A text as a document."""
    return inputs.read("story.txt", text.encode("utf-8", "replace"))


def tree(texts: list[str], size: int, folder: Path) -> int:
    """Writes stories of `size` code points as files, a hundred to a folder. Returns how many."""
    number = 0
    for number, story in enumerate(stories(texts, size), start=1):
        path = folder / f"{number // 100:04d}" / f"story-{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(story, "utf-8", "replace")
    return number
