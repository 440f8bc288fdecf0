"""What is said to a person beside the data? On stderr; under --quiet, nothing.

Mistakes, warnings and the log are said whatever is asked for.
"""

import sys

_is_quiet = False


def be_quiet(*, quiet: bool) -> None:
    """Say no more than mistakes from here on, or talk again."""
    global _is_quiet  # noqa: PLW0603  stderr is the process's, and so is this
    _is_quiet = quiet


def is_quiet() -> bool:
    """Tell whether nobody wants to hear what went well."""
    return _is_quiet


def say(words: str) -> None:
    """Say one line, unless nobody wants to hear it."""
    if not _is_quiet:
        sys.stderr.write(f"{words}\n")
