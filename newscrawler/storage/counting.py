"""How many decisions were there, by source, verdict, signal, purpose and day?

One query for reports and commands. Of a purpose it is counted what its site preferred.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    cast,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from newscrawler.policy.model import Preference, Stage, Verdict
from newscrawler.purpose import Purpose
from newscrawler.storage.column_check import USAGE
from newscrawler.storage.reading import PAGE
from newscrawler.storage.schema import articles, decisions, ledger, tombstones

DAY = 24 * 60 * 60

Columns = TypeVarTuple("Columns")


class By(Enum):
    """What decisions are counted by."""

    SOURCE = "source"
    VERDICT = "verdict"
    SIGNAL = "deciding"
    STAGE = "stage"
    DAY = "day"
    """The day (UTC) on which it was first made in its run, as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which decisions are counted: of a run or source, from a time on; None for all.

    ``host``: on URLs of a host and its subdomains.
    """

    run: int | None = None
    source: str | None = None
    since: float | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; ``values`` by which, in the order that was asked for.

    None where there is none: no source is listed, no signal refused. ``newest``: the
    number of the last of the decisions, 0 where articles are counted.
    """

    values: tuple[str | None, ...]
    count: int
    newest: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a run decided so of a source; ``deciding`` is the signal that refused,
    "fault" or "silence", None where nothing did.
    """

    source: str | None
    stage: Stage
    verdict: Verdict
    deciding: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Refused:
    """What is equal for refusals and deferrals that are told together."""

    source: str | None
    verdict: Verdict
    deciding: str | None


ALL = Chosen()


def counts(
    connection: Connection, by: Iterable[By], chosen: Chosen = ALL
) -> tuple[Count, ...]:
    """Return how many decisions there are of each kind; equal ones count each."""
    asked = tuple(by)
    columns = [_column(one, connection.dialect.name) for one in asked]
    numbers = func.sum(decisions.c.count), func.max(decisions.c.number)
    query = select(*columns, *numbers).group_by(*columns)
    found = [
        Count(
            tuple(_value(one, row[at]) for at, one in enumerate(asked)),
            int(str(row[len(asked)])),  # PostgreSQL sums up to a Decimal
            int(str(row[len(asked) + 1])),
        )
        for row in connection.execute(_only(query, chosen))
    ]
    return tuple(sorted(found, key=lambda one: [each or "" for each in one.values]))


def preferences(
    connection: Connection, chosen: Chosen = ALL
) -> dict[Purpose, Counter[Preference]]:
    """Return what sites preferred for each purpose, in how many decisions on use."""
    place = (ledger.c.run == decisions.c.run) & (
        ledger.c.sequence == decisions.c.sequence
    )
    query = select(ledger.c.record, decisions.c.count).join_from(
        decisions, ledger, place
    )
    query = _only(query.where(decisions.c.stage == "use"), chosen)
    found: Counter[str] = Counter()
    for record, count in connection.execution_options(yield_per=PAGE).execute(query):
        start = record.index(USAGE) + len(USAGE)
        found[record[start : record.index("}", start)]] += count
    return _by_purpose(found)


def newest_refusals(
    connection: Connection, of: Refused, chosen: Chosen, most: int
) -> list[int]:
    """Return the numbers of the newest decisions of a kind, the last first."""
    query = select(decisions.c.number).where(
        decisions.c.source == of.source,
        decisions.c.verdict == of.verdict.value,
        decisions.c.deciding == of.deciding,
    )
    newest = _only(query, chosen).order_by(decisions.c.number.desc()).limit(most)
    return list(connection.scalars(newest))


def kept_counts(connection: Connection, chosen: Chosen = ALL) -> tuple[Count, ...]:
    """Return how many articles were kept, by source and day: each version of each.

    Those too that were withdrawn since. ``chosen``: not by host.
    """
    parts = []
    for table in (articles, tombstones):
        query = select(table.c.source, table.c.kept_at)
        if chosen.source is not None:
            query = query.where(table.c.source == chosen.source)
        if chosen.since is not None:
            query = query.where(table.c.kept_at >= chosen.since)
        parts.append(query)
    every = union_all(*parts).subquery()
    day = _day(every.c.kept_at, connection.dialect.name)
    rows = connection.execute(
        select(every.c.source, day, func.count()).group_by(every.c.source, day)
    )
    found = [Count((row[0], _value(By.DAY, row[1])), row[2]) for row in rows]
    return tuple(sorted(found, key=lambda one: [each or "" for each in one.values]))


def tallies(connection: Connection, run: int | None = None) -> tuple[Tally, ...]:
    """Return what a run decided, None for all: by source, stage, verdict and signal."""
    by = By.SOURCE, By.STAGE, By.VERDICT, By.SIGNAL
    return tuple(
        Tally(source, Stage(stage), Verdict(verdict), deciding, one.count)
        for one in counts(connection, by, Chosen(run))
        for source, stage, verdict, deciding in (one.values,)
    )


def _column(one: By, dialect: str) -> ColumnElement[object]:
    if one is By.DAY:
        return _day(decisions.c.decided_at, dialect)
    found: ColumnElement[object] = decisions.c[one.value]
    return found


def _day(seconds: ColumnElement[float], dialect: str) -> ColumnElement[object]:
    days = seconds / literal_column(str(DAY))
    # PostgreSQL rounds a number that is made whole, and SQLite cuts it off
    return cast(func.floor(days) if dialect == "postgresql" else days, Integer)


def _value(one: By, found: object) -> str | None:
    if found is None:
        return None
    if one is By.DAY:
        return datetime.fromtimestamp(int(str(found)) * DAY, UTC).date().isoformat()
    return str(found)


def _only(query: Select[*Columns], chosen: Chosen) -> Select[*Columns]:
    if chosen.run is not None:
        query = query.where(decisions.c.run == chosen.run)
    if chosen.source is not None:
        query = query.where(decisions.c.source == chosen.source)
    if chosen.since is not None:
        query = query.where(decisions.c.last_at >= chosen.since)
    if chosen.host is not None:
        query = query.where(of_host(decisions.c.host, chosen.host))
    return query


def of_host(column: ColumnElement[str], host: str) -> ColumnElement[bool]:
    """Return that a column names a host, or one of its subdomains."""
    return or_(column == host, column.endswith(f".{host}", autoescape=True))


def _by_purpose(usages: Counter[str]) -> dict[Purpose, Counter[Preference]]:
    found = {purpose: Counter[Preference]() for purpose in Purpose}
    for usage, many in usages.items():
        for purpose, preference in json.loads(f"{usage}}}").items():
            found[Purpose(purpose)][Preference(preference)] += many
    return found
