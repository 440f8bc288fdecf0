"""Which HTTP answers refuse us? RFC 9110 section 15, RFC 7725."""

from http import HTTPStatus

from newscrawler.policy.model import Document, Preference

REFUSALS = (401, 402, 403, 451)
CHALLENGES = ("cf-mitigated", "x-amzn-waf-action")
"""Headers of an answer that asks for proof of a browser: Cloudflare's, Amazon's."""
WHOLE = (200, 203)
"""Statuses whose body is the whole document: 206 is a part, 202 and 204 are none."""
REDIRECTS = (301, 302, 303, 307, 308)
"""RFC 9110 section 15.4, those that Scrapy follows."""
MAX_HOPS = 5
"""Redirects that are followed: RFC 9309 section 2.3.1.2 asks for at least five."""
LATER = (408, 425, 429)
"""Statuses of the 4xx class that speak of now, not of us."""


def status_preference(
    status: int, price: str | None = None
) -> tuple[Preference, str | None] | None:
    """Return what a status says of acquiring, and the condition; None if nothing."""
    if status == HTTPStatus.PAYMENT_REQUIRED:
        return Preference.CONDITIONAL, f"pay {price}" if price else "pay"
    if status in REFUSALS:
        return Preference.DISALLOWED, None
    return None


def status_words(status: int, price: str | None = None) -> str:
    """Return a status as it stands on the wire, with the price that came with it.

    >>> status_words(402, "USD 0.01"), status_words(799)
    ('402 Payment Required; crawler-price: USD 0.01', '799')
    """
    try:
        words = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        words = str(status)
    return f"{words}; crawler-price: {price}" if price else words


def moved_to(document: Document) -> str | None:
    """Return where a redirect leads that nobody followed, None where it is none."""
    target = (document.final_url or document.url).partition("#")[0]
    return target if document.status in REDIRECTS and target != document.url else None
