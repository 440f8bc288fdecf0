"""A URL waits until what came of it is written; nobody asks for it twice in a run."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from newscrawler.storage.database import Store, open_store
from newscrawler.storage.frontier_rows import (
    Found,
    Scope,
    Settled,
    claim,
    count_waiting,
    hosts_waiting,
    take,
    write_found,
)
from tests.storage.samples import NOW, UNHEARD, article, decision

HOST = "gazette.example"
URLS = [f"https://{HOST}/{name}" for name in "cab"]
ALL = Scope(resumes=True)

T = TypeVar("T")


@pytest.fixture(params=["sqlite", "postgresql"])
def uri(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'n.db'}"
    found: str = request.getfixturevalue("postgresql")
    with closing(open_store(found)) as store, store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM frontier")
    return found


@pytest.fixture
def store(uri: str) -> Iterator[Store]:
    with closing(open_store(uri)) as found:
        yield found


def begun(store: Store) -> int:
    return store.begin_run("news", {}, "1", NOW)


def write(store: Store, work: Callable[[Connection], T]) -> T:
    return store.transact(lambda batch: work(batch.connection))


def find(store: Store, run: int, *urls: str, insists: bool = False) -> int:
    """Write URLs down; return how many of them are to be asked for later."""
    found = [Found(url, "gazette") for url in urls]
    return len(
        write(store, lambda one: write_found(one, run, found, NOW, insists=insists))
    )


def taken(store: Store, run: int, scope: Scope = ALL, now: float = NOW) -> list[str]:
    return write(store, lambda one: take(one, run, scope, HOST, 9, now))


def waiting(store: Store) -> int:
    with store.reading() as connection:
        return count_waiting(connection)


def test_urls_are_taken_in_their_order_and_once(store: Store) -> None:
    run = begun(store)
    find(store, run, *URLS, URLS[0] + "#again", URLS[0] + "?utm_source=x")
    find(store, run, *URLS)

    assert taken(store, run) == URLS
    find(store, run, *URLS)
    assert taken(store, run) == []
    assert waiting(store) == len(URLS)


def test_what_was_in_flight_waits_for_the_next_run_after_what_is_new(
    store: Store,
) -> None:
    first = begun(store)
    find(store, first, *URLS[:2])
    assert taken(store, first) == URLS[:2]
    second = begun(store)
    find(store, second, URLS[2])

    with store.reading() as connection:
        assert hosts_waiting(connection, second, None, NOW) == [HOST]
        assert hosts_waiting(connection, second, "other", NOW) == []
    assert taken(store, second, Scope("other", resumes=True)) == []
    assert taken(store, second) == [URLS[2], *URLS[:2]]


def test_a_run_of_its_own_leaves_what_others_left(store: Store) -> None:
    find(store, begun(store), *URLS)
    run = begun(store)
    find(store, run, URLS[1])

    assert taken(store, run, Scope()) == [URLS[1]]
    assert taken(store, begun(store)) == [URLS[0], URLS[2], URLS[1]]


def test_an_article_and_its_urls_are_done_at_once(store: Store) -> None:
    run = begun(store)
    find(store, run, *URLS)
    taken(store, run)

    kept = decision(URLS[0]), article(URLS[0], str(run)), URLS[0], f"content {run}"
    store.keep(run, *kept, [URLS[1]])

    assert taken(store, begun(store)) == [URLS[2]]


def test_what_came_of_a_url_is_written_with_its_decision(
    store: Store, uri: str
) -> None:
    run = begun(store)
    find(store, run, *URLS)
    taken(store, run)
    refused = decision(URLS[0], faults=(UNHEARD,))
    store.record(run, refused)
    store.settle([URLS[0], URLS[1]], Settled(run))
    with closing(open_store(uri)) as other:
        assert (waiting(other), list(other.decisions(run))) == (3, [])

        store.flush()

        assert waiting(other) == 1
        assert [one.decision for one in other.decisions(run)] == [refused]


def test_only_who_took_a_url_says_what_came_of_it(store: Store) -> None:
    run = begun(store)
    find(store, run, URLS[0])
    store.settle([URLS[0]], Settled(run))
    store.flush()

    assert taken(store, run) == [URLS[0]]


def test_a_deferred_url_comes_back_at_its_time(store: Store) -> None:
    run = begun(store)
    find(store, run, URLS[0])
    taken(store, run)
    store.settle([URLS[0]], Settled(run, NOW + 300))
    store.flush()
    assert taken(store, run, now=NOW + 300) == []
    later = begun(store)

    assert find(store, later, URLS[0]) == 1
    assert taken(store, later) == []
    assert taken(store, later, now=NOW + 300) == URLS[:1]


def test_who_names_a_deferred_url_does_not_wait(store: Store) -> None:
    run = begun(store)
    find(store, run, URLS[0])
    taken(store, run)
    store.settle([URLS[0]], Settled(run, NOW + 300))
    store.flush()
    later = begun(store)

    assert find(store, later, URLS[0], insists=True) == 0
    assert taken(store, later, Scope(insists=True)) == URLS[:1]


def test_a_refused_url_that_is_found_again_is_asked_for_again(store: Store) -> None:
    run = begun(store)
    find(store, run, URLS[0])
    taken(store, run)
    store.settle([URLS[0]], Settled(run))
    find(store, run, URLS[0])
    assert taken(store, run) == []
    later = begun(store)
    assert taken(store, later) == []

    find(store, later, URLS[0])

    assert taken(store, later) == URLS[:1]


def test_a_redirect_leads_to_a_url_once_in_a_run(store: Store) -> None:
    run, at, to = begun(store), URLS[0], URLS[1]
    find(store, run, at, to)

    def claims(url: str, trail: str) -> bool:
        return write(store, lambda one: claim(one, run, url, [trail], NOW))

    assert claims(to, at)
    assert not claims(to, URLS[2])
    assert claims(f"https://{HOST}/new", at)
    assert not claims(f"https://{HOST}/new", at)
    assert claims(at, f"{at}?utm_source=x"), "it is the same URL"
    assert taken(store, run) == [at]
    assert taken(store, begun(store)) == [at, to]
