"""How does one record of a run follow from the one before it? By a hash over both.

The hash goes over that of the record's bytes, not over the bytes: so a proof can show
that a record stands in its chain without showing anybody the records after it.
"""

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

FIRST = "0" * 64
"""What stands before the first record of a run, and before the first checkpoint."""


class Kind(Enum):
    """What a record of the ledger tells; the one key of its JSON object."""

    RUN = "run"
    DECISION = "decision"
    REPEATS = "repeats"
    HEARING = "hearing"
    ARTICLE = "article"
    WITHDRAWAL = "withdrawal"
    PURGE = "purge"
    END = "end"


@dataclass(frozen=True, slots=True)
class Head:
    """The last record of a run so far: its place, from 1, and its hash."""

    sequence: int
    hash: str


START = Head(0, FIRST)
"""The head of a run of which nothing is written yet."""


def record_of(kind: Kind, text: str) -> str:
    """Return a record: the canonical JSON of what it tells, under its kind.

    >>> record_of(Kind.END, "{}")
    '{"end":{}}'
    """
    return f'{{"{kind.value}":{text}}}'


def link(before: str, record: str) -> str:
    """Return the hash of a record that follows a hash, both in hexadecimal.

    In a shell: ``printf %s%s "$before" "$(sha256sum <record | cut -c1-64)" | sha256sum``
    """
    of_record = sha256(record.encode()).hexdigest()
    return sha256((before + of_record).encode()).hexdigest()


def joined(before: str, record_hash: str) -> str:
    """Return the hash of a record of which only the hash is at hand."""
    return sha256((before + record_hash).encode()).hexdigest()
