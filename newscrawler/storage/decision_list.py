"""Which decisions have this verdict, source, signal or host, the newest first?

An index leads to those of one column; those of the others are picked from among them,
from at most ``LOOKED`` at once: a page takes no longer, however rare they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select

from newscrawler.storage.schema import decisions

LOOKED = 10_000
"""Decisions that are looked at for a page, where there are more: our choice."""

LEADING = ("host", "deciding", "source", "verdict")
"""Columns with an index, the one that tells most apart first."""

_NAMES = (
    *("number", "decided_at", "id", "stage", "verdict", "deciding", "source"),
    *("host", "url", "count"),
)

_own = decisions.c
_NEWEST_FIRST = _own.decided_at.desc(), _own.number.desc()


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
    leading = next((one for one in LEADING if getattr(sought, one) is not None), None)
    near = _near(sought, leading, after)
    end = _end(connection, near)
    picked = select(*(_own[name] for name in _NAMES)).where(*near)
    if end is not None:
        picked = picked.where(_own.decided_at >= end.decided_at)
        picked = picked.where(
            or_(_own.decided_at > end.decided_at, _own.number >= end.number)
        )
    for name in LEADING:
        value = getattr(sought, name)
        if value is not None and name != leading:
            # as an expression: its own index would lead past what is looked at
            picked = picked.where(_own[name].concat("") == value)
    found = connection.execute(picked.order_by(*_NEWEST_FIRST).limit(many))
    rows = tuple(Told(*row) for row in found)
    if len(rows) == many:
        end = Mark(rows[-1].decided_at, rows[-1].number)
    return DecisionPage(rows, end)


def _end(connection: Connection, near: Sequence[ColumnElement[bool]]) -> Mark | None:
    """Return the last decision that is looked at, None if there are no more.

    By an index alone: nothing else of a decision is read.
    """
    query = select(_own.decided_at, _own.number).where(*near).order_by(*_NEWEST_FIRST)
    row = connection.execute(query.offset(LOOKED - 1).limit(1)).one_or_none()
    return None if row is None else Mark(*row)


def _near(
    sought: Sought, leading: str | None, after: Mark | None
) -> list[ColumnElement[bool]]:
    """Return what an index leads to."""
    found: list[ColumnElement[bool]] = []
    if leading is not None:
        found.append(_own[leading] == getattr(sought, leading))
    if sought.since is not None:
        found.append(_own.decided_at >= sought.since)
    if sought.until is not None:
        found.append(_own.decided_at < sought.until)
    if after is not None:
        # the first says to an index where to begin
        found.append(_own.decided_at <= after.decided_at)
        found.append(
            or_(_own.decided_at < after.decided_at, _own.number < after.number)
        )
    return found
