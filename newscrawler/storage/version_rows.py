"""Which versions of an article are kept, by which decisions, and which is current?"""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from newscrawler.items import Article
from newscrawler.policy.decision import Decision
from newscrawler.storage.article_json import read_article
from newscrawler.storage.errors import EvidenceError
from newscrawler.storage.reading import decision_where
from newscrawler.storage.schema import articles, decisions, runs, tombstones, urls
from newscrawler.storage.url_keys import url_key


@dataclass(frozen=True, slots=True)
class Standing:
    """The current version of an article, and by what it was kept.

    ``decision`` None: it cannot be read; ``rules``: those by which it was made.
    """

    number: int
    canonical_url: str
    content_hash: str
    article: Article
    decision: Decision | None
    rules: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article; ``kept_at``: epoch seconds; ``decision``: an id.

    ``article`` None: it was withdrawn, as ``reason`` says.
    """

    version: int
    is_current: bool
    kept_at: float
    content_hash: str
    decision: str
    article: Article | None = None
    reason: str | None = None


def standing_at(connection: Connection, url: str) -> Standing | None:
    """Return the current version of a URL's article, None if none is kept."""
    query = (
        select(articles, runs.c.rules)
        .join(urls, urls.c.article == articles.c.number)
        .join(decisions, decisions.c.number == articles.c.decision)
        .join(runs, runs.c.number == decisions.c.run)
        .where(urls.c.url_hash == url_key(url), articles.c.is_current)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return Standing(
        number=row["number"],
        canonical_url=row["canonical_url"],
        content_hash=row["content_hash"],
        article=read_article(json.loads(row["record"])),
        decision=_decision(connection, row["decision"]),
        rules=row["rules"],
    )


def versions_of(connection: Connection, url: str) -> list[Version]:
    """Return the versions of a URL's article, first to last, the withdrawn ones too."""
    key = url_key(url)
    led = select(articles.c.url_hash).join(urls, urls.c.article == articles.c.number)
    known = connection.scalar(led.where(urls.c.url_hash == key)) or key
    kept = (
        select(articles, decisions.c.id)
        .join(decisions, decisions.c.number == articles.c.decision)
        .where(articles.c.url_hash == known)
    )
    gone = select(tombstones).where(tombstones.c.url_hash == known)
    found = [_kept(row) for row in connection.execute(kept).mappings()]
    found += [_withdrawn(row) for row in connection.execute(gone).mappings()]
    return sorted(found, key=lambda one: (one.version, one.kept_at))


def _kept(row: RowMapping) -> Version:
    return Version(
        version=row["version"],
        is_current=row["is_current"],
        kept_at=row["kept_at"],
        content_hash=row["content_hash"],
        decision=row["id"],
        article=read_article(json.loads(row["record"])),
    )


def _withdrawn(row: RowMapping) -> Version:
    return Version(
        version=row["version"],
        is_current=False,
        kept_at=row["kept_at"],
        content_hash=row["content_hash"],
        decision=row["kept_by"],
        reason=row["reason"],
    )


def _decision(connection: Connection, number: int) -> Decision | None:
    try:
        found = decision_where(connection, decisions.c.number == number)
    except EvidenceError:
        return None  # ledger verify says so; whoever rests on it asks anew
    return None if found is None else found.decision
