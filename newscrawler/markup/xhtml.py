"""How is XHTML read by a parser of HTML? Application/xhtml+xml, a page in XML.

What ends itself in XML does not in HTML: behind a ``<script/>`` all the rest of the page
would be script, and no reservation in it would be read. https://www.w3.org/TR/xhtml1/
appendix C, https://html.spec.whatwg.org/multipage/xhtml.html.
"""

import re

from selectolax.lexbor import LexborHTMLParser

from newscrawler.markup.bounds import bounded_tree

_SWALLOWS = (
    "iframe|noembed|noframes|option|plaintext|script|select|style|template|textarea"
    "|title|xmp"
)
"""Elements that HTML reads otherwise than others up to their end tag."""

_ATTRIBUTES = r"""(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+"""  # XML has no "<" in a value
_ENDED = re.compile(rf"<({_SWALLOWS})(?=[\s/])({_ATTRIBUTES})(?<=/)>", re.IGNORECASE)
_PREFIX = re.compile(
    r"""\sxmlns:([\w.-]{1,32})\s*=\s*["']http://www\.w3\.org/1999/xhtml["']"""
)
_MOST_PREFIXES = 4
"""Prefixes of XHTML's own names that are taken off: our choice."""


def xhtml_tree(text: str) -> tuple[LexborHTMLParser | None, str | None]:
    """Return the parsed document, or why it is none.

    Entities of its own would stand for words that nobody has read.
    """
    if "<!ENTITY" in text:
        return None, "XHTML with entities of its own"
    return bounded_tree(as_html(text))


def as_html(text: str) -> str:
    """Return XHTML as a parser of HTML takes it for the same.

    >>> as_html('<title/><h:p xmlns:h="http://www.w3.org/1999/xhtml">a</h:p>')
    '<title></title><p xmlns:h="http://www.w3.org/1999/xhtml">a</p>'
    """
    for prefix in tuple(dict.fromkeys(_PREFIX.findall(text)))[:_MOST_PREFIXES]:
        text = re.sub(rf"<(/?){re.escape(prefix)}:", r"<\1", text)
    return _ENDED.sub(_with_end_tag, text)


def _with_end_tag(match: re.Match[str]) -> str:
    return f"<{match[1]}{match[2].removesuffix('/')}></{match[1]}>"
