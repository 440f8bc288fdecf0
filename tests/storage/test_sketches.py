"""Articles that are nearly the same are all kept, and known to be."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from newscrawler.report.once import Once
from newscrawler.storage.database import Kept, Store
from newscrawler.storage.kept_rows import kept_pages
from newscrawler.storage.sketch_rows import near_duplicates_of
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.storage.ledgers import problems
from tests.storage.samples import NO_TRAINING, NOW, article, decision, rows

SITE = "https://gazette.example"


def story(seed: int, script: Sequence[str] = "abcdefghij") -> str:
    """Words of their own for each seed, of one script's syllables."""
    chance = random.Random(seed)
    words = ("".join(chance.choices(script, k=5)) for _ in range(200))
    return " ".join(words)


STORY = story(1)
REPRINT = f"{STORY} Reporting by our wire desk."
ANOTHER = story(2)


def keep(store: Store, run: int, *texts: str, at: int = 0) -> list[Kept]:
    """Keep texts in one transaction, at URLs that are numbered from ``at``."""
    wanted = []
    for number, text in enumerate(texts, at):
        url = f"{SITE}/{number}"
        one = article(url, text)
        wanted.append(store.prepare(run, decision(url), one, url, str(number)))
    return store.keep_all(wanted)


def known(store: Store) -> dict[int, set[int]]:
    """Return which earlier articles each is nearly the same as, by their numbers."""
    with store.reading() as connection:
        found = near_duplicates_of(connection, range(99))
    return {number: set(others) for number, others in found.items()}


def test_a_reprint_is_kept_and_known_against_the_store(store: Store, run: int) -> None:
    keep(store, run, STORY, ANOTHER)

    assert keep(store, run, REPRINT, at=2) == [Kept.STORED]

    assert known(store) == {3: {1}}
    with store.reading() as connection:
        ((_, much),) = near_duplicates_of(connection, [3])[3].items()
    assert 0.9 < much < 1


def test_those_of_one_transaction_are_known_among_themselves(
    store: Store, run: int
) -> None:
    keep(store, run, STORY, ANOTHER, REPRINT, f"{REPRINT} Corrected.")

    assert known(store) == {3: {1}, 4: {1, 3}}


@pytest.mark.parametrize(
    "syllables",
    ["港 口 重 新 开 放 人 们 来 看", "กิ ขี คุ งู จั ช่ ด้ ตา ถ น", "न मि सी त हे क र ली व"],
)
def test_languages_without_spaces_are_compared_as_well(
    store: Store, run: int, syllables: str
) -> None:
    script = syllables.split()
    first, other = (story(seed, script).replace(" ", "") for seed in (1, 2))
    keep(store, run, first, other)
    keep(store, run, f"{first}{script[0]}", at=2)

    assert known(store) == {3: {1}}


def test_a_text_that_is_too_short_is_like_none(store: Store, run: int) -> None:
    keep(store, run, "Rain fell.", "Rain fell!")

    assert known(store) == {}


def test_what_is_withdrawn_leaves_no_sketch_and_is_like_none(
    store: Store, run: int, file: Path
) -> None:
    keep(store, run, STORY, REPRINT)
    held = next(held_articles(store))
    refusing = decision(held.url, NO_TRAINING, at=NOW + 1)

    assert withdraw(store, run, held.number, refusing)

    assert known(store) == {}
    for table in ("sketches", "sketch_bands"):
        assert rows(file, f"SELECT DISTINCT article FROM {table}") == [(2,)]
    assert problems(file) == []
    keep(store, run, f"{STORY} Again.", at=2)
    assert known(store) == {3: {2}}


# What may leave, and which of it stays as a copy of what leaves: all say one time of
# publication, so that of two the one that was kept first leaves.
LEAVING = [
    ({1, 2, 3, 4}, {3: 1, 4: 1}),
    ({2, 3, 4}, {4: 3}),  # the first of them may not leave
    ({2, 4}, {}),
]


@pytest.mark.parametrize(("leaving", "stays"), LEAVING)
def test_each_text_leaves_once(
    store: Store, run: int, leaving: set[int], stays: dict[int, int]
) -> None:
    keep(store, run, STORY, ANOTHER, REPRINT, f"{REPRINT} {'Corrected. ' * 9}")
    once = Once(store)

    once.look(kept_pages(store, alike=True), lambda one: one.number in leaving)
    found = once.repeats(sorted(leaving))

    assert found.keys() == stays.keys()
    for number, one in found.items():
        known_ = {f"{SITE}/{earlier - 1}" for earlier in known(store)[number]}
        assert one.url in known_
        assert 0.7 <= one.likeness <= 1
