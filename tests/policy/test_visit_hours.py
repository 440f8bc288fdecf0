"""Do we keep to the hours and the rate that a robots.txt asks for?"""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.policy.formats.robots_lines import Record, read_records
from newscrawler.policy.visit_hours import (
    DAY,
    next_visit,
    read_windows,
    request_delay,
)

MIDNIGHT = 1_795_046_400.0
"""In UTC: 19 November 2026 begins."""


def at(clock: str) -> float:
    hours, minutes = clock.split(":")
    return MIDNIGHT + int(hours) * 3600 + int(minutes) * 60


def records(*lines: str) -> list[Record]:
    return list(read_records("\n".join(lines)))


def test_the_day_of_these_tests_begins_at_midnight() -> None:
    assert MIDNIGHT % DAY == 0


@pytest.mark.parametrize(
    ("says", "lines", "clock", "delay"),
    [
        ("one page in five seconds", ["Request-rate: 1/5"], "12:00", 5),
        ("seconds are the unit", ["Request-rate: 1/5s"], "12:00", 5),
        ("minutes", ["request-rate: 1/10m"], "12:00", 600),
        ("hours", ["Request-rate: 100/1h"], "12:00", 36),
        ("days", ["Request-rate: 24/1D"], "12:00", 3600),
        ("white space about the slash", ["Request-rate: 1 / 5 m"], "12:00", 300),
        ("a comment is no part of it", ["Request-rate: 1/5 # please"], "12:00", 5),
        ("inside its hours", ["Request-rate: 1/10m 0600-1800"], "12:00", 600),
        ("before its hours", ["Request-rate: 1/10m 0600-1800"], "05:59", None),
        ("its hours begin", ["Request-rate: 1/10m 0600-1800"], "06:00", 600),
        ("its hours are over", ["Request-rate: 1/10m 0600-1800"], "18:00", None),
        ("hours over midnight", ["Request-rate: 1/1m 2200-0400"], "23:30", 60),
        ("and after it", ["Request-rate: 1/1m 2200-0400"], "03:59", 60),
        ("and by day", ["Request-rate: 1/1m 2200-0400"], "12:00", None),
        ("the slowest of several", ["Request-rate: 1/5", "Request-rate: 1/9"], "12:00", 9),
        ("that hold now", ["Request-rate: 1/5", "Request-rate: 1/9 0000-0100"], "12:00", 5),
        ("house: hours that nobody can read are all day", ["Request-rate: 1/5 at night"], "12:00", 5),
        ("house: so are hours that are none", ["Request-rate: 1/5 2500-2600"], "12:00", 5),
        ("no page at all is no rate", ["Request-rate: 0/5"], "12:00", None),
        ("no time at all is no delay", ["Request-rate: 5/0"], "12:00", 0),
        ("a fraction is no rate", ["Request-rate: 0.5/1"], "12:00", None),
        ("nor is a negative one", ["Request-rate: -1/5"], "12:00", None),
        ("nor a number alone", ["Request-rate: 5"], "12:00", None),
        ("nor an unknown unit", ["Request-rate: 1/5w"], "12:00", None),
        ("nor a word", ["Request-rate: slow"], "12:00", None),
        ("nor nothing", ["Request-rate:"], "12:00", None),
        ("nor too many digits", ["Request-rate: 1/99999999999999"], "12:00", None),
        ("another record", ["Crawl-delay: 9", "Visit-time: 0100-0200"], "12:00", None),
        ("no record", [], "12:00", None),
    ],
    ids=str,
)  # fmt: skip
def test_request_delay(
    says: str, lines: list[str], clock: str, delay: float | None
) -> None:
    assert request_delay(records(*lines), at(clock)) == delay, says


@pytest.mark.parametrize(
    ("says", "lines", "clock", "until"),
    [
        ("the window is open", ["Visit-time: 0600-0845"], "07:00", None),
        ("it opens", ["Visit-time: 0600-0845"], "06:00", None),
        ("it has closed: tomorrow", ["Visit-time: 0600-0845"], "08:45", "30:00"),
        ("it has yet to open", ["visit-time: 0600-0845"], "05:59", "06:00"),
        ("over midnight, before it", ["Visit-time: 2200-0400"], "23:00", None),
        ("over midnight, after it", ["Visit-time: 2200-0400"], "03:59", None),
        ("over midnight, by day", ["Visit-time: 2200-0400"], "12:00", "22:00"),
        ("to the end of the day", ["Visit-time: 2200-2400"], "23:59", None),
        ("from 2400 there is nothing", ["Visit-time: 2400-0600"], "12:00", None),
        ("a window without length is the whole day", ["Visit-time: 0000-0000"], "12:00", None),
        ("house: each of several windows is open", ["Visit-time: 0100-0200", "Visit-time: 1100-1300"], "12:00", None),
        ("the next of several", ["Visit-time: 0100-0200", "Visit-time: 2100-2200"], "12:00", "21:00"),
        ("several in one line", ["Visit-time: 0100-0200, 2100-2200"], "12:00", "21:00"),
        ("house: a colon in the hours", ["Visit-time: 06:00-08:45 UTC"], "05:00", "06:00"),
        ("white space about the dash", ["Visit-time: 0600 - 0845"], "05:00", "06:00"),
        ("no such hours", ["Visit-time: 2500-2600"], "12:00", None),
        ("no such minutes", ["Visit-time: 0660-0800"], "12:00", None),
        ("too few digits", ["Visit-time: 600-845"], "12:00", None),
        ("too many digits", ["Visit-time: 060000-084500"], "12:00", None),
        ("a word", ["Visit-time: by night"], "12:00", None),
        ("nothing", ["Visit-time:"], "12:00", None),
        ("another record", ["Request-rate: 1/5 0100-0200"], "12:00", None),
        ("no record", [], "12:00", None),
    ],
    ids=str,
)  # fmt: skip
def test_next_visit(says: str, lines: list[str], clock: str, until: str | None) -> None:
    found = next_visit(records(*lines), at(clock))

    assert found == (None if until is None else at(until)), says


VALUES = st.text(max_size=30) | st.lists(
    st.sampled_from(["1", "/", "5", "m", " ", "0600", "-", "2400", "9999", "é", "٣"]),
    max_size=8,
).map("".join)
MOMENTS = st.floats(0, 4e9)
KEYS = st.sampled_from(["request-rate", "visit-time"])
READERS: list[Callable[[list[Record], float], float | None]] = [request_delay, next_visit]  # fmt: skip


@given(KEYS, VALUES, MOMENTS)
def test_no_value_makes_the_readers_raise_or_wait_forever(
    key: str, value: str, now: float
) -> None:
    said = [Record(1, key, value, value)]

    delay, until = request_delay(said, now), next_visit(said, now)

    assert delay is None or 0 <= delay < float("inf")
    assert until is None or now < until <= now + DAY


@given(st.lists(VALUES, min_size=1, max_size=3), VALUES, MOMENTS)
def test_one_more_rate_never_makes_us_faster(
    values: list[str], more: str, now: float
) -> None:
    said = [Record(1, "request-rate", value, value) for value in values]

    before = request_delay(said, now)
    after = request_delay([*said, Record(2, "request-rate", more, more)], now)

    assert before is None or (after is not None and after >= before)


@given(KEYS, VALUES, st.text(max_size=9), VALUES, MOMENTS)
def test_an_unknown_record_changes_nothing(
    key: str, value: str, unknown: str, other: str, now: float
) -> None:
    said = [Record(1, key, value, value)]
    more = [*said, Record(2, f"x-{unknown}", other, other)]

    for read in READERS:
        assert read(more, now) == read(said, now)


@given(VALUES, MOMENTS)
def test_when_a_window_opens_it_is_open(value: str, now: float) -> None:
    said = [Record(1, "visit-time", value, value)]
    until = next_visit(said, now)

    if until is not None:
        assert min(one.wait(round(until)) for one in read_windows(value)) == 0
