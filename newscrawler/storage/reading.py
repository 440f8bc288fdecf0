"""What does a store hold? Queries that read back what was written, page by page."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, select

from newscrawler.items import Article
from newscrawler.policy.model import Verdict
from newscrawler.policy.record import read_decision
from newscrawler.storage.article_json import read_article
from newscrawler.storage.decision_rows import (
    StoredDecision,
    decision_text,
    references,
    whole_record,
)
from newscrawler.storage.errors import EvidenceError
from newscrawler.storage.schema import (
    articles,
    decisions,
    ledger,
    policy_documents,
    runs,
    statement_lists,
    statements,
    urls,
)

PAGE = 500
"""Rows read at once, and values in one ``IN``: under every database's bound."""

T = TypeVar("T")

_WITH_RECORD = select(decisions, ledger.c.record).join(
    ledger,
    (ledger.c.run == decisions.c.run) & (ledger.c.sequence == decisions.c.sequence),
)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article and its number, which only says which one comes next."""

    number: int
    article: Article


Item = TypeVar("Item", StoredArticle, StoredDecision)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows a store has; ``decided`` counts equal decisions each."""

    runs: int
    decisions: int
    decided: int
    statements: int
    policy_documents: int
    articles: int
    urls: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A policy document's bytes; where and when (epoch seconds) they were first had."""

    sha256: str
    body: bytes
    url: str
    fetched_at: float
    media_type: str | None


def decision_page(
    connection: Connection,
    after: int,
    run: int | None,
    verdict: Verdict | None,
    source: str | None,
    since: float | None = None,
) -> list[StoredDecision]:
    """Return the next decisions after a number, in the order of recording."""
    query = _WITH_RECORD.where(decisions.c.number > after)
    if run is not None:
        query = query.where(decisions.c.run == run)
    if verdict is not None:
        query = query.where(decisions.c.verdict == verdict.value)
    if source is not None:
        query = query.where(decisions.c.source == source)
    if since is not None:
        query = query.where(decisions.c.last_at >= since)
    query = query.order_by(decisions.c.number).limit(PAGE)
    found = connection.execute(query).mappings().all()
    evidence = evidence_of(connection, [row["record"] for row in found])
    return [_stored_decision(row, evidence) for row in found]


def decision_where(
    connection: Connection, where: ColumnElement[bool]
) -> StoredDecision | None:
    """Return the newest decision of which something holds, on its use if there is one."""
    query = _WITH_RECORD.where(where)
    newest = query.order_by(decisions.c.stage.desc(), decisions.c.number.desc())
    row = connection.execute(newest.limit(1)).mappings().one_or_none()
    if row is None:
        return None
    return _stored_decision(row, evidence_of(connection, [row["record"]]))


def decisions_of(
    connection: Connection, numbers: Sequence[int]
) -> dict[int, StoredDecision]:
    """Return decisions by their number, at most a page of them."""
    query = _WITH_RECORD.where(decisions.c.number.in_(numbers))
    found = connection.execute(query).mappings().all()
    evidence = evidence_of(connection, [row["record"] for row in found])
    return {row["number"]: _stored_decision(row, evidence) for row in found}


def seen_articles(connection: Connection, hashes: Iterable[str]) -> list[int]:
    """Return the numbers of the articles that were kept for URLs, by hash."""
    query = select(urls.c.article).where(urls.c.url_hash.in_(list(hashes)))
    return list(connection.scalars(query))


def article_page(connection: Connection, after: int) -> list[StoredArticle]:
    """Return the next current articles after a number, in the order of keeping."""
    query = (
        select(articles.c.number, articles.c.record)
        .where(articles.c.number > after, articles.c.is_current)
        .order_by(articles.c.number)
        .limit(PAGE)
    )
    found = connection.execute(query).all()
    return [
        StoredArticle(row.number, read_article(json.loads(row.record))) for row in found
    ]


def in_pages(read: Callable[[int], list[Item]]) -> Iterator[Item]:
    """Yield what pages hold; no transaction is open while the reader works."""
    after = 0
    while page := read(after):
        yield from page
        after = page[-1].number


def seen_hashes(connection: Connection, hashes: Iterable[str]) -> set[str]:
    """Return which of these URLs, by hash, an article was kept for."""
    found: set[str] = set()
    for some in batches(sorted(set(hashes))):
        query = select(urls.c.url_hash).where(urls.c.url_hash.in_(some))
        found.update(connection.scalars(query))
    return found


def document(connection: Connection, sha256: str) -> StoredDocument | None:
    """Return the policy document of a hash."""
    query = select(policy_documents).where(policy_documents.c.sha256 == sha256)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return StoredDocument(
        row.sha256, bytes(row.body), row.url, row.fetched_at, row.media_type
    )


def count_rows(connection: Connection) -> Counts:
    """Return how much there is."""
    tables = (runs, decisions, statements, policy_documents, articles, urls)
    rows = {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }
    decided = connection.scalar(select(func.sum(decisions.c.count)))
    return Counts(**rows, decided=int(decided or 0))


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return values in parts that fit one query.

    >>> [len(part) for part in batches(range(1001))]
    [500, 500, 1]
    """
    return (values[at : at + PAGE] for at in range(0, len(values), PAGE))


def evidence_of(connection: Connection, records: Iterable[str]) -> dict[str, str]:
    """Return what decisions refer to, by hash: a statement's JSON, or a list's."""
    texts = map(decision_text, records)
    named = {one for text in texts for one in references(text)[1]}
    lists = {
        key: json.loads(text)
        for key, text in _by_hash(connection, statement_lists, named).items()
    }
    wanted = (named - lists.keys()).union(*lists.values())
    found = _by_hash(connection, statements, wanted)
    whole = {key: of for key, of in lists.items() if found.keys() >= set(of)}
    return found | {
        key: ",".join(found[one] for one in of) for key, of in whole.items()
    }


def _by_hash(
    connection: Connection, table: Table, hashes: Iterable[str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in batches(sorted(hashes)):
        query = select(table.c.sha256, table.c.record)
        rows = connection.execute(query.where(table.c.sha256.in_(some)))
        found.update((row.sha256, row.record) for row in rows)
    return found


def _stored_decision(row: RowMapping, evidence: Mapping[str, str]) -> StoredDecision:
    try:
        record = whole_record(row["id"], row["record"], evidence)
    except (KeyError, ValueError) as error:
        where = f"run {row['run']}, record {row['sequence']}"
        raise EvidenceError(f"{where}: cannot be read; see ledger verify") from error
    return StoredDecision(
        number=row["number"],
        run=row["run"],
        sequence=row["sequence"],
        id=row["id"],
        count=row["count"],
        last_at=row["last_at"],
        decision=read_decision(record),
        record=record,
    )
