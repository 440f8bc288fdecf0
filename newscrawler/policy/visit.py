"""What does a signal read? One URL that is asked about, and what its site published."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from newscrawler.page import Page
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.model import Document, Statement, Terms


@dataclass(frozen=True, slots=True)
class Visit:
    """A URL, its site's documents and, after the fetch, its page.

    ``robots`` is None where the site has no robots.txt that could be read.
    ``documents`` are those heard with success, by the URL asked for. ``names`` are
    those under which the registry knows the site's publisher.
    """

    url: str
    terms: Terms
    robots: RobotsTxt | None = None
    robots_document: Document | None = None
    documents: Mapping[str, Document] = field(default_factory=dict)
    page: Page | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A way in which a site can state a preference.

    ``statements`` reads what is there before the fetch (``page`` is None) and after;
    ``documents`` names the URLs that have to be heard for it, robots.txt aside.
    """

    name: str
    statements: Callable[[Visit], Iterable[Statement]]
    documents: Callable[[Visit], Iterable[str]] = lambda _: ()
