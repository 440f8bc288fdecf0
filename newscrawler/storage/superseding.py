"""How does an article that was asked for again get a new version?

The one before stays, as a version that is current no more; exports give the current
one. All versions of an article have the key of its first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from newscrawler.storage.catalogue_rows import leave_catalogue
from newscrawler.storage.reading import batches
from newscrawler.storage.schema import articles, urls
from newscrawler.storage.upsert import Row

_RETIRE = (
    update(articles)
    .where(articles.c.number == bindparam("of_number"))
    .values(is_current=False)
)
_LEAD = (
    update(urls)
    .where(urls.c.article == bindparam("of_number"))
    .values(article=bindparam("to_number"))
)


@dataclass(frozen=True, slots=True)
class Replaced:
    """The version that was current when its article was asked for again.

    ``is_said_anew``: its site says something else of its use, so that it is another
    version, though the words be the same.
    """

    number: int
    is_said_anew: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """A current version that may be followed by another."""

    number: int
    version: int
    url_hash: str
    canonical_url: str
    content_hash: str

    @property
    def next_row(self) -> Row:
        """Return what the version after it has in common with it."""
        return {
            "url_hash": self.url_hash,
            "canonical_url": self.canonical_url,
            "version": self.version + 1,
        }


def current_versions(
    connection: Connection, numbers: Iterable[int]
) -> dict[int, Before]:
    """Return those of some articles that are current, by number."""
    names = Before.__dataclass_fields__
    found: dict[int, Before] = {}
    for some in batches(sorted(set(numbers))):
        query = select(*(articles.c[name] for name in names))
        mine = query.where(articles.c.number.in_(some), articles.c.is_current)
        rows = connection.execute(mine).mappings()
        found.update((row["number"], Before(**row)) for row in rows)
    return found


def retire(connection: Connection, followed: Mapping[int, int]) -> None:
    """Let versions be current no more."""
    rows = [{"of_number": number} for number in sorted(followed)]
    if rows:
        connection.execute(_RETIRE, rows)
        leave_catalogue(connection, sorted(followed))


def lead(connection: Connection, followed: Mapping[int, int]) -> None:
    """Let the URLs of articles lead to those that follow them, by number."""
    rows: Sequence[dict[str, int]] = [
        {"of_number": old, "to_number": new} for old, new in sorted(followed.items())
    ]
    if rows:
        connection.execute(_LEAD, rows)
