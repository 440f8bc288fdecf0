"""How is an article kept, once, with the decision that allows it and its URLs?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, insert, select

from newscrawler.address import canonical_form
from newscrawler.items import Article
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Stage, Verdict
from newscrawler.storage.article_json import article_record
from newscrawler.storage.decision_rows import Entry, entry
from newscrawler.storage.schema import articles, decisions, statements, urls
from newscrawler.storage.text import json_text, text_hash
from newscrawler.storage.upsert import Row, insert_new, insert_unless_there


class Kept(Enum):
    """What became of an article that was to be kept."""

    STORED = "stored"
    SAME_URL = "same_url"
    SAME_CONTENT = "same_content"


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
    forms = {form, *map(url_form, (article.url, decision.url, *also))}
    return NewArticle(evidence, row, {text_hash(one): one for one in forms})


def write_article(connection: Connection, new: NewArticle) -> Kept:
    """Write an article, its decision and its URLs; of one that is there, its URLs."""
    kept, number = _present(connection, new)
    if number is None:
        number = _write_new(connection, new)
    seen = [
        {"url_hash": key, "url": url, "article": number, "seen_at": new.row["kept_at"]}
        for key, url in new.forms.items()
    ]
    insert_new(connection, urls, seen)
    return kept


def url_form(url: str) -> str:
    """Return the form under which a URL is remembered: itself if it is no URL."""
    try:
        return canonical_form(url)
    except ValueError:
        return url


def _present(connection: Connection, new: NewArticle) -> tuple[Kept, int | None]:
    """Return the number of the article that is there already, None if none is."""
    by_url = select(urls.c.article).where(urls.c.url_hash.in_(sorted(new.forms)))
    number = connection.scalar(by_url.limit(1))
    if number is not None:
        return Kept.SAME_URL, number
    by_content = select(articles.c.number).where(
        articles.c.content_hash == new.row["content_hash"], articles.c.is_current
    )
    number = connection.scalar(by_content)
    return Kept.STORED if number is None else Kept.SAME_CONTENT, number


def _write_new(connection: Connection, new: NewArticle) -> int:
    counted = {**new.entry.row, "count": 1, "last_at": new.row["kept_at"]}
    insert_new(connection, statements, new.entry.statements)
    insert_unless_there(connection, decisions, counted)
    decision = select(decisions.c.number).where(
        decisions.c.run == counted["run"], decisions.c.key == counted["key"]
    )
    values = {**new.row, "decision": connection.scalar(decision)}
    key = connection.execute(insert(articles), values).inserted_primary_key
    assert key is not None
    return int(key[0])


def _check_allowed(decision: Decision, article: Article, evidence: Entry) -> None:
    """Hold DESIGN law 1: nothing is kept without a decision that allows its use."""
    if decision.stage is not Stage.USE or decision.verdict is not Verdict.ALLOW:
        what = f"{decision.stage.value}: {decision.verdict.value}"
        raise ValueError(f"{decision.url}: a decision of {what} keeps nothing")
    if article.decision not in (None, evidence.row["id"]):
        raise ValueError(f"{article.url}: the article names another decision")
