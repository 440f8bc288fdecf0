"""What does one article, or one decision, look like to who browses the store?"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from newscrawler.policy.record import Value
from newscrawler.storage.chain import FIRST
from newscrawler.storage.decision_rows import StoredDecision
from newscrawler.storage.schema import (
    articles,
    checkpoints,
    decisions,
    ledger,
    policy_documents,
    tombstones,
    urls,
)
from newscrawler.storage.sketch_table import near_duplicates
from newscrawler.storage.url_keys import url_key

MOST = 50
"""Versions, and articles that are nearly the same, that are told of: our choice."""


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article; ``record`` is its JSON, ``decision`` the id of what lets us keep it."""

    number: int
    version: int
    is_current: bool
    source: str | None
    kept_at: float
    content_hash: str
    url_hash: str
    record: Mapping[str, Value]
    decision: str


@dataclass(frozen=True, slots=True)
class Gone:
    """What is told of a withdrawn article, by its number: no word of it."""

    url: str
    source: str | None
    kept_at: float
    withdrawn_at: float
    signal: str
    reason: str
    decision: str
    is_erased: bool


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version of an article by its number; ``is_withdrawn``: a tombstone is there."""

    number: int | None
    version: int
    kept_at: float
    is_current: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A record of the ledger: its place, its hash, what it is of."""

    sequence: int
    kind: str
    hash: str


@dataclass(frozen=True, slots=True)
class Chained:
    """Where a decision stands: the hash before it, its own, the next; its record.

    ``checkpoint``: the first that covers it, as it was written; None: none does yet.
    """

    before: str
    own: Link
    after: Link | None
    record: str
    checkpoint: str | None


def find_article(connection: Connection, number: int) -> ShownArticle | None:
    """Return the article of a number, an older version too."""
    query = (
        select(articles, decisions.c.id)
        .join(decisions, decisions.c.number == articles.c.decision)
        .where(articles.c.number == number)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return ShownArticle(
        number=row["number"],
        version=row["version"],
        is_current=row["is_current"],
        source=row["source"],
        kept_at=row["kept_at"],
        content_hash=row["content_hash"],
        url_hash=row["url_hash"],
        record=json.loads(row["record"]),
        decision=row["id"],
    )


def find_gone(connection: Connection, number: int) -> Gone | None:
    """Return what is told of the withdrawn article of a number."""
    names = ("url", "source", "kept_at", "withdrawn_at", "signal", "reason", "decision")
    query = select(*(tombstones.c[name] for name in names), tombstones.c.purge)
    found = query.where(tombstones.c.article == number)
    newest = found.order_by(tombstones.c.number.desc()).limit(1)
    row = connection.execute(newest).mappings().one_or_none()
    if row is None:
        return None
    told = {name: row[name] for name in names}
    return Gone(**told, is_erased=row["purge"] is not None)


def records_of(
    connection: Connection, numbers: Iterable[int]
) -> dict[int, Mapping[str, Value]]:
    """Return the JSON of articles by their number."""
    query = select(articles.c.number, articles.c.record)
    found = connection.execute(query.where(articles.c.number.in_(list(numbers))))
    return {row.number: json.loads(row.record) for row in found}


def shown_versions(connection: Connection, url_hash: str) -> list[ShownVersion]:
    """Return the versions of an article, the newest first."""
    own, gone = articles.c, tombstones.c
    kept = select(own.number, own.version, own.kept_at, own.is_current)
    kept = kept.where(own.url_hash == url_hash).order_by(own.version.desc())
    left = select(gone.article, gone.version, gone.kept_at)
    left = left.where(gone.url_hash == url_hash).order_by(gone.version.desc())
    found = [ShownVersion(*row, False) for row in connection.execute(kept.limit(MOST))]
    found += [
        ShownVersion(*row, False, True) for row in connection.execute(left.limit(MOST))
    ]
    return sorted(found, key=lambda one: -one.version)


def alike(connection: Connection, number: int) -> dict[int, float]:
    """Return how alike other articles are to one, by their numbers."""
    pairs = near_duplicates.c
    found: dict[int, float] = {}
    for mine, other in ((pairs.article, pairs.earlier), (pairs.earlier, pairs.article)):
        query = select(other, pairs.likeness).where(mine == number).limit(MOST)
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def article_of(connection: Connection, found: StoredDecision) -> int | None:
    """Return the number of the article that a decision lets us keep, if it is there."""
    query = (
        select(articles.c.number)
        .join(urls, urls.c.article == articles.c.number)
        .where(urls.c.url_hash == url_key(found.decision.url))
        .where(articles.c.decision == found.number)
    )
    return connection.scalar(query)


def chained(connection: Connection, found: StoredDecision) -> Chained | None:
    """Return where a decision stands in its run's ledger."""
    near = (found.sequence - 1, found.sequence, found.sequence + 1)
    query = select(ledger).where(ledger.c.run == found.run, ledger.c.sequence.in_(near))
    rows = {row.sequence: row for row in connection.execute(query)}
    if found.sequence not in rows:
        return None
    links = {at: Link(at, row.kind, row.hash) for at, row in rows.items()}
    before = links.get(found.sequence - 1)
    return Chained(
        before=FIRST if before is None else before.hash,
        own=links[found.sequence],
        after=links.get(found.sequence + 1),
        record=rows[found.sequence].record,
        checkpoint=_checkpoint(connection, found),
    )


def _checkpoint(connection: Connection, found: StoredDecision) -> str | None:
    query = select(checkpoints.c.note).where(
        checkpoints.c.run == found.run, checkpoints.c.size >= found.sequence
    )
    return connection.scalar(query.order_by(checkpoints.c.size).limit(1))


def kept_documents(connection: Connection, hashes: Iterable[str]) -> frozenset[str]:
    """Return which documents, by hash, are in the store."""
    query = select(policy_documents.c.sha256)
    wanted = query.where(policy_documents.c.sha256.in_(list(hashes)))
    return frozenset(connection.scalars(wanted))
