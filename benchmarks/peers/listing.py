"""Which pages do sitemaps list?"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.request import urlopen

_LOC = re.compile(r"<loc>([^<]+)</loc>")


def listed(sitemaps: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that flat sitemaps of our own making name."""
    for sitemap in sitemaps:
        with urlopen(sitemap) as answer:  # noqa: S310  loopback, our own
            yield from map(unescape, _LOC.findall(answer.read().decode()))
