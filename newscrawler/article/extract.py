"""What does the page say, field by field?"""

from datetime import UTC, datetime

from newscrawler.article.doubts import doubts
from newscrawler.article.fields import (
    found_body,
    found_headline,
    found_labels,
    found_links,
    found_pictures,
    found_rights,
    found_terms,
)
from newscrawler.article.hints import Hints
from newscrawler.article.noting import filled, told
from newscrawler.article.reading import read_page
from newscrawler.article.who_and_when import found_dates, found_people
from newscrawler.items import Article, Metadata
from newscrawler.page import Page

STEPS = (
    (found_headline, found_body),
    (found_labels, found_people),
    (found_dates, found_pictures, found_rights, found_terms, found_links),
)
"""What fills an article, in order: those of one step need what those before it found,
as dates the language, and origins the dateline.
"""


def extract(page: Page, hints: Hints | None = None) -> Article:
    """Return the article of a page; a field that the page does not state is None.

    Nothing on a page raises: one that cannot be read is an article without fields,
    and ``metadata.validationMessages`` says why.
    """
    article = Article(page.url, metadata=Metadata(_downloaded(page)))
    if page.problem:
        return told(article, page.problem)
    reading = read_page(page, hints or Hints())
    for step in STEPS:
        article = filled(article, *[read(reading, article) for read in step])
    return told(article, *reading.selected.messages, *doubts(reading, article))


def _downloaded(page: Page) -> str | None:
    """Return when a page was fetched, ISO 8601 in UTC."""
    try:
        fetched = page.fetched_at
        return (
            None
            if fetched is None
            else datetime.fromtimestamp(fetched, UTC).isoformat()
        )
    except (ValueError, OverflowError, OSError):
        return None
