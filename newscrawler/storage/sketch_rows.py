"""Which articles of the store are nearly the same as new ones?

Found by an index over parts of their sketches, in the transaction that keeps them, and
written down: nothing is dropped for it. What is written goes with its article.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, Select, desc, insert, select, union

from newscrawler.article.near_duplicates import BANDS, VERSION, Seen, Sketch
from newscrawler.storage.prepared import Given, Prepared, among, many
from newscrawler.storage.reading import batches
from newscrawler.storage.schema import CURRENT, articles
from newscrawler.storage.sketch_table import near_duplicates, sketches

MOST = 200
"""Articles that share a part with those of a transaction, the newest, and are compared:
our choice. Of what a machine writes by the thousand from one form, not each is told."""

_BANDS = tuple(f"band_{one}" for one in range(BANDS))


def _sharing(band: str, dialect: str) -> Select[int]:
    return select(sketches.c.article).where(among(sketches.c[band], dialect, band))


_SHARING = Prepared(
    lambda dialect: (
        union(*(_sharing(one, dialect) for one in _BANDS))
        .order_by(desc("article"))
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
_SKETCH = Prepared(insert(sketches).inline())
_ALIKE = Prepared(insert(near_duplicates).inline())


def write_sketches(connection: Connection, new: Mapping[int, Sketch | None]) -> None:
    """Write the sketches of new articles, by number, and which they are nearly like.

    A text too short to be compared has none.
    """
    found = {number: one for number, one in new.items() if one is not None}
    if not found:
        return
    _SKETCH.run(connection, [_row(number, one) for number, one in found.items()])
    _ALIKE.run(connection, list(_alike(connection, found)))


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
    bands = dict(zip(_BANDS, one.bands(), strict=True))
    told = {"article": number, "version": one.version, "sketch": one.to_bytes()}
    return {**told, **bands}


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
    each = zip(*(one.bands() for one in new.values()), strict=True)
    given: dict[str, object] = {}
    for name, values in zip(_BANDS, each, strict=True):
        given |= many(values, connection, name)
    shared = {row[0] for row in _SHARING.ask(connection, given)} - new.keys()
    for number, octets in _CURRENT.ask(connection, many(shared, connection)):
        assert isinstance(octets, bytes)
        yield int(str(number)), Sketch.from_bytes(octets)
