"""How is one URL judged for a person, with nothing kept? Asked, offline, or as of then."""

import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawler.address import host_of
from newscrawler.configuration import ConfigurationError
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate
from newscrawler.policy.record import iso_time
from newscrawler.spiders.asking import AskingSpider
from newscrawler.storage.checkpoint import Signer
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.opening import place, store_url


class ExplainSpider(AskingSpider):
    """Asks for one page as a crawl would, and keeps the decision alone."""

    name = "explain"

    def __init__(self, url: str, found: list[Decision], **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._url = url
        self._found = found

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request; its host is named by the operator, for this once."""
        self.policy.gate.listed.name(host_of(self._url), "explain")
        yield Request(self._url, callback=self.take, errback=self.take_refusal)

    def take(self, response: Response) -> Iterator[Page]:
        """Take the decision on a page that was allowed; the page goes nowhere."""
        page = self.policy.page_of(response)
        decision = self.policy.decision_of(page) if page is not None else None
        if decision is not None:
            self._found.append(decision)
        yield from ()

    def take_refusal(self, failure: Failure) -> None:
        """Take the decision that kept the page away."""
        decision = self.refusal_of(self._url, failure)
        if decision is not None:
            self._found.append(decision)


def unheard(gate: Gate, url: str) -> Decision:
    """Return the decision on a URL of which nothing is known: deferred."""
    now = time.time()
    gate.listed.name(host_of(url), "explain")
    leave_unheard(gate, url, now)
    return gate.before_fetch(url, now)


def leave_unheard(gate: Gate, subject: str | Page, now: float) -> None:
    """Tell the gate of every document it wants that nobody asked for it."""
    while wanted := gate.wants(subject, now):
        for url in wanted:
            gate.learn(Document(url, now, problem="not asked for: offline"), now)


def as_of(gate: Gate, store: Store, url: str, now: float) -> Decision:
    """Return the decision on a URL by the documents that were kept by a time.

    Nobody is asked: what was not known then, or was out of date, is a fault.
    """
    gate.listed.name(host_of(url), "explain")
    told: set[str] = set()
    while wanted := [one for one in gate.wants(url, now) if one not in told]:
        for one in wanted:
            told.add(one)
            known = store.hearing(one, now)
            if known is None:
                problem = f"not in the store on {iso_time(now)}"
                gate.learn(Document(one, now, problem=problem), now)
            else:
                then = known.document.fetched_at
                gate.learn(known.document, then, tries=max(known.tries - 1, 0))
    return gate.before_fetch(url, now)


def read_moment(text: str, now: float) -> float:
    """Return the epoch seconds of a date's last moment, or of a time; UTC if unsaid."""
    try:
        if len(text) == len("2026-11-20"):
            day = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
            moment = min((day + timedelta(days=1)).timestamp() - 0.001, now)
            is_past = day.timestamp() <= now
        else:
            found = datetime.fromisoformat(text)
            moment = (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
            is_past = moment <= now
    except (ValueError, OverflowError):
        raise ConfigurationError(
            f"--as-of {text!r}: write a date, 2026-11-20, or a time, 2026-11-20T09:00Z"
        ) from None
    if not is_past:
        raise ConfigurationError(f"--as-of {text!r} is to come; name a day that was")
    return moment


def read_since(text: str, now: float) -> float:
    """Return the epoch seconds of a date's first moment, or of a time; UTC if unsaid."""
    try:
        day = f"{text}T00:00" if len(text) == len("2026-11-20") else text
        return read_moment(day, now)
    except ConfigurationError as error:
        raise ConfigurationError(str(error).replace("--as-of", "--since")) from None


def existing_store(uri: str | None, signer: Signer | None = None) -> Store:
    """Return the store of a setting; ConfigurationError where there is none yet.

    ``signer``: what signs the checkpoints of runs that end, None for nobody.
    """
    if not uri:
        raise ConfigurationError("NEWSCRAWLER_STORE: name the store to look into")
    parts = store_url(uri)
    if parts.drivername == "sqlite" and not Path(place(parts)).is_file():
        raise ConfigurationError(
            f"NEWSCRAWLER_STORE: {place(parts)} is not there; a crawl makes it"
        )
    return open_store(uri, signer)
