"""What was withdrawn and is not erased yet, and how does that end?

Erased first, then given out, then written down: who is stopped in between begins again
with the same articles, and nothing is called erased that is not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    insert,
    select,
    update,
)

from newscrawler.policy.record import Value, canonical, iso_time
from newscrawler.storage.chain import Kind
from newscrawler.storage.database import Store
from newscrawler.storage.ledger import Batch
from newscrawler.storage.ledger_records import purge_text
from newscrawler.storage.schema import purges, tombstones
from newscrawler.storage.text import text_hash
from newscrawler.storage.upsert import Row

_MARK = (
    update(tombstones)
    .where(tombstones.c.number == bindparam("of_number"))
    .values(purge=bindparam("by_purge"))
)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of an article: hashes, times (epoch seconds), the reason.

    ``kept_by`` and ``decision``: the ids of the decisions that let us keep it, and that
    withdrew it. ``record_sha256`` is that of the stored record.
    """

    number: int
    url: str
    version: int
    content_hash: str
    record_sha256: str
    source: str | None
    kept_at: float
    kept_by: str
    withdrawn_at: float
    signal: str
    reason: str
    decision: str


def unerased(store: Store) -> list[Tombstone]:
    """Return what was withdrawn and is not erased yet, in the order of withdrawal."""
    with store.reading() as connection:
        return list(_tombstones(connection, tombstones.c.purge.is_(None)))


def erase_withdrawn(
    store: Store,
    run: int,
    now: float,
    give_out: Callable[[Sequence[Tombstone], str], None],
) -> tuple[Tombstone, ...]:
    """Erase all that was withdrawn, and return it.

    ``give_out`` writes what others are told, how it was erased too; it is called when
    the bytes are gone, and again with the same if we are stopped right after.
    """
    found = tuple(unerased(store))
    if not found:
        return ()
    method = store.erase()
    give_out(found, method)
    store.transact(lambda batch: _write_purge(batch, run, now, method, found))
    return found


def removal_list(removed: Sequence[Tombstone]) -> str:
    """Return what downstream has to remove as well: JSON Lines, in our order."""
    return "".join(f"{canonical(removal(one)).decode()}\n" for one in removed)


def removal(one: Tombstone) -> dict[str, Value]:
    """Return a line of the removal list."""
    return {
        "url": one.url,
        "content_hash": one.content_hash,
        "reason": one.reason,
        "at": iso_time(one.withdrawn_at),
    }


def purged(connection: Connection, purge: int) -> list[Tombstone]:
    """Return what a purge erased."""
    return list(_tombstones(connection, tombstones.c.purge == purge))


def _tombstones(
    connection: Connection, which: ColumnElement[bool]
) -> Iterator[Tombstone]:
    names = Tombstone.__dataclass_fields__
    query = select(*(tombstones.c[name] for name in names)).where(which)
    for row in connection.execute(query.order_by(tombstones.c.number)).mappings():
        yield _tombstone(row)


def _tombstone(row: RowMapping) -> Tombstone:
    found: Mapping[str, object] = dict(row)
    return Tombstone(**found)  # type: ignore[arg-type]  # its columns are its fields


def _write_purge(
    batch: Batch, run: int, now: float, method: str, found: Sequence[Tombstone]
) -> None:
    row: Row = {
        "purged_at": now,
        "method": method,
        "articles": len(found),
        "removals": text_hash(removal_list(found)),
    }
    sequence = batch.add(run, Kind.PURGE, purge_text(row))
    values = {**row, "run": run, "sequence": sequence}
    written = batch.connection.execute(insert(purges), values).inserted_primary_key
    assert written is not None
    marks = [{"of_number": one.number, "by_purge": written[0]} for one in found]
    batch.connection.execute(_MARK, marks)
