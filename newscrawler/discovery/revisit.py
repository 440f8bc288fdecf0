"""When is a feed, a section or an article worth asking for again?

All times are epoch seconds, all lengths seconds. Politeness is not settled here: a
host's pace and pauses may make a visit later, never earlier.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newscrawler.feed import UNSAID, Cadence

HOUR = 60 * 60.0
DAY = 24 * HOUR

FLOOR = 5 * 60.0
"""No listing is asked for sooner, whatever its operator and its site say: our choice."""

CEILING = 4 * 7 * DAY
"""And none later: a feed that sleeps may wake. Our choice."""

MAX_STATED = 1 * DAY
"""How much of a stated interval we believe: our choice. Caches state a year for all."""

FASTER = 0.5
SLOWER = 1.5
"""What a change, and none, makes of an interval: our choice. It comes to rest where
three visits in eight find something new."""

ARTICLE_AGES = (2 * HOUR, 8 * HOUR, 1 * DAY, 3 * DAY, 10 * DAY, 30 * DAY, 90 * DAY)
"""Ages at which an article is looked at again: our choice. Corrections come early."""

MISSES = 2
"""Answers of 404 in a row that make an article gone; one of 410 does: RFC 9110
section 15.5.11. Our choice: a site may have lost a page for an hour."""

LOOKED_FOR_AGAIN = 1 * DAY
"""Seconds after the first of those misses: our choice."""

_DIRECTIVE = re.compile(r'([a-z-]+)\s*(?:=\s*"?([^",]*)"?)?')


@dataclass(frozen=True, slots=True)
class Stated:
    """What an answer says of how long it holds: RFC 9111 section 4.2, RFC 9110 10.2.3.

    ``fresh_for`` is what is left of it at the visit; ``not_before`` by Retry-After.
    """

    fresh_for: float = 0.0
    not_before: float | None = None
    cadence: Cadence = UNSAID


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a listing is asked: ``every`` is its operator's word, and the least.

    ``interval`` is what its changes have made of that, None before the first visit.
    """

    every: float
    interval: float | None = None

    @property
    def least(self) -> float:
        """Return the shortest interval that the operator and we let pass."""
        return min(max(self.every, FLOOR), CEILING)

    @property
    def current(self) -> float:
        """Return the interval between two visits, before the site's own word."""
        return min(max(self.interval or self.least, self.least), CEILING)


def observed(rhythm: Rhythm, *, has_changed: bool) -> Rhythm:
    """Return the rhythm after a visit that found something new, or nothing.

    >>> observed(Rhythm(3600.0), has_changed=False).current
    5400.0
    """
    interval = rhythm.current * (FASTER if has_changed else SLOWER)
    return replace(rhythm, interval=min(max(interval, rhythm.least), CEILING))


def next_visit(visited_at: float, rhythm: Rhythm, stated: Stated) -> float:
    """Return when a listing is to be asked again.

    Never before its rhythm, its ttl, its max-age (both as far as we believe them) and
    its Retry-After; then the first hour that it does not ask us to leave out.
    """
    own = min(stated.cadence.interval or 0.0, MAX_STATED)
    cached = min(stated.fresh_for, MAX_STATED)
    earliest = visited_at + max(rhythm.current, own, cached)
    if stated.not_before is not None:
        earliest = max(earliest, min(stated.not_before, visited_at + CEILING))
    return _outside_skipped(earliest, stated.cadence)


def next_article_visit(
    found_at: float, visited_at: float, stated: Stated = Stated()
) -> float | None:
    """Return when an article is to be asked for again, None if never.

    ``found_at``: when we first had it. The visits are at ever greater ages, so that one
    that was missed is not made up for.
    """
    earliest = visited_at + min(stated.fresh_for, MAX_STATED)
    if stated.not_before is not None:
        earliest = max(earliest, min(stated.not_before, visited_at + CEILING))
    due = (found_at + age for age in ARTICLE_AGES)
    later = next((one for one in due if one > visited_at), None)
    return None if later is None else max(later, earliest)


def is_gone(statuses: Iterable[int]) -> bool:
    """Tell whether the last answers, first to last, say that an article is gone.

    >>> is_gone([200, 404]), is_gone([404, 404]), is_gone([200, 410])
    (False, True, True)
    """
    found = list(statuses)
    missed = found[-MISSES:]
    return found[-1:] == [410] or (
        len(missed) == MISSES and all(one in (404, 410) for one in missed)
    )


def read_stated(
    headers: Mapping[str, str], visited_at: float, cadence: Cadence = UNSAID
) -> Stated:
    """Return what an answer's headers say; names in lower case.

    What cannot be read says nothing. ``no-cache`` and ``no-store`` ask us to ask
    again, not to ask soon, so they say nothing either.
    """
    directives = _directives(headers.get("cache-control", ""))
    lifetime = _number(directives.get("max-age"))
    if lifetime is None and "max-age" not in directives:
        lifetime = _lifetime(headers)
    age = _number(headers.get("age")) or 0.0
    is_held = "no-cache" not in directives and "no-store" not in directives
    fresh_for = max((lifetime or 0.0) - age, 0.0) if is_held else 0.0
    not_before = _retry_at(headers.get("retry-after"), visited_at)
    return Stated(fresh_for, not_before, cadence)


def _directives(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in text.lower()[:1000].split(","):
        match = _DIRECTIVE.match(one.strip())
        if match is not None:
            found.setdefault(match[1], (match[2] or "").strip())
    return found


def _lifetime(headers: Mapping[str, str]) -> float | None:
    """Return Expires less Date: RFC 9111 section 4.2.1."""
    if "expires" not in headers:
        return None
    expires, date = _moment(headers["expires"]), _moment(headers.get("date"))
    return None if expires is None or date is None else expires - date


def _retry_at(text: str | None, visited_at: float) -> float | None:
    """Return when to come back by either form: RFC 9110 section 10.2.3."""
    seconds = _number(text)
    return visited_at + seconds if seconds is not None else _moment(text)


def _number(text: str | None) -> float | None:
    bare = (text or "").strip()
    return float(bare) if re.fullmatch("[0-9]{1,12}", bare) else None


def _moment(text: str | None) -> float | None:
    try:
        found = parsedate_to_datetime(text or "")
        return found.replace(tzinfo=found.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _outside_skipped(earliest: float, cadence: Cadence) -> float:
    """Return the first moment from then on that is in no hour or day to leave out.

    A feed that leaves out all of them leaves out none.
    """
    hours, days = cadence.skip_hours, cadence.skip_days
    if len(hours) == 24 or len(days) == 7:
        return earliest
    at = earliest
    while True:
        now = datetime.fromtimestamp(at, UTC)
        if now.weekday() in days:
            at = (at // DAY + 1) * DAY
        elif now.hour in hours:
            at = (at // HOUR + 1) * HOUR
        else:
            return at
