"""Whose article is this copy, if it is one?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.article.people import is_agency
from newscrawler.article.plain import key
from newscrawler.items import Dateline, RelatedLink, Syndication


@dataclass(frozen=True, slots=True)
class Origin:
    """One sign that the article came from elsewhere, and how far it is to be trusted."""

    url: str | None
    name: str | None
    method: str
    trust: float


def find_syndication(
    own_url: str,
    own_names: Iterable[str],
    links: Iterable[RelatedLink],
    dateline: Dateline | None,
    holder: str | None,
) -> Syndication | None:
    """Return the origin of a copy: by its link, its copyright line, its dateline.

    Signs that agree strengthen each other; a site does not copy from itself.
    """
    own = frozenset(map(key, own_names))
    signs = [
        *_linked(own_url, links),
        *_claimed(own, holder),
        *_filed(own, dateline),
    ]
    return _weighed(signs) if signs else None


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


def _linked(own_url: str, links: Iterable[RelatedLink]) -> Iterator[Origin]:
    for link in links:
        host = host_of(link.url)
        if host and host != host_of(own_url):
            yield Origin(link.url, None, "original-link", 0.9)
            return


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
