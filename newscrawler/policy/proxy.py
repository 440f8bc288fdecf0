"""How many crawlers must a site turn away before it reserves their use?

Opt-out by proxy is an inference, and the operator may ask for more than one token of
a purpose's list. House rule: reference section 3.5.
"""

from enum import Enum
from typing import TypeAlias

MOST = 99
"""The highest number that may be asked for: our choice, no list is that long."""


class Share(Enum):
    """How many of the crawlers that robots.txt names."""

    MAJORITY = "majority"
    ALL = "all"


Proxy: TypeAlias = int | Share
"""A number of crawlers, from 1, or a share of those named."""


def read_proxy(value: object) -> Proxy:
    """Return what a number or a word asks for; ValueError where it is neither.

    >>> read_proxy("2"), read_proxy("all")
    (2, <Share.ALL: 'all'>)
    """
    if isinstance(value, Share):
        return value
    words = str(value).strip().lower()
    if words in (share.value for share in Share):
        return Share(words)
    is_number = words.isascii() and words.isdigit() and len(words) < 3
    if isinstance(value, bool) or not is_number or int(words) < 1:
        raise ValueError(f"proxy is 1 to {MOST}, majority or all, not {value!r}")
    return int(words)


def proxy_value(proxy: Proxy) -> int | str:
    """Return such a thing as JSON has it."""
    return proxy.value if isinstance(proxy, Share) else proxy


def is_reserved(proxy: Proxy, denied: int, named: int, listed: int) -> bool:
    """Tell whether so many of the crawlers that a site names are enough.

    ``listed``: how many stand for the purpose. Who asks for more asks for them all:
    no number says that nothing is ever reserved.

    >>> is_reserved(Share.MAJORITY, 1, 2, 9), is_reserved(Share.MAJORITY, 2, 3, 9)
    (False, True)
    """
    if denied < 1:
        return False
    if proxy is Share.ALL:
        return denied >= named
    if proxy is Share.MAJORITY:
        return 2 * denied > named
    return denied >= min(proxy, listed)
