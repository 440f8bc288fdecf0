"""Which URL does the page claim for itself, and may it be believed?"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from newscrawler.address import host_of
from newscrawler.article.stated import Stated, first_text, nodes_in
from newscrawler.page import Page


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical URL, where it was read, and why one stated before was not believed.

    ``elsewhere`` is one of another site, RFC 6596 section 3: whoever states it says
    that this is the copy.
    """

    url: str | None
    source: str | None
    doubt: str | None
    elsewhere: str | None = None


def canonical_url(page: Page, stated: Stated) -> Canonical:
    """Return the first URL stated to be the article's own that may be believed.

    A home page is no article's address, and another host's would give the copy away
    as the original: what copied whom is for ``syndication`` to say.
    """
    doubted = elsewhere = None
    for source, url in _claims(page, stated):
        doubt = _doubt(url, page.url)
        if doubt is None:
            return Canonical(url, source, doubted, elsewhere)
        doubted = doubted or doubt
        if urlsplit(url).path.strip("/"):
            elsewhere = elsewhere or url
    return Canonical(None, None, doubted, elsewhere)


def _claims(page: Page, stated: Stated) -> Iterator[tuple[str, str]]:
    for url in linked(page, "canonical"):
        yield "link", url
    for source, said in (
        ("meta", page.meta("og:url")),
        ("json-ld", _json_ld_url(stated)),
    ):
        if said and (absolute := page.absolute(said)):
            yield source, absolute


def linked(page: Page, rel: str) -> list[str]:
    """Return where the page's links of one relation lead.

    Those in its head, and where there is none, those that its text holds.
    """
    said = page.told.linking(rel)
    nodes = [node for node in said if node.tag == "link" and _is_in_head(node)]
    hrefs = [node.attributes.get("href") or "" for node in nodes or said]
    return [url for href in hrefs if (url := page.absolute(href))]


def _is_in_head(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag in ("noscript", "template"):
        parent = parent.parent
    return parent is not None and parent.tag == "head"


def _json_ld_url(stated: Stated) -> str | None:
    for node in nodes_in(stated.value("mainEntityOfPage")):
        return first_text(node.get("@id")) or first_text(node.get("url"))
    return stated.text("url", "mainEntityOfPage")


def _doubt(url: str, own: str) -> str | None:
    """Return why a URL cannot be this article's, None if it can."""
    parts = urlsplit(url)
    if (
        parts.path.strip("/") == ""
        and not parts.query
        and urlsplit(own).path.strip("/")
    ):
        return f"canonical URL is a home page: {url[:200]}"
    if not _is_same_site(host_of(url), host_of(own)):
        return f"canonical URL is another site's: {url[:200]}"
    return None


def _is_same_site(one: str, other: str) -> bool:
    """Tell whether two hosts belong together, by their last labels: our rough choice.

    >>> _is_same_site("m.warta.co.id", "warta.co.id")
    True
    >>> _is_same_site("warta.co.id", "kabar.co.id")
    False
    """
    return _site(one) == _site(other)


def _site(host: str) -> list[str]:
    """Return the last two labels, three where the last two are like ``co.id``."""
    labels = host.split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return labels[-3:] if short else labels[-2:]
