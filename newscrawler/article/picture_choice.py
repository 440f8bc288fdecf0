"""Which pictures does an article keep, once others have been refused?"""

from collections.abc import Mapping
from dataclasses import replace

from newscrawler.article.noting import told
from newscrawler.items import Article

_FIELDS = ("mainImage", "images")


def pictures_of(article: Article) -> tuple[str, ...]:
    """Return the addresses of an article's pictures, the main one first, each once."""
    main = (article.mainImage,) if article.mainImage is not None else ()
    return tuple(dict.fromkeys(one.url for one in (*main, *(article.images or ()))))


def without_pictures(article: Article, refused: Mapping[str, str]) -> Article:
    """Return an article without the pictures refused; a message says of each why.

    ``refused``: reasons by the picture's address.
    """
    gone = [url for url in pictures_of(article) if url in refused]
    if not gone:
        return article
    main = article.mainImage
    shown = tuple(one for one in article.images or () if one.url not in refused)
    kept = replace(
        article,
        mainImage=None if main is None or main.url in refused else main,
        images=shown or None,
    )
    messages = (f"picture left out: {url}: {refused[url]}" for url in gone)
    return told(_sourced_as_kept(kept), *messages)


def _sourced_as_kept(article: Article) -> Article:
    """Return an article that states no source of a picture that it no longer has."""
    empty = {name for name in _FIELDS if getattr(article, name) is None}
    sources = article.metadata.sources
    known = {name: one for name, one in sources.items() if name not in empty}
    return replace(article, metadata=replace(article.metadata, sources=known))
