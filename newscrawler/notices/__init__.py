"""Which sentences of a text reserve rights?"""

from newscrawler.notices.find import notices_in
from newscrawler.notices.find_in_page import notices_of_page
from newscrawler.notices.model import Act, Notice, PageNotice, Place, Scope
from newscrawler.page import Page

__all__ = [
    "Act",
    "Notice",
    "PageNotice",
    "Place",
    "Scope",
    "find_notices",
    "find_page_notices",
]


def find_notices(text: str, *, language: str | None = None) -> list[Notice]:
    """Return the reservations in a text, in order."""
    return notices_in(text, language)


def find_page_notices(page: Page) -> list[PageNotice]:
    """Return the reservations that bind a page, in document order."""
    return notices_of_page(page)
