"""An article is kept once, with the decision that allows it, or not at all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from newscrawler.items import Byline, Role
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Document, Stage
from newscrawler.policy.record import decision_record
from newscrawler.storage.database import (
    Kept,
    Store,
    StoredDocument,
    StoredHearing,
    open_store,
)
from newscrawler.storage.schema import articles, urls
from newscrawler.storage.verification import verify
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.storage.samples import NO_TRAINING, NOW, UNHEARD, article, decision, rows

A, B = "https://gazette.example/a", "https://gazette.example/b"


def keep(store: Store, run: int, url: str = A, content: str = "1") -> Kept:
    return store.keep(run, decision(url), article(url), url, content)


def test_an_article_is_kept_with_its_decision_and_urls(store: Store, run: int) -> None:
    one = decision(f"{A}?utm_source=x")
    told = replace(article(B), decision=str(decision_record(one)["id"]))

    assert store.keep(run, one, told, "https://gazette.example/c", "1") is Kept.STORED

    assert list(store.articles()) == [told]
    assert [found.decision for found in store.decisions()] == [one]
    for seen in (A, f"{A}#top", B, "https://gazette.example/c?utm_medium=y"):
        assert store.seen([seen])


def test_a_second_crawl_stores_nothing_twice(store: Store, run: int) -> None:
    keep(store, run)
    before = store.counts()

    assert keep(store, run) is Kept.SAME_URL
    assert keep(store, run, f"{A}?utm_source=x", "2") is Kept.SAME_URL
    assert store.counts() == before


def test_the_same_content_elsewhere_is_only_remembered(store: Store, run: int) -> None:
    keep(store, run)

    assert keep(store, run, B) is Kept.SAME_CONTENT

    assert list(store.articles()) == [article(A)]
    assert len(list(store.decisions())) == 1
    assert store.seen([A, B, "https://gazette.example/c"]) == {A, B}


def test_a_refused_or_deferred_url_is_not_seen(store: Store, run: int) -> None:
    store.record(run, decision(A, NO_TRAINING))
    store.record(run, decision(B, faults=(UNHEARD,)))
    store.flush()

    assert store.seen([A, B]) == set()


def test_thousands_of_urls_are_looked_up_at_once(store: Store, run: int) -> None:
    keep(store, run)
    asked = [f"https://gazette.example/{number}" for number in range(3000)]

    assert store.seen([*asked, A, "http://[", "\ud800"]) == {A}


NOT_ALLOWED = {
    "a refusal": decision(A, NO_TRAINING),
    "a deferral": decision(A, faults=(UNHEARD,)),
    "an acquire decision": decision(A, stage=Stage.ACQUIRE),
}


@pytest.mark.parametrize("one", NOT_ALLOWED.values(), ids=NOT_ALLOWED.keys())
def test_nothing_is_kept_without_an_allow(
    store: Store, run: int, one: Decision
) -> None:
    with pytest.raises(ValueError, match="keeps nothing"):
        store.keep(run, one, article(A), A, "1")

    assert list(store.articles()) == []


def test_an_article_that_names_another_decision_is_not_kept(
    store: Store, run: int
) -> None:
    with pytest.raises(ValueError, match="names another decision"):
        store.keep(run, decision(A), replace(article(A), decision="0" * 64), A, "1")


def test_what_waits_is_written_with_the_article(
    store: Store, run: int, file: Path
) -> None:
    store.record(run, decision(B, NO_TRAINING))

    keep(store, run)

    assert rows(file, "SELECT url FROM decisions ORDER BY number") == [(B,), (A,)]


def test_a_failing_transaction_writes_nothing_and_loses_nothing(
    store: Store, run: int, file: Path
) -> None:
    store.record(run, decision(B, NO_TRAINING))
    with pytest.raises(RuntimeError), store._transaction():
        raise RuntimeError
    assert rows(file, "SELECT COUNT(*) FROM decisions") == [(0,)]

    store.flush()

    assert rows(file, "SELECT COUNT(*) FROM decisions") == [(1,)]


def test_an_article_of_odd_text_reads_back_sound(store: Store, run: int) -> None:
    odd = article(A, "nul \x00 and half a pair \ud83d")
    byline = Byline("Ada", Role.EDITOR, "Ed. Ada")

    store.keep(run, decision(A), replace(odd, bylines=(byline,)), A + "\x00\ud800", "1")

    (found,) = store.articles()
    assert found.articleBody == "nul \x00 and half a pair \ufffd"
    assert found.bylines == (byline,)


def test_two_stores_on_one_file_keep_an_article_once(file: Path) -> None:
    uri = f"sqlite:///{file}"
    with closing(open_store(uri)) as one, closing(open_store(uri)) as other:
        run, other_run = (
            store.begin_run("news", {}, "1", 0.0) for store in (one, other)
        )

        assert keep(one, run) is Kept.STORED
        assert keep(other, other_run) is Kept.SAME_URL
        assert keep(other, other_run, B, "2") is Kept.STORED
        assert list(one.articles()) == [article(A), article(B)]


def test_a_store_may_be_used_by_several_threads(store: Store, run: int) -> None:
    def work(number: int) -> None:
        url = f"https://gazette.example/{number}"
        store.record(run, decision(url, NO_TRAINING))
        keep(store, run, url, str(number // 2))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(200)))

    counts = store.counts()
    assert (counts.decided, counts.articles, counts.urls) == (300, 100, 200)


def test_a_reference_to_nothing_is_not_written(store: Store) -> None:
    orphan = {"url_hash": "0", "url": A, "article": 99, "seen_at": NOW}

    with pytest.raises(IntegrityError), store._transaction() as batch:
        batch.connection.execute(insert(urls), orphan)

    assert store.counts().urls == 0


def test_a_policy_document_is_kept_once_by_its_hash(store: Store, run: int) -> None:
    body = b"User-agent: *\nDisallow:\x00\xff"
    headers = (("Content-Type", "text/plain"), ("X", "\xe4\x00"))
    one = Document(f"{A}/robots.txt", NOW, 200, headers, body, f"{A}/r")
    other = Document(f"{B}/robots.txt", NOW + 1, 200, (), body)

    store.keep_hearing(run, one)
    store.keep_hearing(run, other)

    kept = StoredDocument(one.sha256, body, one.url, NOW, "text/plain")
    assert store.document(one.sha256) == kept
    assert store.document("0" * 64) is None
    assert store.counts().policy_documents == 1
    assert store.hearing(one.url) == StoredHearing(one, 0)
    assert store.hearing(other.url) == StoredHearing(other, 0)
    assert store.hearing(f"{A}/ai.txt") is None


def test_what_a_site_said_is_known_as_of_any_time(store: Store, run: int) -> None:
    url = f"{A}/robots.txt"
    first = Document(url, NOW, 200, (), b"Allow: /")
    second = Document(url, NOW + 60, None, problem="TimeoutError: 60 s")

    store.keep_hearing(run, first)
    store.keep_hearing(run, second, tries=1)

    assert store.hearing(url) == StoredHearing(second, 1, first)
    assert store.hearing(url, as_of=NOW + 59) == StoredHearing(first, 0)
    assert store.hearing(url, as_of=NOW - 1) is None
    moved = Document(url, NOW + 70, 302, final_url="https://group.example/terms")
    store.keep_hearing(run, moved)
    assert store.hearing(url) == StoredHearing(moved, 0, first)
    gone = Document(url, NOW + 90, 404)
    store.keep_hearing(run, gone)
    store.keep_hearing(run, replace(second, fetched_at=NOW + 120), tries=1)
    last = store.hearing(url)
    assert last is not None
    assert last.earlier is None


def test_a_run_tells_when_it_began_and_ended(store: Store, file: Path) -> None:
    run = store.begin_run("news", {"purposes": ["search"]}, "1", 1.5)
    store.record(run, decision(A, NO_TRAINING))

    store.end_run(run, 2.5, {"kept": 0})

    query = (
        "SELECT kind, config, policy_version, started_at, ended_at, summary FROM runs"
    )
    written = ("news", '{"purposes":["search"]}', "1", 1.5, 2.5, '{"kept":0}')
    assert rows(file, query) == [written]
    assert rows(file, "SELECT COUNT(*) FROM decisions") == [(1,)]


_FEW = st.integers(0, 3)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    folder = tmp_path_factory.mktemp("two")
    with (
        closing(open_store(f"sqlite:///{folder}/one.db")) as one,
        closing(open_store(f"sqlite:///{folder}/other.db")) as other,
    ):
        for store in (one, other):
            store.begin_run("news", {}, "1", 0.0)
        yield one, other


_EXAMPLES = count()


@given(st.lists(st.tuples(_FEW, _FEW, st.sets(_FEW)), max_size=8), st.integers(0, 8))
def test_some_kept_at_once_are_kept_as_one_by_one(
    two: tuple[Store, Store], wanted: list[tuple[int, int, set[int]]], split: int
) -> None:
    """URLs, contents and further URLs out of few, so that they meet."""
    site, told, left = f"https://gazette.example/{next(_EXAMPLES)}/", [], []
    for store, is_grouped in zip(two, (False, True), strict=True):
        new = [
            store.prepare(
                1,
                decision(f"{site}{url}"),
                article(f"{site}{url}"),
                f"{site}{url}",
                f"{site}{content}",
                [f"{site}{one}" for one in sorted(also)],
            )
            for url, content, also in wanted
        ]
        parts = [new[:split], new[split:]] if is_grouped else [[one] for one in new]
        told.append([kept for part in parts for kept in store.keep_all(part)])
        with store.reading() as connection:
            names = "canonical_url", "content_hash", "number"
            kept = select(*(articles.c[name] for name in names))
            kept = kept.where(articles.c.canonical_url.startswith(site))
            seen = select(urls.c.url, urls.c.article).where(urls.c.url.startswith(site))
            ordered = kept.order_by("number"), seen.order_by(urls.c.url)
            left.append([list(connection.execute(one)) for one in ordered])

    assert told[0] == told[1]
    assert left[0] == left[1]


def test_what_was_kept_at_once_verifies(two: tuple[Store, Store]) -> None:
    for store in two:
        store.flush()
        with store.reading() as connection:
            assert verify(connection).problems == ()


def test_the_number_of_a_withdrawn_article_is_nobodys_again(
    store: Store, run: int
) -> None:
    """By it exports tell what they held: SQLite would give the newest's again."""
    keep(store, run)
    withdraw(store, run, 1, decision(A, NO_TRAINING, at=NOW + 1))

    keep(store, run, B, "2")

    assert [held.number for held in held_articles(store)] == [2]
