"""How is each fault of a process brought about?"""

import signal
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from threading import Event

from newscrawler.storage.database import open_store
from tests.faults.crawls import STORE
from tests.faults.processes import Trial
from tests.wire.running import Started
from tests.wire.serving import Wire

LIMIT = "import resource; resource.setrlimit(resource.{name}, ({bound}, {bound}))\n"
MEMORY = """
import resource
from pathlib import Path
pages = int(Path("/proc/self/statm").read_text().split()[0])
bound = pages * resource.getpagesize() + {mebibytes} * 2**20
resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
"""
FULL = """
from sqlalchemy import event
from sqlalchemy.pool import Pool
event.listen(Pool, "connect",
             lambda one, _: one.execute("PRAGMA max_page_count = {pages}"))
"""
"""SQLite then says what it says of a full disk: SQLITE_FULL."""

DOOMED = "from tests.dying import doomed; doomed({act})\n"
JUMP = """
import itertools, time
def jumping(now=time.time, calls=itertools.count()):
    return now() + ({seconds} if next(calls) > 200 else 0.0)
time.time = jumping
"""
"""The clock jumps when it has been read two hundred times."""


def _signal(trial: Trial, wire: Wire) -> None:
    number = signal.Signals[trial.fault.signal]
    started: list[Started] = []
    is_there = Event()

    def send() -> None:
        is_there.wait()
        started[0].send(number)

    wire.acts[trial.draw] = send
    started.append(trial.start("signalled"))
    is_there.set()
    trial.wait(started[0])


def _doomed(trial: Trial, _wire: Wire) -> None:
    trial.crawl(DOOMED.format(act=trial.draw))


def _limit(trial: Trial, _wire: Wire) -> None:
    bound = trial.draw * trial.fault.unit
    trial.crawl(LIMIT.format(name=trial.fault.limit, bound=bound))


def _memory(trial: Trial, _wire: Wire) -> None:
    trial.crawl(MEMORY.format(mebibytes=trial.draw))


def _full(trial: Trial, _wire: Wire) -> None:
    trial.crawl(FULL.format(pages=trial.draw))


def _clock(trial: Trial, _wire: Wire) -> None:
    hours = 3600.0 * trial.draw
    trial.ahead += hours  # what a clock showed once may be waited for
    trial.crawl(JUMP.format(seconds=trial.fault.sign * hours))


def _read_only(trial: Trial, _wire: Wire) -> None:
    with closing(open_store(trial.uri)):
        pass  # there is one, and it may be read
    trial.crawl(store="sqlite:///file:store.db?mode=ro&uri=true")


def _locked(trial: Trial, wire: Wire) -> None:
    with closing(open_store(trial.uri)):
        pass
    file = trial.folder / "store.db"
    other = sqlite3.connect(file, 60.0, isolation_level=None, check_same_thread=False)
    with closing(other):
        wire.acts[trial.draw] = lambda: other.execute("BEGIN IMMEDIATE")
        trial.crawl(store=f"{STORE}?timeout=0.2")


def _two(trial: Trial, wire: Wire) -> None:
    is_time = Event()
    wire.acts[trial.draw] = is_time.set
    first = trial.start("first")
    assert is_time.wait(60.0), first.said()
    second = trial.start("second")
    trial.wait(first)
    trial.wait(second)


BEFALL: Mapping[str, Callable[[Trial, Wire], None]] = {
    "signal": _signal,
    "doomed": _doomed,
    "limit": _limit,
    "memory": _memory,
    "full": _full,
    "clock": _clock,
    "read-only": _read_only,
    "locked": _locked,
    "two": _two,
}
