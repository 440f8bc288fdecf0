"""Whose article is this copy, if it is one?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.article.people import is_agency
from newscrawler.article.plain import key
from newscrawler.article.stated import Stated, first_text, nodes_in
from newscrawler.items import Dateline, RelatedLink, Syndication
from newscrawler.page import Page


@dataclass(frozen=True, slots=True)
class Origin:
    """One sign that the article came from elsewhere, and how far it is to be trusted."""

    url: str | None
    name: str | None
    method: str
    trust: float


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page shows of where its article came from.

    ``links`` lead to the whole article, ``stated`` is told to machines, ``canonical``
    is another site's, ``holder`` stands in a copyright line inside the article, and
    ``signed`` is an agency that signs as author.
    """

    links: Sequence[RelatedLink] = ()
    stated: str | None = None
    canonical: str | None = None
    holder: str | None = None
    dateline: Dateline | None = None
    signed: str | None = None


def stated_origin(page: Page, stated: Stated) -> str | None:
    """Return the URL that JSON-LD or a meta element names as the source of a copy.

    schema.org/isBasedOn, and the "original-source" and "syndication-source" that news
    search engines read.
    """
    said = stated.value("isBasedOn", "isBasedOnUrl")
    node = next(nodes_in(said), {})
    url = first_text(node.get("url") or node.get("@id")) if node else first_text(said)
    url = url or page.meta("original-source", "syndication-source")
    return page.absolute(url) if url else None


def find_syndication(
    own_url: str, own_names: Iterable[str], signs: Signs
) -> Syndication | None:
    """Return the origin of a copy: by its links, its copyright line, its dateline.

    Signs that agree strengthen each other; a site does not copy from itself.
    """
    own = frozenset(map(key, own_names))
    found = [
        *_linked(own_url, signs),
        *_claimed(own, signs.holder),
        *_filed(own, signs.dateline),
        *_signed(own, signs),
    ]
    return _weighed(found) if found else None


def _weighed(signs: Sequence[Origin]) -> Syndication:
    doubt = 1.0
    for sign in signs:
        doubt *= 1 - sign.trust
    return Syndication(
        next((sign.url for sign in signs if sign.url), None),
        next((sign.name for sign in signs if sign.name), None),
        "+".join(sign.method for sign in signs),
        round(1 - doubt, 2),
    )


def _linked(own_url: str, signs: Signs) -> Iterator[Origin]:
    """Yield the first origin that an address names, the plainest way first."""
    ways = (
        *((link.url, "original-link", 0.9) for link in signs.links),
        (signs.stated, "stated", 0.9),
        (signs.canonical, "canonical-link", 0.6),
    )
    for url, method, trust in ways:
        host = host_of(url) if url else ""
        if host and host != host_of(own_url):
            yield Origin(url, None, method, trust)
            return


def _signed(own: frozenset[str], signs: Signs) -> Iterator[Origin]:
    if signs.signed and not _is_own(signs.signed, own):
        yield Origin(None, signs.signed, "author", 0.5)


def _claimed(own: frozenset[str], holder: str | None) -> Iterator[Origin]:
    if holder and not _is_own(holder, own):
        yield Origin(None, holder, "copyright-line", 0.7)


def _filed(own: frozenset[str], dateline: Dateline | None) -> Iterator[Origin]:
    agency = dateline.agency if dateline else None
    if agency and not _is_own(agency, own):
        yield Origin(None, agency, "dateline", 0.7 if is_agency(agency) else 0.4)


def _is_own(name: str, own: frozenset[str]) -> bool:
    """Tell whether a name is one of the site's own, or holds one, or is held by one."""
    wanted = key(name).replace(" ", "")
    names = [one.replace(" ", "") for one in own]
    return any(
        wanted and one and (wanted in one or (len(one) > 3 and one in wanted))
        for one in names
    )
