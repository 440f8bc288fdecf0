"""How does an article say where its fields were read?"""

from dataclasses import replace
from typing import TypeVar

from newscrawler.items import Article

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
    said = (*article.metadata.validationMessages, *messages)
    return replace(article, metadata=replace(article.metadata, validationMessages=said))


def sourced(article: Article, **sources: str | None) -> Article:
    """Return an article that says where its fields were read, first answers kept."""
    known = {name: source for name, source in sources.items() if source}
    merged = {**known, **article.metadata.sources}
    return replace(article, metadata=replace(article.metadata, sources=merged))
