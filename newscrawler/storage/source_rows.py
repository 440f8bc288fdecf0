"""What does the store know of its sources: their names, and when they are due?"""

from sqlalchemy import Connection, func, select

from newscrawler.storage.catalogue_table import catalogue, unlisted
from newscrawler.storage.hearing_rows import StoredHearing, hearings_at
from newscrawler.storage.schema import articles, decisions
from newscrawler.storage.visit_rows import Kind
from newscrawler.storage.visit_table import visits

MOST_NAMES = 2_000
"""Sources that are listed by the store's own word: our choice."""


def source_names(connection: Connection) -> list[str]:
    """Return the sources that were decided about, in their order.

    From one to the next by an index: those of a million decisions at once.
    """
    source = decisions.c.source
    found: list[str] = []
    while len(found) < MOST_NAMES:
        query = select(func.min(source))
        if found:
            query = query.where(source > found[-1])
        name = connection.scalar(query)
        if name is None:
            break
        found.append(name)
    return found


def last_decided(connection: Connection, source: str) -> float | None:
    """Return when a source's newest decision was made last, None if there is none."""
    query = select(decisions.c.last_at).where(decisions.c.source == source)
    newest = query.order_by(decisions.c.decided_at.desc()).limit(1)
    return connection.scalar(newest)


def last_kept(connection: Connection, source: str) -> float | None:
    """Return when an article of a source was kept last, None if none is there."""
    waiting = select(unlisted.c.article).scalar_subquery()
    newest = (
        select(func.max(articles.c.number)).where(
            articles.c.number.in_(waiting), articles.c.source == source
        ),
        select(func.max(catalogue.c.article)).where(catalogue.c.source == source),
    )
    for query in newest:
        number = connection.scalar(query)
        if number is not None:
            kept_at = select(articles.c.kept_at).where(articles.c.number == number)
            return connection.scalar(kept_at)
    return None


def next_visits(connection: Connection) -> dict[str, float]:
    """Return when the first of each source's listings is due, in epoch seconds."""
    query = (
        select(visits.c.source, func.min(visits.c.due_at))
        .where(visits.c.kind == Kind.LISTING.value, visits.c.due_at.is_not(None))
        .where(visits.c.source.is_not(None))
        .group_by(visits.c.source)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def latest_hearings(
    connection: Connection, urls: list[str], many: int
) -> list[StoredHearing]:
    """Return the latest answers for some documents, in the order of time."""
    found = [one for url in urls for one in hearings_at(connection, url, many)]
    return sorted(found, key=lambda one: one.document.fetched_at)
