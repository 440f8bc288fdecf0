"""How is a kept page written to a WARC file? After its article, and never without it."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from scrapy.exceptions import DropItem

from newscrawler import __version__
from newscrawler.configuration import Configuration
from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision
from newscrawler.policy.record import decision_id
from newscrawler.storage.database import Kept, Store, StoreError
from newscrawler.storage.warc import Place, WarcFolder
from newscrawler.storage.warc_records import Lines, Sent
from newscrawler.storage.warc_recovery import set_aside_unfinished
from newscrawler.storage.warc_rows import place_of_article

logger = logging.getLogger(__name__)


class Archiving:
    """Writes what a crawl keeps to NEWSCRAWLER_WARC; without it, nothing.

    ``store`` gives the open one, None if there is none; ``failed`` ends the crawl: an
    article names a record, and one that is not there is missing evidence.
    """

    def __init__(
        self, store: Callable[[], Store | None], failed: Callable[[StoreError], str]
    ) -> None:
        self._store = store
        self._failed = failed
        self._folder: WarcFolder | None = None
        self._next: Place | None = None

    def open(self, found: Configuration) -> None:
        """Set aside what a killed crawl left; StoreError where the folder is no use."""
        if found.warc is None:
            return
        for aside in set_aside_unfinished(found.warc):
            logger.warning(
                "a crawl was killed; its last record is set aside: %s", aside
            )
        self._folder = WarcFolder(found.warc)

    def named(self, article: Article) -> Article:
        """Return an article with the name of the record that its page will be in."""
        self._next = None
        if self._folder is None:
            return article
        try:
            self._next = self._folder.next_place(time.time())
        except StoreError as error:
            raise DropItem(self._failed(error)) from None
        return replace(
            article, metadata=replace(article.metadata, warc=str(self._next))
        )

    def write(self, page: Page, sent: Sent, decision: Decision, kept: Kept) -> None:
        """Write the page of an article that is in the store now; it was named just now.

        Of one that was there already a revisit record, if the page is the same.
        """
        if self._folder is None or self._next is None:
            return
        try:
            if kept is Kept.STORED:
                self._folder.write(self._next, page, sent, _facts(decision))
            else:
                self._write_again(page, sent, decision)
        except StoreError as error:
            self._failed(error)

    def close(self) -> None:
        """Give the last file its name."""
        try:
            if self._folder is not None:
                self._folder.close()
        except StoreError as error:
            self._failed(error)

    def _write_again(self, page: Page, sent: Sent, decision: Decision) -> None:
        store = self._store()
        assert store is not None, "the article is in it"
        assert self._folder is not None, "its caller has looked"
        assert self._next is not None, "its caller has looked"
        with store.reading() as connection:
            place = place_of_article(connection, page.url)
        earlier = self._folder.find_earlier(place, page) if place is not None else None
        if earlier is not None:
            facts = _facts(decision)
            self._folder.write(self._next, page, sent, facts, earlier)


def _facts(decision: Decision) -> Lines:
    """Return what a metadata record says: the decision first, by its id."""
    usage = (f"{key.value}={value.value}" for key, value in decision.usage.items())
    facts = {
        "decision": decision_id(decision),
        "source": decision.source,
        "permission": decision.permission,
        "usage": ", ".join(usage),
        "policyVersion": __version__,
    }
    return tuple((name, value) for name, value in facts.items() if value is not None)
