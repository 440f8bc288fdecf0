"""Which table holds the frontier: what is to be asked for, what was, and by which run?"""

from sqlalchemy import Column, Double, Index, Integer, Table, Text

from newscrawler.storage.column_types import SoundText
from newscrawler.storage.schema import METADATA

# `due_at` None: done; else it waits, not to be asked for sooner. `taken`: the run that
# took it last, 0 for none: one that is due and taken by this run is in flight. `run`:
# the run that found it last; `found_at`: when it was found first, in the order of that.
frontier = Table(
    "frontier",
    METADATA,
    Column("url_hash", Text, primary_key=True),
    Column("url", SoundText, nullable=False),
    Column("host", SoundText, nullable=False),
    Column("source", SoundText),
    Column("found_at", Double, nullable=False),
    Column("due_at", Double),
    Column("run", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
)

Index(
    "ix_frontier_waiting",
    frontier.c.host,
    frontier.c.taken,
    frontier.c.found_at,
    sqlite_where=frontier.c.due_at.is_not(None),
    postgresql_where=frontier.c.due_at.is_not(None),
)
