"""Did the server refuse the page? RFC 9110 section 15.5, RFC 7725 (451).

402 names a price that we never pay. A challenge page is a refusal: it is not solved.
https://www.rfc-editor.org/rfc/rfc9110.html
"""

from collections.abc import Iterator

from newscrawler.page import Page
from newscrawler.policy.challenge import challenge
from newscrawler.policy.formats.http_status import status_preference, status_words
from newscrawler.policy.model import Preference, Statement
from newscrawler.policy.visit import (
    Signal,
    Visit,
    Words,
    said_in_header,
    said_in_markup,
)

NAME = "http-status"
SPEC = "RFC 9110 section 15.5"
CHALLENGE_SPEC = "house: a challenge page is a refusal"


def statements(visit: Visit) -> Iterator[Statement]:
    """Return the refusal that the answer was, if it was one."""
    page = visit.page
    if page is None:
        return
    price = page.header("crawler-price")
    refusal = status_preference(page.status, price)
    if refusal is not None:
        preference, condition = refusal
        quote = status_words(page.status, price)
        yield _refusal(page, ":status", preference, quote, SPEC, condition)
    found = challenge(page)
    if found is not None:
        denied = Preference.DISALLOWED
        words = Words(NAME, frozenset(), denied, found.quote, CHALLENGE_SPEC)
        if found.header is not None:
            yield said_in_header(words, page, found.header)
        else:
            yield said_in_markup(words, page, "html")


def _refusal(
    page: Page,
    header: str,
    preference: Preference,
    quote: str,
    spec: str,
    condition: str | None,
) -> Statement:
    words = Words(NAME, frozenset(), preference, quote, spec, condition)
    return said_in_header(words, page, header)


SIGNAL = Signal(NAME, statements, of_page=True)
