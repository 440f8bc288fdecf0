"""How is a host's pace kept in Scrapy's downloader? In the slot that its requests share."""

import time
from collections import deque
from weakref import WeakSet

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.defer import Deferred

from newscrawler.configuring.configuration import configuration
from newscrawler.policy import Gate
from newscrawler.policy.pace import eased_delay

_hurried: WeakSet[Crawler] = WeakSet()

Waiting = deque[tuple[Request, "Deferred[Response]"]]


def downloader_of(crawler: Crawler) -> Downloader:
    """Return the downloader of a crawl that is under way."""
    assert crawler.engine is not None
    return crawler.engine.downloader


def hurry(crawler: Crawler) -> None:
    """Let a crawl of fixture sites not wait: no server is asked.

    ValueError for a crawl of anything else.
    """
    if configuration(crawler).fixtures is None:
        raise ValueError("a crawl that may ask a server keeps its pace")
    _hurried.add(crawler)


def keep_pace(crawler: Crawler, gate: Gate, url: str) -> None:
    """Slow a host's slot down to what its robots.txt and its source ask for."""
    if crawler in _hurried:
        return
    found = configuration(crawler)
    source = found.registry.for_url(url) if found.registry is not None else None
    of_site = gate.pace.delay(url, time.time())
    asked = (of_site, source.delay if source is not None else None)
    delay = max((one for one in asked if one is not None), default=None)
    if not delay:
        return
    downloader = downloader_of(crawler)
    key = downloader.get_slot_key(Request(url))
    usual = crawler.settings.getfloat("DOWNLOAD_DELAY")
    slot = downloader.per_slot_settings.setdefault(key, {})
    slot["delay"] = max(delay, slot.get("delay", usual))
    slot["jitter"] = 0.0  # a delay that was asked for is not to be undercut
    if key in downloader.slots:
        held = downloader.slots[key]
        held.delay = max(slot["delay"], held.delay)  # slow answers may have slowed it
        held.jitter = slot["jitter"]


def follow_latency(crawler: Crawler, request: Request, seconds: float) -> None:
    """Let a host that takes long to answer be asked more slowly, and again as before."""
    downloader = downloader_of(crawler)
    key = downloader.get_slot_key(request)
    slot = downloader.slots.get(key)
    if slot is not None:
        usual = crawler.settings.getfloat("DOWNLOAD_DELAY")
        asked = downloader.per_slot_settings.get(key, {}).get("delay", usual)
        slot.delay = eased_delay(slot.delay, asked, seconds)


def waiting_requests(crawler: Crawler, request: Request) -> Waiting:
    """Return the requests that wait for the host of one, to be taken out by the asker."""
    downloader = downloader_of(crawler)
    slot = downloader.slots.get(downloader.get_slot_key(request))
    return slot.queue if slot is not None else deque()
