"""Which local time does a page print for a moment that it states in UTC?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from newscrawler.article.dates import Moment

WIDEST = timedelta(hours=14)
"""How far local time may be from UTC."""

STEP = timedelta(minutes=30)
"""What offsets are multiples of; Nepal's and two others are not found."""

_UTC = ("+00:00", "Z")


def in_local_time(stated: Moment, shown: Iterable[Moment]) -> Moment:
    """Return a moment stated in UTC with the offset of the clock that readers see.

    The instant stays the same. A shown time without an offset is the same instant if
    it is off by whole half hours; a shown day, if it begins so.

    >>> utc = Moment("2026-05-04T00:25:56+00:00", "second", "x")
    >>> in_local_time(utc, [Moment("2026-05-03T21:25:00", "minute", "y")]).iso
    '2026-05-03T21:25:56-03:00'
    """
    if not stated.iso.endswith(_UTC):
        return stated
    moment = datetime.fromisoformat(stated.iso)
    for one in shown:
        offset = _offset(moment, one)
        if offset is not None:
            local = moment.astimezone(timezone(offset))
            return replace(stated, iso=local.isoformat())
    return stated


def _offset(moment: datetime, shown: Moment) -> timedelta | None:
    """Return the offset of a shown time of the same minute, None if it is none."""
    if "T" not in shown.iso:
        return _midnight(moment, shown)
    other = datetime.fromisoformat(shown.iso)
    if other.tzinfo is not None:
        is_same = abs(other - moment) < timedelta(minutes=1)
        return other.utcoffset() if is_same else None
    start = moment.replace(second=0, microsecond=0)
    off = other.replace(second=0, microsecond=0, tzinfo=UTC) - start
    return off if abs(off) <= WIDEST and not off % STEP else None


def _midnight(moment: datetime, shown: Moment) -> timedelta | None:
    """Return the offset where a moment is the midnight that begins a shown day.

    Content systems that know the day alone state it so. West of Greenwich the day is
    the same in UTC, and any full hour might be meant.
    """
    off = datetime.fromisoformat(shown.iso).replace(tzinfo=UTC) - moment
    return off if timedelta(0) < off <= WIDEST and not off % STEP else None
