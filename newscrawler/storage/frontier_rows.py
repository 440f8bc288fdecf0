"""Which URLs wait to be asked for, which are in flight, which are done?

A URL waits until what came of it is written, in one transaction with the article or the
decision that it came to. So whoever is killed, the next run finds it waiting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, func, insert, null, select, update

from newscrawler.address import host_of
from newscrawler.storage.frontier_table import frontier
from newscrawler.storage.prepared import Prepared
from newscrawler.storage.upsert import Row, insert_for
from newscrawler.storage.url_keys import url_key

STEP = 1e-6
"""Seconds between the times of URLs that were found at once: they keep their order."""

_OF_RUN = frontier.c.taken < bindparam("of_run")
_SETTLE = Prepared(
    update(frontier)
    .where(
        frontier.c.url_hash == bindparam("of_hash"),
        frontier.c.taken == bindparam("of_run"),
    )
    .values(due_at=bindparam("due"))
)
_DONE = Prepared(
    update(frontier)
    .where(frontier.c.url_hash == bindparam("of_hash"))
    .values(due_at=null())
)


@dataclass(frozen=True, slots=True)
class Found:
    """A URL that may be an article, and the source that it was found for."""

    url: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which URLs a run takes: those that it found itself, or with ``resumes`` what
    earlier ones left too, of one source or of all.

    ``insists``: somebody named the URLs, so that they do not wait for their time.
    """

    source: str | None = None
    resumes: bool = False
    insists: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a URL that a run took: done, or None and to be asked ``due_at``."""

    run: int
    due_at: float | None = None


Settling: TypeAlias = Mapping[str, Settled]
"""What came of URLs, by the hash of their form."""


def write_found(
    connection: Connection,
    run: int,
    found: Sequence[Found],
    now: float,
    *,
    insists: bool = False,
) -> list[str | None]:
    """Write URLs that a run found; return the sources of those whose time is to come.

    What this run has taken already stays as it is. What was done waits again: who names
    it has reason to, and a refusal is no answer for ever.
    """
    rows = _found_rows(run, found, now)
    if not rows:
        return []
    later = [] if insists else _later(connection, run, list(rows), now)
    new = insert_for(connection, frontier)
    due = 0.0 if insists else func.coalesce(frontier.c.due_at, 0.0)
    upsert = new.on_conflict_do_update(
        index_elements=[frontier.c.url_hash],
        set_={"due_at": due, "run": new.excluded.run},
        where=frontier.c.taken < new.excluded.run,
    )
    # in the order of keys, so that two writers on PostgreSQL do not wait in a ring
    connection.execute(upsert, [rows[key] for key in sorted(rows)])
    return later


def _later(
    connection: Connection, run: int, keys: Sequence[str], now: float
) -> list[str | None]:
    query = select(frontier.c.source).where(
        frontier.c.url_hash.in_(keys), frontier.c.run < run, frontier.c.due_at > now
    )
    return list(connection.scalars(query))


def _found_rows(run: int, found: Sequence[Found], now: float) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for place, one in enumerate(found):
        key = url_key(one.url)
        row = {"url_hash": key, "url": one.url, "host": host_of(one.url)}
        times = {"found_at": now + place * STEP, "due_at": 0.0}
        runs = {"run": run, "taken": 0}
        rows.setdefault(key, {**row, **times, **runs, "source": one.source})
    return rows


def hosts_waiting(
    connection: Connection, run: int, source: str | None, now: float
) -> list[str]:
    """Return the hosts of URLs that earlier runs left, and whose time has come."""
    query = select(frontier.c.host).distinct().where(_OF_RUN, frontier.c.due_at <= now)
    if source is not None:
        query = query.where(frontier.c.source == source)
    found = connection.scalars(query.order_by(frontier.c.host), {"of_run": run})
    return list(found)


def take(
    connection: Connection, run: int, scope: Scope, host: str, many: int, now: float
) -> list[str]:
    """Take at most so many URLs of a host: new ones first, then what others left."""
    query = select(frontier.c.url_hash, frontier.c.url).where(
        frontier.c.host == host, _OF_RUN, frontier.c.due_at <= now
    )
    if not scope.resumes:
        query = query.where(frontier.c.run == run)
    elif scope.source is not None:
        query = query.where(frontier.c.source == scope.source)
    ordered = query.order_by(frontier.c.taken, frontier.c.found_at).limit(many)
    rows = connection.execute(
        ordered.with_for_update(skip_locked=True), {"of_run": run}
    ).all()
    keys = [row.url_hash for row in rows]
    taken = update(frontier).where(frontier.c.url_hash.in_(keys)).values(taken=run)
    if keys:
        connection.execute(taken)
    return [row.url for row in rows]


def claim(
    connection: Connection, run: int, url: str, trail: Iterable[str], now: float
) -> bool:
    """Take a URL that a redirect led to; False if this run has taken it already.

    It is part of the URLs that were redirected, ``trail``: those wait, this one need
    not. It may be one of them by another name, as without what tracks a reader.
    """
    if url_key(url) in map(url_key, trail):
        return True
    key = url_key(url)
    query = select(frontier.c.taken).where(frontier.c.url_hash == key)
    taken = connection.scalar(query)
    if taken is None:
        row = {"url_hash": key, "url": url, "host": host_of(url), "source": None}
        times = {"found_at": now, "due_at": None, "run": run, "taken": run}
        connection.execute(insert(frontier), {**row, **times})
        return True
    if taken == run:
        return False
    one = update(frontier).where(frontier.c.url_hash == key)
    connection.execute(one.values(taken=run))
    return True


def write_settled(connection: Connection, settling: Settling) -> None:
    """Write what came of URLs that their run took; of others nothing."""
    if settling:
        rows = [
            {"of_hash": key, "of_run": one.run, "due": one.due_at}
            for key, one in sorted(settling.items())
        ]
        _SETTLE.run(connection, rows)


def write_kept(connection: Connection, keys: Iterable[str]) -> None:
    """Let the URLs of kept articles, by hash, be done, whoever took them."""
    some = sorted(set(keys))
    if some:
        _DONE.run(connection, [{"of_hash": key} for key in some])


def count_waiting(connection: Connection) -> int:
    """Return how many URLs wait, or are in flight."""
    query = select(func.count()).where(frontier.c.due_at.is_not(None))
    return connection.scalar(query.select_from(frontier)) or 0
