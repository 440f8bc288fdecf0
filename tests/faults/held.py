"""What must hold of a store, whatever befell who wrote it?"""

from collections.abc import Iterable, Iterator
from contextlib import closing

from sqlalchemy import Connection, text

from newscrawler.storage.database import open_store
from newscrawler.storage.verification import verify

KEPT = """
    SELECT urls.url, decisions.verdict, decisions.stage
    FROM urls JOIN articles ON urls.article = articles.number
    LEFT JOIN decisions ON articles.decision = decisions.number
"""


def broken(uri: str, reported: Iterable[str], reserved: Iterable[str]) -> list[str]:
    """Return what is wrong with a store, nothing if all that must hold does.

    ``reported``: articles that somebody was told of; ``reserved``: URLs that say no.
    """
    with closing(open_store(uri)) as store, store.reading() as connection:
        return list(_broken(connection, set(reported), set(reserved)))


def kept(uri: str) -> set[str]:
    """Return the URLs of what a store keeps."""
    with closing(open_store(uri)) as store:
        return {one.url for one in store.articles()}


def _broken(
    connection: Connection, reported: set[str], reserved: set[str]
) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for (said,) in connection.execute(text("PRAGMA integrity_check")):
            if said != "ok":
                yield f"SQLite: {said}"
    for problem in verify(connection).problems:
        yield str(problem)
    rows = connection.execute(text(KEPT)).all()
    for url, verdict, stage in rows:
        if (verdict, stage) != ("allow", "use"):
            yield f"{url} is kept, and its decision is {verdict} ({stage})"
    held = {url for url, _, _ in rows}
    for url in sorted(reported - held):
        yield f"{url} was reported kept, and is lost"
    for url in sorted(held & reserved):
        yield f"{url} is reserved, and is kept"
