"""May single articles be kept, and what do they say? ``-a url=URL`` of listed hosts."""

from collections.abc import AsyncIterator

from scrapy import Request

from newscrawler.address import usable_url
from newscrawler.spiders.gated import GatedSpider


class ArticleSpider(GatedSpider):
    """Crawls the URLs that it is given, separated by white space."""

    name = "article"
    takes = ("url",)

    def __init__(self, url: str = "", **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._urls = [one for one in map(usable_url, url.split()) if one is not None]

    async def start(self) -> AsyncIterator[Request]:
        """Yield a request for each URL."""
        for request in self.article_requests(self._urls, None):
            yield request
