"""Is reading linear in what a site can send? ``python benchmarks/hostile.py``.

Each reader takes hostile input of two sizes, the second four times the first; the
growth of its time is about 4 where it is linear, 16 where it is quadratic, and about
1 where a bound cuts the input. The best of three runs each; a shared machine makes the
figures doubtful to a tenth or two. Ends with 1 where the growth is beyond ``LIMIT``.
"""

import gzip
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawler.downloading.decoding import WholeCompressionMiddleware
from newscrawler.downloading.documents import MAX_UNPACKED
from newscrawler.notices import find_notices, find_page_notices
from newscrawler.page import Page
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.rsl import read_rsl
from newscrawler.policy.formats.usage_preferences import read_usage

FACTOR = 4
LIMIT = 8.0
"""Growth beyond which a reader is called worse than linear: between 4 and 16."""

NOISE = 0.005
"""Seconds below which no growth is told: a timer and a cache make the difference."""

RUNS = 3
PATIENCE = 1.0
"""Seconds after which once is enough."""

US, URL = "newscrawler", "https://a.example/a"


@dataclass(frozen=True, slots=True)
class Attack:
    """A reader and what is sent to it, by a size."""

    name: str
    size: int
    made: Callable[[int], bytes]
    read: Callable[[bytes], object]


def stars(size: int) -> bytes:
    """Return rules that each match an a as often as may be, and then no b."""
    return b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*a*a*b$\n" * size


def ask(body: bytes) -> bool:
    """Read a robots.txt and ask it for a long path of a's."""
    return RobotsTxt.from_bytes(body).allows(US, f"https://a.example/{'a' * 2_000}")


def long_path(body: bytes) -> bool:
    """Ask one hostile rule for a path as long as the body."""
    path = body.decode("ascii")
    return RobotsTxt(stars(1).decode()).allows(US, f"https://a.example/{path}")


def groups(size: int) -> bytes:
    """Return so many groups, each of its own crawler."""
    return b"".join(b"User-agent: b%d\nDisallow: /\n" % at for at in range(size))


def read_uncut(body: bytes) -> bool:
    """Read groups without the bound on a document's bytes."""
    return RobotsTxt(body.decode("ascii")).allows(US, URL)


def agents(size: int) -> bytes:
    """Return one group of so many crawlers."""
    lines = b"".join(b"User-agent: b%d\n" % at for at in range(size))
    return lines + b"Disallow: /\n"


def laughs(size: int) -> bytes:
    """Return an RSL document whose entities grow tenfold, so many times."""
    entities = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(size))
    head = f'<!DOCTYPE rsl [<!ENTITY e0 "ha">{entities}]>'
    return f"{head}<rsl xmlns='https://rslstandard.org/rsl'>&e{size};</rsl>".encode()


def contents(size: int) -> bytes:
    """Return an RSL document of so many contents."""
    one = '<content url="/"><license><permits type="usage">all</permits></license>'
    inside = f"{one}</content>" * size
    return f"<rsl xmlns='https://rslstandard.org/rsl'>{inside}</rsl>".encode()


def unclosed_prohibits(size: int) -> bytes:
    """Return markup that is no XML, and that a salvaging pattern tries everywhere."""
    return b"<prohibits " * size


def unpack(body: bytes) -> bool:
    """Unpack a body within the bound on what a document may unpack to."""
    response = Response(URL, headers={"Content-Encoding": "gzip"}, body=body)
    request = Request(URL, meta={"download_maxsize": MAX_UNPACKED})
    try:
        unpacker().process_response(request, response)
    except DownloadCancelledError:
        return False
    return True


@cache
def unpacker() -> WholeCompressionMiddleware:
    """Return the middleware of a crawler that needs no reactor."""
    crawler = get_crawler(settings_dict={"TWISTED_REACTOR_ENABLED": False})
    return WholeCompressionMiddleware(crawler=crawler)


def rsl(body: bytes) -> object:
    """Read an RSL document, each time anew."""
    return read_rsl.__wrapped__(body)


def bomb(size: int) -> bytes:
    """Return a gzip member that unpacks to so many zeros."""
    return gzip.compress(bytes(size), 9)


def parse(body: bytes) -> object:
    """Parse a page, or find out why it is not parsed."""
    page = Page.from_html(body, URL)
    return page.problem or page.tree


def deep(size: int) -> bytes:
    """Return elements nested so deep."""
    return b"<div>" * size


def reopened(size: int) -> bytes:
    """Return formatting elements that every paragraph opens again."""
    return b"<p><font><b><i>" * size


def left_open(size: int) -> bytes:
    """Return formatting elements, no two alike, that are left open."""
    return b"".join(b"<p><font size=%d>x" % at for at in range(size))


def attributes(size: int) -> bytes:
    """Return one tag of so many attributes."""
    return b"<p " + b"".join(b"a%d=1 " % at for at in range(size)) + b">"


def quotes(size: int) -> bytes:
    """Return tags that never end, each in what may be the value of the last."""
    return b'<p a="' * size


def usage(body: bytes) -> object:
    """Read a Content-Usage header, salvaging what can be."""
    return read_usage(body.decode("ascii"), liberal=True)


def notices(body: bytes) -> object:
    """Look for reservations in a text."""
    return find_notices(body.decode())


def page_notices(body: bytes) -> object:
    """Look for reservations in a page."""
    return find_page_notices(Page.from_html(body, URL))


def keys(size: int) -> bytes:
    """Return JSON of so many keys, in values without an end."""
    return b"<script type=application/json>" + b'"legal": "x' * size


ATTACKS = (
    Attack("robots.txt: /*a*a*a…b$, many rules", 4_000, stars, ask),
    Attack("robots.txt: /*a*a*a…b$, a long path", 250_000, lambda n: b"a" * n, long_path),
    Attack("robots.txt: a million groups, uncut", 250_000, groups, read_uncut),
    Attack("robots.txt: a million groups, as cut", 250_000, groups, ask),
    Attack("robots.txt: crawlers of one group", 15_000, agents, ask),
    Attack("robots.txt: one line of 1 MiB", 2**18, lambda n: b"#" * n, ask),
    Attack("robots.txt: one rule of 1 MiB", 2**18, lambda n: b"Disallow: /" + b"*a" * (n // 2), ask),
    Attack("robots.txt: line ends alone", 2**18, lambda n: b"\n" * n, ask),
    Attack("Content-Usage: a long header", 2**16, lambda n: b"a=n," * (n // 4), usage),
    Attack("RSL: a billion laughs", 9, laughs, rsl),
    Attack("RSL: many contents", 600, contents, rsl),
    Attack("RSL: <prohibits without an end", 20_000, unclosed_prohibits, rsl),
    Attack("gzip: a bomb", 2**28, bomb, unpack),
    Attack("HTML: deep elements", 50_000, deep, parse),
    Attack("HTML: elements opened again", 16_000, reopened, parse),
    Attack("HTML: formatting left open", 4_000, left_open, parse),
    Attack("HTML: a megabyte of attributes", 32_000, attributes, parse),
    Attack("HTML: tags in quotes without an end", 16_000, quotes, parse),
    Attack("notices: acts that are refused", 20_000, lambda n: b"no AI " * n, notices),
    Attack("notices: lines of a list", 2_500, lambda n: b"- no AI:\n" * n, notices),
    Attack("notices: letters with blanks", 20_000, lambda n: b"a b c d " * n, notices),
    Attack("notices: quotations without an end", 10_000, lambda n: b'AI "no ' * n, notices),
    Attack("notices: addresses", 20_000, lambda n: b"AI.b@c.de/" * n, notices),
    Attack("notices: keys of embedded JSON", 20_000, keys, page_notices),
)  # fmt: skip


def seconds(attack: Attack, size: int) -> float:
    """Return the best time of some runs; making the input is not counted."""
    body = attack.made(size)
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        attack.read(body)
        found.append(time.perf_counter() - start)
        if found[-1] > PATIENCE:
            break
    return min(found)


def main() -> int:
    """Print a line for each attack."""
    logging.disable()  # Scrapy tells of each bomb
    sys.stdout.write(f"{'input':40}{'size':>10}{'ms':>10}{'ms x4':>10}{'growth':>9}\n")
    code = 0
    for attack in ATTACKS:
        small, large = (seconds(attack, attack.size * by) for by in (1, FACTOR))
        growth = large / small
        is_worse = growth > LIMIT and large > NOISE
        code = code or int(is_worse)
        sys.stdout.write(
            f"{attack.name:40}{attack.size:>10}{1000 * small:>10.2f}"
            f"{1000 * large:>10.2f}{growth:>9.1f}{'  !' if is_worse else ''}\n"
        )
        sys.stdout.flush()
    return code


if __name__ == "__main__":
    sys.exit(main())
