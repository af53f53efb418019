"""Counts over a corpus."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

from mtcheck.engine import Checker
from mtcheck.model import Severity, Verdict
from mtcheck.score import tally
from tests.conftest import document


def test_counts(checker: Callable[..., Checker]) -> None:
    rules = checker(("names.one", "Idleb", "Idlib"), ("names.two", "Raqa", "Raqqa"))
    texts = {"in/a.txt": "Idleb, Idleb and Raqa.", "in/b.txt": "Idleb is no more.", "c.txt": "Nothing.", "d.txt": ""}
    files = [rules.check(document(text, path))[0] for path, text in texts.items()]
    files[0] = files[0]._replace(verdict=Verdict("fr", 0.9))
    files[1] = files[1]._replace(verdict=Verdict("fr", 0.2))
    found = tally.tally(files, "the signature")
    assert (found.all.files, found.all.words, found.all.findings) == (4, 9, 4)
    assert found.all.severities == {Severity.MAJOR: 4}
    assert {name: (rule.findings, rule.files) for name, rule in found.rules.items()} == {
        "names.one": (3, 2),
        "names.two": (1, 1),
    }
    assert {name: group.findings for name, group in found.languages.items()} == {"fr": 3, "none": 1}
    assert {name: group.files for name, group in found.folders.items()} == {"in": 2, ".": 2}
    assert found.rule_languages == {"fr": 4}
    out = io.StringIO()
    tally.write_json(found, out)
    made = json.loads(out.getvalue())
    assert [each["rule"] for each in made["rules"]] == ["names.one", "names.two"]
    assert made["total"]["findings_per_10000_words"] == 10_000 * 4 / 9
    assert made["folders"]["in"]["major"] == 4
