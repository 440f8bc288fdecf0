"""What was withdrawn and is not erased yet, and how does that end?

Erased first, then given out, then written down: who is stopped in between begins again
with the same articles, and nothing is called erased that is not.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.export_rows import StoredExport, exports_of
from newscrawler.storage.ledger import Batch
from newscrawler.storage.ledger_records import purge_text
from newscrawler.storage.schema import purges, tombstones
from newscrawler.storage.text import text_hash
from newscrawler.storage.upsert import Row
from newscrawler.storage.warc import Place
from newscrawler.storage.warc_erasing import erase_captures

_MARK = (
    update(tombstones)
    .where(tombstones.c.number == bindparam("of_number"))
    .values(purge=bindparam("by_purge"))
)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of an article: hashes, times (epoch seconds), the reason.

    ``kept_by`` and ``decision``: the ids of the decisions that let us keep it, and that
    withdrew it. ``record_sha256`` is that of the stored record. ``article``: its number,
    ``warc``: where its page was archived; older stores did not write them down.
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
    article: int | None = None
    warc: str | None = None

    @property
    def capture(self) -> Place | None:
        """Return where its page is in NEWSCRAWLER_WARC, None if it was never there.

        A page out of somebody's archive is in that archive, which is not ours.
        """
        return Place.read(self.warc) if self.warc is not None else None


@dataclass(frozen=True, slots=True)
class Erased:
    """What a purge erased, in words how, and which exports held it.

    ``exports``: by the number of the tombstone; None where nobody wrote them down.
    """

    articles: tuple[Tombstone, ...]
    method: str
    exports: Mapping[int, Sequence[StoredExport] | None]


def unerased(store: Store) -> list[Tombstone]:
    """Return what was withdrawn and is not erased yet, in the order of withdrawal."""
    with store.reading() as connection:
        return list(_tombstones(connection, tombstones.c.purge.is_(None)))


def erase_withdrawn(
    store: Store,
    run: int,
    now: float,
    give_out: Callable[[Erased], None],
    archive: Path | None = None,
) -> tuple[Tombstone, ...]:
    """Erase all that was withdrawn, and return it.

    ``give_out`` writes what others are told; it is called when the bytes are gone, and
    again with the same if we are stopped right after. ``archive``: NEWSCRAWLER_WARC.
    """
    found = tuple(unerased(store))
    if not found:
        return ()
    captures = _erase_captures(found, archive, now)
    method = store.erase()
    if captures:
        method += f"; WARC: {captures} captures replaced"
    give_out(Erased(found, method, _exports(store, found)))
    store.transact(lambda batch: _write_purge(batch, run, now, method, found))
    return found


def _erase_captures(
    found: Sequence[Tombstone], archive: Path | None, now: float
) -> int:
    """Erase pages from the archive; return how many. StoreError where it is not named:
    a purge that would leave them there is none.
    """
    captures = (one.capture for one in found if one.capture is not None)
    places = list(dict.fromkeys(captures))  # versions may be out of one page
    if not places:
        return 0
    if archive is None:
        raise StoreError(
            f"{places[0].file} holds a page that was withdrawn;"
            " name its folder by NEWSCRAWLER_WARC"
        )
    erase_captures(archive, places, now)
    return len(places)


def _exports(
    store: Store, found: Sequence[Tombstone]
) -> dict[int, Sequence[StoredExport] | None]:
    numbers = [one.article for one in found if one.article is not None]
    held: dict[int, list[StoredExport]] = {}
    with store.reading() as connection:
        for article, export in exports_of(connection, numbers):
            held.setdefault(article, []).append(export)
    return {
        one.number: None if one.article is None else held.get(one.article, [])
        for one in found
    }


def removal_list(removed: Sequence[Tombstone]) -> str:
    """Return what downstream has to remove as well: JSON Lines, in our order."""
    return "".join(f"{canonical(removal(one)).decode()}\n" for one in removed)


def removal(one: Tombstone) -> dict[str, Value]:
    """Return a line of the removal list; ``kept_by`` is ``decision`` in an export.

    Of an older store's without it, as its hash is in the ledger so.
    """
    line: dict[str, Value] = {
        "url": one.url,
        "content_hash": one.content_hash,
        "reason": one.reason,
        "at": iso_time(one.withdrawn_at),
    }
    return line if one.article is None else {**line, "kept_by": one.kept_by}


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
