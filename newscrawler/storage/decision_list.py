"""Which decisions have this verdict, source, signal or host, the newest first?

An index leads to those of one column; those of the others are picked from among them,
from at most ``LOOKED`` at once: a page takes no longer, however rare they are.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, Subquery, and_, or_, select

from newscrawler.storage.schema import decisions

LOOKED = 10_000
"""Decisions that are looked at for a page, where there are more: our choice."""

LEADING = ("host", "deciding", "source", "verdict")
"""Columns with an index, the one that tells most apart first."""

_NAMES = (
    *("number", "decided_at", "id", "stage", "verdict", "deciding", "source"),
    *("host", "url", "count"),
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; None stands for any. ``since``, ``until``: epoch seconds."""

    verdict: str | None = None
    source: str | None = None
    deciding: str | None = None
    host: str | None = None
    since: float | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: at the time and number of a decision."""

    decided_at: float
    number: int


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as a row tells it; its fields are the columns, in their order."""

    number: int
    decided_at: float
    id: str
    stage: str
    verdict: str
    deciding: str | None
    source: str | None
    host: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Decisions, the newest first; ``end``: where to look on, None if that was all."""

    rows: tuple[Told, ...]
    end: Mark | None


def decision_list(
    connection: Connection, sought: Sought, after: Mark | None, many: int
) -> DecisionPage:
    """Return the next decisions after a mark; few or none does not say it is the end."""
    looked = _looked_at(sought, after).subquery()
    picked = select(looked).limit(many)
    for name in LEADING:
        value = getattr(sought, name)
        if value is not None:
            picked = picked.where(looked.c[name] == value)
    picked = picked.order_by(looked.c.decided_at.desc(), looked.c.number.desc())
    rows = tuple(Told(*row) for row in connection.execute(picked))
    if len(rows) == many:
        return DecisionPage(rows, Mark(rows[-1].decided_at, rows[-1].number))
    return DecisionPage(rows, _end(connection, looked))


def _end(connection: Connection, looked: Subquery) -> Mark | None:
    """Return the last decision that was looked at, None if there are no more."""
    order = looked.c.decided_at.desc(), looked.c.number.desc()
    last = select(looked.c.decided_at, looked.c.number).order_by(*order)
    row = connection.execute(last.offset(LOOKED - 1).limit(1)).one_or_none()
    return None if row is None else Mark(*row)


def _looked_at(sought: Sought, after: Mark | None) -> Select[tuple[object, ...]]:
    at, number = decisions.c.decided_at, decisions.c.number
    query = select(*(decisions.c[name] for name in _NAMES))
    leading = next((one for one in LEADING if getattr(sought, one) is not None), None)
    if leading is not None:
        query = query.where(decisions.c[leading] == getattr(sought, leading))
    if sought.since is not None:
        query = query.where(at >= sought.since)
    if sought.until is not None:
        query = query.where(at < sought.until)
    if after is not None:
        same = and_(at == after.decided_at, number < after.number)
        # the first says to an index where to begin
        query = query.where(at <= after.decided_at, or_(at < after.decided_at, same))
    return query.order_by(at.desc(), number.desc()).limit(LOOKED)
