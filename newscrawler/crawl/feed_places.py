"""Can a crawl export to where FEEDS says? Asked before anything is fetched.

Where one of them cannot be written Scrapy switches off the others too, and goes on.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from scrapy.utils.conf import feed_complete_default_values_from_settings
from scrapy.utils.misc import build_from_crawler, load_object

from newscrawler.configuring.guarded_files import guarded_problem
from newscrawler.configuring.withheld import without_passwords


def feed_problem(crawler: Crawler) -> str | None:
    """Return which export cannot be written, and why; None if all can."""
    for named, options in crawler.settings.getdict("FEEDS").items():
        uri = str(named.absolute()) if isinstance(named, Path) else str(named)
        file = local_file(uri)
        problem = None if file is None else guarded_problem(crawler.settings, file)
        if problem is not None:
            return f"FEEDS: {problem}"
        try:
            _look(crawler, uri, dict(options))
        except NotConfigured as error:
            return (
                f"FEEDS: {without_passwords(uri)}: {error}; nothing would be exported"
            )
    return None


def local_file(uri: str) -> Path | None:
    """Return the file that a place of FEEDS is, None where it is elsewhere, or many."""
    parts = urlsplit(uri)
    if parts.scheme not in ("", "file") or "%(" in uri:
        return None
    return Path(unquote(parts.path) if parts.scheme else uri)


def _look(crawler: Crawler, uri: str, options: dict[str, object]) -> None:
    """Make what would write to a place, and nothing of it; NotConfigured says why not."""
    settings = crawler.settings
    scheme = urlsplit(uri).scheme
    storage = _parts(settings, "FEED_STORAGES").get(scheme)
    if storage is None:
        raise NotConfigured(f"nothing writes to {scheme}:// here")
    complete = feed_complete_default_values_from_settings(options, settings, uri)
    try:
        build_from_crawler(load_object(storage), crawler, uri, feed_options=complete)
    except AssertionError:
        raise NotConfigured("names no place") from None
    if complete["format"] not in _parts(settings, "FEED_EXPORTERS"):
        known = ", ".join(sorted(_parts(settings, "FEED_EXPORTERS")))
        raise NotConfigured(f"its format is none of {known}")


def _parts(settings: BaseSettings, name: str) -> dict[str, str]:
    found = settings.getwithbase(name).items()
    return {str(key): part for key, part in found if part is not None}
