"""Which table says who may talk to a host, or crawl a source, and until when?"""

from sqlalchemy import Column, Double, Index, Table, Text

from newscrawler.storage.column_types import SoundText
from newscrawler.storage.schema import METADATA

# `owner`: one crawl of one process; `until`: 0 for a lease that was given back.
# `next_at`: nothing is asked of the host sooner, whoever asks; `delay`: seconds between
# two requests of this owner. `wanted_at`: when somebody else last asked for it.
leases = Table(
    "leases",
    METADATA,
    Column("name", SoundText, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Double, nullable=False),
    Column("next_at", Double, nullable=False),
    Column("delay", Double, nullable=False),
    Column("wanted_at", Double),
)

Index("ix_leases_owner", leases.c.owner)
