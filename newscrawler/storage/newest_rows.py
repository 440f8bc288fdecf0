"""Which rows of each kind are the newest, for people to look at, and how many are there?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from newscrawler.address import host_of, is_within
from newscrawler.storage.counting import Chosen, of_host
from newscrawler.storage.schema import (
    articles,
    checkpoints,
    decisions,
    hearings,
    purges,
    refused_texts,
    runs,
    tombstones,
)
from newscrawler.storage.sketch_table import near_duplicates


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A current article, its JSON and the number of the decision that let us keep it."""

    number: int
    url: str
    source: str | None
    kept_at: float
    record: str
    decision: int


@dataclass(frozen=True, slots=True)
class Kept:
    """How many articles of a host are kept, first and last when, and the newest."""

    count: int
    first: float | None
    last: float | None
    rows: tuple[KeptRow, ...]


@dataclass(frozen=True, slots=True)
class WithdrawnRow:
    """What was withdrawn; ``purged_at`` None: its bytes are not erased yet."""

    url: str
    source: str | None
    kept_at: float
    withdrawn_at: float
    signal: str
    reason: str
    purged_at: float | None


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """Two current articles that are nearly the same; ``likeness`` from 0 to 1."""

    url: str
    source: str | None
    earlier_url: str
    earlier_source: str | None
    likeness: float


@dataclass(frozen=True, slots=True)
class RulesRow:
    """Runs by one version of software and rules (None: not written down)."""

    policy_version: str
    rules: str | None
    runs: int
    first: float
    last: float


def newest_kept(connection: Connection, host: str, chosen: Chosen, most: int) -> Kept:
    """Return the current articles of a host and its subdomains."""
    of = articles.c
    where: list[ColumnElement[bool]] = [of.is_current]
    where.append(of_host(decisions.c.host, host))
    if chosen.since is not None:
        where.append(of.kept_at >= chosen.since)
    if chosen.source is not None:
        where.append(of.source == chosen.source)
    by = decisions.c.number == of.decision
    about = select(func.count(), func.min(of.kept_at), func.max(of.kept_at))
    count, first, last = connection.execute(
        about.join_from(articles, decisions, by).where(*where)
    ).one()
    columns = of.number, of.canonical_url, of.source, of.kept_at, of.record, of.decision
    query = select(*columns).join_from(articles, decisions, by).where(*where)
    found = connection.execute(query.order_by(of.number.desc()).limit(most))
    rows = tuple(KeptRow(*row) for row in found)
    return Kept(count, first, last, rows)


def newest_withdrawn(connection: Connection, chosen: Chosen) -> Iterator[WithdrawnRow]:
    """Yield what was withdrawn, the last first."""
    of = tombstones.c
    query = select(
        *(of.url, of.source, of.kept_at, of.withdrawn_at, of.signal, of.reason),
        purges.c.purged_at,
    ).outerjoin(purges, purges.c.number == of.purge)
    if chosen.source is not None:
        query = query.where(of.source == chosen.source)
    if chosen.since is not None:
        query = query.where(of.withdrawn_at >= chosen.since)
    if chosen.host is not None:
        query = query.where(of.url.contains(chosen.host, autoescape=True))
    for row in connection.execute(query.order_by(of.number.desc())):
        if chosen.host is None or is_within(host_of(row.url), chosen.host):
            yield WithdrawnRow(*row)


def most_alike(
    connection: Connection, chosen: Chosen, most: int
) -> tuple[int, tuple[AlikeRow, ...]]:
    """Return how many pairs of current articles are nearly the same, and the nearest."""
    new, old = articles.alias("new"), articles.alias("old")
    pairs = (
        near_duplicates.join(new, new.c.number == near_duplicates.c.article)
        .join(old, old.c.number == near_duplicates.c.earlier)
    )  # fmt: skip
    where: list[ColumnElement[bool]] = [new.c.is_current, old.c.is_current]
    if chosen.source is not None:
        where.append(or_(new.c.source == chosen.source, old.c.source == chosen.source))
    if chosen.since is not None:
        where.append(new.c.kept_at >= chosen.since)
    many = connection.scalar(select(func.count()).select_from(pairs).where(*where))
    columns = new.c.canonical_url, new.c.source, old.c.canonical_url, old.c.source
    query = select(*columns, near_duplicates.c.likeness).select_from(pairs)
    turn = near_duplicates.c.likeness.desc(), new.c.number.desc(), old.c.number
    found = connection.execute(query.where(*where).order_by(*turn).limit(most))
    return many or 0, tuple(AlikeRow(*row) for row in found)


def refused_texts_known(connection: Connection) -> int:
    """Return how many texts are known that their own origin refused."""
    return connection.scalar(select(func.count()).select_from(refused_texts)) or 0


def changed_hosts(
    connection: Connection, chosen: Chosen, most: int
) -> tuple[int, tuple[str, ...]]:
    """Return how many hosts' documents changed, and those that were heard last."""
    told = func.coalesce(hearings.c.sha256, hearings.c.problem, "")
    status = func.coalesce(hearings.c.status, 0)
    where = or_(func.min(told) != func.max(told), func.min(status) != func.max(status))
    last = func.max(hearings.c.fetched_at)
    if chosen.since is not None:
        where &= last >= chosen.since
    query = select(func.max(hearings.c.url)).group_by(hearings.c.url_hash).having(where)
    urls = connection.scalars(query.order_by(last.desc()))
    hosts = dict.fromkeys(map(host_of, urls))
    ours = _hosts_of(connection, chosen)
    found = tuple(one for one in hosts if ours is None or one in ours)
    if chosen.host is not None:
        found = tuple(one for one in found if is_within(one, chosen.host))
    return len(found), found[:most]


def _hosts_of(connection: Connection, chosen: Chosen) -> set[str] | None:
    """Return the hosts that a source's pages are on, None where none is asked about."""
    if chosen.source is None:
        return None
    of_source = decisions.c.source == chosen.source
    return set(connection.scalars(select(decisions.c.host).where(of_source).distinct()))


def newest_checkpoint(connection: Connection) -> str | None:
    """Return the note of the last checkpoint, None where there is none."""
    query = select(checkpoints.c.note).order_by(checkpoints.c.number.desc()).limit(1)
    return connection.scalar(query)


def runs_by_rules(connection: Connection) -> tuple[RulesRow, ...]:
    """Return by which versions runs decided, the last first."""
    of = runs.c
    first, last = func.min(of.started_at), func.max(of.started_at)
    query = select(of.policy_version, of.rules, func.count(), first, last)
    query = query.group_by(of.policy_version, of.rules).order_by(last.desc())
    return tuple(RulesRow(*row) for row in connection.execute(query))


def run_summaries(
    connection: Connection, since: float | None, most: int
) -> Iterable[str]:
    """Return what came of the last runs that ended, as JSON, those since a time alone."""
    query: Select[str | None] = select(runs.c.summary).where(
        runs.c.summary.is_not(None)
    )
    if since is not None:
        query = query.where(runs.c.ended_at >= since)
    found: Iterable[Row[str | None]] = connection.execute(
        query.order_by(runs.c.number.desc()).limit(most)
    )
    return [str(row[0]) for row in found]
