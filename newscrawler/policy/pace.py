"""When may a host be asked again? Crawl-delay, Retry-After and back-off."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy.formats.http_status import LATER, status_words
from newscrawler.policy.formats.robots_lines import Record
from newscrawler.policy.hearing import DAY, retry_after
from newscrawler.policy.model import Fault

FIRST_WAIT = 60.0
"""Seconds of the first back-off where Retry-After is silent; then doubled: ours."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A host asked us to slow down: nothing is requested before ``until`` (epoch)."""

    until: float
    reason: str
    times: int = 1


def crawl_delay(records: Iterable[Record]) -> float | None:
    """Return the longest Crawl-delay in seconds, None if no record states one.

    Not in RFC 9309. A value that is no finite number >= 0 states nothing.
    """
    found = (_number(one.value) for one in records if one.key == "crawl-delay")
    return max((delay for delay in found if delay is not None), default=None)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def pause_after(page: Page, now: float, before: Pause | None) -> Pause | None:
    """Return the pause that an answer asks for: 429, 503 and their like; None if none."""
    if page.status not in (*LATER, 503):
        return None
    times = before.times + 1 if before is not None else 1
    until = before.until if before is not None else now
    wait = retry_after(page.header("retry-after"), now)
    if wait is None:
        wait = min(FIRST_WAIT * 2 ** min(times - 1, 20), DAY)
    return Pause(max(now + wait, until), status_words(page.status), times)


class Pauses:
    """The hosts that asked us to slow down, each until it answers again."""

    def __init__(self) -> None:
        self._found: dict[str, Pause] = {}

    def learn(self, page: Page, now: float) -> None:
        """Take in what a host answered; an answer that was under way ends no pause."""
        host = host_of(page.url)
        before = self._found.get(host)
        pause = pause_after(page, now, before)
        if pause is not None:
            self._found[host] = pause
        elif before is not None and page.status < 400 and now >= before.until:
            del self._found[host]

    def fault(self, url: str, now: float) -> Fault | None:
        """Return the fault of a URL whose host is still to be left alone."""
        pause = self._found.get(host_of(url))
        if pause is None or now >= pause.until:
            return None
        return Fault(url, f"its host asked us to wait: {pause.reason}", pause.until)
