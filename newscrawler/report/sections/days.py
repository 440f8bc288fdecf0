"""How much was kept and refused, day by day?"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from newscrawler.report.blocks import (
    Chart,
    Number,
    Paragraph,
    Row,
    Section,
    Series,
    State,
    day,
    table,
)
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View

MOST_BARS = 45
"""Bars of a chart: our choice. Beyond, they are of weeks, and then of months."""

MOST_DAYS = 31
"""Days of the table, the newest: our choice. The chart has them all."""

KINDS = (("kept", State.GOOD), ("refused", State.BAD), ("deferred", State.WAIT))
_OF_VERDICT = {"refuse": "refused", "defer": "deferred"}


def _days(view: View) -> Section | None:
    by_day = counted(view)
    if not by_day:
        return None
    words = view.words
    names = [words(f"days.{kind}") for kind, _ in KINDS]
    rows = (
        Row((day(one), *(Number(by_day[one][kind]) for kind, _ in KINDS)))
        for one in sorted(by_day, reverse=True)
    )
    told = table(
        words("days.caption"),
        (words("days.day"), *names),
        rows,
        words("days.rest"),
        MOST_DAYS,
    )
    meaning = Paragraph(words("days.meaning"))
    # one bar beside no other tells nothing that its number does not
    charts = (_chart(view, by_day),) if len(by_day) > 1 else ()
    return Section("days", words("days.title"), (meaning, *charts, told))


def counted(view: View) -> dict[date, Counter[str]]:
    """Return what became of URLs by day (UTC): kept, refused or deferred."""
    found: dict[date, Counter[str]] = {}
    for one in view.kept:
        on = date.fromisoformat(str(one.values[1]))
        found.setdefault(on, Counter())["kept"] += one.count
    for one in view.decided:
        kind = _OF_VERDICT.get(str(one.values[3]))
        if kind is not None:
            on = date.fromisoformat(str(one.values[0]))
            found.setdefault(on, Counter())[kind] += one.count
    return found


def _chart(view: View, by_day: Mapping[date, Counter[str]]) -> Chart:
    step, begin = _step(by_day)
    found: dict[date, Counter[str]] = {}
    for one, counts in by_day.items():
        found.setdefault(begin(one), Counter()).update(counts)
    every = _every(found, begin)
    words = view.words
    series = tuple(
        Series(words(f"days.{kind}"), state, tuple(_of(found, every, kind)))
        for kind, state in KINDS
    )
    totals = {kind: sum(one[kind] for one in by_day.values()) for kind, _ in KINDS}
    text = words("days.text", first=every[0], last=every[-1], **totals)
    labels = tuple(one.isoformat() for one in every)
    return Chart(words(f"days.{step}"), text, labels, series)


def _of(
    found: Mapping[date, Counter[str]], every: Iterable[date], kind: str
) -> Iterable[int]:
    return (found[one][kind] if one in found else 0 for one in every)


def _step(days: Iterable[date]) -> tuple[str, Callable[[date], date]]:
    every = sorted(days)
    many = (every[-1] - every[0]).days + 1
    if many <= MOST_BARS:
        return "by_day", lambda one: one
    if many <= 7 * MOST_BARS:
        return "by_week", lambda one: one - timedelta(days=one.weekday())
    return "by_month", lambda one: one.replace(day=1)


def _every(found: Iterable[date], begin: Callable[[date], date]) -> list[date]:
    """Return the days, weeks or months from the first to the last, none left out."""
    first, last = min(found), max(found)
    every = (first + timedelta(days=one) for one in range((last - first).days + 1))
    return list(dict.fromkeys(map(begin, every)))


SECTION = Maker({On.REPORT: 10}, _days)
