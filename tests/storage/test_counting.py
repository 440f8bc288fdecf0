"""Decisions are counted by anything, and what is counted adds up to what was decided."""

from newscrawler.policy.model import Preference, Stage, Verdict
from newscrawler.purpose import Purpose
from newscrawler.storage.counting import (
    ALL,
    By,
    Chosen,
    Count,
    Refused,
    counts,
    kept_counts,
    newest_refusals,
    preferences,
)
from newscrawler.storage.database import Store
from newscrawler.storage.newest_rows import newest_withdrawn
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.storage.samples import NO_TRAINING, NOW, UNHEARD, article, decision

DAY = 24 * 60 * 60
SITE = "https://gazette.example"


def fill(store: Store, run: int) -> None:
    for number in range(3):
        store.record(run, decision(f"{SITE}/{number}", stage=Stage.ACQUIRE))
        at = NOW + number * DAY
        store.record(run, decision(f"{SITE}/{number}", NO_TRAINING, at=at))
    store.record(run, decision("https://b.example/", faults=(UNHEARD,), source=None))
    store.flush()


def test_decisions_are_counted_by_what_is_asked_for(store: Store, run: int) -> None:
    fill(store, run)

    with store.reading() as connection:
        by_day = counts(connection, [By.DAY, By.VERDICT])
        by_signal = counts(connection, [By.SIGNAL], Chosen(run, "gazette"))
        late = counts(connection, [By.SOURCE], Chosen(since=NOW + DAY))
        used = preferences(connection)

    assert by_day == (
        Count(("2023-11-14", "allow"), 3),
        Count(("2023-11-14", "defer"), 1),
        Count(("2023-11-14", "refuse"), 1),
        Count(("2023-11-15", "refuse"), 1),
        Count(("2023-11-16", "refuse"), 1),
    )
    assert by_signal == (Count((None,), 3), Count(("content-signal",), 3))
    assert late == (Count(("gazette",), 2),)
    assert used[Purpose.AI_TRAIN] == {
        Preference.DISALLOWED: 3,
        Preference.UNKNOWN: 1,
    }
    assert used[Purpose.SEARCH] == {Preference.UNKNOWN: 4}


def test_a_host_is_counted_with_its_subdomains_alone(store: Store, run: int) -> None:
    hosts = "a.example", "www.a.example", "ba.example", "a_example", "a.example.test"
    for host in hosts:
        store.record(run, decision(f"https://{host}/", NO_TRAINING))
    store.flush()

    with store.reading() as connection:
        found = {
            host: sum(one.count for one in counts(connection, [], Chosen(host=host)))
            for host in ("a.example", "example", "a.example.test")
        }

    assert found == {"a.example": 2, "example": 3, "a.example.test": 1}


def test_the_newest_of_a_kind_is_told_with_its_count(store: Store, run: int) -> None:
    fill(store, run)
    kind = Refused("gazette", Verdict.REFUSE, "content-signal")

    with store.reading() as connection:
        numbers = newest_refusals(connection, kind, ALL, 2)
        by_kind = counts(connection, [By.SOURCE, By.VERDICT, By.SIGNAL])
        none = newest_refusals(connection, Refused(None, *NEVER), ALL, 2)

    newest = {one.values: one.newest for one in by_kind}
    assert numbers[0] == newest["gazette", "refuse", "content-signal"]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 2
    assert none == []


NEVER = Verdict.REFUSE, "notice"


def test_what_was_withdrawn_was_kept_all_the_same(store: Store, run: int) -> None:
    for at, name in enumerate(("one", "two")):
        url = f"{SITE}/{name}"
        kept = decision(url, at=NOW + at * DAY)
        store.keep(run, kept, article(url), url, name)
    with store.reading() as connection:
        before = kept_counts(connection)
    first = next(held_articles(store))
    withdraw(store, run, first.number, decision(first.url, NO_TRAINING))

    with store.reading() as connection:
        after = kept_counts(connection)
        other = kept_counts(connection, Chosen(source="other"))
        (gone,) = newest_withdrawn(connection, Chosen(host="gazette.example"))
        elsewhere = list(newest_withdrawn(connection, Chosen(host="zette.example")))

    assert after == before
    assert sum(one.count for one in after) == 2
    assert other == ()
    assert (gone.url, gone.purged_at) == (f"{SITE}/one", None)
    assert elsewhere == []
