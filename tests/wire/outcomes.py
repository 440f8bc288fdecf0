"""A site whose robots.txt answers in every way, and what a crawl makes of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from newscrawler.policy import Decision, Verdict
from tests.crawling import Crawled
from tests.wire.clock import Clock, set_clock
from tests.wire.world import OPEN, World, decisions, story

ROBOTS = "https://a.example/robots.txt"
PAGE = "https://a.example/a"

ALONE = [ROBOTS]
"""robots.txt was asked for, and nothing else."""
BOTH = [ROBOTS, PAGE]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


class Site:
    """One site whose robots.txt answers as it is told, crawled again and again."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.source("a.example")
        self.asked = 0

    def answers(self, toml: str, robots: str | None = OPEN) -> None:
        files = {"a.html": story("A")}
        if robots is not None:
            files["robots.txt"] = robots
        self.world.site("a.example", files, toml)

    def crawl(self, url: str = PAGE) -> tuple[Crawled, Decision]:
        """Return the crawl of a page and the last decision on it."""
        crawled = self.world.articles(url, NEWSCRAWLER_PURPOSES=["search"])
        return crawled, decisions(crawled, url)[-1]

    def again(self) -> tuple[list[str], Decision]:
        """Crawl a page that was never seen; what was asked for, less its number."""
        self.asked += 1
        crawled, found = self.crawl(f"{PAGE}?n={self.asked}")
        return [url.partition("?")[0] for url in crawled.requests], found


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Site:  # noqa: ARG001  it stands still
    return Site(tmp_path)


def robots_toml(status: int, headers: Mapping[str, str] | None = None) -> str:
    lines = "".join(f'{key} = "{value}"\n' for key, value in (headers or {}).items())
    return f'["/robots.txt"]\nstatus = {status}\n["/robots.txt".headers]\n{lines}'


def only_fault(found: Decision) -> tuple[str, float | None]:
    """Return what the one fault of a deferred decision says, and when to come back."""
    assert found.verdict is Verdict.DEFER
    (fault,) = found.faults
    assert fault.document == ROBOTS
    return fault.problem, fault.retry_at
