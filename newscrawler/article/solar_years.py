"""Which common day is a day of the solar Hijri calendar, as Iran and Afghanistan count?"""

import re
from collections.abc import Mapping
from datetime import date

MONTHS_OF_31 = 6
"""Months of 31 days at the beginning of a year; the others have 30, the last 29 or 30."""

_EPOCH = 226_894
"""The proleptic Gregorian ordinal of the day before 1 Farvardin of the year 1."""

_NUMBERS = re.compile(
    r"(?<!\d)(1[34]\d\d)\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,2})(?!\d)"
)
_IN_WORDS = r"(?<!\d)(\d{{1,2}})\s+({})\s*(?:ماه)?\s*،?\s*(1[34]\d\d)(?!\d)"


def common_day(year: int, month: int, day: int) -> date | None:
    """Return the day in the Gregorian calendar, None if there is no such day.

    Leap years by the 33-year cycle, which agrees with the equinox from 1206 to 1498
    (K. M. Borkowski, "The Persian calendar for 3000 years", 1996).

    >>> common_day(1405, 3, 14), common_day(1404, 12, 30)
    (datetime.date(2026, 6, 4), None)
    """
    last = 31 if month <= MONTHS_OF_31 else 30 if month < 12 or _is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= last):
        return None
    before = 365 * (year - 1) + (8 * year + 21) // 33
    months = 30 * (month - 1) + min(month - 1, MONTHS_OF_31)
    return date.fromordinal(_EPOCH + before + months + day)


def _is_leap(year: int) -> bool:
    return (8 * (year + 1) + 21) // 33 > (8 * year + 21) // 33


def in_common_days(text: str, months: Mapping[str, int]) -> str:
    """Return a text with its days in the Gregorian calendar, years first.

    >>> in_common_days("14 خرداد 1405 - 12:30", {"خرداد": 3})
    '2026-06-04 - 12:30'
    """
    names = "|".join(sorted(map(re.escape, months), reverse=True))
    text = re.sub(
        _IN_WORDS.format(names),
        lambda m: _common(m[0], int(m[3]), months[m[2]], int(m[1])),
        text,
    )
    return _NUMBERS.sub(lambda m: _common(m[0], int(m[1]), int(m[2]), int(m[3])), text)


def _common(text: str, year: int, month: int, day: int) -> str:
    found = common_day(year, month, day)
    return found.isoformat() if found else text
