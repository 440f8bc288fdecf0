"""How is a kept page written to a WARC file? After its article, and never without it."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from newscrawler import __version__
from newscrawler.configuring.configuration import Configuration
from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision
from newscrawler.policy.record import decision_id
from newscrawler.storage.database import Kept, Store, StoreError
from newscrawler.storage.new_article import NEW, NewArticle
from newscrawler.storage.warc import WarcFolder
from newscrawler.storage.warc_records import Lines, Sent
from newscrawler.storage.warc_recovery import set_aside_unfinished
from newscrawler.storage.warc_rows import place_of_article

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keepable:
    """An article that may be kept, its decision, and the page if it was fetched now."""

    new: NewArticle
    decision: Decision
    page: Page | None = None
    sent: Sent | None = None


class Archiving:
    """Writes what a crawl keeps to NEWSCRAWLER_WARC; without it, to the store alone.

    ``failed`` ends the crawl: an article names a record, and one that is not there is
    missing evidence.
    """

    def __init__(self, failed: Callable[[StoreError], str]) -> None:
        self._failed = failed
        self._folder: WarcFolder | None = None

    def open(self, found: Configuration) -> None:
        """Set aside what a killed crawl left; StoreError where the folder is no use."""
        if found.warc is None:
            return
        for aside in set_aside_unfinished(found.warc):
            logger.warning(
                "a crawl was killed; its last record is set aside: %s", aside
            )
        self._folder = WarcFolder(found.warc)

    def keep_all(
        self, store: Store, wanted: Sequence[Keepable]
    ) -> list[tuple[Kept, Article]]:
        """Keep articles in a store, then their pages; return what came of each.

        A new one names the record that its page goes to. Of one that was there already
        a revisit record is written, if the page is the same.
        """
        told = [one.new.article for one in wanted]

        def named(places: Sequence[int]) -> list[Article]:
            if self._folder is not None:
                self._folder.forget_announced()
            for at in places:
                told[at] = self._named(wanted[at])
            return [told[at] for at in places]

        kept = store.keep_all([one.new for one in wanted], named)
        try:
            self._write(store, wanted, kept)
        except StoreError as error:
            self._failed(error)
        return list(zip(kept, told, strict=True))

    def _named(self, one: Keepable) -> Article:
        """Return an article with the name of the record that its page will be in."""
        article = one.new.article
        if self._folder is None or one.page is None or one.sent is None:
            return article
        place = self._folder.next_place(time.time())
        self._folder.announce(place, one.page, one.sent, _facts(one.decision))
        return replace(article, metadata=replace(article.metadata, warc=str(place)))

    def _write(
        self, store: Store, wanted: Sequence[Keepable], kept: Sequence[Kept]
    ) -> None:
        if self._folder is None:
            return
        self._folder.write_announced()
        for one, what in zip(wanted, kept, strict=True):
            if what not in (*NEW, Kept.WITHDRAWN):
                self._write_again(store, self._folder, one)

    def close(self) -> None:
        """Give the last file its name."""
        try:
            if self._folder is not None:
                self._folder.close()
        except StoreError as error:
            self._failed(error)

    def _write_again(self, store: Store, folder: WarcFolder, one: Keepable) -> None:
        page, sent = one.page, one.sent
        if page is None or sent is None:
            return
        with store.reading() as connection:
            place = place_of_article(connection, page.url)
        earlier = folder.find_earlier(place, page) if place is not None else None
        if earlier is not None:
            here = folder.next_place(time.time())
            folder.write(here, page, sent, _facts(one.decision), earlier)


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
