"""A feed, parsed once: RSS, Atom and RDF, broken ones too, by feedparser."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

import feedparser

from newscrawler.address import usable_url

MAX_ENTRIES = 5000
"""Entries of a feed that we look at: our choice."""

MAX_TAG = 8192
MAX_OPEN = 20_000
"""Characters of a tag, and tags without their end: our choice. feedparser is quadratic
in both; half a megabyte of attributes takes it 27 seconds."""

_LONG_TAG = re.compile(rb"<[^<>]{%d}" % MAX_TAG)
_QUOTED = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_TAG = re.compile(rb"<(/?)[A-Za-z][^<>]*?(/?)>")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed; ``published`` as printed, None if it does not say."""

    url: str
    headline: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, its entries in their order, and the rights that it states."""

    title: str | None
    entries: tuple[Entry, ...]
    rights: str | None = None


def read_feed(body: bytes, url: str) -> Feed | None:
    """Return the feed in a document, None where it is no feed.

    Entries without a link that can be requested are left out.
    """
    if not _is_bounded(body):
        return None
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        return None
    entries = (_entry(one, url) for one in found.entries[:MAX_ENTRIES])
    about = found.feed
    return Feed(
        title=_text(about.get("title")),
        entries=tuple(one for one in entries if one is not None),
        rights=_text(about.get("rights")),
    )


def _is_bounded(body: bytes) -> bool:
    """Tell whether a document will not keep the parser for long."""
    bare = _QUOTED.sub(b"", body.replace(b"\0", b""))  # UTF-16 has a NUL a letter
    if _LONG_TAG.search(bare):
        return False
    opened = 0
    for tag in _TAG.finditer(bare):
        opened += -1 if tag[1] else not tag[2]
        if opened > MAX_OPEN:
            return False
    return True


def _entry(one: feedparser.FeedParserDict, base: str) -> Entry | None:
    try:
        url = usable_url(urljoin(base, _text(one.get("link")) or ""))
    except ValueError:
        return None
    if url is None or not one.get("link"):
        return None
    published = one.get("published") or one.get("updated")
    return Entry(url, _text(one.get("title")), _text(published))


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
