from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.languagetool import Unavailable, client, server
from mtcheck.languagetool.client import Raw, sendable
from mtcheck.languagetool.grammar import Grammar
from mtcheck.textview import utf16_length


@given(st.text())
def test_what_is_sent_counts_in_utf16_units_and_has_no_line_end(text: str) -> None:
    sent = sendable(text)
    assert len(sent) == utf16_length(text)
    assert all(ord(char) <= 0xFFFF for char in sent)
    assert not set(sent) & set("\n\r\x85\u2028\u2029")
    sent.encode("utf-8")


def test_ordinary_text_is_sent_as_it_is() -> None:
    text = "“Élysée – it’s 5 °C”, said 北京."
    assert sendable(text) == text


def test_batches_keep_order_and_size() -> None:
    parts = list(client.batches(["x" * 3_000] * 14))
    assert [(part.start, part.stop) for part in parts] == [(0, 2), (2, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)]
    assert list(client.batches(["x" * 50_000])) == [slice(0, 1)]
    assert list(client.batches([])) == []


def test_a_short_text_keeps_both_requests_busy_and_a_very_short_one_is_not_cut_up() -> None:
    assert len(list(client.batches(["x" * 100] * 41))) == 5
    assert list(client.batches(["x" * 100] * 9)) == [slice(0, 9)]


def test_ends_inside_a_pair_are_moved_behind_its_character() -> None:
    assert list(client._in_code_points("a😀b", [Raw("X", 1, 2, ())])) == [Raw("X", 1, 2, ())]
    assert list(client._in_code_points("a😀b", [Raw("X", 1, 3, ()), Raw("X", 3, 4, ())])) == [
        Raw("X", 1, 2, ()),
        Raw("X", 2, 3, ()),
    ]


def test_a_suggestion_with_a_stand_in_is_dropped() -> None:
    (raw,) = client._in_code_points("a 😀", [Raw("X", 0, 4, ("an □□", "an"))])
    assert raw.suggestions == ("an",)


def test_no_server_is_said_in_a_sentence() -> None:
    with pytest.raises(Unavailable, match=r"no LanguageTool answers at http://127\.0\.0\.1:9"):
        client.Tool("http://127.0.0.1:9", ("EN_A_VS_AN",))
    with pytest.raises(Unavailable, match="no LanguageTool answers"):
        client.version("http://127.0.0.1:9")


@pytest.mark.usefixtures("installed")
def test_emoji_before_in_and_after_a_match_in_threads(grammar: Grammar) -> None:
    tool = client.Tool(server.ensure(grammar).url, grammar.ids)
    sentences = []
    for number in range(60):
        before, after = "😀" * (number % 5), "🇫🇷" * (number % 3)
        sentences.append(f"{before} He said {before} that a apple {after} fell {before}.")
    with ThreadPoolExecutor(8) as callers:
        runs = list(callers.map(lambda _: client.check(tool, sentences), range(8)))
    for found in runs:
        for sentence, matches in zip(sentences, found, strict=True):
            assert [sentence[raw.start : raw.end] for raw in matches if raw.id == "EN_A_VS_AN"] == ["a"]
            assert [raw.suggestions for raw in matches] == [("an",)]


@pytest.mark.usefixtures("installed")
def test_a_batch_gives_each_sentence_what_it_gets_alone(grammar: Grammar) -> None:
    tool = client.Tool(server.ensure(grammar).url, grammar.ids)
    sentences = ["It must ally of Rome", "a apple", "(a)", "", "No.", "It is a hour. And a egg", "must", "ally of Rome"]
    together = client.check(tool, sentences)
    alone = [client.check(tool, [sentence])[0] for sentence in sentences]
    assert together == alone
    assert [raw.id for raw in together[0]] == ["MTCHECK_TEST_MODAL"]
    assert together[6] == together[7] == ()


@pytest.mark.usefixtures("installed")
def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    grammar: Grammar, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    url = server.ensure(grammar).url
    assert client.version(url) == "6.8"
    assert [raw.id for raw in client.check(client.Tool(url, grammar.ids), ["A apple."])[0]] == ["EN_A_VS_AN"]
