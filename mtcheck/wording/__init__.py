"""The small language in which rules say words: classes, inflection, and the literals an expression needs."""
