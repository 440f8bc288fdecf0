"""What is missing of an article, and what is doubtful?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from newscrawler.article.checks import LEAST_BODY
from newscrawler.article.languages import normal_tag
from newscrawler.article.plain import is_short
from newscrawler.article.reading import Reading
from newscrawler.items import Article

EXPECTED = ("headline", "articleBody", "authors", "datePublished", "inLanguage")
"""Fields that an article of the press has: our choice."""

UNSURE = {
    "headline": frozenset(("title", "h2", "named")),
    "authors": frozenset(("date", "named", "signature")),
    "datePublished": frozenset(("url",)),
}
"""Where a field is read when nothing that is meant for it says more."""

LONGER = 1.5
"""How many times longer than ours a stated body is not the same any more: our choice."""

DAY = timedelta(days=1)
"""How far two clocks may differ: zones that are not stated included."""


def doubts(reading: Reading, article: Article) -> Iterator[str]:
    """Yield a sentence for each field that is missing, or not to be relied on."""
    for name in EXPECTED:
        if getattr(article, name) is None:
            yield f"{name}: missing"
    sources = article.metadata.sources
    for name, unsure in UNSURE.items():
        if sources.get(name) in unsure:
            yield f"{name}: uncertain, read from {sources[name]}"
    yield from _body(reading, article)
    yield from _order(article)
    stated = normal_tag(reading.page.language or "")
    if sources.get("inLanguage") == "words" and stated:
        yield f"inLanguage: the page states {stated}, its words are {article.inLanguage}"


def _body(reading: Reading, article: Article) -> Iterator[str]:
    """Yield why the body may not be the whole of it."""
    body, source = (
        article.articleBody or "",
        article.metadata.sources.get("articleBody"),
    )
    if source in ("json-ld", "script"):
        yield f"articleBody: read from {source}, the page shows far less"
    if body and is_short(body, LEAST_BODY):
        yield f"articleBody: short, {len(body)} characters"
    if body and article.isAccessibleForFree is False:
        yield "articleBody: perhaps an excerpt, the page is not free to read"
    said = reading.stated.value("articleBody")
    if source == "page" and isinstance(said, str) and len(said) > LONGER * len(body):
        yield f"articleBody: JSON-LD states {len(said)} characters, read were {len(body)}"


def _order(article: Article) -> Iterator[str]:
    """Yield which dates cannot be, by their order and by when the page was fetched."""
    published = _read(article.datePublished)
    modified = _read(article.dateModified)
    fetched = _read(article.metadata.dateDownloaded)
    if published and modified and published - modified > DAY:
        yield "datePublished: after dateModified"
    if published and fetched and published - fetched > DAY:
        yield "datePublished: after the page was fetched"


def _read(iso: str | None) -> datetime | None:
    """Return a moment, one without an offset as if in UTC."""
    if iso is None:
        return None
    moment = datetime.fromisoformat(iso)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
