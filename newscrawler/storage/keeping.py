"""How is an article kept, once, with the decision that allows it and its URLs?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, bindparam, insert, literal, select, union_all

from newscrawler.address import canonical_form
from newscrawler.items import Article
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Stage, Verdict
from newscrawler.storage.article_json import article_record
from newscrawler.storage.chain import Kind
from newscrawler.storage.decision_rows import Entry, entry
from newscrawler.storage.ledger import Batch
from newscrawler.storage.ledger_records import article_text
from newscrawler.storage.schema import articles, decisions, urls, withdrawn_urls
from newscrawler.storage.text import json_text, text_hash
from newscrawler.storage.upsert import Row, insert_new

_DECISION = (
    select(decisions.c.number)
    .where(
        decisions.c.run == bindparam("of_run"),
        decisions.c.key == bindparam("of_key"),
    )
    .scalar_subquery()
)
_INSERT = insert(articles).values(decision=_DECISION)
_PRESENT = union_all(
    select(urls.c.article, literal(1).label("by")).where(
        urls.c.url_hash.in_(bindparam("hashes", expanding=True))
    ),
    select(articles.c.number, literal(0)).where(
        articles.c.content_hash == bindparam("content"), articles.c.is_current
    ),
    select(withdrawn_urls.c.tombstone, literal(2)).where(
        withdrawn_urls.c.url_hash.in_(bindparam("hashes", expanding=True))
    ),
)


class Kept(Enum):
    """What became of an article that was to be kept."""

    STORED = "stored"
    SAME_URL = "same_url"
    SAME_CONTENT = "same_content"
    WITHDRAWN = "withdrawn"
    """It was taken out of the store, and is not taken in again."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article as rows; ``forms`` are the URLs that it is remembered by, by hash."""

    entry: Entry
    row: Row
    forms: dict[str, str]


def new_article(
    run: int,
    decision: Decision,
    article: Article,
    canonical_url: str,
    content_hash: str,
    also: Iterable[str] = (),
) -> NewArticle:
    """Return an article as rows; ValueError where its decision does not allow it."""
    evidence = entry(run, decision)
    _check_allowed(decision, article, evidence)
    form = url_form(canonical_url)
    row: Row = {
        "url_hash": text_hash(form),
        "canonical_url": form,
        "version": 1,
        "is_current": True,
        "content_hash": content_hash,
        "source": decision.source,
        "run": run,
        "kept_at": decision.decided_at,
        "record": json_text(article_record(article)),
    }
    forms = {form, *map(url_form, {article.url, decision.url, *also} - {canonical_url})}
    return NewArticle(evidence, row, {text_hash(one): one for one in forms})


def write_article(batch: Batch, new: NewArticle) -> Kept:
    """Write an article, its decision and its URLs; of one that is there, its URLs.

    Nothing of one that was withdrawn.
    """
    kept, number = _present(batch.connection, new)
    if kept is Kept.WITHDRAWN:
        return kept
    if number is None:
        number = _write_new(batch, new)
    seen = [
        {"url_hash": key, "url": url, "article": number, "seen_at": new.row["kept_at"]}
        for key, url in new.forms.items()
    ]
    insert_new(batch.connection, urls, seen)
    return kept


def url_form(url: str) -> str:
    """Return the form under which a URL is remembered: itself if it is no URL."""
    try:
        return canonical_form(url)
    except ValueError:
        return url


def _present(connection: Connection, new: NewArticle) -> tuple[Kept, int | None]:
    """Return the number of the article that is there already, None if none is."""
    values = {"hashes": list(new.forms), "content": new.row["content_hash"]}
    found = connection.execute(_PRESENT, values).all()
    if not found:
        return Kept.STORED, None
    number, by = max(found, key=lambda row: int(row[1]))
    return (Kept.SAME_CONTENT, Kept.SAME_URL, Kept.WITHDRAWN)[by], int(number)


def _write_new(batch: Batch, new: NewArticle) -> int:
    run = int(str(new.row["run"]))
    decision = batch.place(run, new.entry)
    sequence = batch.add(run, Kind.ARTICLE, article_text(new.row, decision))
    key = new.entry.row["key"]
    values = {**new.row, "sequence": sequence, "of_run": run, "of_key": key}
    written = batch.connection.execute(_INSERT, values).inserted_primary_key
    assert written is not None
    return int(written[0])


def _check_allowed(decision: Decision, article: Article, evidence: Entry) -> None:
    """Hold DESIGN law 1: nothing is kept without a decision that allows its use."""
    if decision.stage is not Stage.USE or decision.verdict is not Verdict.ALLOW:
        what = f"{decision.stage.value}: {decision.verdict.value}"
        raise ValueError(f"{decision.url}: a decision of {what} keeps nothing")
    if article.decision not in (None, evidence.row["id"]):
        raise ValueError(f"{article.url}: the article names another decision")
