"""How is a policy document fetched: robots.txt, tdmrep.json and their like?

By Scrapy's downloader, with its pace, but by nobody's leave than the gate's: such a
request is known by its identity, which nothing outside this module can copy. Redirects
are followed here, at most five (RFC 9309 section 2.3.1.2), and never beyond the site
but for robots.txt itself, or to the https site whose robots.txt is also this one's. A
page of terms that moves to another site is a document: the gate asks for its target
there, by that site's leave. A failure is a document too.
"""

import asyncio
import time
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from w3lib.url import safe_url_string

from newscrawler.address import (
    Authority,
    as_sent,
    authority,
    host_of,
    robots_url,
)
from newscrawler.configuring.withheld import error_words
from newscrawler.downloading.whole_answer import body_problem, elsewhere_problem
from newscrawler.leasing.leases import NotNowError
from newscrawler.policy import Document, Gate
from newscrawler.policy.formats.http_status import MAX_HOPS, REDIRECTS
from newscrawler.policy.formats.robots_lines import MAX_BYTES

NOT_MODIFIED = 304

MAX_TERMS = 4 * MAX_BYTES
"""Bytes of a page of terms that are read: their words often stand behind scripts."""

MAX_UNPACKED = 8 * MAX_BYTES
"""Bytes of a compressed document, unpacked, beyond which it is not read."""

_META = {
    "allow_offsite": True,
    "dont_cache": True,
    "dont_redirect": True,
    "dont_retry": True,
    "handle_httpstatus_all": True,
    "download_maxsize": 0,  # a long document is cut, not cancelled
}


class DocumentDownloader:
    """Fetches what a gate wants."""

    def __init__(self, crawler: Crawler, gate: Gate) -> None:
        self._crawler = crawler
        self._gate = gate
        self._asking: dict[Request, int] = {}

    def is_asking(self, request: Request) -> bool:
        """Tell whether a request is one of ours, under way now."""
        return request in self._asking

    def received(self, data: bytes, request: Request, spider: Spider) -> None:  # noqa: ARG002
        """Cut a document that is too long: what came first is read."""
        if request in self._asking:
            self._asking[request] -= len(data)
            if self._asking[request] < 0:
                raise StopDownload(fail=False)

    def bound_unpacking(self, request: Request) -> None:
        """Bound what a document may unpack to, now that it has been received."""
        if request in self._asking:
            request.meta["download_maxsize"] = MAX_UNPACKED

    async def fetch(self, url: str, before: Document | None = None) -> Document:
        """Return what came back for a document's URL, or why nothing did.

        ``before`` is what came back last: a site that answers "not modified" says the
        same again. NotNowError where a host's turn did not come.
        """
        try:
            return await self._fetch(url, before)
        except NotNowError:
            raise  # nobody was asked: it says nothing of the site
        except Exception as error:  # noqa: BLE001  unheard is evidence too, never leave
            problem = error_words(error)[:200]
            return Document(url, _now(), problem=problem)

    async def _fetch(self, url: str, before: Document | None) -> Document:
        at = url
        for _ in range(MAX_HOPS + 1):
            validators = _validators(before) if at == url else {}
            response = await self._download(at, validators, self._most(url))
            problem = elsewhere_problem(at, response)
            if problem is not None:
                return Document(url, _now(), problem=problem, final_url=at)
            if validators and response.status == NOT_MODIFIED and before is not None:
                return _said_again(before, response)
            target = redirect_target(at, response)
            if target is None:
                return _document(url, at, response, self._most(url))
            at = target
            problem = _no_way(at, self._gate)
            if problem is None and self._is_elsewhere(url, at):
                if url in self._gate.hearings.pages:
                    return _document(url, at, response, self._most(url))
                problem = f"redirected to another site, {host_of(at)}"
            problem = problem or self._rules_problem(url, at)
            if problem is not None:
                return Document(url, _now(), problem=problem, final_url=at)
        return Document(url, _now(), problem=f"more than {MAX_HOPS} redirects")

    def _is_elsewhere(self, url: str, at: str) -> bool:
        """Tell whether a redirect leads to a site whose rules nobody has heard."""
        if _is_robots(url) or authority(at) == authority(url):
            return False
        return not self._shares_robots(url, at)

    def _rules_problem(self, url: str, at: str) -> str | None:
        """Return why a redirect is not followed by robots.txt, None if it is."""
        if _is_robots(url):
            return None
        if authority(at) != authority(url):
            at = at.replace("https:", "http:", 1)  # what its rules were heard for
        if not self._gate.may_ask(at, time.time()):
            return "redirected to where robots.txt forbids"
        return None

    def _shares_robots(self, url: str, at: str) -> bool:
        """Tell whether a site on http moved to https, its robots.txt with it."""
        before, after = authority(url), authority(at)
        heard = self._gate.hearings.robots(url)
        if before is None or after is None or heard is None:
            return False
        is_same = (before, after) == (
            Authority("http", after.host, 80),
            Authority("https", before.host, 443),
        )
        return is_same and heard.document.final_url == robots_url(after)

    def _most(self, url: str) -> int:
        """Return how many bytes of a document are read."""
        return MAX_TERMS if url in self._gate.hearings.pages else MAX_BYTES

    async def _download(
        self, url: str, validators: dict[str, str], most: int
    ) -> Response:
        request = Request(
            url,
            headers=validators,
            meta=dict(_META),
            dont_filter=True,
            priority=1000,
        )
        self._asking[request] = most
        patience = self._patience(request)
        try:
            assert self._crawler.engine is not None
            return await asyncio.wait_for(
                self._crawler.engine.download_async(request), patience
            )
        finally:
            del self._asking[request]

    def _patience(self, request: Request) -> float:
        """Return the seconds after which a document is given up: its slot may be slow."""
        settings = self._crawler.settings
        usual = max(60.0, 2 * settings.getfloat("DOWNLOAD_TIMEOUT"))
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        before_us = len(slot.queue) + 2 if slot is not None else 0
        return usual + 2 * before_us * (slot.delay if slot is not None else 0)


def _is_robots(url: str) -> bool:
    site = authority(url)
    return site is not None and url == robots_url(site)


def _no_way(at: str, gate: Gate) -> str | None:
    """Return why nobody goes where a redirect leads, None if somebody may."""
    if authority(at) is None:
        return f"redirected to {at[:100]!r}, which is no web address"
    closed_to = gate.listed.closed_to(at, time.time())
    if closed_to is not None:
        return f"redirected to {host_of(at)}, {closed_to}"
    return None


def redirect_target(url: str, response: Response) -> str | None:
    """Return where a redirect leads, None if it is none; ValueError if nowhere.

    As Scrapy's redirect middleware reads it, but as it is to be requested.
    """
    location = response.headers.get("Location")
    if response.status not in REDIRECTS or location is None:
        return None
    try:
        text = safe_url_string(location)
        if location.startswith(b"//"):
            text = f"{urlsplit(url).scheme}://{text.lstrip('/')}"
        return as_sent(safe_url_string(urljoin(url, text)))
    except ValueError:
        # in our words: Python's quote the URL, and a password in it
        raise ValueError("redirected to what is no URL") from None


def _validators(before: Document | None) -> dict[str, str]:
    """Return the headers of a conditional request, RFC 9110 section 13.1."""
    if before is None or before.status != 200 or before.final_url != before.url:
        return {}
    asked = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    found = {name: before.header(held) for name, held in asked.items()}
    return {name: value for name, value in found.items() if value is not None}


def _said_again(before: Document, response: Response) -> Document:
    """Return a document that was not modified: its bytes, and the newer headers."""
    new = header_lines(response)
    names = {name.lower() for name, _ in new}
    kept = [one for one in before.headers if one[0].lower() not in names]
    return replace(before, headers=(*kept, *new), fetched_at=_now())


def _document(url: str, final_url: str, response: Response, most: int) -> Document:
    problem = body_problem(response)
    if problem is not None:
        return Document(url, _now(), problem=problem, final_url=final_url)
    # one byte more than is read tells that there was more
    body = response.body[: most + 1]
    headers = header_lines(response)
    return Document(url, _now(), response.status, headers, body, final_url)


def header_lines(message: Request | Response) -> tuple[tuple[str, str], ...]:
    """Return a message's header lines as text, in their order."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    )


def _now() -> float:
    return round(time.time(), 3)
