"""Which made-up pages is the notice detector measured on, and does each reserve?"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawler.notices import PageNotice, find_page_notices
from newscrawler.page import Page
from tests.notices.sentences import FOLDER

PAGES = FOLDER / "pages"


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page, whether a reservation on it binds it, and where that stands, in words."""

    file: str
    reserves: bool
    place: str

    def found(self) -> list[PageNotice]:
        """Return what the detector finds that binds; the address tells it nothing."""
        markup = (PAGES / self.file).read_bytes()
        number = self.file.partition("-")[0]
        return find_page_notices(Page.from_html(markup, f"https://a.example/{number}"))


def labelled_pages() -> Iterator[LabelledPage]:
    """Yield the pages of the table."""
    table = tomllib.loads((PAGES / "truth.toml").read_text("utf-8"))
    for row in table["page"]:
        yield LabelledPage(row["file"], row["reserved"], row["place"])


def f1(found: int, false: int, missed: int) -> float:
    """Return the harmonic mean of precision and recall.

    >>> round(f1(9, 1, 1), 3)
    0.9
    """
    return 2 * found / (2 * found + false + missed)
