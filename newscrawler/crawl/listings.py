"""Which feeds, sitemaps and sections are due, and what came of asking for them?

Written down when the crawl has ended: what it found is in the frontier by then. One
that is killed or interrupted leaves its listings as due as they were.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar

from newscrawler.discovery.revisit import (
    Rhythm,
    Stated,
    next_visit,
    observed,
    read_stated,
)
from newscrawler.downloading.exchange import conditions, is_of, lines_of
from newscrawler.feed import UNSAID, Cadence
from newscrawler.page import Page
from newscrawler.policy import Decision, Verdict
from newscrawler.policy.record import Value, canonical
from newscrawler.policy.site_memory import CHECKED_AGAIN
from newscrawler.sources import Source
from newscrawler.storage.database import Store, StoreError
from newscrawler.storage.rules import rules_version
from newscrawler.storage.visit_rows import (
    Kind,
    Visit,
    has_unknown,
    read_visit,
    write_visits,
)

READ_EVERY = CHECKED_AGAIN / 2
"""Seconds after which a listing is asked for as a whole: what it names and was refused
is asked for again then. Our choice: twice in the time for which it is remembered what a
feed says of its whole site. An answer of "not modified" says nothing of that, and one
that is asked at least every twelve hours is read again before the site is forgotten."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A listing that this crawl asks for: of which source, and when it was had last.

    ``basis``: the hash of what it is read by now; by other settings it is read anew.
    """

    source: Source
    basis: str
    before: Visit | None

    @property
    def rhythm(self) -> Rhythm:
        """Return what its changes have made of the interval that its operator named."""
        before = self.before.rhythm if self.before is not None else None
        return Rhythm(self.source.every, before)

    @property
    def cadence(self) -> Cadence:
        """Return what it stated last of how often it asks to be asked."""
        stated = self.before.cadence if self.before is not None else None
        return UNSAID if stated is None else _cadence(stated)


class Listings:
    """Reads and writes their visits; without a store all are due.

    ``store`` gives the open one, None if there is none; ``failed`` ends the crawl. Who
    asks is a spider, where nobody expects an exception: it goes on as without a store,
    to its end, and nothing is taken down.
    """

    def __init__(
        self, store: Callable[[], Store | None], failed: Callable[[StoreError], str]
    ) -> None:
        self._store = store
        self._failed = failed
        self._asked: dict[str, Asked] = {}
        self._made: dict[str, Visit] = {}
        self._whole: set[str] = set()
        self._read_by = ""

    def read_by(self, config: Value) -> None:
        """Take note of what this crawl reads by, as its run's record has it."""
        self._read_by = f"{canonical(config).decode()}{rules_version()}"

    def is_due(self, url: str, source: Source, *, insists: bool) -> bool:
        """Tell whether a listing is to be asked for now; ``insists``: it is, anyway."""
        before = self._do(lambda store: _read(store, url), None)
        if before is not None and before.url != url:
            before = None
        now = time.time()
        is_due = before is None or before.due_at is None or before.due_at <= now
        if is_due or insists:
            said = f"{self._read_by}{source!r}"
            basis = sha256(said.encode("utf-8", "replace")).hexdigest()
            self._asked[url] = Asked(source, basis, before)
        return is_due or insists

    def validators(self, url: str) -> dict[str, str]:
        """Return the headers of a conditional request, RFC 9110 section 13.1.

        None of them where what the listing names has to be seen again.
        """
        asked = self._asked.get(url)
        before = asked.before if asked is not None else None
        if asked is None or before is None or url in self._whole:
            return {}
        if before.basis != asked.basis:
            return {}
        is_recent = time.time() < (before.read_at or 0.0) + READ_EVERY
        return conditions(before) if is_recent else {}

    def is_renewed(self, page: Page) -> bool:
        """Tell whether an answer of 304 is one; else it is asked for as a whole."""
        asked = self._asked.get(page.url)
        before = asked.before if asked is not None else None
        if before is not None and is_of(page, before):
            return True
        self._whole.add(page.url)
        return False

    def unchanged(self, page: Page) -> None:
        """Take down that a listing was not modified."""
        asked = self._asked[page.url]
        assert asked.before is not None, "it was renewed"
        rhythm = observed(asked.rhythm, has_changed=False)
        stated = read_stated(lines_of(page), time.time(), asked.cadence)
        renewed = replace(
            asked.before,
            etag=page.header("etag") or asked.before.etag,
            last_modified=page.header("last-modified") or asked.before.last_modified,
        )
        self._take_down(page.url, renewed, rhythm, stated)

    def read(
        self,
        page: Page,
        trail: Sequence[str],
        urls: Iterable[str],
        cadence: Cadence = UNSAID,
        *,
        is_whole: bool = True,
        leads_on: bool = False,
    ) -> None:
        """Take down what a listing named: ``urls`` of articles.

        ``is_whole`` False: not all that it named was taken. ``leads_on``: it names
        other listings, so that it is seen as a whole, and as often as they may be.
        """
        url = (*trail, page.url)[0]
        asked = self._asked.get(url)
        if asked is None:
            return
        found = tuple(urls)
        same = asked.before is not None and asked.before.body_sha256 == page.sha256
        is_new = not same and self._do(lambda store: _has_new(store, found), False)
        rhythm = asked.rhythm
        if not leads_on:
            rhythm = observed(rhythm, has_changed=is_new or not is_whole)
        now = time.time()
        stated = read_stated(lines_of(page), now, cadence)
        is_renewable = is_whole and not leads_on and not trail
        visit = replace(
            _visit(url, asked),
            read_at=now,
            etag=page.header("etag") if is_renewable else None,
            last_modified=page.header("last-modified") if is_renewable else None,
            body_sha256=page.sha256 if is_whole else None,
            basis=asked.basis,
            cadence=_cadence_text(cadence),
        )
        self._take_down(url, visit, rhythm, stated)

    def refused(
        self, decision: Decision, trail: Sequence[str], page: Page | None
    ) -> None:
        """Take down that a listing was not to be had; ``page``: the answer, or None."""
        url = (*trail, decision.url)[0]
        asked = self._asked.get(url)
        is_deferred = decision.verdict is Verdict.DEFER
        if asked is None or (page is None and not is_deferred):
            return  # nobody was asked
        rhythm = asked.rhythm
        if not is_deferred:
            rhythm = observed(rhythm, has_changed=False)
        headers = lines_of(page) if page is not None else {}
        stated = read_stated(headers, time.time(), asked.cadence)
        later = [one for one in (stated.not_before, decision.retry_at) if one]
        # not an error's lifetime: that is no feed's
        stated = Stated(0.0, max(later, default=None), asked.cadence)
        self._take_down(url, asked.before or _visit(url, asked), rhythm, stated)

    def flush(self) -> None:
        """Write what came of the listings of a crawl that ended as planned."""
        made = list(self._made.values())
        self._made.clear()
        if made:
            self._do(
                lambda store: store.transact(
                    lambda batch: write_visits(batch.connection, made)
                ),
                None,
            )

    def _take_down(
        self, url: str, visit: Visit, rhythm: Rhythm, stated: Stated
    ) -> None:
        now = time.time()
        due_at = next_visit(now, rhythm, stated)
        self._made[url] = replace(
            visit, visited_at=now, due_at=due_at, rhythm=rhythm.interval
        )

    def _do(self, work: Callable[[Store], T], otherwise: T) -> T:
        store = self._store()
        if store is None:
            return otherwise
        try:
            return work(store)
        except StoreError as error:
            self._failed(error)
            return otherwise


def _read(store: Store, url: str) -> Visit | None:
    with store.reading() as connection:
        return read_visit(connection, url, Kind.LISTING)


def _has_new(store: Store, urls: Sequence[str]) -> bool:
    with store.reading() as connection:
        return has_unknown(connection, urls)


def _visit(url: str, asked: Asked) -> Visit:
    """Return a listing's visit of now, as yet without what came of it."""
    now, before = time.time(), asked.before
    return Visit(
        url=url,
        kind=Kind.LISTING,
        source=asked.source.id,
        found_at=before.found_at if before is not None else now,
        visited_at=now,
        due_at=None,
    )


def _cadence_text(cadence: Cadence) -> str | None:
    """Return how often a feed asks to be asked as JSON, None where it does not say."""
    if cadence == UNSAID:
        return None
    hours, days = sorted(cadence.skip_hours), sorted(cadence.skip_days)
    return json.dumps([cadence.interval, hours, days])


def _cadence(text: str) -> Cadence:
    interval, hours, days = json.loads(text)
    return Cadence(interval, frozenset(hours), frozenset(days))
