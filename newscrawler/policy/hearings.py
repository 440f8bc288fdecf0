"""What has been heard of the sites' policy documents so far?"""

from collections.abc import Iterator
from dataclasses import replace

from newscrawler.address import authority, robots_url
from newscrawler.policy.hearing import (
    LIFETIME,
    RETRY_AFTER,
    Heard,
    Kind,
    Outcome,
    hear,
)
from newscrawler.policy.model import Document, Fault

GIVEN_UP_AFTER = 3
"""Tries after which an optional document is taken as absent: DESIGN section 4."""


class Hearings:
    """The documents that were asked for, by the URL that was asked."""

    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}
        self.pages: set[str] = set()
        """The URLs of documents that are pages to read, HTML by their nature."""
        self.count = 0
        """How often anything was taken down: what was read before may be out of date."""

    def learn(
        self, document: Document, now: float, *, tries: int | None = None
    ) -> None:
        """Take in what came back for a document, a failure too.

        ``tries``: the failures before it, None for those that were learnt here.
        """
        site = authority(document.url)
        if site is None:
            raise ValueError(f"no policy document has the address {document.url!r}")
        kind = Kind.PAGE if document.url in self.pages else Kind.FILE
        if document.url == robots_url(site):
            kind = Kind.ROBOTS
        if tries is None:
            tries = self.tries(document.url)
        try:
            heard = hear(document, kind, now=now, tries=tries)
        except Exception as error:  # noqa: BLE001  a reader's bug must not open the gate
            until, problem = now + RETRY_AFTER[-1], f"could not be read: {error!r}"
            heard = Heard(document, Outcome.UNHEARD, until, tries + 1, problem)
        self._take_down(document.url, heard)

    def _take_down(self, url: str, heard: Heard) -> None:
        known = self._heard.get(url)
        if known is not None and (heard.outcome is Outcome.UNHEARD or heard.is_moved):
            is_heard = known.outcome is Outcome.HEARD and not known.is_moved
            earlier = known.document if is_heard else known.earlier
            heard = replace(heard, earlier=earlier)
        self._heard[url] = heard
        self.count += 1

    def is_unheard(self, url: str) -> bool:
        """Tell whether a document was asked for in vain, or not at all."""
        heard = self._heard.get(url)
        return heard is None or heard.outcome is Outcome.UNHEARD

    def is_given_up(self, url: str) -> bool:
        """Tell whether an optional document counts as absent: three tries failed.

        To have its host's robots.txt, without which it is not asked for, is a try too.
        """
        site = authority(url)
        robots = self.tries(robots_url(site)) if site is not None else 0
        return max(self.tries(url), robots) >= GIVEN_UP_AFTER

    def heard(self, url: str) -> Heard | None:
        """Return what came back for a document, None if it was not asked for."""
        return self._heard.get(url)

    def knows(self, url: str) -> bool:
        """Tell whether anything was learnt of a document."""
        return url in self._heard

    def tries(self, url: str) -> int:
        """Return how often in a row a document could not be had."""
        heard = self._heard.get(url)
        return heard.tries if heard is not None else 0

    def forbid(self, url: str, now: float, problem: str) -> None:
        """Take down that we are kept from a document: it is absent."""
        document = Document(url, now, problem=problem)
        until = now + LIFETIME
        self._take_down(url, Heard(document, Outcome.ABSENT, until, problem=problem))

    def postpone(self, url: str, now: float, fault: Fault) -> None:
        """Take down that nobody knows yet whether we may ask for a document."""
        problem = f"not asked for: {fault.document} {fault.problem}"
        document = Document(url, now, problem=problem)
        until = now + RETRY_AFTER[0] if fault.retry_at is None else fault.retry_at
        self._take_down(url, Heard(document, Outcome.UNHEARD, until, problem=problem))

    def is_fresh(self, url: str, now: float) -> bool:
        """Tell whether a document need not be asked for again yet.

        Nor is one from long after now: a clock was put back, and nobody knows its age.
        """
        heard = self._heard.get(url)
        if heard is None:
            return False
        return heard.document.fetched_at - LIFETIME < now < heard.fresh_until

    def robots(self, url: str) -> Heard | None:
        """Return what came back for the robots.txt of a URL's site."""
        site = authority(url)
        return self._heard.get(robots_url(site)) if site is not None else None

    def is_let_in(self, url: str) -> bool:
        """Tell whether a site's robots.txt was heard, or is not there."""
        heard = self.robots(url)
        shut = (Outcome.UNHEARD, Outcome.REFUSED)
        return heard is not None and heard.outcome not in shut

    def document_at(self, url: str) -> Document | None:
        """Return a document that was heard with success.

        House rule: one that is given up is what it was when it was heard last, and only
        denies then (see ``is_stale``): who once reserved has not taken it back.
        """
        heard = self._heard.get(url)
        if heard is None or heard.outcome is Outcome.HEARD:
            return heard.document if heard is not None else None
        return heard.remembered if self.is_given_up(url) else None

    def before_move(self, url: str) -> Document | None:
        """Return what a document was before it moved to another site."""
        heard = self._heard.get(url)
        return heard.remembered if heard is not None and heard.is_moved else None

    def is_stale(self, url: str) -> bool:
        """Tell whether a document went unheard, so that what it allowed is not known."""
        heard = self._heard.get(url)
        return heard is not None and heard.outcome is Outcome.UNHEARD

    def fault(self, url: str, now: float) -> Fault | None:
        """Return the fault of a document that ought to have been heard by now."""
        heard = self._heard.get(url)
        if heard is None:
            return Fault(url, "was not asked for", now)
        if heard.outcome is not Outcome.UNHEARD and not self.is_fresh(url, now):
            return Fault(url, "is out of date and was not asked for again", now)
        return heard.fault()

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that a site's robots.txt names."""
        heard = self.robots(url)
        if heard is None or heard.robots is None:
            return ()
        records = heard.robots.records
        return tuple(one.value for one in records if one.key == "sitemap")

    def answered(self) -> Iterator[Document]:
        """Return every document that a server answered for, as evidence."""
        for heard in self._heard.values():
            if heard.document.status is not None:
                yield heard.document
