"""Which articles were given away, when, for what, and in which file?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Integer, bindparam, insert, select, update

from newscrawler.purpose import Purpose
from newscrawler.storage.database import Store
from newscrawler.storage.prepared import Prepared, among, many
from newscrawler.storage.reading import batches
from newscrawler.storage.schema import articles, export_items, exports

_TAKE = Prepared(
    lambda dialect: (
        insert(export_items)
        .from_select(
            ["article", "export"],
            # who withdraws waits until it is written which export holds it
            select(articles.c.number, bindparam("of_export", type_=Integer))
            .where(among(articles.c.number, dialect))
            .with_for_update(read=True),
        )
        .returning(export_items.c.article)
    )
)


@dataclass(frozen=True, slots=True)
class StoredExport:
    """An export; ``ended_at`` and ``sha256`` of its file are None if it broke off.

    Then its articles may have been given away all the same.
    """

    number: int
    run: int
    purpose: Purpose
    file: str
    started_at: float
    ended_at: float | None
    sha256: str | None


def begin_export(
    store: Store, run: int, purpose: Purpose, file: str, now: float
) -> int:
    """Write that an export begins; return its number. ``now``: epoch seconds."""
    row = {"run": run, "purpose": purpose.value, "file": file, "started_at": now}
    with store.writing() as connection:
        new = connection.execute(insert(exports), row).inserted_primary_key
    assert new is not None
    return int(new[0])


def add_items(store: Store, export: int, found: Sequence[int]) -> set[int]:
    """Write which articles go into an export, before they do, by number; return them.

    What was withdrawn since it was read is not among them: it must not leave, and the
    purge's certificate could not tell that it did.
    """
    with store.writing() as connection:
        given = {"of_export": export, **many(found, connection)}
        there = {row[0] for row in _TAKE.ask(connection, given)}
    return {one for one in found if one in there}


def end_export(
    store: Store, export: int, now: float, counts: tuple[int, int], sha256: str
) -> None:
    """Write that an export ended; ``counts``: articles in it, and left out."""
    items, excluded = counts
    row = {"ended_at": now, "items": items, "excluded": excluded, "sha256": sha256}
    with store.writing() as connection:
        one = update(exports).where(exports.c.number == export)
        connection.execute(one, row)


def exports_of(
    connection: Connection, found: Iterable[int]
) -> Iterator[tuple[int, StoredExport]]:
    """Yield which exports held which of the articles, by the articles' numbers."""
    query = select(export_items.c.article, exports).join(
        exports, exports.c.number == export_items.c.export
    )
    for some in batches(sorted(set(found))):
        wanted = query.where(export_items.c.article.in_(some))
        ordered = wanted.order_by(export_items.c.article, exports.c.number)
        for row in connection.execute(ordered):
            yield (
                row.article,
                StoredExport(
                    number=row.number,
                    run=row.run,
                    purpose=Purpose(row.purpose),
                    file=row.file,
                    started_at=row.started_at,
                    ended_at=row.ended_at,
                    sha256=row.sha256,
                ),
            )
