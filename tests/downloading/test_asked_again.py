"""Is a request that waited for its turn sent, though its site has forbidden it since?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from scrapy import Request

from newscrawler.spiders.article import ArticleSpider
from tests.crawling import crawl
from tests.wire.world import OPEN, World, story

SITE = "https://a.example"
URLS = [f"{SITE}/{name}" for name in "abcd"]
NOTICE = "<footer><p>No part of this website may be used to train AI.</footer>"


class AtOnce(ArticleSpider):
    """Asks for all at once, as other projects' spiders do."""

    async def start(self) -> AsyncIterator[Request]:
        for url in URLS:
            yield Request(url, callback=self.parse)


@pytest.mark.parametrize("is_reserved", [True, False])
@pytest.mark.parametrize("spider", [AtOnce, ArticleSpider])
def test_what_one_page_says_for_its_site_holds_back_those_that_wait(
    tmp_path: Path, spider: type[ArticleSpider], *, is_reserved: bool
) -> None:
    world = World(tmp_path)
    world.source("a.example")
    first = story("A").replace("</body>", f"{NOTICE if is_reserved else ''}</body>")
    pages = {f"{name}.html": story(name.upper()) for name in "bcd"}
    world.site("a.example", {"robots.txt": OPEN, "a.html": first, **pages})
    settings = world.settings(CONCURRENT_REQUESTS_PER_DOMAIN=1)

    crawled = crawl(spider, tmp_path, settings, url=" ".join(URLS))

    asked = [url for url in crawled.requests if url in URLS]
    # the next one may be on its way while the first is read
    assert asked in ((URLS[:1], URLS[:2]) if is_reserved else (URLS,))
    refused = crawled.crawler.stats.get_value("newscrawler/verdict/refuse", 0)
    assert refused == (len(URLS) if is_reserved else 0)
