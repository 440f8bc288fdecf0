"""What a person should look at: permissions and readings that end."""

from dataclasses import replace
from datetime import date

import pytest

from newscrawler.policy.permission import Permission, Reading
from newscrawler.sources import Source, concerns

PERMISSION = Permission(
    "g-1", "G", ("g.example/*",), frozenset(), date(2026, 3, 1), date(2026, 12, 31)
)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 2, 28), "future: lifts nothing before 2026-03-01"),
        (date(2026, 3, 1), None),
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), "ending: ends on 2026-12-31"),
        (date(2026, 12, 31), "ending: ends on 2026-12-31"),
        (date(2027, 1, 1), "expired: lifts nothing: expired on 2026-12-31"),
    ],
)
def test_a_permission_is_announced_30_days_before_its_end(
    today: date, expected: str | None
) -> None:
    source = Source("g", "G", "https://g.example/", (), permissions=(PERMISSION,))

    found = [f"{one.standing.value}: {one.reason}" for one in concerns([source], today)]

    assert found == ([expected] if expected else [])


def test_an_unproven_permission_lifts_nothing_on_any_day() -> None:
    unproven = replace(PERMISSION, problem="x.pdf: sha256 differs")
    source = Source("g", "G", "https://g.example/", (), permissions=(unproven,))

    found = [str(one) for one in concerns([source], date(2026, 6, 1))]

    assert found == ["g: permission g-1: lifts nothing: x.pdf: sha256 differs"]


def test_a_reading_ends_too() -> None:
    reading = Reading("a" * 64, "a quotation", "legal desk", date(2026, 6, 1))
    source = Source("g", "G", "https://g.example/", (), readings=(reading,))

    found = [str(one) for one in concerns([source], date(2026, 6, 2))]

    assert found == ["g: reading aaaaaaaaaaaa: lifts nothing: expired on 2026-06-01"]
