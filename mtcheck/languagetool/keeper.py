"""The watcher of one LanguageTool server: starts it, says where it listens, stops it when nobody asks any more.

Runs as a process of its own (`python -m mtcheck.languagetool.keeper FOLDER`), since a server that is shared by commands
belongs to none of them. LanguageTool itself never stops. `FOLDER` holds `start.json` (what to run), then `state.json` (where
it listens), `used` (touched at each request) and `alive.lock`, held as long as this process lives.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mtcheck.replacing import write_whole

_TRIES = 3  # ports
_READY_SECONDS = 60
_STOP_SECONDS = 10
_LOOK_SECONDS = 1.0
_LOCK_SECONDS = 3.0
# Loopback is never behind the proxy that the environment names.
_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


def main() -> int:
    """Keeps the server of the folder named on the command line. Exit code 0: stopped in order."""
    import filelock

    folder = Path(sys.argv[1])
    # Whoever asks whether a keeper lives holds the lock for a moment.
    alive = filelock.FileLock(folder / "alive.lock", timeout=_LOCK_SECONDS)
    try:
        alive.acquire()
    except filelock.Timeout:
        return 0  # Another keeper was faster.
    order = json.loads((folder / "start.json").read_text("utf-8"))
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    server = None
    try:
        listening = _listening(order, folder)
        if listening is None:
            return 1
        server, port = listening
        state = {
            "port": port,
            "keeper": os.getpid(),
            "server": server.pid,
            "started": time.time(),
            "version": order["version"],
        }
        write_whole(folder / "state.json", json.dumps(state).encode())
        return _watch(server, folder, float(order["idle"]))
    except SystemExit:
        return 0
    finally:
        with contextlib.suppress(OSError):
            (folder / "state.json").unlink()
        if server is not None:
            _end(server)
        alive.release()


def _listening(order: Mapping[str, Any], folder: Path) -> tuple[subprocess.Popen[bytes], int] | None:
    """A server that answers, and its port; None if none did on several ports."""
    for _ in range(_TRIES):
        port = _free_port()
        server = _start(order, folder, port)
        try:
            # What answers must be ours: a port can be taken between the look and the start, and then ours ends.
            if _ready(server, port) and _warm_up(port, order) and server.poll() is None:
                return server, port
        except BaseException:
            _end(server)
            raise
        _end(server)
    return None


def run_once(order: Mapping[str, Any], folder: Path, seconds: float) -> bool:
    """Starts a server, lets it check a text, and ends it in order within `seconds`; True if all went well. Raises OSError."""
    server = _start(order, folder, port := _free_port())
    try:
        checked = _ready(server, port) and _warm_up(port, order)
        server.terminate()
        server.wait(seconds)
        return checked
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(server)


def _stop(number: int, frame: object) -> None:
    # From here on a second signal must not cut the clean-up short.
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise SystemExit(0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(order: Mapping[str, Any], folder: Path, port: int) -> subprocess.Popen[bytes]:
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            [*order["command"], "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )


def _die_with_parent() -> None:
    """A keeper that is killed outright takes the server with it (Linux: PR_SET_PDEATHSIG)."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _ready(server: subprocess.Popen[bytes], port: int) -> bool:
    """True once the server answers; False if it ended or took too long."""
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with _OPEN(f"http://127.0.0.1:{port}/v2/healthcheck", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.03)
    return False


def _warm_up(port: int, order: Mapping[str, Any]) -> bool:
    """True if the server checks a text. The first one makes it load its rules: better before a command waits for it."""
    form = {"language": "en-US", "text": "It is warm.", "enabledOnly": "true", "enabledRules": ",".join(order["ids"])}
    url = f"http://127.0.0.1:{port}/v2/check"
    try:
        with _OPEN(url, urllib.parse.urlencode(form).encode(), timeout=_READY_SECONDS) as answer:
            return "matches" in json.load(answer)
    except (OSError, ValueError):
        return False


def _watch(server: subprocess.Popen[bytes], folder: Path, idle: float) -> int:
    """Returns when the server ended, nobody used it for `idle` seconds, or its folder is gone."""
    while True:
        try:
            server.wait(_LOOK_SECONDS)
            return 1
        except subprocess.TimeoutExpired:
            pass
        try:
            if time.time() - (folder / "used").stat().st_mtime > idle or not (folder / "state.json").exists():
                return 0
        except OSError:
            return 0


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
    server.wait()


if __name__ == "__main__":
    sys.exit(main())
