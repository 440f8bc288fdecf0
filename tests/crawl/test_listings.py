"""A listing is read to its end by a crawl whose store fails, and nobody trips over it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.crawl.listings import Listings
from newscrawler.page import Page
from newscrawler.sources import Source
from newscrawler.storage.database import StoreError, open_store

HOME = "https://paper.example/"
FEED = f"{HOME}feed.xml"
SOURCE = Source("paper", "Paper", HOME, ("paper.example",), feeds=(FEED,))

Ask = Callable[[Listings], object]
ASKED: dict[str, Ask] = {
    "when it is due": lambda listings: listings.is_due(FEED, SOURCE, insists=False),
    "what is new": lambda listings: listings.read(
        Page.from_html(b"", FEED), (), [f"{HOME}boat"]
    ),
    "to write it down": Listings.flush,
}
"""What a crawl asks of the store for a listing, in its order."""


@pytest.mark.parametrize("fails", range(len(ASKED)), ids=list(ASKED))
def test_a_store_that_fails_ends_the_crawl_and_nothing_is_raised(
    tmp_path: Path, fails: int
) -> None:
    file, told = tmp_path / "store.db", list[str]()

    def failed(error: StoreError) -> str:
        told.append(str(error))
        return told[-1]

    with closing(open_store(f"sqlite:///{file}")) as store:
        listings = Listings(lambda: store, failed)
        for turn, ask in enumerate(ASKED.values()):
            if turn == fails:
                assert told == []
                lose_tables(file)
            ask(listings)

    assert len(told) == len(ASKED) - fails


def lose_tables(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        for name in ("visits", "frontier"):
            other.execute(f"DROP TABLE {name}")
        other.commit()
