"""How is a kept article withdrawn? Its row goes and a tombstone stays, at once.

The ledger tells of it in the same transaction, with the decision that withdrew it; its
URLs are refused from then on. That its bytes are gone, a purge sees to.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select

from newscrawler.items import Article
from newscrawler.policy.copies import marks_of, refused_text
from newscrawler.policy.decision import Decision
from newscrawler.policy.reconsider import is_lost
from newscrawler.policy.record import iso_time
from newscrawler.storage.article_json import read_article
from newscrawler.storage.chain import Kind
from newscrawler.storage.copy_rows import write_refused
from newscrawler.storage.database import Store
from newscrawler.storage.decision_rows import entry
from newscrawler.storage.errors import EvidenceError
from newscrawler.storage.ledger import Batch
from newscrawler.storage.ledger_records import withdrawal_text
from newscrawler.storage.reading import decision_where
from newscrawler.storage.schema import (
    articles,
    decisions,
    tombstones,
    urls,
    withdrawn_urls,
)
from newscrawler.storage.sketch_rows import forget_sketch
from newscrawler.storage.upsert import Row, insert_new
from newscrawler.storage.url_keys import url_key
from newscrawler.storage.visit_rows import forget_visits

AT_ONCE = 100
"""Articles whose decisions are read at once: our choice."""


@dataclass(frozen=True, slots=True)
class Held:
    """An article that is in the store, and the decision that let us keep it.

    ``url`` is its canonical one, that of the decision is the page's.
    """

    number: int
    url: str
    source: str | None
    kept_at: float
    decision: Decision


def held_articles(
    store: Store, source: str | None = None, before: float | None = None
) -> Iterator[Held]:
    """Yield the stored articles, older versions too, in the order of keeping.

    ``source``: of that one alone; ``before``: kept by then (epoch seconds).
    """
    store.flush()
    after = 0
    while page := _held_page(store, after, source, before):
        yield from page
        after = page[-1].number


def withdraw(
    store: Store, run: int, number: int, decision: Decision, owner: str | None = None
) -> bool:
    """Withdraw an article by a decision that refuses it; False if it is gone already.

    With a current version all that it followed go, and its URLs are refused; an older
    one may go alone. Where a notice of its own origin refuses it, copies are refused from then on;
    ``owner``: whose permission alone lets a copy be used, None: the site's own.
    """
    if not is_lost(decision):
        raise ValueError(f"{decision.url}: nothing in the decision refuses it")

    def write(batch: Batch) -> bool:
        going, stays = _going(batch.connection, number)
        for row in going:
            place = _write_tombstone(batch, run, row, decision)
            _leave_fingerprint(batch.connection, row, decision, owner)
            if not stays:
                _bar(batch.connection, row["number"], place, row["url_hash"])
            forget_sketch(batch.connection, row["number"])
            one = delete(articles).where(articles.c.number == row["number"])
            batch.connection.execute(one)
        return bool(going)

    return store.transact(write)


def find_withdrawn(store: Store, url: str) -> str | None:
    """Return when and why the article of a URL was withdrawn, None if it was not."""
    query = (
        select(tombstones.c.withdrawn_at, tombstones.c.reason)
        .join(withdrawn_urls, withdrawn_urls.c.tombstone == tombstones.c.number)
        .where(withdrawn_urls.c.url_hash == url_key(url))
    )
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return withdrawn_words(row.withdrawn_at, row.reason)


def withdrawn_words(at: float, reason: str) -> str:
    """Return how a withdrawal is told; ``at``: epoch seconds."""
    return f"withdrawn on {iso_time(at)[:10]}: {reason}"


def has_withdrawn(store: Store) -> bool:
    """Tell whether anything was ever withdrawn."""
    with store.reading() as connection:
        return bool(connection.scalar(select(func.count()).select_from(tombstones)))


def _held_page(
    store: Store, after: int, source: str | None, before: float | None
) -> list[Held]:
    names = ("number", "canonical_url", "source", "kept_at", "decision")
    columns = [articles.c[name] for name in names]
    query = select(*columns).where(articles.c.number > after)
    if source is not None:
        query = query.where(articles.c.source == source)
    if before is not None:
        query = query.where(articles.c.kept_at <= before)
    query = query.order_by(articles.c.number).limit(AT_ONCE)
    with store.reading() as connection:
        found = connection.execute(query).all()
        return [
            Held(
                row.number,
                row.canonical_url,
                row.source,
                row.kept_at,
                _kept_by(connection, row.decision),
            )
            for row in found
        ]


def _kept_by(connection: Connection, number: int) -> Decision:
    found = decision_where(connection, decisions.c.number == number)
    if found is None:
        raise EvidenceError(f"decisions row {number} is gone; see ledger verify")
    return found.decision


def _going(connection: Connection, number: int) -> tuple[list[RowMapping], bool]:
    """Return the versions that go with one, first to last; and if a current stays."""
    query: Select[tuple[object, ...]] = (
        select(articles, decisions.c.id.label("kept_by"))
        .join(decisions, articles.c.decision == decisions.c.number)
        .where(
            articles.c.url_hash
            == select(articles.c.url_hash)
            .where(articles.c.number == number)
            .scalar_subquery()
        )
        .order_by(articles.c.version)
    )
    found = list(connection.execute(query).mappings())
    current = [row["number"] for row in found if row["is_current"]]
    if not current or number in current:
        return found, False
    return [row for row in found if row["number"] == number], True


def _write_tombstone(
    batch: Batch, run: int, article: RowMapping, decision: Decision
) -> int:
    evidence = entry(run, decision)
    batch.place(run, evidence)
    signal, reason = _why(decision)
    row: Row = {
        "url_hash": article["url_hash"],
        "url": article["canonical_url"],
        "version": article["version"],
        "content_hash": article["content_hash"],
        "record_sha256": sha256(article["record"].encode()).hexdigest(),
        "source": article["source"],
        "kept_at": article["kept_at"],
        "kept_by": article["kept_by"],
        "article_run": article["run"],
        "article_sequence": article["sequence"],
        "withdrawn_at": decision.decided_at,
        "signal": signal,
        "reason": f"{signal}: {reason}",
        "decision": str(evidence.row["id"]),
        "article": article["number"],
        "warc": _archived_at(article["record"]),
    }
    sequence = batch.add(run, Kind.WITHDRAWAL, withdrawal_text(row))
    values = {**row, "run": run, "sequence": sequence}
    written = batch.connection.execute(insert(tombstones), values).inserted_primary_key
    assert written is not None
    return int(written[0])


def _archived_at(record: str) -> str | None:
    """Return where an article's page is in an archive, None if it is in none."""
    named = json.loads(record).get("metadata", {}).get("warc")
    return named if isinstance(named, str) else None


def _why(decision: Decision) -> tuple[str, str]:
    """Return the signal that refuses, and its words."""
    if not decision.deciding:
        return "silence", "nothing allows it any more"
    one = decision.deciding[0]
    return one.signal, one.quote


def _leave_fingerprint(
    connection: Connection, row: RowMapping, decision: Decision, owner: str | None
) -> None:
    marks = marks_of(_paragraphs(read_article(json.loads(row["record"]))))
    text = refused_text(decision.url, decision, len(marks), owner)
    if text is not None:
        write_refused(connection, text, marks, decision.decided_at)


def _paragraphs(article: Article) -> Iterable[str]:
    return (article.articleBody or "").split("\n\n")


def _bar(connection: Connection, number: int, tombstone: int, url_hash: str) -> None:
    mine = urls.c.article == number
    hashes = {url_hash, *connection.scalars(select(urls.c.url_hash).where(mine))}
    rows = [{"url_hash": one, "tombstone": tombstone} for one in sorted(hashes)]
    insert_new(connection, withdrawn_urls, rows)
    connection.execute(delete(urls).where(mine))
    forget_visits(connection, hashes)
