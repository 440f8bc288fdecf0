"""When was a listing or an article had last, what came, and when is it due again?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import (
    Connection,
    Double,
    Integer,
    bindparam,
    delete,
    literal,
    select,
    update,
)

from newscrawler.address import host_of
from newscrawler.storage.frontier_table import frontier
from newscrawler.storage.prepared import Prepared
from newscrawler.storage.reading import batches
from newscrawler.storage.schema import urls
from newscrawler.storage.upsert import Insert, insert_for, insert_of
from newscrawler.storage.url_keys import url_key
from newscrawler.storage.visit_table import visits

_VISITED = Prepared(
    select(literal(1)).where(
        visits.c.url_hash == bindparam("of_hash"), visits.c.kind == bindparam("of_kind")
    )
)


_KEY = ("url_hash", "kind")


def _upsert(dialect: str) -> Insert:
    new = insert_of(dialect, visits)
    told = {one.name: one for one in new.excluded if one.name not in _KEY}
    return new.on_conflict_do_update(index_elements=list(_KEY), set_=told)


_WRITE = Prepared(_upsert)


class Kind(Enum):
    """What a URL is asked for: its links, or its article."""

    LISTING = "listing"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Visit:
    """A URL as it was had last. Times are epoch seconds, ``rhythm`` is in seconds.

    ``found_at``: when we first had it; ``due_at`` None: not again, or the frontier has
    it; ``read_at``: when its body was had, None for never. ``misses``: answers in a row
    that nothing is there. ``basis``: the hash of what a listing was read by;
    ``cadence``: how often it asks to be asked, as JSON.
    """

    url: str
    kind: Kind
    source: str | None
    found_at: float
    visited_at: float
    due_at: float | None
    read_at: float | None = None
    rhythm: float | None = None
    misses: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    basis: str | None = None
    cadence: str | None = None


_NAMES = tuple(name for name in Visit.__dataclass_fields__ if name != "kind")


def is_visited(connection: Connection, url: str, kind: Kind) -> bool:
    """Tell whether a URL was had before in any of its forms: most never were."""
    return bool(
        _VISITED.ask(connection, {"of_hash": url_key(url), "of_kind": kind.value})
    )


def read_visit(connection: Connection, url: str, kind: Kind) -> Visit | None:
    """Return the last visit of a URL in any of its forms, None if there was none."""
    query = select(*(visits.c[name] for name in _NAMES)).where(
        visits.c.url_hash == url_key(url), visits.c.kind == kind.value
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Visit(kind=kind, **row)


def write_visits(connection: Connection, made: Sequence[Visit]) -> None:
    """Write visits in the place of those before them."""
    rows = {}
    for one in made:
        named = {name: getattr(one, name) for name in _NAMES}
        key = url_key(one.url), one.kind.value
        rows[key] = {
            **named,
            **dict(zip(_KEY, key, strict=True)),
            "host": host_of(one.url),
        }
    # in the order of keys, so that two writers on PostgreSQL do not wait in a ring
    _WRITE.run(connection, [rows[key] for key in sorted(rows)])


def revive(connection: Connection, run: int, source: str | None, now: float) -> None:
    """Let the articles whose time has come wait in the frontier, of one source or all.

    What this run has taken already stays as it is.
    """
    is_due = (visits.c.kind == Kind.ARTICLE.value) & (visits.c.due_at <= now)
    if source is not None:
        is_due &= visits.c.source == source
    same = (visits.c[name] for name in ("url_hash", "url", "host", "source"))
    times = (visits.c.due_at, literal(0.0, Double))
    runs = (literal(run, Integer), literal(0, Integer))
    names = ("url_hash", "url", "host", "source", "found_at", "due_at", "run", "taken")
    new = insert_for(connection, frontier)
    new = new.from_select(names, select(*same, *times, *runs).where(is_due))
    waits = new.on_conflict_do_update(
        index_elements=[frontier.c.url_hash],
        set_={"due_at": new.excluded.due_at, "source": new.excluded.source},
        where=frontier.c.taken < run,
    )
    connection.execute(waits)
    connection.execute(update(visits).where(is_due).values(due_at=None))


def forget_visits(connection: Connection, keys: Iterable[str]) -> None:
    """Forget when articles, by the hash of their URLs, were had: they are withdrawn."""
    for some in batches(sorted(keys)):
        mine = visits.c.url_hash.in_(some), visits.c.kind == Kind.ARTICLE.value
        connection.execute(delete(visits).where(*mine))


def has_unknown(connection: Connection, found: Iterable[str]) -> bool:
    """Tell whether one of some URLs was neither found nor kept before."""
    for some in batches(sorted({url_key(url) for url in found})):
        left = set(some)
        for column in (frontier.c.url_hash, urls.c.url_hash):
            left.difference_update(
                connection.scalars(select(column).where(column.in_(some)))
            )
        if left:
            return True
    return False
