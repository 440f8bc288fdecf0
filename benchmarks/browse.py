"""How long does each page of ``browse`` take? ``python -m benchmarks.browse [N] [URI]``.

Over a synthetic store of N articles (1,000,000), an SQLite file of its own or an empty
PostgreSQL database; one that is filled already is not filled again. Answers are those of
the application itself, without the socket. Of each page: the first answer, the median and
the longest of five more by the clock, and their median of this process's processor.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browse_store import NOW, WORDS, fill
from benchmarks.export import host_of_site, listings
from newscrawler.browse.app import App
from newscrawler.browse.asked import read_asked
from newscrawler.browse.opened import open_to_read
from newscrawler.browse.site import Site
from newscrawler.policy.record import iso_time
from newscrawler.storage.database import open_store
from newscrawler.terminal.talk import say

MILLION = 1_000_000
LIMIT = 0.2
"""Seconds a page: the bar."""
AGAIN = 5
"""Times that a page is asked for again."""

PAGES = """
the newest articles | /
far down the list | /?before={half}
the commonest word | /?q={common}
three of the commonest | /?q={common}+{second}+{third}
two middling words | /?q={middling}+{other}
a rare word | /?q={rare}
a word that is nowhere | /?q=xylophone
a phrase of common words | /?q="{common}+{second}"
a phrase that is nowhere | /?q="{common}+{rare}"
a beginning of common words | /?q=harg*
the same, far down | /?q=harg*&before={third_part}
Japanese | /?q=東京
a common word of a source | /?q={common}&source={source}
a source and a language | /?source={source}&language=id
a word of another language | /?q={common}&language=ja
a day | /?day={day}
a year and a source | /?day={year}&source={source}
an article | /articles/{half}
the newest decisions | /decisions
decisions far down | /decisions?after={middle},1
what was refused | /decisions?verdict=refuse
what was refused of a source | /decisions?verdict=refuse&source={source}
a signal's on a day | /decisions?signal=robots-rules&day={day}
what is not there | /decisions?verdict=defer&source={source}
a signal that never said so | /decisions?verdict=allow&signal=robots-rules
the sources | /sources
a source | /sources/{source}
a host | /hosts/{host}
"""


def pages(articles: int) -> Iterator[tuple[str, str]]:
    """Yield what is asked for, and its address."""
    middle = NOW + articles * 20.0
    values = {
        "half": articles // 2,
        "third_part": articles // 3,
        "middle": middle,
        "day": iso_time(middle)[:10],
        "year": iso_time(middle)[:4],
        "source": listings()[5].source,
        "host": host_of_site(5),
        **dict(zip(("common", "second", "third"), WORDS, strict=False)),
        **dict(zip(("middling", "other"), WORDS[400:], strict=False)),
        "rare": WORDS[-1],
    }
    for line in PAGES.strip().splitlines():
        what, _, address = line.partition(" | ")
        yield what, address.format(**values)


@dataclass(frozen=True)
class Took:
    """An answer: its bytes, and the seconds it took by the clock and of a processor."""

    size: int
    clock: float
    processor: float


def answered(app: App, address: str) -> Took:
    """Return what an answer takes."""
    path, _, query = address.partition("?")
    began, used = time.perf_counter(), time.process_time()
    answer = app.answer(read_asked(path, query))
    took = time.perf_counter() - began, time.process_time() - used
    assert answer.status == 200, (address, answer.status)
    return Took(len(answer.body), *took)


def measure(uri: str, articles: int) -> None:
    """Print how long each page takes."""
    slow = 0
    with closing(open_to_read(uri)) as store:
        app = App(Site(store, lambda: NOW + articles * 40.0), 8017)
        for what, address in pages(articles):
            first, *rest = (answered(app, address) for _ in range(1 + AGAIN))
            clock = sorted(one.clock for one in rest)
            used = sorted(one.processor for one in rest)
            slow += clock[AGAIN // 2] > LIMIT
            times = first.clock, clock[AGAIN // 2], clock[-1], used[AGAIN // 2]
            told = "".join(f"{1000 * one:7.0f}" for one in times)
            say(f"{what:30}{told} ms{first.size:9,} bytes")
    say(f"{slow} slower than {LIMIT * 1000:.0f} ms")


def main() -> None:
    """Fill a store, and ask for its pages."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "newscrawler.db"
        uri = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{file}"
        began = time.process_time()
        with closing(open_store(uri)) as store:
            if next(store.articles(), None) is None:
                fill(store, articles)
        say(f"{articles:,} articles, filled in {time.process_time() - began:.0f} s")
        measure(uri, articles)


if __name__ == "__main__":
    main()
