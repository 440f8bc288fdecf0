"""When may a host be asked again? Crawl-delay, Request-rate, Visit-time, back-off."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy.challenge import challenge
from newscrawler.policy.formats.http_status import LATER, status_words
from newscrawler.policy.formats.robots_lines import Record
from newscrawler.policy.hearing import DAY, retry_after
from newscrawler.policy.hearings import Hearings
from newscrawler.policy.model import Fault
from newscrawler.policy.record import Value, epoch, iso_time
from newscrawler.policy.visit_hours import next_visit, request_delay

FIRST_WAIT = 60.0
"""Seconds of the first back-off where Retry-After is silent; then doubled: ours."""

REFUSED_OFTEN = 3
"""Times that a host says 403 in a row before it is left alone for a day: ours."""

LONG = 5 * 60
"""Seconds between two requests for which a crawl does not wait: our choice."""

MOST_EASED = 60.0
"""Seconds beyond which a slow host's delay does not grow by itself: our choice."""

_SECONDS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:s(?:ec(?:ond)?s?)?\.?)?", re.IGNORECASE | re.ASCII
)

NO_HOURS = "its robots.txt asks for visits at other hours (Visit-time)"


@dataclass(frozen=True, slots=True)
class Pause:
    """A host asked us to wait: nothing is requested before ``until`` (epoch)."""

    until: float
    reason: str
    times: int = 1


def crawl_delay(records: Iterable[Record]) -> float | None:
    """Return the longest Crawl-delay in seconds, None if no record states one.

    Not in RFC 9309. A value that is no finite number >= 0 states nothing, but for the
    name of its unit and a comma in it.
    """
    found = (_number(one.value) for one in records if one.key == "crawl-delay")
    return max((delay for delay in found if delay is not None), default=None)


def _number(text: str) -> float | None:
    stated = _SECONDS.fullmatch(text)
    try:
        value = float(stated[1].replace(",", ".") if stated else text)
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


def eased_delay(delay: float, asked: float, latency: float) -> float:
    """Return the delay after an answer that took so many seconds: half way towards it.

    A host that answers slowly is asked more slowly, never sooner than ``asked``: as
    Scrapy's AutoThrottle reckons for one request at a time. Who asks for no delay at
    all is not slowed down.

    >>> eased_delay(1.0, 1.0, 5.0), eased_delay(3.0, 1.0, 0.2), eased_delay(0.0, 0.0, 9.0)
    (3.0, 1.6, 0.0)
    """
    return max(asked, min((delay + latency) / 2, MOST_EASED)) if asked else delay


class Pace:
    """When each host may be asked: what its robots.txt says, and what it answered."""

    def __init__(self, hearings: Hearings, agent: str) -> None:
        self._hearings = hearings
        self._agent = agent
        self._pauses: dict[str, Pause] = {}
        self._refused: dict[str, int] = {}
        self._changed: set[str] = set()

    def learn(self, page: Page, now: float) -> None:
        """Take in what a host answered; an answer that was under way ends no pause."""
        host = host_of(page.url)
        before, refused = self._pauses.get(host), self._refused.get(host)
        pause = self._day_off(host, page, now) or pause_after(page, now, before)
        if pause is not None:
            self._pauses[host] = pause
        elif before is not None and page.status < 400 and now >= before.until:
            del self._pauses[host]
        if (before, refused) != (self._pauses.get(host), self._refused.get(host)):
            self._changed.add(host)

    def take_changed(self) -> set[str]:
        """Return the hosts whose state changed since this was asked last."""
        found, self._changed = self._changed, set()
        return found

    def remembered(self, host: str) -> Value:
        """Return what is known of a host as JSON, None if nothing."""
        pause, refused = self._pauses.get(host), self._refused.get(host, 0)
        if pause is None and not refused:
            return None
        found: dict[str, Value] = {"refused": refused}
        if pause is not None:
            found |= {
                "until": iso_time(pause.until),
                "reason": pause.reason,
                "times": pause.times,
            }
        return found

    def restore(self, host: str, value: Value) -> None:
        """Take up what was known of a host; ValueError where it is something else.

        Of two pauses the longer one holds: another process wrote one of them.
        """
        if not isinstance(value, dict):
            raise ValueError("a pause is an object")
        refused, times = value.get("refused", 0), value.get("times", 1)
        if not isinstance(refused, int) or not isinstance(times, int):
            raise ValueError("refused and times are numbers")
        if refused:
            self._refused[host] = max(refused, self._refused.get(host, 0))
        known = self._pauses.get(host)
        until = epoch(str(value["until"])) if "until" in value else 0.0
        if until and (known is None or known.until < until):
            self._pauses[host] = Pause(until, str(value.get("reason")), times)

    def _day_off(self, host: str, page: Page, now: float) -> Pause | None:
        """Return a day's pause where a host does not want us: never to be evaded."""
        found = challenge(page)
        reason = found.quote if found is not None else None
        if page.status == HTTPStatus.FORBIDDEN:
            self._refused[host] = self._refused.get(host, 0) + 1
            if self._refused[host] >= REFUSED_OFTEN:
                reason = reason or f"{status_words(page.status)}, again and again"
        elif page.status < 400:
            self._refused.pop(host, None)
        return Pause(now + DAY, reason) if reason is not None else None

    def fault(self, url: str, now: float) -> Fault | None:
        """Return the fault of a URL whose host is still to be left alone."""
        pause = self._pauses.get(host_of(url))
        if pause is None or now >= pause.until:
            return None
        return Fault(url, f"its host asked us to wait: {pause.reason}", pause.until)

    def paused(self, now: float) -> int:
        """Return how many hosts are to be left alone."""
        return sum(now < one.until for one in tuple(self._pauses.values()))

    def closed(self, url: str, now: float) -> Fault | None:
        """Return the fault of a URL outside the hours in which its site wants us."""
        until = next_visit(self._records(url, "visit-time"), now)
        return Fault(url, NO_HOURS, until) if until is not None else None

    def delay(self, url: str, now: float) -> float | None:
        """Return the seconds between two requests that a site asks of us, or None."""
        asked = (
            crawl_delay(self._records(url, "crawl-delay")),
            request_delay(self._records(url, "request-rate"), now),
        )
        return max((one for one in asked if one is not None), default=None)

    def took(self, url: str, now: float) -> None:
        """Take down that a page was had, where the next is due long after.

        Who asks for an hour between two requests is come back to, not waited for.
        """
        delay = self.delay(url, now)
        if delay is not None and delay > LONG and self.fault(url, now) is None:
            reason = f"{delay:g} seconds between two requests"
            self._pauses[host_of(url)] = Pause(now + delay, reason)
            self._changed.add(host_of(url))

    def _records(self, url: str, key: str) -> Sequence[Record]:
        robots = self._hearings.robots(url)
        if robots is None or robots.robots is None or key not in robots.robots.keys:
            return ()
        return robots.robots.extensions(self._agent)
