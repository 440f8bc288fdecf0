"""Which exports held articles of a host, also those that were withdrawn since?"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from newscrawler.address import host_of, is_within
from newscrawler.purpose import Purpose
from newscrawler.storage.counting import Chosen, of_host
from newscrawler.storage.schema import (
    articles,
    decisions,
    export_items,
    exports,
    tombstones,
)


@dataclass(frozen=True, slots=True)
class Holding:
    """An export, and how many articles of the host it held; ``withdrawn``: of them, since.

    ``is_whole`` False: it broke off, and may have been given away all the same.
    """

    file: str
    purpose: Purpose
    started_at: float
    is_whole: bool
    articles: int
    withdrawn: int


def holdings(connection: Connection, chosen: Chosen) -> tuple[Holding, ...]:
    """Return the exports that held articles of the chosen host, the newest first."""
    assert chosen.host is not None, "what was exported is told of a host"
    stored, withdrawn = (
        _of_stored(connection, chosen.host),
        _of_withdrawn(connection, chosen.host),
    )
    query = select(exports).where(exports.c.number.in_({*stored, *withdrawn}))
    if chosen.since is not None:
        query = query.where(exports.c.started_at >= chosen.since)
    return tuple(
        Holding(
            row.file,
            Purpose(row.purpose),
            row.started_at,
            row.ended_at is not None,
            stored[row.number] + withdrawn[row.number],
            withdrawn[row.number],
        )
        for row in connection.execute(query.order_by(exports.c.number.desc()))
    )


def _of_stored(connection: Connection, host: str) -> Counter[int]:
    query = (
        select(export_items.c.export, func.count())
        .join(articles, articles.c.number == export_items.c.article)
        .join(decisions, decisions.c.number == articles.c.decision)
        .where(of_host(decisions.c.host, host))
        .group_by(export_items.c.export)
    )
    return Counter({row[0]: row[1] for row in connection.execute(query)})


def _of_withdrawn(connection: Connection, host: str) -> Counter[int]:
    query = (
        select(export_items.c.export, tombstones.c.url)
        .join(tombstones, tombstones.c.article == export_items.c.article)
        .where(tombstones.c.url.contains(host, autoescape=True))
    )
    found = connection.execute(query)
    return Counter(export for export, url in found if is_within(host_of(url), host))
