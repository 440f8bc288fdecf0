"""Which links does a Link header hold? RFC 8288 section 3.

https://www.rfc-editor.org/rfc/rfc8288.html. Linear, whatever the header.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARAMETER = r"""\s*+;\s*+(?P<name>[\w!\#$&+.^`|~*-]++)
    (?:\s*+=\s*+(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<token>[^\s;,"<]*+)))?+"""
_ONE = re.compile(_PARAMETER, re.VERBOSE | re.DOTALL | re.ASCII)
_SAME = re.sub(r"\(\?P<\w+>", "(?:", _PARAMETER)
_LINK = re.compile(rf"<([^<>]*+)>((?:{_SAME})*+)", re.VERBOSE | re.DOTALL | re.ASCII)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class HeaderLink:
    """A link: its target as written, relation types and media type in lower case.

    ``anchor`` is set where the link is about another resource than the response;
    ``text`` is the link as published.
    """

    target: str
    rel: frozenset[str]
    type: str
    anchor: str | None
    text: str


def read_links(line: str) -> Iterator[HeaderLink]:
    """Return the links of one header line; of a repeated parameter the first counts.

    >>> [one.target for one in read_links('</l.xml>; rel="license nofollow", <b>')]
    ['/l.xml', 'b']
    """
    for match in _LINK.finditer(line):
        parameters: dict[str, str] = {}
        for one in _ONE.finditer(match[2]):
            value = one["token"] or _ESCAPE.sub(r"\1", one["quoted"] or "")
            parameters.setdefault(one["name"].lower(), value)
        yield HeaderLink(
            match[1].strip(),
            frozenset(parameters.get("rel", "").lower().split()),
            media_type(parameters.get("type", "")),
            parameters.get("anchor"),
            match[0],
        )


def media_type(value: str) -> str:
    """Return a media type in lower case, without its parameters."""
    return value.partition(";")[0].strip().lower()
