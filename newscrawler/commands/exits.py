"""Which exit code says what? DESIGN section 10."""

import sys
from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    PLANNED = 0
    INTERNAL = 1
    USAGE = 2
    REFUSED = 3
    DEFERRED = 4
    EVIDENCE = 5
    ERRORS = 6


def complain(command: str, problem: str) -> Exit:
    """Print a mistake of the user, a line each, and return its exit code."""
    for line in problem.splitlines():
        sys.stderr.write(f"{command}: {line}\n")
    return Exit.USAGE
