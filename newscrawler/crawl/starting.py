"""Why may a crawl not start? The add-on's word, then the settings', then the network's."""

from scrapy.crawler import Crawler

from newscrawler.configuring.configuration import configuration, network_problem
from newscrawler.configuring.weakening import StartCheck
from newscrawler.crawl.feed_places import feed_problem
from newscrawler.downloading.resolver import uninstalled


def start_problem(crawler: Crawler) -> str | None:
    """Return the one line that says why a crawl may not start, None if it may."""
    addon = crawler.get_addon(StartCheck)
    if addon is None:
        return "ADDONS: newscrawler.addon.PolicyAddon is not there; put it back"
    problem = addon.last_problem()
    if problem is not None:
        return problem
    found = configuration(crawler)
    problem = network_problem(found, crawler.settings) or feed_problem(crawler)
    return problem or (uninstalled() if found.fixtures is None else None)
