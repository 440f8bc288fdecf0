"""Does a path pattern match? RFC 9309 section 2.2.2 and 2.2.3.

``*`` is any run of octets, ``$`` at the end an anchor, else a pattern matches where
a path begins with it. Linear in both, so that no site can make us slow: patterns
such as ``/*a*a*a*b`` are an attack on anything that backtracks.
"""

import re
from functools import lru_cache

from newscrawler.address import target

MAX_PATTERN = 2083
"""Octets of a pattern that is read; what Google's reader does."""

_PERCENT = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
)
_NO_URL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
"""What stands in no URL: RFC 3986 section 2."""
_INNER_DOLLAR = re.compile(r"\$(?!\Z)")
_RESERVED = re.compile(r"[:/?#\[\]@!'()+,;]")


def normal_pattern(text: str) -> str:
    """Return a pattern in the one spelling in which patterns are compared.

    Octets that stand in no URL are percent-encoded, unreserved ones decoded, the rest
    of the escapes upper-cased: RFC 9309 section 2.2.2. ``$`` is special at the end alone.

    >>> normal_pattern("/a%3cd%7e/ツ"), normal_pattern("/a$b c$")
    ('/a%3Cd~/%E3%83%84', '/a%24b%20c$')
    """
    return _INNER_DOLLAR.sub("%24", _one_spelling(text))


def _one_spelling(text: str) -> str:
    return _PERCENT.sub(_plain, _NO_URL.sub(_encoded, text))


def normal_target(text: str) -> str:
    """Return path and query in that spelling; ``*`` and ``$`` are ordinary there."""
    return _one_spelling(text).replace("*", "%2A").replace("$", "%24")


@lru_cache(maxsize=4096)
def normal_path(url: str) -> str:
    """Return path and query of a URL in that spelling: what patterns are put to.

    Each reader of a site's rules asks for the same one, so the last are remembered.
    """
    return normal_target(target(url))


def with_reserved_encoded(text: str) -> str:
    """Return the other spelling of RFC 9309's table: the query's reserved octets
    percent-encoded.

    >>> with_reserved_encoded("/foo?baz=https://foo.bar")
    '/foo?baz=https%3A%2F%2Ffoo.bar'
    """
    path, mark, query = text.partition("?")
    return path + mark + _RESERVED.sub(_encoded, query)


def _encoded(match: re.Match[str]) -> str:
    character = match[0]
    is_octet = "\udc80" <= character <= "\udcff"
    octets = character.encode("utf-8", "surrogateescape" if is_octet else "replace")
    return "".join(f"%{octet:02X}" for octet in octets)


def _plain(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def matches(pattern: str, target: str) -> bool:
    """Tell whether a normal pattern matches a normal target.

    >>> matches("/a*c$", "/abc"), matches("/a*c$", "/abcd"), matches("/a", "/abc")
    (True, False, True)
    """
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    if not rest:
        return not anchored or len(target) == len(first)
    return _rest_matches(rest, target, len(first), anchored=anchored)


def _rest_matches(pieces: list[str], target: str, at: int, *, anchored: bool) -> bool:
    """The leftmost place for each piece is enough: that is what makes it linear."""
    *middle, last = pieces
    for piece in middle:
        found = target.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if anchored:
        return target.endswith(last) and len(target) - len(last) >= at
    return target.find(last, at) >= 0
