"""The server that one forgets: started on first need, shared by later commands of the user, never two for one grammar.

Each grammar has a folder in the user's cache; a lock in it is held by the keeper as long as it lives, so no process number
is ever trusted to say that a server is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.languagetool import Unavailable, keeper, runtime
from mtcheck.languagetool.grammar import RESOURCE, Grammar

if TYPE_CHECKING:
    import psutil

IDLE_SECONDS = 900.0
_IDLE_VARIABLE = "MTCHECK_LANGUAGETOOL_IDLE"
_START_SECONDS = 75.0
_STOP_SECONDS = 15.0
# A busy server answers late: many commands at once stand in one queue. Only one that says nothing for so long hangs.
_HEALTH_SECONDS = 15.0
# A server for other rules that nobody used for so long makes room for a new one.
_SPARE_SECONDS = 60.0
_MOST_SERVERS = 2
# C1 alone and the serial collector: half the time to the first finding, and 290 MB instead of 600.
_JAVA_OPTIONS = (
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
    # Without it each answer waits 40 ms for the client's acknowledgement.
    "-Dsun.net.httpserver.nodelay=true",
)
_SETTINGS = {
    # Keeps rules loaded from request to request; two requests at once, for each of a few sets of rules.
    "pipelineCaching": "true",
    "maxPipelinePoolSize": "8",
    "pipelineExpireTimeInSeconds": "86400",
    "maxCheckThreads": "4",
    "maxCheckTimeMillis": "60000",
    "skipLoggingChecks": "true",
}
_FORMAT = 1
_MAIN = "org.languagetool.server.HTTPServer"
_CACHE_SECONDS = 60.0
# Errors only: a server that stays would fill the disk with a line for each request, and texts are nobody's business.
_QUIET = """<configuration>
  <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%level %msg%n</pattern></encoder></appender>
  <root level="ERROR"><appender-ref ref="out"/></root>
</configuration>
"""
_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Server(NamedTuple):
    """A server that answers."""

    url: str
    version: str
    folder: Path
    keeper: int
    process: int
    started: float

    def used(self) -> None:
        """Notes that the server is wanted; it stops when that was long ago."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / "used")


def folders() -> Path:
    """Where each server has its folder."""
    return runtime.home() / "servers"


def key(grammar: Grammar) -> str:
    """Names the server that a grammar needs: the jars, our rules, how Java is run."""
    parts = (str(_FORMAT), runtime.lock_digest(), grammar.xml, *_JAVA_OPTIONS, *_SETTINGS.values())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def running(grammar: Grammar) -> Server | None:
    """The server for a grammar, if one answers."""
    return _answering(folders() / key(grammar))


def ensure(grammar: Grammar) -> Server:
    """The server for a grammar, started if there is none. One that does not answer is replaced. Raises Unavailable."""
    folder = folders() / key(grammar)
    found = _answering(folder)
    if found is not None:
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with runtime.locked(folder.with_suffix(".lock"), _START_SECONDS):
            found = _answering(folder)
            if found is not None:
                return found
            _end(folder)
            _make_room(folder)
            return _started(folder, grammar)
    except OSError as error:
        raise Unavailable(f"LanguageTool could not be started in {folder}: {error.strerror or error}") from error


def replaced(server: Server, grammar: Grammar) -> Server:
    """A server instead of one that crashed or hangs; the same one if it is well after all, since others may be using it.
    Raises Unavailable."""
    try:
        with runtime.locked(server.folder.with_suffix(".lock"), _START_SECONDS):
            # Another command may have replaced it already.
            state = _state(server.folder)
            if state is not None and state.get("keeper") == server.keeper and _answering(server.folder) is None:
                _end(server.folder)
    except OSError as error:
        raise Unavailable(f"LanguageTool's server could not be replaced: {error.strerror or error}") from error
    return ensure(grammar)


def servers() -> Iterator[Server]:
    """All servers of the user that answer."""
    for folder in _all_folders():
        found = _answering(folder)
        if found is not None:
            yield found


def stop() -> int:
    """Stops all servers of the user, and returns how many ran. Nothing is left of them. Raises Unavailable."""
    stopped = 0
    try:
        for folder in _all_folders():
            with runtime.locked(folder.with_suffix(".lock"), _START_SECONDS):
                stopped += _end(folder)
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise Unavailable(f"LanguageTool's server could not be stopped: {error.strerror or error}") from error
    return stopped


def _all_folders() -> list[Path]:
    try:
        return sorted(path for path in folders().iterdir() if path.is_dir())
    except OSError:
        return []


def _state(folder: Path) -> dict[str, Any] | None:
    try:
        state = json.loads((folder / "state.json").read_text("utf-8"))
        return state if isinstance(state, dict) else None
    except (OSError, ValueError):
        return None


def _answering(folder: Path) -> Server | None:
    state = _state(folder)
    if state is None or not _kept(folder):
        return None
    try:
        url = f"http://127.0.0.1:{state['port']}/"
        with _OPEN(f"{url}v2/healthcheck", timeout=_HEALTH_SECONDS) as answer:
            if answer.status != 200:
                return None
        found = Server(
            url, str(state["version"]), folder, int(state["keeper"]), int(state["server"]), float(state["started"])
        )
    except (OSError, KeyError, ValueError, TypeError):
        return None
    found.used()
    return found


def _kept(folder: Path) -> bool:
    """True if a keeper lives: it holds this lock, and the system frees it however the keeper ends."""
    import filelock

    if not (folder / "alive.lock").exists():
        return False
    try:
        with filelock.FileLock(folder / "alive.lock", timeout=0):
            return False
    except filelock.Timeout:
        return True
    except OSError:
        return False


def _started(folder: Path, grammar: Grammar) -> Server:
    """Starts keeper and server. The caller holds the folder's lock. Raises Unavailable and OSError."""
    wrong = runtime.wrong_jars()
    if wrong:
        names = ", ".join(jar.name for jar in wrong[:3])
        raise Unavailable(
            f"LanguageTool's files are not as they should be ({names}): run `mtcheck languagetool install`"
        )
    runtime.write_plain_server_jar()
    for old in folder.iterdir():
        if old.name != "alive.lock":
            old.unlink()
    order = {
        "command": command(folder, grammar),
        "ids": grammar.ids,
        "version": runtime.version(),
        "idle": idle_seconds(),
    }
    (folder / "start.json").write_text(json.dumps(order), "utf-8")
    (folder / "used").touch()
    keeper_process = _spawned(folder)
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        found = _answering(folder)
        if found is not None:
            # Python warns of a process that is forgotten while it runs; to be forgotten is what this one is for.
            keeper_process.returncode = 0
            return found
        if keeper_process.poll() is not None:
            raise Unavailable(f"LanguageTool did not start: {_last_words(folder)}")
        time.sleep(0.02)
    _end(folder)
    raise Unavailable(f"LanguageTool did not start within {_START_SECONDS:.0f} seconds")


def command(folder: Path, grammar: Grammar, *options: str) -> list[str]:
    """The command line of a server, all but its port; writes the files that it needs. Raises OSError and Unavailable."""
    jar = folder / "grammar.jar"
    # Last on the class path: what stands before it stays what Java's cache of loaded classes was made for.
    runtime.write_jar(jar, {RESOURCE: grammar.xml.encode()})
    settings = folder / "server.properties"
    settings.write_text("".join(f"{name}={value}\n" for name, value in _SETTINGS.items()), "utf-8")
    quiet = folder / "logback.xml"
    quiet.write_text(_QUIET, "utf-8")
    path = os.pathsep.join(map(str, [*runtime.class_path(), jar]))
    cached = class_cache()
    more = options or ((f"-XX:AOTCache={cached}",) if cached.exists() else ())
    return [
        str(runtime.java()),
        *_JAVA_OPTIONS,
        f"-Dlogback.configurationFile={quiet}",
        *more,
        "-cp",
        path,
        _MAIN,
        "--config",
        str(settings),
    ]


def class_cache() -> Path:
    """Java's cache of loaded classes, made once at install; it saves a third of a cold start."""
    return runtime.home() / f"classes-{runtime.lock_digest()}.aot"


def idle_seconds() -> float:
    """How long a server stays without being asked."""
    try:
        return float(os.environ[_IDLE_VARIABLE])
    except (KeyError, ValueError):
        return IDLE_SECONDS


def _spawned(folder: Path) -> subprocess.Popen[bytes]:
    # A session, or on Windows a group, of its own: the keeper outlives this command and its Ctrl-C.
    flags = 0x00000008 | 0x00000200 if sys.platform == "win32" else 0
    # -P: a file in the current folder is no part of the program.
    words = [sys.executable, "-P", "-m", "mtcheck.languagetool.keeper", str(folder)]
    with (folder / "keeper.log").open("wb") as log:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=sys.platform != "win32",
            creationflags=flags,
        )


def _last_words(folder: Path) -> str:
    for name in ("keeper.log", "server.log"):
        with contextlib.suppress(OSError):
            lines = (folder / name).read_text("utf-8", "replace").strip().splitlines()
            if lines:
                return lines[-1][:200]
    return "Java gave no reason"


def _make_room(folder: Path) -> None:
    """Stops servers for other rules that nobody uses, before a third one takes its memory."""
    others = sorted(
        (used, path) for path in _all_folders() if path != folder and _kept(path) and (used := _used(path)) is not None
    )
    for used, path in others[: max(len(others) - _MOST_SERVERS + 1, 0)]:
        if time.time() - used > _SPARE_SECONDS:
            _end(path)


def _used(folder: Path) -> float | None:
    try:
        return (folder / "used").stat().st_mtime
    except OSError:
        return None


def _end(folder: Path) -> bool:
    """Ends keeper and server of a folder; True if one of them ran."""
    import psutil

    found = _processes(folder)
    for process in found:
        with contextlib.suppress(psutil.Error):
            # A stopped process would take the signal only when somebody lets it go on.
            process.resume()
            process.terminate()
    # The keeper ends the server in order; what does not go in time is killed.
    _, stubborn = psutil.wait_procs(found, _STOP_SECONDS)
    for process in [*stubborn, *_processes(folder)]:
        with contextlib.suppress(psutil.Error):
            process.kill()
            process.wait(_STOP_SECONDS)
    with contextlib.suppress(OSError):
        (folder / "state.json").unlink()
    return bool(found)


def _processes(folder: Path) -> list[psutil.Process]:
    """The living processes of a folder: keepers and servers whose command line names it. Numbers that were noted would not
    do: a keeper that was killed leaves a server that nobody noted, and numbers are used again."""
    import psutil

    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            words = process.cmdline()
            ours = "mtcheck.languagetool.keeper" in words or _MAIN in words
            if ours and any(str(folder) in word for word in words) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def make_class_cache(grammar: Grammar) -> bool:
    """Lets Java note what a server loads, for later starts; True if that worked. Takes seconds, once at install.

    Java before 25 has no such cache, and a server that can't be ended in order (Windows) writes none: then starts take a
    second longer.
    """
    cached = class_cache()
    folder = folders() / "first"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in runtime.home().glob("classes-*.aot*"):
            old.unlink()
        options = ("-XX:+IgnoreUnrecognizedVMOptions", f"-XX:AOTCacheOutput={cached}")
        order = {"command": command(folder, grammar, *options), "ids": grammar.ids}
        if not keeper.run_once(order, folder, _CACHE_SECONDS):
            cached.unlink(missing_ok=True)
    except OSError:
        return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return cached.exists()
