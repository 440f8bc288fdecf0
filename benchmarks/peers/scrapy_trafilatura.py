"""A bare Scrapy spider over sitemaps, with trafilatura: no gate, no store."""

import sys
from collections.abc import Iterator

import scrapy
import trafilatura
from scrapy.crawler import CrawlerProcess

texts: list[str] = []


class Spider(scrapy.spiders.SitemapSpider):
    """Reads the text of each page that the sitemaps list."""

    name = "peer"
    sitemap_urls = sys.argv[1:]

    def parse(self, response: scrapy.http.Response) -> Iterator[dict[str, str]]:
        """Yield a page's text."""
        found = trafilatura.bare_extraction(
            response.body, url=response.url, with_metadata=True
        )
        texts.extend(filter(None, [found and found.text]))
        yield {"text": texts[-1]}


process = CrawlerProcess({"LOG_LEVEL": "WARNING", "ROBOTSTXT_OBEY": True})
process.crawl(Spider)
process.start()
print(len(texts))
