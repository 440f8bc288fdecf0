"""What does a feed reserve by its words of rights, entry by entry and as a whole?

RSS and Atom: ``<copyright>``, ``<rights>`` and ``<license>`` of an entry, whatever their
prefix (Dublin Core, Media RSS); its description is the article's. Read by eye, as the
feed's own. House rule: a feed is known by how it begins, even if it is sent as HTML.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from urllib.parse import urljoin

from newscrawler.address import canonical_form, usable_url
from newscrawler.feed.model import MAX_ENTRIES
from newscrawler.notices import Notice, find_notices
from newscrawler.page import Page
from newscrawler.policy.formats.feed_rights import (
    feed_licences,
    feed_rights,
    outside_entries,
    plain_words,
)
from newscrawler.policy.formats.robots_lines import MAX_BYTES
from newscrawler.policy.model import Document

ENTRIES = "feed-entries"
"""The key of such feeds among the documents that a site's pages named."""

MAX_RIGHTS = 8 * 1024
"""Characters of an entry's words of rights that are read: our choice."""

MOST_SAID = 4
"""Such words of one entry that are read: our choice."""

_BEGINS = re.compile(
    r"[\ufeff\s]*+(?:<(?:[?]|!(?:--|DOCTYPE))[^<>]*+>\s*+)*+<(?:\w+:)?(?:rss|feed|rdf)\b",
    re.IGNORECASE,
)
_HEAD = 4096
"""Characters in which a feed begins that is sent as HTML: our choice."""

_ENTRY = re.compile(r"<(?:item|entry)[\s>]", re.IGNORECASE)
_RIGHTS = re.compile(
    r"<((?:[\w.-]{1,32}:)?(?:copyright|rights|license))\b[^<>]*>", re.IGNORECASE
)
_LINK = re.compile(
    r"<(?:link|guid)\b[^<>]*>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<>\]]{1,2048})"
    r"|<link\b[^<>]*?\shref\s*=\s*[\"']([^\"'<>]{1,2048})",
    re.IGNORECASE,
)

Said = tuple[tuple[str, Notice], ...]
"""Elements, each with its notice."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """``entries``: by the canonical form of an entry's address; ``whole``: the rest.

    ``licences``: the Creative Commons licences of both, the feed's own under "".
    """

    entries: Mapping[str, Said]
    whole: Said
    licences: Mapping[str, tuple[str, ...]]


NOTHING = Reserved({}, (), {})


def is_feed(page: Page) -> bool:
    """Tell whether a page may be a feed: it is no HTML, or begins as feeds do."""
    return not page.is_html or _BEGINS.match(page.text[:_HEAD]) is not None


def reserved_by(document: Document) -> Reserved:
    """Return what a feed reserves by its words of rights.

    As much is read of it as of any document of policy.
    """
    url = document.final_url or document.url
    stated = document.header("content-type") or ""
    return _reserved(document.body[:MAX_BYTES], url, stated)


def said_of_whole(text: str) -> Iterator[tuple[str, Notice]]:
    """Yield what a feed's own words of rights reserve."""
    for element, words in feed_rights(text):
        for notice in find_notices(words, in_rights_zone=True):
            yield element, notice


@lru_cache(maxsize=16)
def _reserved(body: bytes, url: str, media_type: str) -> Reserved:
    page = Page(body, url, (("content-type", media_type),))
    if not is_feed(page):
        return NOTHING
    known: dict[str, list[Notice]] = {}
    of_whole = map(feed_licences, outside_entries(page.text))
    found: dict[str, Said] = {}
    licences = {"": tuple(islice(chain.from_iterable(of_whole), MOST_SAID))}
    for entry in _entries(page.text):
        said = tuple(_said(entry, known))
        licensed = tuple(islice(feed_licences(entry), MOST_SAID))
        for link in _links(entry, url) if said or licensed else ():
            found[link], licences[link] = said, licensed
    stated = {link: named for link, named in licences.items() if named}
    reserved = {link: said for link, said in found.items() if said}
    return Reserved(reserved, tuple(said_of_whole(page.text)), stated)


def _entries(text: str) -> Iterator[str]:
    """Yield the entries, as many as a feed is read for."""
    starts = (match.start() for match in _ENTRY.finditer(text))
    found = tuple(islice(starts, MAX_ENTRIES + 1))
    ends = (*found[1:], len(text))
    for start, end in zip(found[:MAX_ENTRIES], ends, strict=False):
        yield text[start:end]


def _said(entry: str, known: dict[str, list[Notice]]) -> Iterator[tuple[str, Notice]]:
    for match in islice(_RIGHTS.finditer(entry), MOST_SAID):
        begin, name = match.end(), match[1]
        end = entry.find(f"</{name}", begin, begin + MAX_RIGHTS)
        words = plain_words(entry[begin : end if end >= 0 else begin + MAX_RIGHTS])
        if words not in known:
            known[words] = find_notices(words, in_rights_zone=True)
        for notice in known[words]:
            yield name.lower(), notice


def _links(entry: str, base: str) -> Iterator[str]:
    for match in _LINK.finditer(entry):
        try:
            url = usable_url(urljoin(base, html.unescape(match[1] or match[2])))
        except ValueError:
            continue
        if url is not None:
            yield canonical_form(url)
