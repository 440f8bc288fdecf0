"""What may stand in a log? Where a page or an article is; never what it holds.

Nor a password, nor what a terminal would obey: a log is read by more people than a
store, and is kept longer.
"""

import logging
from typing import TypeAlias

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from scrapy.settings import BaseSettings
from scrapy.utils.log import get_scrapy_root_handler
from twisted.python.failure import Failure

from newscrawler.configuring.withheld import Secrets

_ENGINE = logging.getLogger("scrapy.core.engine")
_SCRAPER = logging.getLogger("scrapy.core.scraper")
"""Who tells of each response, and of each item."""

Source: TypeAlias = Response | Failure | None


class SafeFormatter(logging.Formatter):
    """Writes a record as another formatter does, without secrets and control characters.

    The lines of a traceback stay lines.
    """

    def __init__(self, inner: logging.Formatter, secrets: Secrets) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's lines."""
        text = self._secrets.without(self._inner.format(record))
        return "".join(
            one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text
        )


def make_safe(settings: BaseSettings) -> None:
    """Let the handler that Scrapy gave the log write what is safe alone."""
    handler = get_scrapy_root_handler()
    if handler is not None and not isinstance(handler.formatter, SafeFormatter):
        inner = handler.formatter or logging.Formatter()
        handler.setFormatter(SafeFormatter(inner, Secrets.of(settings)))


def is_heard(log: logging.Logger, level: int) -> bool:
    """Tell whether any handler takes a logger's records of a level.

    One that none takes costs as much as one that is written.
    """
    at: logging.Logger | None = log
    while at is not None:
        if any(one.level <= level for one in at.handlers):
            return True
        at = at.parent if at.propagate else None
    return False


class PlaceLogFormatter(LogFormatter):
    """Says of an item where it came from, in the place of the item itself.

    Scrapy's own writes all of it: of an article the text, of a refused one too. Of what
    happens to each page it says nothing that nobody hears.
    """

    def crawled(  # type: ignore[override]  # Scrapy logs nothing for None
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """Say that a response came."""
        if not is_heard(_ENGINE, logging.DEBUG):
            return None
        return super().crawled(request, response, spider)

    def scraped(  # type: ignore[override]  # Scrapy logs nothing for None
        self, item: object, response: Source, spider: Spider
    ) -> LogFormatterResult | None:
        """Say that an item came to its end."""
        if not is_heard(_SCRAPER, logging.DEBUG):
            return None
        return _placed(super().scraped(item, response, spider), item)

    def dropped(
        self, item: object, exception: BaseException, response: Source, spider: Spider
    ) -> LogFormatterResult:
        """Say that an item was dropped, and why."""
        return _placed(super().dropped(item, exception, response, spider), item)

    def item_error(
        self, item: object, exception: BaseException, response: Source, spider: Spider
    ) -> LogFormatterResult:
        """Say that a pipeline failed on an item."""
        return _placed(super().item_error(item, exception, response, spider), item)


def _placed(result: LogFormatterResult, item: object) -> LogFormatterResult:
    args = result["args"]
    assert isinstance(args, dict), "Scrapy's own names them"
    return {**result, "args": {**args, "item": place_of_item(item)}}


def place_of_item(item: object) -> str:
    """Return how a log names an item: what it is, and where.

    >>> place_of_item({"url": "https://gazette.example/a", "articleBody": "Boats"})
    'dict https://gazette.example/a'
    """
    held = getattr(item, "article", item)
    url = held.get("url") if isinstance(held, dict) else getattr(held, "url", None)
    name = type(held).__name__
    return f"{name} {url}" if isinstance(url, str) else name
