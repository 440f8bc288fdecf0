"""What is in the store over which ``benchmarks/browse.py`` asks for pages?

A hundred sources, articles of some 150 words out of 20,000 (the commonest in every second
one), in English, Indonesian and Japanese, each with its decision, and as many refusals.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, product

from sqlalchemy import Table, insert

from benchmarks.export import ROBOTS, host_of_site, listings
from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate
from newscrawler.policy.record import iso_time
from newscrawler.storage.article_json import article_record
from newscrawler.storage.catalogue_rows import DAYS, vector
from newscrawler.storage.catalogue_table import catalogue, fts5_words
from newscrawler.storage.catalogue_words import facet_word, words_of
from newscrawler.storage.database import Store
from newscrawler.storage.decision_rows import entry
from newscrawler.storage.prepared import Prepared
from newscrawler.storage.schema import articles as kept
from newscrawler.storage.schema import decisions, ledger, urls
from newscrawler.storage.text import json_text
from newscrawler.storage.upsert import Row
from newscrawler.storage.url_keys import url_key

NOW = 1_790_000_000.0
SITES = 100
AT_ONCE = 10_000
TEXTS = 4_000
WORDS_OF_ONE = 150
FASTER = (
    "PRAGMA cache_size = -300000",
    "INSERT INTO catalogue_words (catalogue_words, rank) VALUES ('hashsize', 200000000)",
)
"""What makes filling faster, and reading not."""
BEGINS = (
    "har ber kot pas lau ang tan mal sun gul rok dan vel nor sel pel bur kam lem tor"
)
ENDS = "ga as itan ar tik in ah am ung ita et eri on ol ani usi ek isi ora uk ap id es"
WORDS = [
    f"{begin}{end}{number or ''}"
    for number in range(40)
    for begin in BEGINS.split()
    for end in ENDS.split()
]
WEIGHTS = [1 / (10 + number) for number in range(len(WORDS))]
KANJI = "東京都大阪府経済成長港湾市長選挙天気予報海上新聞記者会見交通安全教育予算道路鉄道米価"
LANGUAGES = ("en", "id", "id", "ja")


class Filling:
    """What a synthetic store is made of; the same numbers give the same store.

    Texts are made and parted once, and repeat: what is measured is reading.
    """

    def __init__(self, run: int, dialect: str) -> None:
        self._run, self._dialect = run, dialect
        gate = Gate(purposes=["search"], sources=listings())
        self.decisions = [_judged(gate, host_of_site(one)) for one in range(SITES)]
        texts = _texts(random.Random(8))
        self._texts = [(one, words_of(article_record(one))) for one in texts]

    def rows(self, number: int) -> Iterator[tuple[Table, Row]]:
        """Yield the rows of an article, its decision, and a refusal beside it."""
        pair = self.decisions[number % SITES]
        at = NOW + number * 40.0
        url = f"{pair[0].url}news/2026/{number}.html"
        for place, (decision, mine) in enumerate(
            zip(pair, (url, f"{pair[1].url}{number}"), strict=True), 2 * number + 1001
        ):
            made = entry(self._run, replace(decision, url=mine, decided_at=at))
            where: Row = {"run": self._run, "sequence": place}
            yield (
                ledger,
                {**where, "kind": "decision", "hash": "", "record": made.record},
            )
            told: Row = {**made.row, **where, "number": place, "count": 1}
            yield decisions, {**told, "key": str(place), "last_at": at}
        yield from self._article(number, url, at, str(pair[0].source))

    def _article(
        self, number: int, url: str, at: float, source: str
    ) -> Iterator[tuple[Table, Row]]:
        text, words = self._texts[number % len(self._texts)]
        one = replace(text, url=url, datePublished=iso_time(at))
        key, day = url_key(url), iso_time(at)[:10]
        yield (
            kept,
            {
                "number": number + 1,
                "url_hash": key,
                "canonical_url": url,
                "version": 1,
                "is_current": True,
                "content_hash": str(number),
                "source": source,
                "run": self._run,
                "kept_at": at,
                "sequence": 0,
                "decision": 2 * number + 1001,
                "record": json_text(article_record(one)),
            },
        )
        seen: Row = {"url_hash": key, "url": url, "article": number + 1}
        yield urls, {**seen, "seen_at": at}
        language = str(one.inLanguage)
        of = {"source": source, "language": language}
        facets = [facet_word(name, value) for name, value in of.items()]
        facets += [facet_word("day", day[:long]) for long in DAYS]
        row: Row = {"article": number + 1, **of, "day": day}
        told = " ".join([*facets, words])
        is_sqlite = self._dialect == "sqlite"
        yield catalogue, {**row, "words": told if is_sqlite else vector(told)}


def _texts(chance: random.Random) -> Iterator[Article]:
    for number in range(TEXTS):
        language = LANGUAGES[number % len(LANGUAGES)]
        if language == "ja":
            body = "".join(chance.choices(KANJI, k=WORDS_OF_ONE))
            headline = body[:20]
        else:
            some = chance.choices(WORDS, WEIGHTS, k=WORDS_OF_ONE)
            body, headline = " ".join(some), " ".join(some[:8]).capitalize()
        yield Article("", None, headline, articleBody=body, inLanguage=language)


def _judged(gate: Gate, site: str) -> tuple[Decision, Decision]:
    """Return what the gate says of a site's page, and of one that it may not ask for."""
    url = f"https://{site}/"
    while wanted := gate.wants(url, NOW):
        for one in wanted:
            found = Document(one, NOW, 404)
            if one.endswith("/robots.txt"):
                found = Document(one, NOW, 200, (), ROBOTS)
            gate.learn(found, NOW)
    page = Page.from_html(b"<html lang=en><title>x</title><p>x", url, {}, NOW)
    return gate.after_fetch(page, NOW), gate.before_fetch(f"{url}private/", NOW)


def fill(store: Store, articles: int) -> None:
    """Put articles in, without the ledger's hashes: no page asks for them."""
    run = store.begin_run("news", {}, "1", NOW)
    with store.writing() as connection:
        dialect = connection.dialect.name
    filling = Filling(run, dialect)
    for site, day in product(range(SITES), range(3)):
        url = f"https://{host_of_site(site)}/robots.txt"
        said = Document(url, NOW + day * 86_400, 200, (), ROBOTS)
        store.keep_hearing(run, said)
    for decision in chain.from_iterable(filling.decisions):
        store.record(run, decision)
    store.flush()
    for first in range(0, articles, AT_ONCE):
        rows: dict[Table, list[Row]] = {}
        for number in range(first, min(first + AT_ONCE, articles)):
            for table, row in filling.rows(number):
                rows.setdefault(table, []).append(row)
        with store.writing() as connection:
            for one in FASTER if dialect == "sqlite" else ():
                connection.exec_driver_sql(one)
            for table in (ledger, decisions, kept, urls, catalogue):
                Prepared(insert(table).inline()).run(connection, rows[table])
            if dialect == "sqlite":
                words = [
                    {"rowid": row["article"], "words": row["words"]}
                    for row in rows[catalogue]
                ]
                Prepared(insert(fts5_words)).run(connection, words)
