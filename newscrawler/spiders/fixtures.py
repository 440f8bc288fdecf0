"""How does a crawl go? The news spider over the fixture sites, without a network."""

from pathlib import Path

from scrapy.settings import BaseSettings

import newscrawler
from newscrawler.crawl.stored import FIXTURES_STORE
from newscrawler.handlers import FIXTURE_HANDLERS
from newscrawler.spiders.news import NewsSpider


def fixtures_folder() -> Path:
    """Return where the fixtures are: in the installed package, or beside it."""
    package = Path(newscrawler.__file__).parent
    inside = package / "fixtures"
    return inside if inside.is_dir() else package.parent / "fixtures"


class FixturesSpider(NewsSpider):
    """Crawls the fixture sites: the same spider, gate and pipelines."""

    name = "fixtures"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Answer from the fixtures, at once, into a store of their own."""
        super().update_settings(settings)
        folder = fixtures_folder()
        for name, value in {
            "NEWSCRAWLER_FIXTURES": str(folder / "sites"),
            "NEWSCRAWLER_SOURCES": str(folder / "sources"),
            "NEWSCRAWLER_STORE": FIXTURES_STORE,
            "DOWNLOAD_DELAY": 0,
            "DOWNLOAD_HANDLERS": FIXTURE_HANDLERS,
        }.items():
            settings.set(name, value, priority="spider")
