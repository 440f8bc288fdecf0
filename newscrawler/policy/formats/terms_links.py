"""Which pages hold a site's terms? Links of its footer, in many languages.

A reservation in prose stands far more often on the page of terms, the imprint or the
copyright page than on an article. The words are data: ``terms_links.toml``.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

from selectolax.lexbor import LexborNode

from newscrawler.address import canonical_form, host_of, is_within
from newscrawler.page import Page, once_a_page
from newscrawler.policy.formats.terms_named import named_by_page
from newscrawler.recent import Recent

MOST = 3
"""Pages of terms that one page of a site makes us read: our choice."""

MOST_OF_SITE = 8
"""Pages of terms that are read of a site, those aside that are gone: our choice."""

MOST_LINKS = 400
"""Links of a page that are looked at, from its end, where footers are: our choice."""

MOST_WORDS = 60
"""Characters of a link's words: a headline about somebody's terms is longer."""

_GENERAL = ("www", "terms", "legal", "policy", "policies", "about", "help", "co", "com")
"""Parts of a host's name that name nobody."""
_ENDS = re.compile(r"[.!?](?=\s)|[|·•]")
_INLINE = ("b", "em", "font", "i", "small", "span", "strong", "u")

SHORT = 10
"""Letters of a word that has to stand alone: "terms" begins headlines too."""

_WORD, _STEP = re.compile(r"\w+"), re.compile(r"[^\W_]+")
"""The pieces of a link's words, and of its path: what we look for is whole pieces."""


def terms_links(page: Page, site: str = "") -> tuple[str, ...]:
    """Return the pages of terms that a page names, on its own site or for it elsewhere,
    likeliest first.

    ``site``: the domain that it is listed under, on any host of which they may be.
    """
    domains = {one.removeprefix("www.") for one in (host_of(page.url), site) if one}
    found = (
        one.url
        for one in _links(page)
        if one.is_publishers or any(is_within(host_of(one.url), at) for at in domains)
    )
    return tuple(islice(dict.fromkeys(found), MOST))


@dataclass(frozen=True, slots=True)
class TermsLink:
    """A link to terms; ``is_publishers``: they are the site's own, wherever they are."""

    url: str
    is_publishers: bool = False


@once_a_page
def _links(page: Page) -> tuple[TermsLink, ...]:
    """Return what a page names as terms, wherever that is, likeliest first."""
    ranked: dict[str, tuple[int, bool]] = {
        url.partition("#")[0]: (1, False) for url in islice(named_by_page(page), MOST)
    }
    nodes = page.tags("a")[-MOST_LINKS:]
    for node, rank in zip(nodes, _ranks(nodes), strict=True):
        url = page.absolute(node.attributes.get("href") or "") if rank else None
        if url is not None:
            place = url.partition("#")[0]
            known, is_publishers = ranked.get(place, (rank, False))
            is_publishers = is_publishers or (rank == 1 and _is_publishers(node, url))
            ranked[place] = min(rank, known), is_publishers
    if not ranked:
        return ()
    here = canonical_form(page.url)
    found = sorted(ranked, key=lambda url: ranked[url][0])
    return tuple(
        TermsLink(url, ranked[url][1]) for url in found if canonical_form(url) != here
    )


def _is_publishers(node: LexborNode, url: str) -> bool:
    """Tell whether a link in a footer leads to the terms of who publishes the site.

    House rule: those of a group are often at its own address, and in its sites' footers
    by the words of terms alone. Where a sentence around the link names whose terms they
    are, a captcha's or a newsletter service's say, they are not the publisher's.
    """
    words = " ".join(node.text(separator=" ").split()).casefold()
    if not _is_in_footer(node) or _rank_of(words, "") != 1:
        return False
    letters = "".join(filter(str.isalnum, sentence := _sentence_around(node, words)))
    labels = host_of(url).split(".")[:-1]
    is_named = any(one in letters for one in labels if one not in _GENERAL)
    return not is_named or "©" in sentence or "copyright" in sentence


def _sentence_around(node: LexborNode, words: str) -> str:
    """Return what stands around a link's words in their sentence, in lower case."""
    block = node.parent
    while block is not None and block.tag in _INLINE:
        block = block.parent
    if block is None:
        return ""
    text = " ".join(block.text(separator=" ").split()).casefold()
    before, _, after = text.partition(words)
    return f"{_ENDS.split(before)[-1]} {_ENDS.split(after)[0]}"


def _is_in_footer(node: LexborNode) -> bool:
    at = node.parent
    while at is not None:
        attributes = at.attributes
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
        is_named = at.tag not in ("html", "body") and "foot" in names.lower()
        if at.tag == "footer" or attributes.get("role") == "contentinfo" or is_named:
            return True
        at = at.parent
    return False


def is_terms_path(path: str) -> bool:
    """Tell whether a page is one of terms by its path alone."""
    return _rank_of("", path.casefold()) == 1


def _ranks(nodes: Sequence[LexborNode]) -> list[int]:
    """Return how likely each link's page holds a reservation, 1 first; 0: it does not.

    Most links of a page stand on others of the site.
    """
    markups = [node.html or "" for node in nodes]
    return _recent.answers(markups, lambda new: [_rank(nodes[at]) for at in new])


_recent: Recent[str, int] = Recent(1 << 13)


def _rank(node: LexborNode) -> int:
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
    pieces, steps = _WORD.findall(words), _STEP.findall(path)
    of_words, of_paths = _first()
    if of_words.isdisjoint(pieces) and of_paths.isdisjoint(steps):
        return 0
    terms, terms_paths, imprint, imprint_paths = _words()
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
def _first() -> tuple[frozenset[str], frozenset[str]]:
    """Return what any words begin with, and what any paths do."""
    terms, terms_paths, imprint, imprint_paths = _words()
    return terms.first | imprint.first, terms_paths.first | imprint_paths.first


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
