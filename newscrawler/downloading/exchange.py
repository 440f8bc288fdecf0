"""What is a request, what a response, as the gate sees them?"""

import time

from scrapy import Request
from scrapy.http import Response

from newscrawler.downloading.documents import header_lines
from newscrawler.page import Page
from newscrawler.storage.visit_rows import Visit
from newscrawler.storage.warc_records import Sent

HOPS = "newscrawler_hops"
"""The meta key of the redirects that led to a request. Who copies it has more that
speaks against a page, never less."""

PARTIAL = (
    "Range",
    "If-Range",
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "If-Unmodified-Since",
)
"""Request headers that ask for less than the page: RFC 9110 sections 13.1 and 14.2."""


class Hops(tuple[Page, ...]):
    """The redirects that led to a request, first to last."""

    __slots__ = ()


def hops_of(request: Request) -> tuple[Page, ...]:
    """Return the redirects that led to a request."""
    found = request.meta.get(HOPS)
    return found if isinstance(found, Hops) else ()


def trail_to(request: Request) -> tuple[str, ...]:
    """Return the URLs that were redirected to a request, first to last."""
    return tuple(hop.url for hop in hops_of(request))


def page_of_response(response: Response) -> Page:
    """Return a response as a page, every line of its headers kept."""
    return Page(
        response.body,
        response.url,
        header_lines(response),
        status=response.status,
        fetched_at=round(time.time(), 3),
    )


def sent_of(request: Request, response: Response) -> Sent:
    """Return a request as it was sent, and who answered it."""
    address = response.ip_address
    return Sent(
        header_lines(request),
        request.method,
        None if address is None else str(address),
    )


def sent_form(url: str) -> str:
    """Return a URL as it is sent, and hops and listings are known by: no fragment."""
    return url.partition("#")[0]


def conditions(visit: Visit) -> dict[str, str]:
    """Return the headers that ask for what has changed since a visit: RFC 9110 13.1."""
    known = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    return {name: value for name, value in known.items() if value is not None}


def is_conditional(request: Request) -> bool:
    """Tell whether a request may be answered by 304; no other's 304 says anything."""
    return "If-None-Match" in request.headers or "If-Modified-Since" in request.headers


def is_of(page: Page, visit: Visit) -> bool:
    """Tell whether an answer of 304 speaks of what was had at a visit."""
    named = page.header("etag")
    return named is None or visit.etag is None or _strong(named) == _strong(visit.etag)


def _strong(etag: str) -> str:
    return etag.strip().removeprefix("W/")


def lines_of(page: Page) -> dict[str, str]:
    """Return a page's headers by name in lower case, the lines of each joined."""
    return {name: page.header(name) or "" for name, _ in page.headers}


def as_a_whole(request: Request) -> None:
    """Ask for the whole page, in its own host's turn, whatever a spider asked for.

    A part may lack the notice, and a conditional request has no page to judge; the
    slot of another host would go round this one's pace.
    """
    for name in PARTIAL:
        request.headers.pop(name, None)
    request.meta.pop("download_slot", None)
    request.meta.pop("download_fail_on_dataloss", None)
