"""Bars are as high as their numbers, rows are bounded and counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.report.blocks import (
    MOST_ROWS,
    Chart,
    Row,
    Series,
    State,
    Text,
    table,
)
from newscrawler.report.chart import ceiling, drawing


@given(some.integers(0, 3 * MOST_ROWS))
def test_rows_are_bounded_and_the_others_are_counted(many: int) -> None:
    one = table("c", ("n",), (Row((Text(str(at)),)) for at in range(many)))

    assert (len(one.rows), len(one.rows) + one.more) == (min(many, MOST_ROWS), many)


@given(some.lists(some.tuples(some.integers(0, 10**9), some.integers(0, 10**9))))
def test_bars_stand_as_high_as_their_numbers(pairs: list[tuple[int, int]]) -> None:
    labels = tuple(map(str, range(len(pairs))))
    series = (
        Series("kept", State.GOOD, tuple(one for one, _ in pairs)),
        Series("refused", State.BAD, tuple(other for _, other in pairs)),
    )
    found = drawing(Chart("", "", labels, series))
    top = ceiling(max((sum(one) for one in pairs), default=0))

    assert len(found.bars) == sum(bool(one) for pair in pairs for one in pair)
    drawn = sum(one.height for one in found.bars)
    assert drawn == pytest.approx(
        180 * sum(map(sum, pairs)) / top, abs=0.03 * 2 * len(pairs) + 0.01
    )
    assert all(12 - 0.01 <= one.y <= 192 for one in found.bars)
