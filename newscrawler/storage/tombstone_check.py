"""Are tombstones and purges what the ledger says, and is what they bar still barred?"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, exists, select

from newscrawler.storage.chain import Kind, record_of
from newscrawler.storage.chain_check import Chain, Problem
from newscrawler.storage.ledger_records import purge_text, withdrawal_text
from newscrawler.storage.purging import purged, removal_list
from newscrawler.storage.schema import articles, purges, tombstones, withdrawn_urls
from newscrawler.storage.text import text_hash
from newscrawler.storage.told_rows import (
    Seen,
    difference,
    missing,
    row_name,
    with_records,
)


def tombstone_problems(
    connection: Connection, chains: Mapping[int, Chain], withdrawn: set[tuple[int, int]]
) -> Iterator[Problem]:
    """Yield the tombstones that the ledger does not know, or knows otherwise.

    ``withdrawn`` takes the run and place of each article whose tombstone is in order.
    """
    seen = Seen(tombstones)
    for some in with_records(connection, tombstones, select(tombstones)):
        for row in some:
            yield from seen.take(row)
            told = record_of(Kind.WITHDRAWAL, withdrawal_text(row))
            is_found = row["url_hash"] == text_hash(row["url"])
            wrong = list(difference(tombstones, row, told, is_found=is_found))
            if not wrong:
                withdrawn.add((row["article_run"], row["article_sequence"]))
            yield from wrong
    yield from missing(connection, chains, Kind.WITHDRAWAL, seen)
    yield from _unbarred(connection)


def purge_problems(
    connection: Connection, chains: Mapping[int, Chain]
) -> Iterator[Problem]:
    """Yield the purges that did not erase what the ledger says."""
    seen = Seen(purges)
    for some in with_records(connection, purges, select(purges)):
        for row in some:
            yield from seen.take(row)
            told = record_of(Kind.PURGE, purge_text(row))
            yield from difference(purges, row, told, is_found=True)
            found = purged(connection, row["number"])
            if text_hash(removal_list(found)) != row["removals"]:
                what = "what it erased is not what the tombstones say"
                yield Problem(row_name(purges, row), what)
    yield from missing(connection, chains, Kind.PURGE, seen)


def _unbarred(connection: Connection) -> Iterator[Problem]:
    """Yield the tombstones whose URL a crawl would take again.

    Not those of older versions of an article that is kept.
    """
    is_kept = exists().where(
        articles.c.url_hash == tombstones.c.url_hash, articles.c.is_current
    )
    query = (
        select(tombstones.c.number)
        .outerjoin(withdrawn_urls, withdrawn_urls.c.url_hash == tombstones.c.url_hash)
        .where(withdrawn_urls.c.url_hash.is_(None), ~is_kept)
    )
    for row in connection.execute(query).mappings():
        yield Problem(row_name(tombstones, row), "its URL is refused no more")
