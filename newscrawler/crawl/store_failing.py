"""What does a store that fails do to a crawl? It ends, and what needed it is not done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scrapy.exceptions import IgnoreRequest

from newscrawler.storage.errors import StoreError


@contextmanager
def ending_crawl(failed: Callable[[StoreError], str]) -> Iterator[None]:
    """Let a store's failure end the crawl, and the request for whose sake it was asked.

    ``failed`` ends the crawl and returns why.
    """
    try:
        yield
    except StoreError as error:
        raise IgnoreRequest(failed(error)) from None
