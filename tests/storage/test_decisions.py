"""Decisions read back equal, and many that are equal are one row with a count."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Stage, Verdict
from newscrawler.policy.record import decision_record
from newscrawler.storage.database import Store, StoreError, Tally, open_store
from newscrawler.storage.decision_rows import entry
from newscrawler.storage.ledger_records import article_text
from newscrawler.storage.pending import FLUSH_EVERY, RIDE_FROM
from newscrawler.storage.text import json_text, sound_decision, storable
from tests.storage.samples import (
    NO_TRAINING,
    NOW,
    UNHEARD,
    article,
    decision,
    rows,
)
from tests.storage.strategies import decisions


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(f"sqlite:///{folder}/newscrawler.db")) as found,
    ):
        yield found


@settings(max_examples=120, deadline=None)
@given(decisions())
def test_any_decision_reads_back_equal(shared: Store, one: Decision) -> None:
    run = shared.begin_run("news", {}, "1", 0.0)

    shared.record(run, one)

    (found,) = shared.decisions(run)
    record = decision_record(one)
    assert found.decision == one
    assert found.record == record
    assert (found.id, found.run, found.count) == (record["id"], run, 1)


@pytest.mark.parametrize(("waiting", "told"), [(RIDE_FROM - 1, 1), (RIDE_FROM, 75)])
def test_counts_ride_with_an_article_where_many_wait(
    store: Store, run: int, file: Path, waiting: int, told: int
) -> None:
    """Each transaction of their own costs as much as an article."""
    for number in range(waiting):
        url = f"https://gazette.example/{number}"
        store.record(run, decision(url, stage=Stage.ACQUIRE, at=NOW + number))

    url = "https://gazette.example/a"
    store.keep(run, decision(url), article(url), url, "1")

    counted = "SELECT count FROM decisions WHERE stage = 'acquire'"
    assert rows(file, counted) == [(told,)]


def test_ten_thousand_equal_acquire_decisions_of_a_host_are_one_row(
    store: Store, run: int, file: Path
) -> None:
    for number in range(10_000):
        url = f"https://gazette.example/{number}"
        one = decision(url, NO_TRAINING, stage=Stage.ACQUIRE, at=NOW + number)
        store.record(run, one)

    (found,) = store.decisions()
    assert (found.count, found.last_at) == (10_000, NOW + 9_999)
    first = decision("https://gazette.example/0", NO_TRAINING, stage=Stage.ACQUIRE)
    assert found.decision == first
    assert rows(file, "SELECT COUNT(*) FROM statements") == [(1,)]
    assert store.counts().decided == 10_000


BASE = decision("https://gazette.example/a", NO_TRAINING, stage=Stage.ACQUIRE)
DIFFERENT = {
    "another host": replace(BASE, url="https://herald.example/a"),
    "another source": replace(BASE, source=None),
    "another stage": replace(BASE, stage=Stage.USE),
    "another policy": replace(BASE, policy_version="2"),
    "a fault more": replace(BASE, faults=(UNHEARD,)),
    "a statement fewer": replace(BASE, statements=()),
    "another line": replace(
        BASE, statements=(replace(NO_TRAINING, quote="Content-Signal: tdm=no"),)
    ),
    "other terms": replace(BASE, terms=replace(BASE.terms, agent="other")),
}


@pytest.mark.parametrize("other", DIFFERENT.values(), ids=DIFFERENT.keys())
@pytest.mark.parametrize("flush_between", [True, False])
def test_what_differs_is_a_row_of_its_own(
    store: Store, run: int, other: Decision, *, flush_between: bool
) -> None:
    store.record(run, BASE)
    if flush_between:
        store.flush()
    store.record(run, other)

    assert [one.decision for one in store.decisions()] == [BASE, other]


def test_each_use_decision_and_each_run_has_rows_of_its_own(
    store: Store, run: int
) -> None:
    other_run = store.begin_run("news", {}, "1", 1.0)
    pages = [decision(f"https://gazette.example/{n}", NO_TRAINING) for n in range(3)]
    for one in pages:
        store.record(run, one)
    store.record(other_run, pages[0])

    assert [one.decision for one in store.decisions(run)] == pages
    assert [one.decision for one in store.decisions(other_run)] == pages[:1]


def test_decisions_are_found_by_run_verdict_and_source(store: Store, run: int) -> None:
    refused = decision("https://a.example/", NO_TRAINING, source="a")
    deferred = decision("https://b.example/", faults=(UNHEARD,), source="b")
    for one in (refused, deferred):
        store.record(run, one)

    assert [one.decision for one in store.decisions(source="b")] == [deferred]
    assert [one.decision for one in store.decisions(verdict=Verdict.REFUSE)] == [
        refused
    ]
    assert list(store.decisions(run, Verdict.REFUSE, "b")) == []
    assert list(store.decisions(run + 1)) == []


def test_more_decisions_than_a_page_come_in_order(store: Store, run: int) -> None:
    pages = [
        decision(
            f"https://gazette.example/{number}", replace(NO_TRAINING, quote=str(number))
        )
        for number in range(1203)
    ]
    for one in pages:
        store.record(run, one)

    assert [one.decision for one in store.decisions()] == pages


def test_decisions_wait_for_a_hundred(store: Store, run: int, file: Path) -> None:
    for number in range(FLUSH_EVERY - 1):
        store.record(run, decision(f"https://gazette.example/{number}"))
    assert rows(file, "SELECT COUNT(*) FROM decisions") == [(0,)]

    store.record(run, decision("https://gazette.example/last"))

    assert rows(file, "SELECT COUNT(*) FROM decisions") == [(FLUSH_EVERY,)]


def test_decisions_wait_on_when_the_store_is_locked(file: Path) -> None:
    with (
        closing(open_store(f"sqlite:///{file}?timeout=0.05")) as store,
        closing(open_store(f"sqlite:///{file}")) as other,
    ):
        run = store.begin_run("news", {}, "1", 0.0)
        store.record(run, decision())
        with (
            other._transaction(),
            pytest.raises(StoreError, match=r"newscrawler.db: .* locked; another"),
        ):
            store.flush()

        assert [one.decision for one in store.decisions()] == [decision()]


def test_the_summary_counts_by_source_verdict_and_what_decided(
    store: Store, run: int
) -> None:
    for number in range(3):
        url = f"https://gazette.example/{number}"
        store.record(run, decision(url, stage=Stage.ACQUIRE))
        store.record(run, decision(url, NO_TRAINING))
    store.record(run, decision(faults=(UNHEARD,)))

    assert store.summary(run) == (
        Tally("gazette", Stage.ACQUIRE, Verdict.ALLOW, None, 3),
        Tally("gazette", Stage.USE, Verdict.DEFER, "fault", 1),
        Tally("gazette", Stage.USE, Verdict.REFUSE, "content-signal", 3),
    )


def test_text_that_no_database_takes_is_replaced(store: Store, run: int) -> None:
    url = "https://gazette.example/\x00\ud800"
    statement = replace(NO_TRAINING, quote="no\udfff", holder="\ud800")
    odd = decision(url, statement, faults=(replace(UNHEARD, problem="\udc80"),))

    store.record(run, odd)

    (found,) = store.decisions()
    assert found.decision == sound_decision(odd)
    assert found.decision.url == "https://gazette.example/\x00\ufffd"
    assert found.decision.statements[0].quote == "no\ufffd"


def test_what_cannot_be_written_is_refused_at_once(store: Store, run: int) -> None:
    with pytest.raises(ValueError):
        store.record(run, decision(at=float("nan")))
    with pytest.raises(ValueError, match="no run 99"):
        store.record(99, decision())

    assert list(store.decisions()) == []


def test_a_statement_is_the_same_row_in_every_decision() -> None:
    first, second = (entry(1, decision(url, NO_TRAINING)) for url in ("a", "b"))

    assert first.statements == second.statements
    assert first.record != second.record


@given(st.text(), st.text(), st.integers(1, 9), st.integers(1, 2**31))
def test_what_is_told_of_an_article_is_canonical(
    url: str, content: str, version: int, place: int
) -> None:
    row = {"canonical_url": url, "content_hash": content, "version": version}

    text = article_text({**row, "record": url}, place)

    read = json.loads(text)
    assert text == json_text(read)
    assert (read["url"], read["content_hash"]) == (storable(url), storable(content))
    assert (read["version"], read["decision"]) == (version, place)
