"""How does the page file the article: description, section, keywords, paywall?"""

from selectolax.lexbor import LexborNode

from newscrawler.article.blocks import Outline
from newscrawler.article.plain import key, seen
from newscrawler.article.stated import (
    Stated,
    first_text,
    listed,
    nodes_in,
    texts,
    written,
)
from newscrawler.page import Json, Page

MAX_CRUMBS = 8
"""Links of a path to an article: our choice; one of more is a menu."""

MAX_LISTED = 64
"""Items of a marked list that are read: our choice."""

MAX_KEYWORDS = 40
"""Keywords of an article: our choice; pages that state more mean search engines."""


def description(page: Page, stated: Stated) -> tuple[str, str] | None:
    """Return the summary that a page states, and where it was read."""
    if text := stated.text("description", "abstract"):
        return text, "json-ld"
    text = page.meta(
        "og:description", "description", "dc.description", "twitter:description"
    )
    return (written(text), "meta") if text and written(text) else None


def section(page: Page, stated: Stated) -> tuple[str, str] | None:
    """Return the section that the article stands in."""
    if text := stated.text("articleSection"):
        return text, "json-ld"
    text = page.meta(
        "article:section", "og:article:section", "section", "cxenseparse:articlesection"
    )
    return (written(text), "meta") if text else None


def keywords(page: Page, stated: Stated) -> tuple[tuple[str, ...], str] | None:
    """Return keywords: JSON-LD's, else those of meta elements."""
    said = stated.value("keywords")
    found = _split(texts(said))
    if found:
        return found, "json-ld"
    tags = [meta.content for meta in page.metas if meta.name == "article:tag"]
    found = _split(tags) or _split([page.meta("news_keywords", "keywords") or ""])
    return (found, "meta") if found else None


def _split(stated: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return each keyword once; one string may list several."""
    parts = [part for text in stated for part in text.replace(";", ",").split(",")]
    clean = {key(part): written(part) for part in parts if key(part)}
    return tuple(clean.values())[:MAX_KEYWORDS]


def breadcrumbs(stated: Stated, headline: str | None) -> tuple[str, ...] | None:
    """Return the path from the home page to the article, without the article."""
    for node in stated.everything:
        if "BreadcrumbList" not in listed(node.get("@type")):
            continue
        names = [
            first_text(item.get("name")) or first_text(item.get("item"))
            for item in nodes_in(node.get("itemListElement"))
        ]
        path = [name for name in names if name and key(name) != key(headline or "")]
        path = [name for name in path if not name.startswith("http")]
        if path:
            return tuple(path)
    return None


def marked_breadcrumbs(
    page: Page, headline: str | None
) -> tuple[tuple[str, ...], str] | None:
    """Return the path that microdata or RDFa states, and which of the two.

    https://schema.org/BreadcrumbList; items stand in order unless all state a position.
    """
    if b"BreadcrumbList" not in page.body:
        return None
    for kind, attribute, lists in _MARKED:
        for node in page.css(lists):
            items = node.css(f'[{attribute}~="itemListElement"]')[:MAX_LISTED]
            named = [
                (_position(one, attribute), _named(one, attribute)) for one in items
            ]
            if all(position is not None for position, _ in named):
                named.sort(key=lambda one: one[0] or 0)
            path = {
                key(name): name
                for _, name in named
                if key(name) and not (headline and key(headline) in key(name))
            }
            if path and len(path) <= MAX_CRUMBS:
                return tuple(path.values()), kind
    return None


_MARKED = (
    ("microdata", "itemprop", '[itemtype*="schema.org/BreadcrumbList"]'),
    (
        "rdfa",
        "property",
        '[typeof~="BreadcrumbList"],[typeof~="schema:BreadcrumbList"]',
    ),
)
"""How each marks a list: its name, the attribute of a property, and the list's own."""


def _named(item: LexborNode, attribute: str) -> str:
    """Return what an item of a list calls itself, or else what it shows."""
    node = item.css_first(f'[{attribute}~="name"]') or item
    name = seen(node.attributes.get("content") or node.text(separator=" "))
    return "" if name.startswith("http") else name


def _position(item: LexborNode, attribute: str) -> int | None:
    node = item.css_first(f'[{attribute}~="position"]')
    stated = (node.attributes.get("content") or node.text()) if node else ""
    return int(stated) if stated.isdecimal() and len(stated) < 4 else None


def shown_breadcrumbs(outline: Outline, headline: str | None) -> tuple[str, ...] | None:
    """Return the links of the first element whose class says that it is the path."""
    for box in outline.boxes:
        if box.names and "crumb" in box.names.lower():
            blocks = outline.blocks[box.start : box.end]
            texts = (span for block in blocks for span in block.spans if span.href)
            path = {key(text): text for span in texts if (text := seen(span.text))}
            path.pop(key(headline or ""), None)
            path.pop("", None)
            if path and len(path) <= MAX_CRUMBS:
                return tuple(path.values())
    return None


def is_free(page: Page, stated: Stated) -> tuple[bool, str] | None:
    """Return whether everybody may read it, None where the page does not say."""
    for source, said in (
        ("json-ld", stated.article.get("isAccessibleForFree")),
        ("json-ld", _walled_part(stated)),
        ("meta", page.meta("article:content_tier")),
    ):
        if isinstance(said, bool):
            return said, source
        word = said.strip().lower().rpartition("/")[2] if isinstance(said, str) else ""
        if word in _FREE:
            return _FREE[word], source
    return None


def _walled_part(stated: Stated) -> Json:
    """Return False if a part of the article is not free, None if nothing is said."""
    for part in nodes_in(stated.article.get("hasPart")):
        if str(part.get("isAccessibleForFree")).lower().endswith("false"):
            return False
    return None


_FREE = {
    "true": True,
    "free": True,
    "yes": True,
    "false": False,
    "locked": False,
    "metered": False,
    "no": False,
}
