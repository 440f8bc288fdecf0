"""Which tables does a store have? The same on SQLite and PostgreSQL.

JSON is canonical text, a time epoch seconds, a hash hexadecimal. ``run``, ``sequence``:
the ledger's record of a row. PostgreSQL indexes no key beyond 2,700 bytes: URLs by hash.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from newscrawler.storage.column_types import SERIAL, SoundText

REVISION = "0014"
"""The newest file in ``migrations/versions``: what this code reads and writes."""

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


runs = Table(
    "runs",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("kind", SoundText, nullable=False),
    Column("config", Text, nullable=False),
    Column("policy_version", SoundText, nullable=False),
    Column("rules", Text),  # None: from before it was written down
    Column("started_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("summary", Text),
)

policy_documents = Table(
    "policy_documents",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("media_type", SoundText),
    Column("url", SoundText, nullable=False),  # where it was first had
    Column("fetched_at", Double, nullable=False),
)

statements = Table(
    "statements",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("signal", SoundText, nullable=False),
    Column("record", Text, nullable=False),
)

# Statements that stand together in many decisions: a managed robots.txt is named once.
statement_lists = Table(
    "statement_lists",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

# The evidence, append-only: triggers refuse UPDATE and DELETE here, on checkpoints, and
# on what records refer to by hash. All other tables are for finding and counting.
ledger = Table(
    "ledger",
    METADATA,
    Column("run", ForeignKey("runs.number"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# `previous`: the hash of the checkpoint before; unique, so that there is one history.
checkpoints = Table(
    "checkpoints",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("previous", Text, nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("previous"),
    Index(None, "run", "size"),
)

# What `ledger` says of decisions, to find them and to count equal ones.
decisions = Table(
    "decisions",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("key", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("deciding", SoundText),
    Column("source", SoundText),
    Column("host", SoundText, nullable=False),
    Column("url", SoundText, nullable=False),
    Column("decided_at", Double, nullable=False),
    Column("last_at", Double, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    UniqueConstraint("run", "key"),
    Index(None, "source", "verdict"),
    Index(None, "id"),
)

articles = Table(
    "articles",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("url_hash", Text, nullable=False),
    Column("canonical_url", SoundText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("content_hash", SoundText, nullable=False),
    Column("source", SoundText),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("decision", ForeignKey("decisions.number"), nullable=False),
    Column("kept_at", Double, nullable=False),
    Column("record", Text, nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    UniqueConstraint("url_hash", "version"),
)

for _column, _name in (
    ("url_hash", "current_url"),
    ("content_hash", "current_content"),
):
    Index(
        f"uq_articles_{_name}",
        articles.c[_column],
        unique=True,
        sqlite_where=articles.c.is_current,
        postgresql_where=articles.c.is_current,
    )

CURRENT = text("articles.is_current")
"""As those two indexes say it: SQLite uses them for no other spelling."""

urls = Table(
    "urls",
    METADATA,
    Column("url_hash", Text, primary_key=True),
    Column("url", SoundText, nullable=False),
    Column("article", ForeignKey("articles.number"), nullable=False, index=True),
    Column("seen_at", Double, nullable=False),
)

# One row for each answer to a request for a policy document: what a site said when.
hearings = Table(
    "hearings",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("url_hash", Text, nullable=False),
    Column("url", SoundText, nullable=False),
    Column("fetched_at", Double, nullable=False),
    Column("status", Integer),
    Column("headers", Text, nullable=False),
    Column("sha256", ForeignKey("policy_documents.sha256")),
    Column("final_url", SoundText),
    Column("problem", SoundText),
    Column("tries", Integer, nullable=False),
    Column("run", Integer, nullable=False, server_default="0"),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Index(None, "url_hash", "fetched_at"),
)

# What outlasts a process: pauses of the host, memory of the site that it stands for.
hosts = Table(
    "hosts",
    METADATA,
    Column("host", SoundText, primary_key=True),
    Column("pause", Text),
    Column("memory", Text),
    Column("updated_at", Double, nullable=False),
)

# Texts that a notice of their own origin refused; `notice` is that statement.
refused_texts = Table(
    "refused_texts",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("url_hash", Text, nullable=False, unique=True),
    Column("url", SoundText, nullable=False),
    Column("notice", Text, nullable=False),
    Column("holder", SoundText, nullable=False),
    Column("paragraphs", Integer, nullable=False),
    Column("refused_at", Double, nullable=False),
)

# Hashes of their paragraphs, 63 bits each.
fingerprints = Table(
    "fingerprints",
    METADATA,
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("text", ForeignKey("refused_texts.number"), primary_key=True),
)

# Each time that the bytes of what was withdrawn were erased; `removals`: the hash of
# the list that was given out.
purges = Table(
    "purges",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("purged_at", Double, nullable=False),
    Column("method", Text, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("removals", Text, nullable=False),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("sequence", Integer, nullable=False),
)

# What stays of a withdrawn article. `kept_by` and `decision`: ids of the decisions that
# let us keep it and that withdrew it; `purge` None: its bytes are not erased yet.
# `article`: the number that it had; `warc`: where its page is in an archive. None of an
# older store's, which did not write them down.
tombstones = Table(
    "tombstones",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("url_hash", Text, nullable=False),
    Column("url", SoundText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content_hash", SoundText, nullable=False),
    Column("record_sha256", Text, nullable=False),
    Column("source", SoundText),
    Column("kept_at", Double, nullable=False),
    Column("kept_by", Text, nullable=False),
    Column("article_run", SERIAL, nullable=False),
    Column("article_sequence", Integer, nullable=False),
    Column("withdrawn_at", Double, nullable=False),
    Column("signal", SoundText, nullable=False),
    Column("reason", SoundText, nullable=False),
    Column("decision", Text, nullable=False),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("purge", ForeignKey("purges.number")),
    Column("article", BigInteger),
    Column("warc", SoundText),
    UniqueConstraint("article_run", "article_sequence"),
    Index(None, "url_hash"),
    Index(None, "purge"),
    Index(None, "article"),
)

# Every URL that led to a withdrawn article: it is refused from then on.
withdrawn_urls = Table(
    "withdrawn_urls",
    METADATA,
    Column("url_hash", Text, primary_key=True),
    Column("tombstone", ForeignKey("tombstones.number"), nullable=False),
)

# What was given away. `ended_at` None: broken off, its file is not there in whole.
exports = Table(
    "exports",
    METADATA,
    Column("number", SERIAL, primary_key=True),
    Column("run", ForeignKey("runs.number"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("file", SoundText, nullable=False),
    Column("started_at", Double, nullable=False),
    Column("ended_at", Double),
    Column("items", BigInteger),
    Column("excluded", BigInteger),
    Column("sha256", Text),
)

# `article` is the number of one that may be gone since: this outlives it.
export_items = Table(
    "export_items",
    METADATA,
    Column("article", SERIAL, primary_key=True, autoincrement=False),
    Column("export", ForeignKey("exports.number"), primary_key=True),
)
