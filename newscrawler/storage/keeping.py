"""How is an article kept, once, with the decision that allows it and its URLs?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, func, insert, select, text

from newscrawler.article import article_sketch
from newscrawler.items import Article
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Stage, Verdict
from newscrawler.storage.article_json import article_record
from newscrawler.storage.catalogue_rows import wait_for_listing
from newscrawler.storage.chain import Kind
from newscrawler.storage.decision_rows import Entry
from newscrawler.storage.frontier_rows import write_kept
from newscrawler.storage.ledger import Batch
from newscrawler.storage.ledger_records import article_text
from newscrawler.storage.new_article import NEW, Kept, NewArticle
from newscrawler.storage.prepared import Prepared, among, many
from newscrawler.storage.schema import (
    CURRENT,
    articles,
    decisions,
    export_items,
    tombstones,
    urls,
    withdrawn_urls,
)
from newscrawler.storage.sketch_rows import write_sketches
from newscrawler.storage.superseding import (
    Before,
    Replaced,
    current_versions,
    lead,
    retire,
)
from newscrawler.storage.text import json_text, text_hash
from newscrawler.storage.upsert import Row, insert_new
from newscrawler.storage.url_keys import url_form
from newscrawler.storage.visit_rows import write_visits

_DECISION = (
    select(decisions.c.number)
    .where(
        decisions.c.run == bindparam("of_run"),
        decisions.c.key == bindparam("of_key"),
    )
    .scalar_subquery()
)
_INSERT = Prepared(insert(articles).values(decision=_DECISION).inline())
_OF_URL = Prepared(
    lambda dialect: select(urls.c.url_hash, urls.c.article).where(
        among(urls.c.url_hash, dialect)
    )
)
_OF_CONTENT = Prepared(
    lambda dialect: select(articles.c.content_hash, articles.c.number).where(
        among(articles.c.content_hash, dialect), CURRENT
    )
)
_WITHDRAWN = Prepared(
    lambda dialect: select(withdrawn_urls.c.url_hash, withdrawn_urls.c.tombstone).where(
        among(withdrawn_urls.c.url_hash, dialect)
    )
)

Named: TypeAlias = Callable[[Sequence[int]], Sequence[Article]]
"""Returns articles as they are to be stored, by their place among those wanted."""


def new_article(
    evidence: Entry,
    decision: Decision,
    article: Article,
    canonical_url: str,
    content_hash: str,
    also: Iterable[str] = (),
) -> NewArticle:
    """Return an article as rows; ValueError where its decision does not allow it."""
    _check_allowed(evidence, article)
    form = url_form(canonical_url)
    row: Row = {
        "url_hash": text_hash(form),
        "canonical_url": form,
        "version": 1,
        "is_current": True,
        "content_hash": content_hash,
        "source": decision.source,
        "run": evidence.row["run"],
        "kept_at": decision.decided_at,
    }
    forms = {form, *map(url_form, {article.url, decision.url, *also} - {canonical_url})}
    hashes = {text_hash(one): one for one in forms}
    sketch = article_sketch(article)
    return NewArticle(evidence, article, row, hashes, sketch=sketch)


def write_articles(
    batch: Batch, wanted: Sequence[NewArticle], named: Named | None = None
) -> list[Kept]:
    """Write articles, their decisions and URLs; of those that are there, their URLs.

    Nothing of those that were withdrawn; the URLs of all are done. ``named`` is asked
    once for those that are new: it may write into them where they are captured.
    """
    known = _Known(batch.connection, wanted)
    found = [known.take(one) for one in wanted]
    places = [at for at, (kept, _) in enumerate(found) if kept in NEW]
    retire(batch.connection, known.followed)
    if places:
        told = named(places) if named else [wanted[at].article for at in places]
        numbers = [found[at][1] for at in places]
        _write_new(batch, [wanted[at] for at in places], told, numbers, known.before)
        sketches = [wanted[at].sketch for at in places]
        write_sketches(batch.connection, dict(zip(numbers, sketches, strict=True)))
    lead(batch.connection, known.followed)
    _write_urls(batch.connection, list(zip(wanted, found, strict=True)))
    return [kept for kept, _ in found]


def _write_urls(
    connection: Connection, made: Sequence[tuple[NewArticle, tuple[Kept, int]]]
) -> None:
    """Write by which URLs articles are remembered, when they were had, and are due."""
    seen = [
        {"url_hash": key, "url": url, "article": number, "seen_at": one.row["kept_at"]}
        for one, (kept, number) in made
        if kept is not Kept.WITHDRAWN
        for key, url in one.forms.items()
    ]
    insert_new(connection, urls, seen)
    visits = [
        one.visit
        for one, (kept, _) in made
        if one.visit and (kept in NEW or one.replaces)
    ]
    write_visits(connection, visits)
    write_kept(connection, (key for one, _ in made for key in one.forms))


class _Known:
    """Which articles are there already, those of this transaction among them.

    ``before``: what new versions follow, by their numbers; ``followed``: by which
    number each version is followed that is current no more.
    """

    def __init__(self, connection: Connection, wanted: Sequence[NewArticle]) -> None:
        forms = {key for one in wanted for key in one.forms}
        contents = {one.content for one in wanted}
        self._urls = _found(connection, _OF_URL, forms)
        self._contents = _found(connection, _OF_CONTENT, contents)
        self._withdrawn = _found(connection, _WITHDRAWN, forms)
        self._numbers = _new_numbers(connection, len(wanted))
        again = {one.replaces.number for one in wanted if one.replaces is not None}
        self._current = current_versions(connection, again)
        self.before: dict[int, Before] = {}
        self.followed: dict[int, int] = {}

    def take(self, new: NewArticle) -> tuple[Kept, int]:
        """Return what becomes of an article, and the number of the one that is kept."""
        forms = new.forms
        if any(key in self._withdrawn for key in forms):
            return Kept.WITHDRAWN, 0
        kept, number = Kept.STORED, self._contents.get(new.content)
        if number is not None:
            kept = Kept.SAME_CONTENT
        for key in forms:
            if key in self._urls:
                kept, number = Kept.SAME_URL, self._urls[key]
        if number is not None and new.replaces is not None:
            kept, number = self._again(new, new.replaces, kept, number)
        if number is None:
            number = self._contents[new.content] = next(self._numbers)
        for key in forms:
            self._urls.setdefault(key, number)
        return kept, number

    def _again(
        self, new: NewArticle, replaced: Replaced, kept: Kept, number: int
    ) -> tuple[Kept, int]:
        """Return what becomes of an article that was asked for again."""
        before = self._current.get(replaced.number)
        if before is None or number != before.number:
            return kept, number  # somebody else was faster
        is_same = before.content_hash == new.content
        if is_same and not replaced.is_said_anew:
            return kept, number
        del self._current[number]
        other = self._contents.get(new.content)
        if not is_same and other is not None:
            self.followed[number] = other
            return Kept.SAME_CONTENT, other
        after = self._contents[new.content] = next(self._numbers)
        self.followed[number], self.before[after] = after, before
        for key, of in self._urls.items():
            self._urls[key] = after if of == number else of
        return Kept.CHANGED, after


def _new_numbers(connection: Connection, many: int) -> Iterator[int]:
    """Return so many numbers that no article has, nor ever had.

    SQLite would give that of the newest again once it is withdrawn; by it exports tell
    what they hold.
    """
    if connection.dialect.name == "postgresql":
        return iter(connection.scalars(_FROM_SEQUENCE, {"many": many}).all())
    (found,) = _HIGHEST.ask(connection, {})
    highest = max(int(str(one or 0)) for one in found)
    return iter(range(highest + 1, highest + 1 + many))


_FROM_SEQUENCE = text(
    "SELECT nextval(pg_get_serial_sequence('articles', 'number'))"
    " FROM generate_series(1, :many)"
)
_HIGHEST = Prepared(
    select(
        select(func.max(articles.c.number)).scalar_subquery(),
        select(func.max(tombstones.c.article)).scalar_subquery(),
        select(func.max(export_items.c.article)).scalar_subquery(),
    )
)


def _found(
    connection: Connection, query: Prepared, keys: Iterable[str]
) -> dict[str, int]:
    rows = query.ask(connection, many(keys, connection))
    return {str(key): int(str(number)) for key, number in rows}


def _write_new(
    batch: Batch,
    new: Sequence[NewArticle],
    told: Sequence[Article],
    numbers: Sequence[int],
    before: Mapping[int, Before],
) -> None:
    places = batch.places([one.entry for one in new])
    rows = []
    for one, article, number in zip(new, told, numbers, strict=True):
        row = {**one.row, "record": json_text(article_record(article))}
        if number in before:
            row |= before[number].next_row
        run, key = int(str(row["run"])), one.entry.row["key"]
        place = places[run, str(key)]
        sequence = batch.add(run, Kind.ARTICLE, article_text(row, place))
        rows.append(
            {
                **row,
                "number": number,
                "sequence": sequence,
                "of_run": run,
                "of_key": key,
            }
        )
    _INSERT.run(batch.connection, rows)
    wait_for_listing(batch.connection, numbers)


def _check_allowed(evidence: Entry, article: Article) -> None:
    """Hold DESIGN law 1: nothing is kept without a decision that allows its use.

    The one that is written down: what it derives to has been derived for that.
    """
    told = evidence.row["stage"], evidence.row["verdict"]
    if told != (Stage.USE.value, Verdict.ALLOW.value):
        what = f"{told[0]!s}: {told[1]!s}"
        raise ValueError(f"{article.url}: a decision of {what} keeps nothing")
    if article.decision not in (None, evidence.row["id"]):
        raise ValueError(f"{article.url}: the article names another decision")
