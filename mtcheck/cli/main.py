"""The program: what is asked for is done, and an error becomes one sentence and exit code 2."""

import atexit
import errno
import gc
import os
import sys

from mtcheck.errors import MtcheckError

# What a full disk, a quota and a limit of the shell say.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

# Nearly all that a run makes lives to its end: to look for garbage in it as often as Python does takes a quarter of the time of a
# long text. The first of these is more than a check of one story makes.
GARBAGE = (100_000, 20, 50)


def run() -> None:
    """Entry point of the program."""
    gc.set_threshold(*GARBAGE)
    _give_streams()
    try:
        code = _called()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        sys.stderr.close()
        code = 2
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        print(f"mtcheck: there is no room to write to ({error.strerror}); make some and run it again", file=sys.stderr)
        sys.stderr.flush()
        code = 2
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        sys.exit(code)
    # To take apart what the run made, object by object, takes a tenth of the time of a check.
    atexit._run_exitfuncs()
    os._exit(code)


def _give_streams() -> None:
    """Output and errors that nobody takes go nowhere: a shell may start a program without them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - it lives as long as the program


def _called() -> int:
    """The exit code of the command that was asked for: 2 for all that could not be checked, Python's own errors included."""
    try:
        if sys.argv[1:2] == ["check"]:
            from mtcheck.cli import _check, _direct

            asked = _direct.asked(sys.argv[2:])
            if asked is not None:
                return _check.check(*asked)
        from mtcheck.cli._program import app

        app()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    except MtcheckError as error:
        print(f"mtcheck: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("mtcheck: stopped", file=sys.stderr)
        return 130
    except Exception as error:
        if isinstance(error, BrokenPipeError) or (isinstance(error, OSError) and error.errno in _NO_ROOM):
            raise
        import traceback

        traceback.print_exc()
        print("mtcheck: this is a bug in mtcheck; please report it with the lines above", file=sys.stderr)
    return 2


if __name__ == "__main__":
    run()
