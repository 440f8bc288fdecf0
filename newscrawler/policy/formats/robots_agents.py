"""Which crawlers does a user-agent line of robots.txt name? RFC 9309 section 2.2.1.

And which does it mean where it is out of the grammar: a list, a whole User-Agent.
"""

import re

from newscrawler.policy.formats.path_pattern import matches
from newscrawler.policy.formats.robots_lines import WHITE

QUOTES = "\"'`\u201c\u201d\u2018\u2019" + WHITE
"""What people put around a name or a path."""

_SHORT_TOKEN = re.compile("[A-Za-z_-]+")
_LONG_TOKEN = re.compile("[A-Za-z0-9_.-]+")
_BETWEEN = re.compile(r"[\s,;()]+")
"""What parts the names of a list, and the products of a whole User-Agent."""
_FOR_ALL = ("", "all", "any")


def is_product_token(text: str) -> bool:
    """Tell whether a crawler may call itself this, RFC 9309 section 2.2.1."""
    return bool(_SHORT_TOKEN.fullmatch(text))


def is_pattern_of(value: str, agent: str) -> bool:
    """Tell whether a value is a pattern, such as "*bot", of a token in lower case."""
    return "*" in value and value != "*" and matches(f"{value.lower()}$", agent)


def tokens_of(value: str) -> set[str]:
    """Return the product tokens that a user-agent value names, in lower case.

    The grammar's prefix, and the longer one of real tokens with digits and dots:
    "newscrawler/1.0" and "AI2Bot" name what they mean.
    """
    found = (_SHORT_TOKEN.match(value), _LONG_TOKEN.match(value))
    return {match[0].lower() for match in found if match}


def listed_tokens(value: str) -> set[str]:
    """Return what a list, or a whole User-Agent, names beyond its first token.

    ``*``: it stands in a comma list, or the line says "all" or nothing.
    """
    pieces = [piece.strip(WHITE) for piece in value.split(",")]
    first, *others = (piece.strip(QUOTES) for piece in pieces)
    if first != pieces[0]:  # in quotes: no token to the grammar
        others.append(first)
    is_for_all = (others and "*" in (first, *others)) or value.lower() in _FOR_ALL
    words = [word.strip(QUOTES) for word in _BETWEEN.split(value)[1:]]
    found = {token for piece in (*others, *words) for token in tokens_of(piece)}
    return found | ({"*"} if is_for_all else set())
