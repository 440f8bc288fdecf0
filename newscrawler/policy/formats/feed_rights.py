"""Which words of rights does a feed carry for all that it lists? RSS, Atom, Dublin Core.

``<copyright>``, ``<rights>``, whatever their prefix, and the description of the channel,
before its first entry or behind its last: RSS 2.0 knows no order. Read by eye, not by an
XML parser: a broken feed reserves rights too.
"""

import html
import re
from collections.abc import Iterator
from itertools import chain

HEAD = 64 * 1024
"""Characters before the first entry, and behind the last, that are read: our choice."""

_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_LAST = re.compile(r".*</(?:item|entry)\s*>", re.DOTALL)
_RIGHTS = re.compile(
    r"<((?:[\w.-]{1,32}:)?(?:copyright|rights|license|description|subtitle))\b[^<>]*>"
    r"(.*?)</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def feed_rights(text: str) -> Iterator[tuple[str, str]]:
    """Return element and words of each statement of rights for the whole feed.

    >>> list(feed_rights("<rss><channel><copyright>No &amp;c.</copyright><item>"))
    [('copyright', 'No &c.')]
    """
    head, tail = text[:HEAD], text[-HEAD:]
    first, last = _ENTRY.search(head), _LAST.match(tail)
    head = head[: first.start()] if first else head
    tail = tail[last.end() :] if last else ""
    for match in chain(_RIGHTS.finditer(head), _RIGHTS.finditer(tail)):
        words = plain_words(match[2])
        if words:
            yield match[1].lower(), words


def plain_words(markup: str) -> str:
    """Return what a reader sees of an element's content.

    >>> plain_words("<![CDATA[&lt;b&gt;All&lt;/b&gt; &amp;c.]]>")
    'All  &c.'
    """
    bare = _CDATA.sub(lambda inner: inner[1], markup)
    return html.unescape(_TAG.sub(" ", html.unescape(bare))).strip()
