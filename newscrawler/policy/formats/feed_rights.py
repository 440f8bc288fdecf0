"""Which words of rights does a feed carry for all that it lists? RSS, Atom, Dublin Core.

``<copyright>``, ``<rights>``, whatever their prefix, and the description of the channel,
before its first entry or behind its last: RSS 2.0 knows no order. Read by eye, not by an
XML parser: a broken feed reserves rights too.
"""

import html
import re
from collections.abc import Iterator
from itertools import chain

from newscrawler.policy.formats.creative_commons import find_by_url, find_by_words
from newscrawler.policy.formats.json_text import read_json

HEAD = 64 * 1024
"""Characters before the first entry, and behind the last, that are read: our choice."""

_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_LAST = re.compile(r".*</(?:item|entry)\s*>", re.DOTALL)
_RIGHTS = re.compile(
    r"<((?:[\w.-]{1,32}:)?(?:copyright|rights|license|description|subtitle))\b[^<>]*>"
    r"(.*?)</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_LICENCE = re.compile(
    r"<(?!media:)(?:[\w.-]{1,32}:)?(license|rights|copyright|link)\b([^<>]*)>",
    re.IGNORECASE,
)
_REL = re.compile(r"\brel\s*=\s*[\"'][^\"']*\blicense\b", re.IGNORECASE)
_AT = re.compile(r"\b(?:href|resource|url)\s*=\s*[\"']([^\"'<>]{1,500})", re.IGNORECASE)
_END = re.compile(r"</(?:[\w.-]{1,32}:)?(?:license|rights|copyright)\b", re.IGNORECASE)
MAX_LICENCE = 1024
"""Characters of an element that are read for the name of a licence: our choice."""
_JSON_RIGHTS = ("copyright", "rights", "license", "description", "user_comment")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def feed_rights(text: str) -> Iterator[tuple[str, str]]:
    """Return element and words of each statement of rights for the whole feed.

    >>> list(feed_rights("<rss><channel><copyright>No &amp;c.</copyright><item>"))
    [('copyright', 'No &c.')]
    """
    if text.startswith("{"):
        yield from _of_json(text)
    for match in chain.from_iterable(map(_RIGHTS.finditer, outside_entries(text))):
        words = plain_words(match[2])
        if words:
            yield match[1].lower(), words


def outside_entries(text: str) -> tuple[str, str]:
    """Return what stands before the first entry of a feed, and behind the last."""
    head, tail = text[:HEAD], text[-HEAD:]
    first, last = _ENTRY.search(head), _LAST.match(tail)
    return head[: first.start()] if first else head, tail[last.end() :] if last else ""


def _of_json(text: str) -> Iterator[tuple[str, str]]:
    """Yield the same of a JSON Feed, which has no words for rights but its extensions'.

    https://www.jsonfeed.org/version/1.1/
    """
    try:
        feed = read_json(text)
    except ValueError:
        return
    found = feed if isinstance(feed, dict) else {}
    extensions = [one for name, one in found.items() if name.startswith("_")]
    for stated in (found, *extensions):
        for name, value in stated.items() if isinstance(stated, dict) else ():
            if isinstance(value, str) and name.lstrip("_").lower() in _JSON_RIGHTS:
                yield name, value.strip()


def feed_licences(markup: str) -> Iterator[str]:
    """Yield the Creative Commons licences of a feed or an entry, not of its media.

    >>> link = '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"/>'
    >>> list(feed_licences(link))
    ['https://creativecommons.org/licenses/by/4.0/']
    """
    for match in _LICENCE.finditer(markup):
        name, attributes = match[1].lower(), match[2]
        values = [html.unescape(one) for one in _AT.findall(attributes)]
        if name == "link" and _REL.search(attributes) is None:
            continue
        if name != "link" and not attributes.endswith("/"):
            text = markup[match.end() : match.end() + MAX_LICENCE]
            values.append(plain_words(_END.split(text)[0]))
        yield from (one for one in values if find_by_url(one) or find_by_words(one))


def plain_words(markup: str) -> str:
    """Return what a reader sees of an element's content.

    >>> plain_words("<![CDATA[&lt;b&gt;All&lt;/b&gt; &amp;c.]]>")
    'All  &c.'
    """
    bare = _CDATA.sub(lambda inner: inner[1], markup)
    return html.unescape(_TAG.sub(" ", html.unescape(bare))).strip()
