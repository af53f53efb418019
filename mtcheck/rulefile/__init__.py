"""Rule files: their schema, how they are read (errors with line and caret), linted, compiled and kept."""
