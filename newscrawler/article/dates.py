"""Which moment does a text name?"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from newscrawler.article.calendar_words import (
    UNITS,
    day_first,
    in_common_years,
    months,
    named_zone,
    spans,
    zones,
)
from newscrawler.article.plain import seen

MAX_LENGTH = 200
"""Characters of a text that are read for a date: our choice."""

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s{1,2}|,\s)(?=\d))?")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?[年년./]\s?(\d{1,2})\s?[月월./]\s?(\d{1,2})(?!\d)\s?[日일]?\.?"
)
_YEAR_LAST = re.compile(
    r"(?<![\d.])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?"
    r"(\d\d(?=[0-2]\d:\d\d)|(?:\d{4}|\d\d)(?!\d))"
)
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?:T?(?=\d{6})|(?!\d))")
_RUN_ON = re.compile(r"(?<=[^\W\d_]\s)(\d{1,2})(?=(?:19|20)\d\d(?!\d))")
"""A day that markup sets beside its year, without a space: "Apr 042013"."""
_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x80, 0x11000)
    if chr(code).isdecimal()
}
"""Decimal digits of other scripts, as ASCII."""
_EPOCH = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
_MARKS = "".join(
    chr(code)
    for code in range(0x300, 0x1000)
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
"""Signs that belong to the letter before them: ``\\w`` leaves them out."""
_TOKEN = re.compile(
    rf"\d+|[\u0e01-\u0e4e]+(?:\.[\u0e01-\u0e4e]+)*|[^\W\d_][^\W\d_{_MARKS}]*(?:[{_MARKS}]+[^\W\d_]*)*"
)
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_TIME = re.compile(
    r"(?<![\d.,+-])(\d{1,2})(?:\s?[:.h時시点點]\s?(\d{2})(?!\d)\s?[분分]?(?:[:.]?(\d{2})(?:[.,]\d{1,9})?\s?[초秒]?)?"
    r"|(?=\s?[ap]\.?m\b)|\s?[時시点點])",
    re.IGNORECASE,
)
_HALF = re.compile(r"\s?([ap])\.?m\b", re.IGNORECASE)
_AFTERNOON = ("오후", "午後", "下午", "晚上", "مساء")
_MORNING = ("오전", "午前", "上午")
_OFFSET = re.compile(
    r"\s*\(?(?:GMT|UTC)?\s?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE
)
_ZONE = re.compile(r"\s*\(?([^\W\d_]{1,4})\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read: ISO 8601, "second", "minute", "hour" or "day", and the text.

    ``counted`` is one that was counted back from the time of fetch.
    """

    iso: str
    precision: str
    raw: str
    counted: bool = field(default=False, repr=False, compare=False)

    @property
    def has_offset(self) -> bool:
        """Tell whether the time, if there is one, is known in UTC."""
        return "T" not in self.iso or self.iso[-6] in "+-"


@dataclass(frozen=True, slots=True)
class _Day:
    year: int
    month: int
    day: int
    start: int
    end: int


def read_moment(
    text: str, language: str | None = None, zone: str | None = None
) -> Moment | None:
    """Return the first moment that a text names with its year.

    A time that says no zone is in ``zone``, an IANA name; without one it has no offset.

    >>> read_moment("Kamis, 4 Juni 2026 14:30 WIB").iso
    '2026-06-04T14:30:00+07:00'
    >>> read_moment("3. Mai 2026"), read_moment("soon")
    (Moment(iso='2026-05-03', precision='day', raw='3. Mai 2026'), None)
    """
    return _read_moment(seen(text[: 2 * MAX_LENGTH])[:MAX_LENGTH], language, zone)


@lru_cache(maxsize=512)  # a page states one date in several places
def _read_moment(raw: str, language: str | None, zone: str | None) -> Moment | None:
    if _EPOCH.fullmatch(raw):
        found = datetime.fromtimestamp(int(raw[:10]), UTC)
        return Moment(found.isoformat(), "second", raw)
    text = raw if raw.isascii() else raw.translate(_DIGITS)
    text = _RUN_ON.sub(r"\1 ", in_common_years(text, language))
    day = _read_day(text, language)
    if day is None or not 1800 <= day.year <= 2200:
        return None
    return replace(_with_time(text, day, zone), raw=raw)


def _read_day(text: str, language: str | None) -> _Day | None:
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT):
        if match := pattern.search(text):
            year, month, day = (int(group) for group in match.groups())
            return _valid(year, month, day, match.span())
    return _day_in_words(text, language) or _three_numbers(text, language)


def _valid(year: int, month: int, day: int, span: tuple[int, int]) -> _Day | None:
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    return _Day(year, month, day, *span)


def _three_numbers(text: str, language: str | None) -> _Day | None:
    match = _YEAR_LAST.search(text)
    if match is None:
        return None
    first, second, year = (int(group) for group in match.groups())
    year += 2000 if year < 100 else 0
    month_first = "/" in match[0] and not day_first(language)
    if second > 12 or (first <= 12 and month_first):
        first, second = second, first
    return _valid(year, second, first, match.span())


def _day_in_words(text: str, language: str | None) -> _Day | None:
    """Read "3 June 2026", "June 3, 2026", "2026. június 3.", "3 de junio de 2026"."""
    known = months(language)
    tokens = list(_TOKEN.finditer(text))
    for at, token in enumerate(tokens):
        month = known.get(token[0].lower())
        if month is None:
            continue
        before = [t for t in tokens[max(0, at - 3) : at] if t[0].isdecimal()][-2:]
        after = [t for t in tokens[at + 1 : at + 5] if t[0].isdecimal()][:2]
        if found := _around(month, before, after, token):
            return found
    return None


def _around(
    month: int,
    before: list[re.Match[str]],
    after: list[re.Match[str]],
    token: re.Match[str],
) -> _Day | None:
    """Return the day when numbers beside a month are a day and a year."""
    ways = (
        (before[-1:], after[:1]),  # 3 June 2026
        (after[:1], after[1:2]),  # June 3, 2026
        (after[:1], before[-1:]),  # 2026. június 3.
    )
    for day, year in ways:
        if day and year and len(year[0][0]) == 4 and len(day[0][0]) <= 2:
            span = [token, day[0], year[0]]
            ends = (min(t.start() for t in span), max(t.end() for t in span))
            if found := _valid(int(year[0][0]), month, int(day[0][0]), ends):
                return found
    return None


def _with_time(raw: str, day: _Day, zone: str | None) -> Moment:
    date = datetime(day.year, day.month, day.day)
    rest = raw[: day.start] + "\n" + raw[day.end :]
    match = _TIME.search(rest, day.start) or _TIME.search(rest)
    if match is None:
        return Moment(date.date().isoformat(), "day", raw)
    hour, minute, second = (int(group or 0) for group in match.groups())
    end = match.end()
    if half := _HALF.match(rest, end):
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
        end = half.end()
    else:
        hour = _in_whole_day(hour, rest[max(0, match.start() - 5) : match.start()])
    if hour > 23 or minute > 59 or second > 59:
        return Moment(date.date().isoformat(), "day", raw)
    found = date.replace(hour=hour, minute=minute, second=second)
    found = found.replace(tzinfo=_stated_zone(rest, end) or named_zone(zone))
    return Moment(found.isoformat(), "second" if match[3] else "minute", raw)


def _in_whole_day(hour: int, before: str) -> int:
    """Return an hour of 24, of one that "afternoon" or "morning" may stand before."""
    if any(word in before for word in _AFTERNOON):
        return hour % 12 + 12
    return 0 if hour == 12 and any(word in before for word in _MORNING) else hour


def _stated_zone(text: str, end: int) -> tzinfo | None:
    """Return the zone that a time is followed by."""
    if match := _OFFSET.match(text, end):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    for match in _ZONE.finditer(text, end, end + 12):
        if zone := zones().get(match[1].lower()):
            return zone
    return None


def read_ago(text: str, language: str | None, now: float | None) -> Moment | None:
    """Return the moment of "2 jam lalu" or "vor 2 Stunden", counted back from ``now``.

    >>> read_ago("2 jam lalu", "id", 7200.0)
    Moment(iso='1970-01-01T00:00:00+00:00', precision='hour', raw='2 jam lalu')
    """
    raw = seen(text[:MAX_LENGTH])
    if now is None:
        return None
    lower = raw.lower()
    for number in _NUMBER.finditer(lower):
        lead, tail = lower[: number.start()].rstrip(), lower[number.end() :].lstrip()
        for words in spans(language):
            if unit := _unit_between(lead, tail, *words):
                return _back(int(number[0]), unit, now, raw)
    return None


def _unit_between(
    lead: str,
    tail: str,
    before: tuple[str, ...],
    after: tuple[str, ...],
    units: Mapping[str, str],
) -> str | None:
    """Return the unit if the words around a number say how long ago something was."""
    for name in sorted(units, key=len, reverse=True):
        if tail.startswith(name):
            rest = tail[len(name) :].lstrip(" .")
            past = after and rest.startswith(after)
            ended = not tail[len(name) : len(name) + 1].isalpha()
            if past or (before and ended and lead.endswith(before)):
                return units[name]
    return None


def _back(count: int, unit: str, now: float, raw: str) -> Moment | None:
    seconds = count * UNITS[unit]
    if not 0 <= seconds <= now:
        return None
    found = datetime.fromtimestamp(now - seconds, UTC).replace(second=0, microsecond=0)
    if unit == "hour":
        found = found.replace(minute=0)
    if unit in ("minute", "hour"):
        return Moment(found.isoformat(), unit, raw, counted=True)
    return Moment(found.date().isoformat(), "day", raw, counted=True)
