"""Ctrl-C once ends a crawl politely, twice now; the next crawl goes on either way."""

from pathlib import Path

import pytest

from tests.crawl.test_frontier import EACH, HOSTS, REFUSED, name_in_feed, set_up
from tests.storage.ledgers import problems
from tests.storage.samples import rows
from tests.wire.running import Ran, run

INTERRUPTING = """
from sqlalchemy import event
from sqlalchemy.pool import Pool

left = [1] * {times}

def take(statement, left=left):
    import os, signal
    if statement.startswith("INSERT INTO articles"):
        while left:
            left.pop()
            os.kill(os.getpid(), signal.SIGINT)

event.listen(Pool, "connect", lambda one, _, take=take: one.set_trace_callback(take))
"""
SETTINGS = ("SOURCES=sources", "FIXTURES=sites", "STORE=sqlite:///store.db")
CRAWL = (
    "crawl",
    "news",
    *(part for one in SETTINGS for part in ("-s", f"NEWSCRAWLER_{one}")),
    *("-s", "CONCURRENT_REQUESTS=2"),
)


def interrupted(folder: Path, times: int) -> Ran:
    """Interrupt a crawl when it writes its first articles."""
    return run(folder, *CRAWL, before=INTERRUPTING.format(times=times))


def kept(folder: Path) -> int:
    found = rows(folder / "store.db", "SELECT count(*) FROM articles")[0][0]
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_crawl_goes_on(tmp_path: Path, times: int) -> None:
    world = set_up(tmp_path)
    all_kept = sum(1 for n in range(EACH) if n % 4 != REFUSED) * len(HOSTS)

    ran = interrupted(tmp_path, times)

    assert "Traceback" not in ran.err
    says = "interrupted: the next crawl goes on from here." in ran.err
    assert says is (times == 1), ran.err
    assert kept(tmp_path) < all_kept
    assert problems(tmp_path / "store.db") == []
    for host in HOSTS:
        name_in_feed(world, host, 0)
    after = run(tmp_path, *CRAWL)
    assert after.code == 0, after.err
    assert "interrupted" not in after.err
    assert kept(tmp_path) == all_kept


def test_the_runs_summary_says_that_it_was_interrupted(tmp_path: Path) -> None:
    set_up(tmp_path)

    interrupted(tmp_path, 1)

    store = tmp_path / "store.db"
    (summary,) = rows(store, "SELECT summary FROM runs")
    assert '"interrupted":true' in str(summary[0])
