"""What does the page say, field by field?"""

from datetime import UTC, datetime

from newscrawler.article.doubts import doubts
from newscrawler.article.fields import (
    with_body,
    with_headline,
    with_labels,
    with_links,
    with_pictures,
    with_rights,
    with_terms,
)
from newscrawler.article.hints import Hints
from newscrawler.article.noting import told
from newscrawler.article.reading import read_page
from newscrawler.article.who_and_when import with_dates, with_people
from newscrawler.items import Article, Metadata
from newscrawler.page import Page

STEPS = (
    with_headline,
    with_body,
    with_labels,
    with_people,
    with_dates,
    with_pictures,
    with_rights,
    with_terms,
    with_links,
)
"""What fills an article, in order: dates need its language, origins its dateline."""


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
        article = step(reading, article)
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
