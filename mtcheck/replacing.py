"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A stream that becomes the file `path` when all went well, with the permissions and, where that is allowed, the owner of
    the file that was there; a link stays one. Raises OSError; the file is as it was then."""
    target = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=f".{os.path.basename(target)}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _own_like(target, temporary)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all. Raises OSError."""
    with replacing(str(path)) as stream:
        stream.write(data)


def _own_like(model: str, path: str) -> None:
    """Gives a file the permissions and the owner of another one, or the permissions of a new one where that is not there."""
    try:
        there = os.stat(model)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(path, 0o666 & ~mask)
        return
    os.chmod(path, there.st_mode & 0o7777)
    with contextlib.suppress(OSError):
        os.chown(path, there.st_uid, there.st_gid)
