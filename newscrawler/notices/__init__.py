"""Which sentences of a text reserve rights?"""

from newscrawler.notices.find import MAX_NOTICES, notices_in
from newscrawler.notices.find_in_page import reading_of
from newscrawler.notices.model import Act, Notice, PageNotice, Place, Scope
from newscrawler.page import Page

__all__ = [
    "MAX_NOTICES",
    "Act",
    "Notice",
    "PageNotice",
    "Place",
    "Scope",
    "find_candidates",
    "find_notices",
    "find_page_notices",
    "has_more_notices",
]


def find_notices(
    text: str, *, language: str | None = None, in_rights_zone: bool = False
) -> list[Notice]:
    """Return the reservations in a text, in order.

    ``in_rights_zone``: it is of a document where a reservation is to be expected: terms,
    a comment of robots.txt, the rights of a feed. Doubtful ones are among them only
    there; and what no rule reads has to have words for refusing there, as on a page.
    """
    found = notices_in(text, language, is_part=in_rights_zone)
    return [one for one in found if in_rights_zone or not one.is_doubtful]


def find_page_notices(page: Page) -> list[PageNotice]:
    """Return the reservations that bind a page: of its metas and JSON, of its text."""
    return list(reading_of(page).binding)


def find_candidates(page: Page) -> list[PageNotice]:
    """Return sentences that read as reservations where others may be quoted.

    They do not bind: a sentence of the publisher's own stands on many of its pages.
    """
    return list(reading_of(page).candidates)


def has_more_notices(page: Page) -> bool:
    """Tell whether a page has more than ``MAX_NOTICES`` of both."""
    return reading_of(page).is_beyond
