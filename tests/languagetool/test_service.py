from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from mtcheck.languagetool import Unavailable, client, server
from mtcheck.languagetool.grammar import Asked, Grammar
from mtcheck.languagetool.service import Service, _pieces

LINES = ["It must ally of Rome.", "This is a apple.", "Nothing here."]


def ids(found: list[tuple[client.Raw, ...]]) -> list[list[str]]:
    return [[raw.id for raw in matches] for matches in found]


def test_a_sentence_is_asked_about_once(installed: Path, grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service(grammar)
    first = service.begin(LINES).result()
    assert ids(first) == [["MTCHECK_TEST_MODAL"], ["EN_A_VS_AN"], []]
    assert service.version == "6.8"

    def never(*_: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr(client, "check", never)
    monkeypatch.setattr(client, "load", never)  # nor is the client imported for nothing
    assert Service(grammar).begin([*LINES, *LINES]).result() == first * 2
    with pytest.raises(AssertionError):
        Service(Grammar((*grammar.asked, Asked("ENGLISH_WORD_REPEAT_RULE", "")))).matches(LINES)


def test_a_server_killed_in_mid_request_is_replaced_and_nothing_is_lost(installed: Path, grammar: Grammar) -> None:
    service = Service(grammar, cached=False)
    service.matches(LINES)
    before = server.running(grammar)
    assert before is not None
    many = [f"This is number {number}, and a apple that must ally of Rome." for number in range(1_500)]
    killer = threading.Timer(0.3, os.kill, (before.process, signal.SIGKILL))
    killer.start()
    found = service.matches(many)
    killer.join()
    assert {len(matches) for matches in found} == {2}
    after = server.running(grammar)
    assert after is not None
    assert after.process != before.process


def test_a_server_that_hangs_in_mid_request_is_replaced(
    installed: Path, grammar: Grammar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_SECONDS", 2)
    service = Service(grammar, cached=False)
    service.matches(LINES)
    found = server.running(grammar)
    assert found is not None
    os.kill(found.process, signal.SIGSTOP)
    began = time.monotonic()
    assert ids(service.matches(LINES)) == [["MTCHECK_TEST_MODAL"], ["EN_A_VS_AN"], []]
    assert time.monotonic() - began < 40


def test_after_a_failure_it_is_not_tried_again(home: Path, grammar: Grammar) -> None:
    service = Service(grammar, url="http://127.0.0.1:9/")
    with pytest.raises(Unavailable, match="no LanguageTool answers"):
        service.matches(LINES)
    began = time.monotonic()
    with pytest.raises(Unavailable, match="no LanguageTool answers"):
        service.begin(LINES).result()
    assert time.monotonic() - began < 0.1


def test_a_newsrooms_own_server_says_what_it_lacks(installed: Path, grammar: Grammar) -> None:
    theirs = server.ensure(Grammar(()))
    service = Service(grammar, url=theirs.url)
    assert service.lacking() == ("MTCHECK_TEST_MODAL",)
    assert ids(service.matches(LINES)) == [[], ["EN_A_VS_AN"], []]
    assert service.version == "6.8"


def test_a_sentence_of_a_megabyte_is_checked_in_time(installed: Path, grammar: Grammar) -> None:
    long = "It is a apple, " * 70_000
    began = time.monotonic()
    (found,) = Service(grammar, cached=False).matches([long])
    assert time.monotonic() - began < 120
    assert len(found) == 70_000
    assert {long[raw.start : raw.end] for raw in found} == {"a"}


def test_pieces_of_a_long_sentence_are_all_of_it() -> None:
    for text in ("word " * 5_000, "x" * 10_000, "short.", "a" * 2_999 + " " + "b" * 4_000):
        pieces = _pieces(text)
        assert "".join(piece for _, piece in pieces) == text
        assert all(text[start : start + len(piece)] == piece for start, piece in pieces)
        assert max(len(piece) for _, piece in pieces) <= 3_000
    assert _pieces("   ") == []
