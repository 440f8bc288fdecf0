"""A newspaper with a feed and articles, crawled again and again by a clock of its own."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from newscrawler.policy import Decision
from newscrawler.report.outcome import Outcome
from newscrawler.spiders.news import NewsSpider
from newscrawler.storage.database import open_store
from newscrawler.storage.version_rows import Version, versions_of
from newscrawler.storage.visit_rows import Kind, Visit, read_visit
from tests.crawling import Crawled, crawl
from tests.storage.ledgers import problems
from tests.storage.samples import rows
from tests.wire.clock import Asked, Clock
from tests.wire.world import OPEN, World, story

ORIGIN = "https://a.example"
FEED = f"{ORIGIN}/feed.xml"
POLICIES = ("robots.txt", "ai.txt", "trust.txt", "tdmrep.json")
ETAG = '"v1"'


def url_of(name: str) -> str:
    return f"{ORIGIN}/2026/11/02/{name}"


def feed(*names: str, head: str = "") -> str:
    items = "".join(f"<item><link>{url_of(one)}</link></item>" for one in names)
    return (
        f"<rss version='2.0'><channel><title>News</title>{head}{items}</channel></rss>"
    )


class Paper:
    """One source, its feed and its articles; each crawl knows what the store knows."""

    def __init__(self, folder: Path, clock: Clock, source: str = "") -> None:
        self.clock = clock
        self.world = World(folder)
        self.store = folder / "store.db"
        self.world.source("a.example", f'feeds = ["{FEED}"]\n{source}')
        self.files = {"robots.txt": OPEN, "feed.xml": feed()}
        self.answers: dict[str, str] = {}
        self.crawled: Crawled | None = None

    def publish(self, *names: str, etag: str | None = ETAG) -> None:
        """Publish articles, and name them in the feed."""
        self.files["feed.xml"] = feed(*names)
        for name in names:
            self.says(name, story(f"Boat {name}"))
            if etag is not None:
                self.answer(name, ETag=etag)

    def says(self, name: str, text: str) -> None:
        self.files[f"2026/11/02/{name}.html"] = text

    def answer(
        self, name: str, status: int | None = None, more: str = "", **headers: str
    ) -> None:
        """Let an article, or a path, be answered so; header names with ``_`` for ``-``."""
        path = name if name.startswith("/") else f"/2026/11/02/{name}"
        lines = (
            f"'{key.replace('_', '-')}' = '{value}'" for key, value in headers.items()
        )
        told = f"headers = {{ {', '.join(lines)} }}\n{more}"
        if status is not None:
            told += f"\nstatus = {status}\nbody = ''"
        self.answers[path] = told

    def crawl(
        self, settings: Mapping[str, object] | None = None, **arguments: str
    ) -> list[str]:
        """Crawl the source; return the paths that were asked for, but for policies."""
        toml = "".join(f'["{path}"]\n{told}\n' for path, told in self.answers.items())
        self.world.site("a.example", self.files, toml)
        ours = self.world.settings(**{"EXTENSIONS": {Asked: 1}, **(settings or {})})
        self.crawled = crawl(NewsSpider, self.world.folder, ours, **arguments)
        assert problems(self.store) == []
        found = [one.removeprefix(ORIGIN) for one in self.crawled.requests]
        return [one for one in found if not one.endswith(POLICIES)]

    def after(
        self, seconds: float, settings: Mapping[str, object] | None = None
    ) -> list[str]:
        """Crawl again when so many seconds have gone by."""
        self.clock.wait(seconds)
        return self.crawl(settings)

    def count(self, outcome: Outcome) -> int:
        assert self.crawled is not None
        return self.crawled.records.outcomes.total(outcome)

    def sent(self, url: str) -> list[dict[str, str]]:
        """Return the validators that went with the last crawl's requests for a URL."""
        assert self.crawled is not None
        asked = self.crawled.crawler.get_extension(Asked)
        assert asked is not None
        return asked.conditions(url)

    def decisions(self, name: str) -> list[Decision]:
        assert self.crawled is not None
        return [one for one in self.crawled.decisions() if one.url == url_of(name)]

    def versions(self, name: str) -> list[Version]:
        store = open_store(f"sqlite:///{self.store}")
        with closing(store), store.reading() as connection:
            return versions_of(connection, url_of(name))

    def visit(self, url: str, kind: Kind) -> Visit:
        store = open_store(f"sqlite:///{self.store}")
        with closing(store), store.reading() as connection:
            found = read_visit(connection, url, kind)
        assert found is not None
        return found

    def kept(self) -> list[str]:
        assert self.crawled is not None
        return [one.url for one in self.crawled.articles()]

    def tombstones(self) -> list[tuple[object, ...]]:
        return rows(self.store, "SELECT version, signal, reason FROM tombstones")
