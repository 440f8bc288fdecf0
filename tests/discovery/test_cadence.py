"""How often a feed asks to be asked, and when its entries are from."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.feed import Cadence, read_feed
from newscrawler.feed.cadence import read_cadence

AT = "https://a.example/feed"
SY = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


def period(name: str, times: str) -> str:
    return (
        f"<sy:updatePeriod>{name}</sy:updatePeriod>"
        f"<sy:updateFrequency>{times}</sy:updateFrequency>"
    )


def cadence(inside: str) -> Cadence:
    body = f"<rss version='2.0' {SY}><channel>{inside}</channel></rss>".encode()
    feed = read_feed(body, AT)
    assert feed is not None
    return feed.cadence


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("", Cadence()),
        ("<ttl>90</ttl>", Cadence(5400.0)),
        ("<ttl> 90 </ttl>", Cadence(5400.0)),
        ("<ttl>soon</ttl>", Cadence()),
        ("<ttl>0</ttl>", Cadence()),
        ("<ttl>-5</ttl>", Cadence()),
        ("<ttl>99999999</ttl>", Cadence()),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", Cadence(3600.0)),
        (period("Hourly", "2"), Cadence(1800.0)),
        (period("daily", "0"), Cadence(86400.0)),
        (
            "<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>",
            Cadence(3600.0),
        ),
        (
            "<skipHours><hour>0</hour><hour> 2 </hour><hour>24</hour></skipHours>",
            Cadence(skip_hours=frozenset({0, 2})),
        ),
        ("<skipHours><hour>25</hour><hour>x</hour></skipHours>", Cadence()),
        ("<hour>3</hour>", Cadence()),
        (
            "<skipDays><day>Sunday</day><day>saturday</day><day>Someday</day></skipDays>",
            Cadence(skip_days=frozenset({5, 6})),
        ),
    ],
)
def test_what_a_feed_says_of_its_cadence(inside: str, found: Cadence) -> None:
    assert cadence(inside) == found


@given(some.binary(), some.text(), some.text(), some.text())
def test_no_words_make_it_raise(
    body: bytes, ttl: str, period: str, frequency: str
) -> None:
    found = read_cadence(body, ttl=ttl, period=period, frequency=frequency)

    assert found.interval is None or found.interval > 0
    assert found.skip_hours <= set(range(24))
    assert found.skip_days <= set(range(7))


@pytest.mark.parametrize(
    ("date", "epoch"),
    [
        ("Mon, 02 Nov 2026 10:00:00 +0700", 1793588400.0),
        ("Mon, 02 Nov 2026 03:00:00 GMT", 1793588400.0),
        ("2026-11-02T10:00:00+07:00", 1793588400.0),
        ("2026-11-02", 1793577600.0),
        ("soon", None),
        ("", None),
    ],
)
def test_when_an_entry_is_from(date: str, epoch: float | None) -> None:
    item = f"<item><link>/1</link><pubDate>{date}</pubDate></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()

    feed = read_feed(body, AT)

    assert feed is not None
    (entry,) = feed.entries
    assert (entry.published, entry.published_at) == (date or None, epoch)


@pytest.mark.parametrize(
    ("date", "epoch"),
    [
        ("2026-11-02T10:00:00+07:00", 1793588400.0),
        ("2026-11-02T03:00:00Z", 1793588400.0),
        ("2026-11-02T03:00:00", 1793588400.0),
        ("soon", None),
        ("2026-13-02T03:00:00", None),
    ],
)
def test_when_an_item_of_a_json_feed_is_from(date: str, epoch: float | None) -> None:
    items = f'[{{"url": "/1", "date_published": "{date}"}}]'
    body = f'{{"version": "https://jsonfeed.org/version/1", "items": {items}}}'

    feed = read_feed(body.encode(), AT)

    assert feed is not None
    (entry,) = feed.entries
    assert (entry.published, entry.published_at) == (date, epoch)
