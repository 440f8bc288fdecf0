"""Which pages of a site hold its terms? Links of its footer, in many languages.

A reservation in prose stands far more often on the page of terms, the imprint or the
copyright page than on an article. The words are data: ``terms_links.toml``.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from itertools import islice

from selectolax.lexbor import LexborNode

from newscrawler.address import canonical_form, host_of, is_within
from newscrawler.page import Page, once_a_page
from newscrawler.recent import Recent

MOST = 3
"""Pages of terms that one page of a site makes us read: our choice."""

MOST_OF_SITE = 8
"""Pages of terms that are read of a site, those aside that are gone: our choice."""

MOST_LINKS = 400
"""Links of a page that are looked at, from its end, where footers are: our choice."""

MOST_WORDS = 60
"""Characters of a link's words: a headline about somebody's terms is longer."""

SHORT = 10
"""Letters of a word that has to stand alone: "terms" begins headlines too."""

_WORD, _STEP = re.compile(r"\w+"), re.compile(r"[^\W_]+")
"""The pieces of a link's words, and of its path: what we look for is whole pieces."""


def terms_links(page: Page, site: str = "") -> tuple[str, ...]:
    """Return the pages of terms that a page links to on its own site, likeliest first.

    ``site``: the domain that it is listed under, on any host of which they may be.
    """
    domains = {one.removeprefix("www.") for one in (host_of(page.url), site) if one}
    found = (
        url
        for url in _links(page)
        if any(is_within(host_of(url), one) for one in domains)
    )
    return tuple(islice(found, MOST))


@once_a_page
def _links(page: Page) -> tuple[str, ...]:
    """Return what a page links to as terms, wherever that is, likeliest first."""
    ranked: dict[str, int] = {}
    for node in page.tags("a")[-MOST_LINKS:]:
        rank = _rank(node)
        url = page.absolute(node.attributes.get("href") or "") if rank else None
        if url is not None:
            place = url.partition("#")[0]
            ranked[place] = min(rank, ranked.get(place, rank))
    if not ranked:
        return ()
    here = canonical_form(page.url)
    found = sorted(ranked, key=lambda url: ranked[url])
    return tuple(url for url in found if canonical_form(url) != here)


def _rank(node: LexborNode) -> int:
    """Return how likely a link's page holds a reservation, 1 first; 0: it does not.

    Most links of a page stand on others of the site.
    """
    markup = node.html or ""
    return _recent.answer(markup, len(markup), partial(_rank_of_link, node))


_recent: Recent[str, int] = Recent(1 << 13)


def _rank_of_link(node: LexborNode) -> int:
    attributes = node.attributes
    href = attributes.get("href")
    if not href:
        return 0
    words = " ".join(node.text(separator=" ").split()).casefold()
    if len(words) > MOST_WORDS:
        return 0
    path = href.partition("://")[2].partition("/")[2] if "://" in href else href
    rels = (attributes.get("rel") or "").lower().split()
    if "license" in rels or "terms-of-service" in rels:
        return 1
    return _rank_of(words, path.casefold())


def _rank_of(words: str, path: str) -> int:
    """Return the same by the words."""
    terms, terms_paths, imprint, imprint_paths = _words()
    pieces, steps = _WORD.findall(words), _STEP.findall(path)
    if terms.are_in(words, pieces) or terms_paths.are_in(path, steps):
        return 1
    is_imprint = imprint.are_in(words, pieces) or imprint_paths.are_in(path, steps)
    return 2 if is_imprint else 0


@dataclass(frozen=True, slots=True)
class Words:
    """Some words, and with what the first of each begins: most texts have none."""

    pattern: re.Pattern[str]
    first: frozenset[str]

    def are_in(self, text: str, pieces: Iterable[str]) -> bool:
        """Tell whether a text has any of them; it is of these pieces."""
        if self.first.isdisjoint(pieces):
            return False
        return self.pattern.search(text) is not None


@cache
def _words() -> tuple[Words, ...]:
    """Return words and paths of terms, then of imprint and copyright."""
    folder = resources.files(__package__)
    table = tomllib.loads(folder.joinpath("terms_links.toml").read_text("utf-8"))
    return (
        _read_words(table["terms"], _WORD),
        _read_words(table["terms_paths"], _STEP),
        _read_words(table["imprint"], _WORD),
        _read_words(table["imprint_paths"], _STEP),
    )


def _read_words(
    languages: Mapping[str, Iterable[str]], piece: re.Pattern[str]
) -> Words:
    words = [one.casefold() for listed in languages.values() for one in listed]
    sources = _sources(words, is_path=piece is _STEP)
    first = frozenset(piece.findall(one)[0] for one in words)
    return Words(re.compile("|".join(sources)), first)


def _sources(words: Iterable[str], *, is_path: bool) -> Iterator[str]:
    for one in words:
        source = re.escape(one)
        if is_path:
            yield rf"(?:^|[/_.-]){source}(?:$|[/_.?])"
        elif one.isalpha() and len(one) <= SHORT and one < "\u0e00":
            yield rf"^\W*{source}\W*(?:$|[&+|/,])"
        else:
            yield rf"\b{source}\b"
