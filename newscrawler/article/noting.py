"""How does an article say where its fields were read?"""

from dataclasses import replace
from typing import TypeVar

from newscrawler.items import Article, Metadata

_T = TypeVar("_T")


def value_of(found: tuple[_T, str] | None) -> _T | None:
    """Return what was read, of a value and its source."""
    return found[0] if found else None


def source_of(found: tuple[_T, str] | None) -> str | None:
    """Return where it was read."""
    return found[1] if found else None


def chosen(text: str | None) -> tuple[str, str] | None:
    """Return a text that the operator's selector found, with that as its source."""
    return (text, "select") if text else None


def told(article: Article, *messages: str) -> Article:
    """Return an article with more validation messages."""
    return replace(article, metadata=noted(article, *messages)) if messages else article


def noted(article: Article, *messages: str, **sources: str | None) -> Metadata:
    """Return an article's metadata with more messages, and where fields were read.

    A field that is known already keeps its source.
    """
    known = article.metadata
    return Metadata(
        known.dateDownloaded,
        known.extractor,
        {**{name: one for name, one in sources.items() if one}, **known.sources},
        known.datePrecision,
        (*known.validationMessages, *messages),
        known.warc,
    )
