"""What do a store's runs tell of a source's past, and is the ledger without a hole?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from newscrawler.policy.model import Verdict
from newscrawler.storage.ledger import stored_head
from newscrawler.storage.schema import decisions, ledger, runs, urls
from newscrawler.storage.url_keys import url_key

LATEST = 400
"""Decisions of a source that are looked at, the newest: under every database's bound."""

RUNS = 10
"""Runs of a source that are its past: our choice."""

BEFORE = 50
"""Runs before one that are looked at for those that were not closed: our choice."""


@dataclass(frozen=True, slots=True)
class Visited:
    """A source's past: its latest runs, the newest first; when its newest pages were
    first kept, in epoch seconds, in their order.
    """

    runs: tuple[int, ...]
    kept_at: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A run that began and was not closed; ``last_at``: its last decision, or begin."""

    run: int
    last_at: float


def visited(connection: Connection, source: str, before: int | None = None) -> Visited:
    """Return the past of a source, of runs before one alone if that is said."""
    query = select(decisions.c.run, decisions.c.url).where(
        decisions.c.source == source, decisions.c.verdict == "allow"
    )
    if before is not None:
        query = query.where(decisions.c.run < before)
    query = query.where(decisions.c.stage == "use")
    found = connection.execute(query.order_by(decisions.c.number.desc()).limit(LATEST))
    rows = found.all()
    some = tuple(dict.fromkeys(int(row.run) for row in rows))[:RUNS]
    return Visited(some, _kept_at(connection, [str(row.url) for row in rows]))


def _kept_at(connection: Connection, pages: Sequence[str]) -> tuple[float, ...]:
    keys = {url_key(one) for one in pages}
    query = select(urls.c.seen_at).where(urls.c.url_hash.in_(sorted(keys)))
    return tuple(sorted(set(connection.scalars(query))))


def last_visit(connection: Connection, source: str) -> float | None:
    """Return when a source was decided about last, None if never.

    By the newest decision of each verdict: an index leads to those.
    """
    query = select(decisions.c.last_at).where(decisions.c.source == source)
    newest = query.order_by(decisions.c.number.desc()).limit(1)
    times = (
        connection.scalar(newest.where(decisions.c.verdict == verdict.value))
        for verdict in Verdict
    )
    return max((float(one) for one in times if one is not None), default=None)


def newest_time(connection: Connection) -> float | None:
    """Return the latest time that a run or a decision wrote down, None if none did."""
    columns = (runs.c.started_at, runs.c.ended_at, decisions.c.last_at)
    found = (connection.scalar(select(func.max(one))) for one in columns)
    times = [one for one in found if one is not None]
    return max(times, default=None)


def summaries(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return what came of runs, as JSON, of those that were closed."""
    query = select(runs.c.number, runs.c.summary).where(runs.c.number.in_(set(numbers)))
    return {row.number: row.summary for row in connection.execute(query) if row.summary}


def unclosed(connection: Connection, before: int | None = None) -> list[Unclosed]:
    """Return the runs that were not closed: all, or of those right before one."""
    query = select(runs.c.number, runs.c.started_at).where(runs.c.ended_at.is_(None))
    if before is not None:
        query = query.where(runs.c.number < before, runs.c.number >= before - BEFORE)
    found = connection.execute(query.order_by(runs.c.number)).all()
    return [Unclosed(one.number, _last(connection, *one)) for one in found]


def _last(connection: Connection, run: int, began: float) -> float:
    query = select(func.max(decisions.c.last_at)).where(decisions.c.run == run)
    return max(began, connection.scalar(query) or 0.0)


def hole(connection: Connection, run: int) -> str | None:
    """Return what is missing of a run's ledger, None if no record is.

    Their count alone: ``ledger verify`` holds each of them to its hash.
    """
    query = select(func.count()).where(ledger.c.run == run)
    many = connection.scalar(query.select_from(ledger)) or 0
    last = stored_head(connection, run).sequence
    if many == last and many:
        return None
    return f"run {run}: {many} records of {last} are there; see ledger verify"


def last_runs(connection: Connection, before: int | None, many: int) -> list[int]:
    """Return the numbers of the latest runs, those before one alone if that is said."""
    query = select(runs.c.number).order_by(runs.c.number.desc()).limit(many)
    if before is not None:
        query = query.where(runs.c.number < before)
    return list(connection.scalars(query))
