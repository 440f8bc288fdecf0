"""Which articles of the store are nearly the same as new ones?

Found by an index over parts of their sketches, in the transaction that keeps them, and
written down: nothing is dropped for it. What is written goes with its article.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from newscrawler.article.near_duplicates import VERSION, Seen, Sketch
from newscrawler.storage.prepared import Given, Prepared, among, many
from newscrawler.storage.reading import batches
from newscrawler.storage.schema import CURRENT, articles
from newscrawler.storage.sketch_table import near_duplicates, sketch_bands, sketches

MOST = 200
"""Articles that share a part with those of a transaction, the newest, and are compared:
our choice. Of what a machine writes by the thousand from one form, not each is told."""

_SHARING = Prepared(
    lambda dialect: (
        select(sketch_bands.c.article)
        .distinct()
        .where(among(sketch_bands.c.band, dialect))
        .order_by(sketch_bands.c.article.desc())
        .limit(MOST)
    )
)
_CURRENT = Prepared(
    lambda dialect: (
        select(sketches.c.article, sketches.c.sketch)
        .join(articles, articles.c.number == sketches.c.article)
        .where(among(sketches.c.article, dialect), sketches.c.version == VERSION)
        .where(CURRENT)
    )
)
_OF_ARTICLE = select(sketches.c.sketch).where(sketches.c.article == bindparam("of"))
_SKETCH = Prepared(insert(sketches).inline())
_BAND = Prepared(insert(sketch_bands).inline())
_UNBAND = Prepared(
    delete(sketch_bands).where(
        sketch_bands.c.band == bindparam("of_band"),
        sketch_bands.c.article == bindparam("of_article"),
    )
)
_ALIKE = Prepared(insert(near_duplicates).inline())


def write_sketches(connection: Connection, new: Mapping[int, Sketch | None]) -> None:
    """Write the sketches of new articles, by number, and which they are nearly like.

    A text too short to be compared has none.
    """
    found = {number: one for number, one in new.items() if one is not None}
    if not found:
        return
    alike = list(_alike(connection, found))
    _SKETCH.run(connection, [_row(number, one) for number, one in found.items()])
    # in order: neighbours of one page of the table are written together
    rows = sorted((band, number) for number, one in found.items() for band in one.bands)
    _BAND.run(connection, [{"band": band, "article": of} for band, of in rows])
    _ALIKE.run(connection, alike)


def forget_sketch(connection: Connection, number: int) -> None:
    """Let an article that goes be found by nothing; its sketch goes with it."""
    octets = connection.scalar(_OF_ARTICLE, {"of": number})
    if octets is not None:
        bands = Sketch.from_bytes(octets).bands
        rows = [{"of_band": one, "of_article": number} for one in bands]
        _UNBAND.run(connection, rows)


def near_duplicates_of(
    connection: Connection, numbers: Iterable[int]
) -> dict[int, dict[int, float]]:
    """Return how alike articles are to earlier ones, by the numbers of both."""
    found: dict[int, dict[int, float]] = {}
    for some in batches(sorted(set(numbers))):
        query = select(near_duplicates).where(near_duplicates.c.article.in_(some))
        for row in connection.execute(query):
            found.setdefault(row.article, {})[row.earlier] = row.likeness
    return found


def likes_of(
    connection: Connection, numbers: Sequence[int]
) -> dict[int, dict[int, float]]:
    """Return how alike articles are to earlier and to later ones, by number."""
    found = near_duplicates_of(connection, numbers)
    for some in batches(numbers):
        query = select(near_duplicates).where(near_duplicates.c.earlier.in_(some))
        for row in connection.execute(query):
            found.setdefault(row.earlier, {})[row.article] = row.likeness
    return found


def addresses(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return the canonical URLs of articles, by number."""
    query = select(articles.c.number, articles.c.canonical_url)
    return {
        row.number: row.canonical_url
        for some in batches(sorted(set(numbers)))
        for row in connection.execute(query.where(articles.c.number.in_(some)))
    }


def _row(number: int, one: Sketch) -> Given:
    return {"article": number, "version": one.version, "sketch": one.to_bytes()}


def _alike(connection: Connection, new: Mapping[int, Sketch]) -> Iterator[Given]:
    """Yield the pairs that are nearly the same, the new among themselves too."""
    seen = Seen()
    for number, one in _sharing_a_band(connection, new):
        seen.add(str(number), one)
    for number, one in sorted(new.items()):
        for name, much in seen.like(one):
            yield {"article": number, "earlier": int(name), "likeness": much}
        seen.add(str(number), one)


def _sharing_a_band(
    connection: Connection, new: Mapping[int, Sketch]
) -> Iterator[tuple[int, Sketch]]:
    """Yield the current articles of before that share a part with a new one."""
    bands = {band for one in new.values() for band in one.bands}
    shared = [row[0] for row in _SHARING.ask(connection, many(bands, connection))]
    if not shared:
        return
    for number, octets in _CURRENT.ask(connection, many(shared, connection)):
        assert isinstance(octets, bytes)
        yield int(str(number)), Sketch.from_bytes(octets)
