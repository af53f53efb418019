"""What a package offers, found by the names of its files: a new one needs to be entered nowhere."""

import os
from collections.abc import Iterable


def public_modules(package: Iterable[str]) -> tuple[str, ...]:
    """The modules of a package, given its `__path__`, but for those whose names begin with an underscore."""
    names = (name.removesuffix(".py") for folder in package for name in os.listdir(folder) if name.endswith(".py"))
    return tuple(sorted(name for name in names if not name.startswith("_")))
