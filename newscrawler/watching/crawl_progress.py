"""How far is a crawl, for a person at a terminal? One line, written over itself."""

import sys
import time
from collections.abc import Callable

from rich.console import Console
from scrapy.utils.asyncio import create_looping_call

from newscrawler.report.outcome import Outcome, Outcomes
from newscrawler.report.summary import sentence
from newscrawler.storage.errors import StoreError
from newscrawler.terminal.talk import is_quiet

EVERY = 0.5
"""Seconds between two lines."""

COUNTED_EVERY = 10.0
"""Seconds between two counts of what waits in the store: our choice."""

ENOUGH = 10
"""URLs after which something can be said of those to come: our choice."""

CLEAR = "\r\x1b[K"
"""Back to the line's begin, and nothing on it."""

_ASKED = frozenset(Outcome) - {Outcome.NOT_DUE, Outcome.KNOWN}
"""What came of URLs that took time."""


class CrawlProgress:
    """Shows what came of URLs so far, and how long those that wait will take.

    ``waiting`` counts the URLs that wait; StoreError where nobody can tell.
    """

    def __init__(
        self, console: Console, outcomes: Outcomes, waiting: Callable[[], int]
    ) -> None:
        self._console = console
        self._outcomes = outcomes
        self._waiting = waiting
        self._began = self._counted_at = time.monotonic()
        self._left = ""
        self._loop = create_looping_call(self._show)

    def start(self) -> None:
        """Begin, if a person looks and wants to hear it."""
        if self._console.is_terminal and not is_quiet():
            self._began = self._counted_at = time.monotonic()
            self._loop.start(EVERY, now=False)

    def stop(self) -> None:
        """End, and leave the line empty."""
        if self._loop.running:
            self._loop.stop()
            self._console.print(CLEAR, end="")

    def _show(self) -> None:
        now = time.monotonic()
        if now - self._counted_at >= COUNTED_EVERY:
            self._counted_at = now
            self._left = self._count(now)
        line = f"{sentence(self._outcomes)}{self._left}"[: self._console.width - 1]
        sys.stderr.write(f"{CLEAR}{line}")
        sys.stderr.flush()

    def _count(self, now: float) -> str:
        try:
            waiting = self._waiting()
        except StoreError:  # the crawl will say it
            return ""
        done = sum(self._outcomes.total(one) for one in _ASKED)
        return time_left(done, waiting, now - self._began)


def time_left(done: int, waiting: int, passed: float) -> str:
    """Return how many wait and how long they take, if all is as before; seconds.

    >>> time_left(60, 120, 60.0)
    ' 120 wait, about 2 min left.'
    """
    if not waiting:
        return ""
    if done < ENOUGH:
        return f" {waiting} wait."
    left = waiting * passed / done
    for seconds, unit in ((3600.0, "h"), (60.0, "min")):
        if left >= seconds:
            return f" {waiting} wait, about {left / seconds:.0f} {unit} left."
    return f" {waiting} wait, about {left:.0f} s left."
