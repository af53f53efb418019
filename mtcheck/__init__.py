"""Find what a translation engine left behind in English news copy."""

__version__ = "0.1.0"
