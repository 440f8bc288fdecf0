"""How is a chart drawn? As SVG by ourselves: bars in patterns, no script, no network.

Vega-Altair was measured for it (Altair 6.3.0, vl-convert's bundle of Vega, Vega-Lite and
Vega-Embed): 898 KB of script in each file for the same bars, nothing to see where no
script runs or the page is printed from a mail, and a Content-Security-Policy that has to
let that script run. These bars are 1 to 20 KB, need no script at all, are told by pattern
as well as by colour, and have the same numbers in a table after them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newscrawler.report.blocks import Chart, State

WIDTH, HEIGHT = 720, 220
"""Units of the drawing; it grows and shrinks with the page."""

LEFT, RIGHT, TOP, BOTTOM = 52, 8, 12, 28
GAP = 0.25
"""Part of a bar's step that is left free: our choice."""

WIDEST = 56.0
"""Units that a bar is wide, at most: one day alone is no wall."""

TICKS = 4
LABELS = 6
"""Lines and labels of the axes, at most: our choice."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar in units of the drawing; ``title`` says it in words."""

    x: float
    y: float
    width: float
    height: float
    state: State
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis, where it stands in units of the drawing."""

    at: float
    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in units of the drawing."""

    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    along: tuple[Tick, ...]
    base: float = HEIGHT - BOTTOM


def drawing(chart: Chart) -> Drawing:
    """Return where everything stands."""
    totals = [sum(column) for column in _columns(chart)] or [0]
    top = ceiling(max(totals))
    lines = range(0, top + 1, max(top // TICKS, 1))
    along = tuple(Tick(_height(one, top), one) for one in lines)
    return Drawing(tuple(_bars(chart, top)), tuple(_labels(chart.labels)), along)


def ceiling(number: int) -> int:
    """Return where an axis ends that has to hold a number, in four whole steps.

    >>> [ceiling(one) for one in (0, 3, 5, 61, 5801)]
    [4, 4, 8, 80, 6000]
    """
    power: int = 10 ** max(len(str(number)) - 2, 0)
    steps = (4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100)
    return next(one * power for one in steps if one * power >= number)


def _columns(chart: Chart) -> Iterator[tuple[int, ...]]:
    return zip(*(one.values for one in chart.series), strict=True)


def _height(number: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM), 2)


def _step(labels: Sequence[str]) -> float:
    return (WIDTH - LEFT - RIGHT) / max(len(labels), 1)


def _bars(chart: Chart, top: int) -> Iterator[Bar]:
    step = _step(chart.labels)
    width = min(step * (1 - GAP), WIDEST)
    for at, column in enumerate(_columns(chart)):
        x, under = LEFT + step * (at + 0.5) - width / 2, 0
        for series, number in zip(chart.series, column, strict=True):
            if number:
                y = _height(under + number, top)
                high = round(_height(under, top) - y, 2)
                title = f"{chart.labels[at]}: {series.name} {number}"
                place = round(x, 2), y, round(width, 2), high
                yield Bar(*place, series.state, title)
            under += number


def _labels(labels: Sequence[str]) -> Iterator[Tick]:
    each = -(-len(labels) // LABELS)
    for at in range(0, len(labels), max(each, 1)):
        yield Tick(round(LEFT + _step(labels) * (at + 0.5), 2), at, labels[at])
