"""A feed, parsed once: RSS, Atom, RDF and JSON Feed, broken ones too."""

from newscrawler.feed.json_feed import beyond_json, read_json_feed
from newscrawler.feed.model import MAX_ENTRIES, UNSAID, Cadence, Entry, Feed
from newscrawler.feed.xml_feed import beyond_xml, read_xml_feed

__all__ = [
    "MAX_ENTRIES",
    "UNSAID",
    "Cadence",
    "Entry",
    "Feed",
    "bound_crossed",
    "read_feed",
]


def read_feed(body: bytes, url: str) -> Feed | None:
    """Return the feed in a document, None where it is no feed.

    Entries without a link that can be requested are left out.
    """
    return read_json_feed(body, url) or read_xml_feed(body, url)


def bound_crossed(body: bytes) -> str | None:
    """Return by which bound a document is read as no feed, None if by none."""
    return beyond_json(body) or beyond_xml(body)
