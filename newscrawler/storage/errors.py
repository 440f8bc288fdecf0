"""What went wrong with the store, in one line that says the mend?"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

ELSEWHERE = "move it away or name another by NEWSCRAWLER_STORE"
"""The mend where a file is not ours to touch."""

_MENDS = (
    ("not a database", ELSEWHERE),
    ("malformed", f"restore it from a copy, or {ELSEWHERE}"),
    ("unable to open", "may this user write in its folder?"),
    ("readonly", "may this user write it?"),
    ("locked", "another program is writing; try again when it has ended"),
    ("full", "make room, then start again"),
)
"""What SQLite says, and what a person can do about it."""


class StoreError(Exception):
    """The store cannot be used; the message is one line for the operator."""


class EvidenceError(StoreError):
    """What the ledger refers to is gone or damaged: exit code 5."""


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Let a failure of the database say where, what and how to mend it.

    A broken constraint is ours, not the operator's: it passes as it is.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, sqlite3.Error) as error:
        raise StoreError(f"{where}: {_problem(error)}") from error


def _problem(error: DBAPIError | sqlite3.Error) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = str(cause).strip().splitlines()
    said = lines[0] if lines else type(error).__name__
    mend = next((mend for sign, mend in _MENDS if sign in said), None)
    return f"{said}; {mend}" if mend else said
