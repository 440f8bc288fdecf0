"""How many decisions were there, by source, verdict, signal, purpose and day?

One query for reports and commands. Of a purpose it is counted what its site preferred.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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
    select,
)

from newscrawler.policy.model import Preference, Stage, Verdict
from newscrawler.purpose import Purpose
from newscrawler.storage.column_check import USAGE
from newscrawler.storage.reading import PAGE
from newscrawler.storage.schema import decisions, ledger

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
    """Which decisions are counted: of a run or source, from a time on; None for all."""

    run: int | None = None
    source: str | None = None
    since: float | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; ``values`` by which, in the order that was asked for.

    None where there is none: no source is listed, no signal refused.
    """

    values: tuple[str | None, ...]
    count: int


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


ALL = Chosen()


def counts(
    connection: Connection, by: Iterable[By], chosen: Chosen = ALL
) -> tuple[Count, ...]:
    """Return how many decisions there are of each kind; equal ones count each."""
    asked = tuple(by)
    columns = [_column(one, connection.dialect.name) for one in asked]
    query = select(*columns, func.sum(decisions.c.count)).group_by(*columns)
    found = [
        Count(
            tuple(_value(one, row[at]) for at, one in enumerate(asked)),
            int(str(row[len(asked)])),  # PostgreSQL sums up to a Decimal
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


def tallies(connection: Connection, run: int | None = None) -> tuple[Tally, ...]:
    """Return what a run decided, None for all: by source, stage, verdict and signal."""
    by = By.SOURCE, By.STAGE, By.VERDICT, By.SIGNAL
    return tuple(
        Tally(source, Stage(stage), Verdict(verdict), deciding, one.count)
        for one in counts(connection, by, Chosen(run))
        for source, stage, verdict, deciding in (one.values,)
    )


def _column(one: By, dialect: str) -> ColumnElement[object]:
    if one is not By.DAY:
        found: ColumnElement[object] = decisions.c[one.value]
        return found
    days = decisions.c.decided_at / literal_column(str(DAY))
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
    return query


def _by_purpose(usages: Counter[str]) -> dict[Purpose, Counter[Preference]]:
    found = {purpose: Counter[Preference]() for purpose in Purpose}
    for usage, many in usages.items():
        for purpose, preference in json.loads(f"{usage}}}").items():
            found[Purpose(purpose)][Preference(preference)] += many
    return found
