"""Who has a lease, until when, and who gets it next? One statement each.

Times are those of the database's own clock on PostgreSQL, so that machines whose clocks
differ agree; on SQLite all are on one machine, and its clock is handed in (set back, it
makes others wait for longer; set forward, an owner hears of it when he renews). An owner
measures what it holds by a clock that never jumps, from before it asked: so it believes
its lease to end before anybody else does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    case,
    func,
    literal,
    select,
    update,
)

from newscrawler.storage.lease_table import leases
from newscrawler.storage.upsert import insert_for


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for leases, and how long each lasts, in seconds."""

    owner: str
    lasts: float


def claim(
    connection: Connection, now: float, asking: Asking, name: str, delay: float = 0.0
) -> float | None:
    """Take a lease that nobody has; return the seconds to wait before its first use.

    None where somebody else has it. ``delay``: seconds between two uses. Who takes over
    from somebody who was killed does not know his last use: it may have been at the very
    end of his lease.
    """
    at = _clock(connection, now)
    new = insert_for(connection, leases).values(
        name=name, owner=asking.owner, until=at + asking.lasts, next_at=at, delay=delay
    )
    last = leases.c.until + leases.c.delay
    due = case((last > leases.c.next_at, last), else_=leases.c.next_at)
    taken = new.on_conflict_do_update(
        index_elements=[leases.c.name],
        set_={
            "owner": new.excluded.owner,
            "until": new.excluded.until,
            "next_at": case((leases.c.until <= at, due), else_=leases.c.next_at),
            "delay": new.excluded.delay,
            "wanted_at": None,
        },
        where=(leases.c.until <= at) | (leases.c.owner == asking.owner),
    )
    wait = connection.scalar(taken.returning(leases.c.next_at - at))
    return None if wait is None else max(0.0, float(wait))


def owner_of(connection: Connection, now: float, name: str) -> str | None:  # noqa: ARG001  as the others
    """Return who has, or last had, a lease; None if nobody ever did."""
    found = connection.scalar(select(leases.c.owner).where(leases.c.name == name))
    return None if found is None else str(found)


def end(connection: Connection, now: float, name: str, owner: str) -> None:
    """End the lease of an owner who is known to be dead, as if its time had come.

    His last use may have been just now: the delay counts from here.
    """
    his = (leases.c.name == name) & (leases.c.owner == owner)
    connection.execute(update(leases).where(his).values(until=_clock(connection, now)))


def want(connection: Connection, now: float, name: str) -> float:
    """Let the owner of a lease know that it is wanted; return when it ends, in seconds."""
    at = _clock(connection, now)
    asked = update(leases).where(leases.c.name == name).values(wanted_at=at)
    left = connection.scalar(asked.returning(leases.c.until - at))
    return max(0.0, float(left or 0.0))


def renew(
    connection: Connection, now: float, asking: Asking, delays: Mapping[str, float]
) -> dict[str, bool]:
    """Prolong leases that have not ended; return those, True where somebody waits.

    ``delays``: seconds between two uses, by name. What has ended is not to be had by
    this: somebody else may have used it meanwhile.
    """
    found: dict[str, bool] = {}
    at = _clock(connection, now)
    # in the order of names, so that two owners on PostgreSQL do not wait in a ring
    for name, delay in sorted(delays.items()):
        held = update(leases).where(
            leases.c.name == name, leases.c.owner == asking.owner, leases.c.until > at
        )
        longer = held.values(until=at + asking.lasts, delay=delay)
        for row in connection.execute(longer.returning(leases.c.wanted_at)):
            found[name] = row.wanted_at is not None
    return found


def release(
    connection: Connection, now: float, asking: Asking, waits: Mapping[str, float]
) -> None:
    """Give leases back; ``waits``: seconds until the next use, whoever's, by name."""
    at = _clock(connection, now)
    for name, wait in sorted(waits.items()):
        held = update(leases).where(
            leases.c.name == name, leases.c.owner == asking.owner
        )
        connection.execute(held.values(until=0.0, next_at=at + wait))


def forget(connection: Connection, now: float, older: float) -> None:
    """Delete leases that ended so many seconds ago: a crawl meets hosts without end."""
    gone = _clock(connection, now) - older
    old = (leases.c.until < gone) & (leases.c.next_at < gone)
    connection.execute(leases.delete().where(old))


def due_in(
    connection: Connection, now: float, prefix: str
) -> dict[str, tuple[float, bool]]:
    """Return in how many seconds leases may be used next, and whether somebody has them.

    Of those that were taken ever and whose name begins so; below 0: so long ago.
    """
    at = _clock(connection, now)
    query = select(leases.c.name, leases.c.next_at - at, leases.c.until > at)
    rows = connection.execute(
        query.where(leases.c.name.startswith(prefix, autoescape=True))
    )
    return {row[0]: (float(row[1]), bool(row[2])) for row in rows}


def _clock(connection: Connection, now: float) -> ColumnElement[float]:
    """Return the time that all owners share; not the transaction's, which stands still."""
    if connection.dialect.name != "postgresql":
        return literal(now, Double)
    return func.extract("epoch", func.clock_timestamp()).cast(Double)
