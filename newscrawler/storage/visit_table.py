"""Which table holds what was last had of listings and articles, and when they are due?"""

from sqlalchemy import Column, Double, Index, Integer, Table, Text

from newscrawler.storage.column_types import SoundText
from newscrawler.storage.schema import METADATA

# `kind`: listing or article. `due_at` None: never again, or the frontier has it.
# `read_at`: when its body was had last. `rhythm`: seconds that a listing's changes have
# made of its interval. `misses`: answers in a row that nothing is there. `etag`,
# `last_modified`: None too where they are not to be sent. `basis`: the hash of what a
# listing was read by; `cadence`: how often it asks to be asked, as JSON.
visits = Table(
    "visits",
    METADATA,
    Column("url_hash", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("url", SoundText, nullable=False),
    Column("host", SoundText, nullable=False),
    Column("source", SoundText),
    Column("found_at", Double, nullable=False),
    Column("visited_at", Double, nullable=False),
    Column("due_at", Double),
    Column("read_at", Double),
    Column("rhythm", Double),
    Column("misses", Integer, nullable=False),
    Column("etag", SoundText),
    Column("last_modified", SoundText),
    Column("body_sha256", Text),
    Column("basis", Text),
    Column("cadence", Text),
)

Index(
    "ix_visits_due",
    visits.c.kind,
    visits.c.due_at,
    sqlite_where=visits.c.due_at.is_not(None),
    postgresql_where=visits.c.due_at.is_not(None),
)
