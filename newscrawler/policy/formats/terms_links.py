"""Which pages of a site hold its terms? Links of its footer, in many languages.

A reservation in prose stands far more often on the page of terms, the imprint or the
copyright page than on an article. The words are data: ``terms_links.toml``.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from newscrawler.address import canonical_form, host_of, is_within
from newscrawler.page import Link, Page

MOST = 3
"""Pages of terms that are read of a site: our choice."""

MOST_LINKS = 400
"""Links of a page that are looked at, from its end, where footers are: our choice."""

MOST_WORDS = 60
"""Characters of a link's words: a headline about somebody's terms is longer."""

SHORT = 10
"""Letters of a word that has to stand alone: "terms" begins headlines too."""


def terms_links(page: Page) -> tuple[str, ...]:
    """Return the pages of terms that a page links to on its own site, likeliest first."""
    host = host_of(page.url).removeprefix("www.")
    ranked: dict[str, int] = {}
    for link in page.links[-MOST_LINKS:]:
        if link.tag != "a" or not is_within(host_of(link.url), host):
            continue
        rank = _rank(link)
        if rank is not None:
            url = link.url.partition("#")[0]
            ranked[url] = min(rank, ranked.get(url, rank))
    if not ranked:
        return ()
    here = canonical_form(page.url)
    found = sorted(ranked, key=lambda url: ranked[url])
    return tuple(url for url in found if canonical_form(url) != here)[:MOST]


def _rank(link: Link) -> int | None:
    """Return how likely a link's page holds a reservation, 0 first; None: it does not."""
    words = " ".join(link.text.split()).casefold()
    if len(words) > MOST_WORDS:
        return None
    path = link.url.partition("://")[2].partition("/")[2].casefold()
    is_named = "license" in link.rel or "terms-of-service" in link.rel
    if is_named or _words()[0].search(words) or _words()[1].search(path):
        return 0
    if _words()[2].search(words) or _words()[3].search(path):
        return 1
    return None


@cache
def _words() -> tuple[re.Pattern[str], ...]:
    """Return the patterns: words and paths of terms, then of imprint and copyright."""
    folder = resources.files(__package__)
    table = tomllib.loads(folder.joinpath("terms_links.toml").read_text("utf-8"))
    return tuple(
        re.compile("|".join(_sources(table[kind].values(), is_path=is_path)))
        for kind, is_path in (
            ("terms", False),
            ("terms_paths", True),
            ("imprint", False),
            ("imprint_paths", True),
        )
    )


def _sources(words: Iterable[Iterable[str]], *, is_path: bool) -> Iterator[str]:
    for one in (one.casefold() for listed in words for one in listed):
        source = re.escape(one)
        if is_path:
            yield rf"(?:^|[/_.-]){source}(?:$|[/_.?])"
        elif one.isalpha() and len(one) <= SHORT and one < "\u0e00":
            yield rf"^\W*{source}\W*(?:$|[&+|/,])"
        else:
            yield rf"\b{source}\b"
