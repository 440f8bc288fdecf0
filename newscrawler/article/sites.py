"""Who publishes the page, by its own account?"""

from collections.abc import Iterable
from functools import partial

from newscrawler.address import host_of
from newscrawler.article.plain import key
from newscrawler.article.stated import Stated, first_text, nodes_in, written
from newscrawler.page import Page

_SERVERS = ("www", "m", "amp", "mobile", "news", "edition", "en", "id", "web", "beta")


def publisher(page: Page, stated: Stated) -> tuple[str, str] | None:
    """Return the publisher's name and where it was read."""
    if name := stated.name("publisher", "sourceOrganization"):
        return name, "json-ld"
    for node in stated.everything:
        for inner in nodes_in(node.get("publisher")):
            if name := first_text(inner.get("name")):
                return name, "json-ld"
    named = page.meta("og:site_name", "dc.publisher", "application-name", "publisher")
    if named and not named.startswith("http"):
        return written(named), "meta"
    return None


def office_names(page: Page, publishing: str | None) -> tuple[str, ...]:
    """Return the publisher's and the site's names, which are no person's."""
    names = [publishing, page.meta("og:site_name")]
    return tuple(dict.fromkeys(written(name) for name in names if name))


def is_own_name(name: str, own: Iterable[str]) -> bool:
    """Tell whether a name is the site's: one of its names or its host, or most of one.

    >>> is_own_name("Die Warte", ["www.warte.example"]), is_own_name("Ida Kern", ["www.warte.example"])
    (True, False)
    """
    wanted = key(name).replace(" ", "")
    return any(map(partial(_is_most, wanted), own)) if wanted else False


def _is_most(wanted: str, own: str) -> bool:
    """Tell whether one of two names holds the other, and is not twice as long."""
    if "." in own and " " not in own:
        if own.removeprefix("www.").replace(".", "") in wanted:
            return True
        labels = [part for part in own.split(".") if part not in _SERVERS]
        own = labels[0] if labels else own
    joined = key(own).replace(" ", "")
    if wanted == joined:
        return True
    short, long = sorted((wanted, joined), key=len)
    return len(short) > 3 and short in long and 2 * len(short) >= len(long)


def site_names(page: Page, stated: Stated, publishing: str | None) -> tuple[str, ...]:
    """Return the names that a title may wear: publisher, site, and its host."""
    metas = [
        page.meta("og:site_name"),
        page.meta("application-name"),
        page.meta("apple-mobile-web-app-title"),
    ]
    sites = [
        name
        for node in stated.everything
        if node.get("@type") in ("WebSite", "NewsMediaOrganization", "Organization")
        if (name := first_text(node.get("name")))
    ]
    labels = [part for part in host_of(page.url).split(".") if part not in _SERVERS]
    host = [
        ".".join(labels),
        labels[0] if len(labels) > 1 and len(labels[0]) > 2 else "",
    ]
    names = [publishing, *metas, *sites, *host]
    return tuple(dict.fromkeys(written(name) for name in names if name))
