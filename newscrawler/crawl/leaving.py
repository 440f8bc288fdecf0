"""How does a crawl that cannot start leave what earlier ones exported?"""

from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter


def leave_feeds(crawler: Crawler) -> None:
    """Keep a crawl that cannot start from emptying what an earlier one exported."""
    exporter = crawler.get_extension(FeedExporter)
    if exporter is None:
        return
    for feed in exporter.feeds.values():
        feed["store_empty"] = False
    for slot in exporter.slots:
        slot.store_empty = False
