"""Which articles did a crawl report as kept? A file has them at once, whatever comes."""

import os
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawler.items import Article

FILE = "reported"
"""Its name in the folder of the crawl; a URL a line."""


class Reported:
    """A Scrapy extension: who listens to ``item_scraped`` believes that it is kept."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        reported = cls()
        crawler.signals.connect(reported.note, signals.item_scraped)
        return reported

    def note(self, item: object) -> None:
        assert isinstance(item, Article)
        file = os.open(FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(file, f"{item.url}\n".encode())
        os.close(file)


def reported(folder: Path) -> set[str]:
    """Return what all crawls in a folder have reported."""
    file = folder / FILE
    return set(file.read_text("utf-8").splitlines()) if file.exists() else set()
