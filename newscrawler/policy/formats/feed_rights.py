"""Which words of rights does a feed carry for all that it lists? RSS, Atom, Dublin Core.

``<copyright>``, ``<rights>``, ``<dc:rights>`` and the description of the channel, before
its first entry. Read by eye, not by an XML parser: a broken feed reserves rights too.
"""

import html
import re
from collections.abc import Iterator

HEAD = 64 * 1024
"""Characters before the first entry that are read: our choice."""

_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_RIGHTS = re.compile(
    r"<(copyright|rights|dc:rights|dcterms:rights|description|subtitle)\b[^<>]*>(.*?)</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def feed_rights(text: str) -> Iterator[tuple[str, str]]:
    """Return element and words of each statement of rights for the whole feed.

    >>> list(feed_rights("<rss><channel><copyright>No &amp;c.</copyright><item>"))
    [('copyright', 'No &c.')]
    """
    head = text[:HEAD]
    first = _ENTRY.search(head)
    for match in _RIGHTS.finditer(head[: first.start()] if first else head):
        bare = _CDATA.sub(lambda inner: inner[1], match[2])
        words = html.unescape(_TAG.sub(" ", html.unescape(bare))).strip()
        if words:
            yield match[1].lower(), words
