"""Which articles are kept, and by which decisions? Read back page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import Connection, Select, func, select, union

from newscrawler.policy import Decision
from newscrawler.storage.database import Store
from newscrawler.storage.reading import decisions_of
from newscrawler.storage.schema import articles, decisions, ledger
from newscrawler.storage.sketch_table import near_duplicates

Columns = TypeVarTuple("Columns")

AT_ONCE = 1000
"""Articles in memory at a time: our choice."""

_NAMES = ("number", "canonical_url", "source", "kept_at", "record", "decision")
_WITH_DECISION = (
    select(
        *(articles.c[name] for name in _NAMES),
        decisions.c.id,
        ledger.c.record.label("told"),
    )
    .join(decisions, decisions.c.number == articles.c.decision)
    .join(
        ledger,
        (ledger.c.run == decisions.c.run) & (ledger.c.sequence == decisions.c.sequence),
    )
)

_ALIKE = union(select(near_duplicates.c.article), select(near_duplicates.c.earlier))


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """A current article with the decision that let us keep it, as the ledger tells it.

    Its fields are the columns that are read, in their order.
    ``record`` is its JSON text; ``kept_at``: epoch seconds; ``decision``: the number of
    the decision's row, ``decision_id`` its id, ``told`` its record without that id.
    """

    number: int
    canonical_url: str
    source: str | None
    kept_at: float
    record: str
    decision: int
    decision_id: str
    told: str


def kept_by(store: Store, kept: KeptArticle) -> Decision:
    """Return the decision that let us keep an article."""
    with store.reading() as connection:
        return decisions_of(connection, [kept.decision])[kept.decision].decision


def kept_pages(
    store: Store,
    source: str | None = None,
    since: float | None = None,
    *,
    alike: bool = False,
) -> Iterator[list[KeptArticle]]:
    """Yield current articles in the order of keeping, some at once.

    ``since``: those that were kept at this time or later; ``alike``: those that are
    nearly the same as another. No transaction is open while the reader works.
    """
    store.flush()
    after = 0
    while True:
        with store.reading() as connection:
            page = _page(connection, after, source, since, alike=alike)
        if not page:
            return
        yield page
        after = page[-1].number


def count_kept(
    store: Store, source: str | None = None, since: float | None = None
) -> int:
    """Return how many articles ``kept_pages`` will yield."""
    query = _chosen(select(func.count()).select_from(articles), source, since)
    with store.reading() as connection:
        return connection.scalar(query) or 0


def _chosen(
    query: Select[*Columns], source: str | None, since: float | None
) -> Select[*Columns]:
    query = query.where(articles.c.is_current)
    if source is not None:
        query = query.where(articles.c.source == source)
    return query if since is None else query.where(articles.c.kept_at >= since)


def _page(
    connection: Connection,
    after: int,
    source: str | None,
    since: float | None,
    *,
    alike: bool,
) -> list[KeptArticle]:
    query = _chosen(_WITH_DECISION.where(articles.c.number > after), source, since)
    if alike:
        query = query.where(articles.c.number.in_(_ALIKE))
    found = connection.execute(query.order_by(articles.c.number).limit(AT_ONCE))
    return [
        KeptArticle(*row)  # type: ignore[call-arg]  # its fields are the columns
        for row in found.all()
    ]
