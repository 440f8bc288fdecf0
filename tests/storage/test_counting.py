"""Decisions are counted by anything, and what is counted adds up to what was decided."""

from newscrawler.policy.model import Preference, Stage
from newscrawler.purpose import Purpose
from newscrawler.storage.counting import By, Chosen, Count, counts, preferences
from newscrawler.storage.database import Store
from tests.storage.samples import NO_TRAINING, NOW, UNHEARD, decision

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
