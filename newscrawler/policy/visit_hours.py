"""When, and how seldom, does robots.txt want us? Request-rate and Visit-time.

Neither is in RFC 9309: both come from Sean Conner's extended standard (1996, 2002),
http://www.conman.org/people/spc/robots2.html, and some sites still write them.

    Request-rate: pages "/" time [ "s" | "m" | "h" | "d" ] [ HHMM "-" HHMM ]
    Visit-time: HHMM "-" HHMM          (both in UTC; may wrap midnight)

A value that is neither states nothing. House rules: of several rates the slowest,
a rate whose hours nobody can read holds all day, of several windows each is open.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newscrawler.policy.formats.robots_lines import Record

DAY = 24 * 60 * 60

_UNITS = {"": 1, "s": 1, "m": 60, "h": 60 * 60, "d": DAY}
_RATE = re.compile(
    r"([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*([smhd]?)(?:\s+(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_HOURS = re.compile(r"(?<![\d:])(\d\d):?(\d\d)\s*-\s*(\d\d):?(\d\d)(?![\d:])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of every day, in seconds since midnight UTC; ``start`` >= ``end`` wraps."""

    start: int
    end: int

    def wait(self, now: float) -> float:
        """Return the seconds until the window is open, 0 if it is."""
        at = now % DAY
        if (at - self.start) % DAY < ((self.end - self.start) % DAY or DAY):
            return 0.0
        return (self.start - at) % DAY


def request_delay(records: Iterable[Record], now: float) -> float | None:
    """Return the longest delay in seconds that a Request-rate asks for now, or None."""
    values = (one.value for one in records if one.key == "request-rate")
    found = (_delay(value, now) for value in values)
    return max((delay for delay in found if delay is not None), default=None)


def next_visit(records: Iterable[Record], now: float) -> float | None:
    """Return until when (epoch seconds) Visit-time makes us wait, None if not at all."""
    values = (one.value for one in records if one.key == "visit-time")
    waits = [window.wait(now) for value in values for window in read_windows(value)]
    return now + min(waits) if waits and min(waits) > 0 else None


def _delay(value: str, now: float) -> float | None:
    match = _RATE.fullmatch(value)
    if match is None or int(match[1]) == 0:
        return None
    windows = read_windows(match[4] or "")
    if windows and all(window.wait(now) > 0 for window in windows):
        return None
    return int(match[2]) * _UNITS[match[3].lower()] / int(match[1])


def read_windows(value: str) -> list[Window]:
    """Return the hours that a value names, 0000 to 2400; none if it names none.

    >>> read_windows("0600-0845"), read_windows("2500-2600")
    ([Window(start=21600, end=31500)], [])
    """
    found = []
    for match in _HOURS.finditer(value):
        hour, minute, last_hour, last_minute = (int(part) for part in match.groups())
        start, end = hour * 60 + minute, last_hour * 60 + last_minute
        if minute < 60 and last_minute < 60 and start < 24 * 60 and end <= 24 * 60:
            found.append(Window(start * 60, end * 60))
    return found
