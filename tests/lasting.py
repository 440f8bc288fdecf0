"""A site that is crawled again and again, with a store between."""

from pathlib import Path

import pytest

from newscrawler.policy import Decision
from newscrawler.storage.database import StoredHearing, open_store
from tests.crawling import Crawled
from tests.wire.clock import Asked, Clock, set_clock
from tests.wire.world import OPEN, World, decisions, story

ORIGIN = "https://a.example"
ROBOTS = f"{ORIGIN}/robots.txt"
TDMREP = f"{ORIGIN}/.well-known/tdmrep.json"
TRUST = f"{ORIGIN}/trust.txt"
OTHER_TRUST = f"{ORIGIN}/.well-known/trust.txt"
AI_TXT = f"{ORIGIN}/ai.txt"
OPTIONAL = {TRUST, OTHER_TRUST, AI_TXT}
NO_RESERVATION = '[{"location": "/", "tdm-reservation": 0}]'
ETAG, DATED = '\\"v1\\"', "Mon, 04 Jan 2027 08:00:00 GMT"
TEXTS = {
    "robots.txt": OPEN,
    ".well-known/tdmrep.json": NO_RESERVATION,
    "trust.txt": "member=https://b.example/\n",
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


class Site:
    """One site, crawled again and again; each crawl knows what the store knows."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.source("a.example")
        self.files = {**TEXTS, "a.html": story("A")}
        self.toml: dict[str, str] = {}
        self.asked = 0
        self.crawled: Crawled | None = None

    def crawl(self, **settings: object) -> tuple[list[str], Decision]:
        """Crawl a page that was never seen: the requests, the last decision on it."""
        self.asked += 1
        url = f"{ORIGIN}/a?n={self.asked}"
        toml = "".join(f'["{path}"]\n{what}\n' for path, what in self.toml.items())
        self.world.site("a.example", self.files, toml)
        self.crawled = self.world.articles(url, EXTENSIONS={Asked: 1}, **settings)
        found = decisions(self.crawled, url)[-1]
        return [one.partition("?")[0] for one in self.crawled.requests], found

    def conditions(self, url: str) -> list[dict[str, str]]:
        """Return the validators that the last crawl sent with requests for a URL."""
        assert self.crawled is not None
        asked = self.crawled.crawler.get_extension(Asked)
        assert asked is not None
        return asked.conditions(url)

    def heard(self, url: str, as_of: float | None = None) -> StoredHearing:
        """Return what the store holds of a document."""
        assert self.crawled is not None
        store = open_store(self.crawled.store)
        try:
            found = store.hearing(url, as_of)
        finally:
            store.close()
        assert found is not None
        return found


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Site:  # noqa: ARG001  it stands still
    return Site(tmp_path)


PAGE = f"{ORIGIN}/a"


def headers(**lines: str) -> str:
    pairs = (f'{name.replace("_", "-")} = "{value}"' for name, value in lines.items())
    return f"headers = {{ {', '.join(pairs)} }}"
