"""``doctor``: what it looks at, how it stands, and with which exit code it ends."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newscrawler.commands.doctor_checks import CHECKS
from tests.storage.ledgers import tamper
from tests.wire.running import Ran, run
from tests.wire.world import OPEN, World, story

FEED = 'feeds = ["https://paper.test/feed.xml"]\n'
RSS = "<rss version='2.0'><channel><item><link>https://paper.test/a-12345.html</link></item></channel></rss>"
FIXTURES = ("-s", "NEWSCRAWLER_FIXTURES=sites")
STORE = "newscrawler.db"
DAY = 24 * 60 * 60.0


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    pages = {"robots.txt": OPEN, "feed.xml": RSS, "a-12345.html": story("Boat")}
    world.site("paper.test", pages)
    world.source("paper.test", FEED)
    return world


def crawled(world: World) -> World:
    assert run(world.folder, "crawl", "news", *FIXTURES).code == 0
    return world


def doctor(world: World, *more: str) -> Ran:
    return run(world.folder, "doctor", *FIXTURES, *more)


def of(ran: Ran, check: str) -> list[str]:
    return [line for line in ran.out.splitlines() if line.split()[1] == f"{check}:"]


def change(world: World, script: str) -> None:
    with closing(sqlite3.connect(world.folder / STORE)) as connection:
        connection.executescript(script)


def test_all_is_well_where_a_crawl_has_been(world: World) -> None:
    ran = doctor(crawled(world))

    assert ran.code == 0
    assert {line.split()[0] for line in ran.out.splitlines()} == {"well"}, ran.out
    assert "well   ledger: run 1 is whole" in ran.out
    assert of(ran, "sources") == ["well   sources: 1 of 1 are fresh"]
    assert len(ran.out.splitlines()) >= len(CHECKS) - 1


def test_before_the_first_crawl_there_is_nothing_wrong_and_no_store_is_made(
    world: World,
) -> None:
    ran = doctor(world)

    assert ran.code == 0
    assert of(ran, "store") == ["well   store: there is none yet; a crawl makes it"]
    assert not (world.folder / STORE).exists()


def test_json_has_the_same(world: World) -> None:
    ran = doctor(crawled(world))
    found = json.loads(doctor(world, "--json").out)

    lines = [f"{one['standing']:6} {one['check']}: {one['words']}" for one in found]
    assert [one.split(":")[0] for one in lines] == [
        one.split(":")[0] for one in ran.out.splitlines()
    ]


def test_a_changed_record_is_broken_evidence(world: World) -> None:
    crawled(world)
    script = "UPDATE ledger SET record = replace(record, 'paper', 'taper') WHERE sequence = 3"
    tamper(world.folder / STORE, script)
    ran = doctor(world)

    assert ran.code == 5
    assert any("run 1, record 3" in line for line in of(ran, "ledger"))


def test_a_missing_record_is_broken_evidence(world: World) -> None:
    crawled(world)
    tamper(world.folder / STORE, "DELETE FROM ledger WHERE sequence = 3")

    assert doctor(world).code == 5


def test_a_store_that_is_none_is_wrong(world: World) -> None:
    (world.folder / STORE).write_bytes(b"This is a letter, no database. " * 40)
    ran = doctor(world)

    assert ran.code == 2
    assert "not a database" in of(ran, "store")[0]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (("-s", "ROBOTSTXT_OBEY=False"), "ROBOTSTXT_OBEY"),
        (("-s", "NEWSCRAWLER_PURPOSE=search"), "NEWSCRAWLER_PURPOSE: no such setting"),
        (("-s", "NEWSCRAWLER_SOURCES=nowhere"), "nowhere: not found"),
    ],
)
def test_a_setting_that_stops_a_crawl_is_wrong(
    world: World, settings: tuple[str, ...], words: str
) -> None:
    ran = doctor(world, *settings)

    assert ran.code == 2
    assert any(
        line.startswith("wrong ") and words in line for line in of(ran, "settings")
    )


def test_without_a_contact_no_network_crawl_is_odd(world: World) -> None:
    ran = run(world.folder, "doctor")

    assert ran.code == 0
    assert any("odd" in line and "CONTACT" in line for line in of(ran, "settings"))


def test_a_source_that_nobody_asks_is_stale(world: World) -> None:
    crawled(world)
    world.source("never.test", FEED)
    change(world, f"UPDATE decisions SET last_at = last_at - {3 * DAY}")
    found = of(doctor(world), "sources")

    assert any(
        "never-test: was never asked, though every = 60 min" in one for one in found
    )
    assert any("paper-test: was asked last 3 days ago" in one for one in found)
    assert found[-1] == "well   sources: 0 of 2 are fresh"


def test_a_source_that_gives_nothing_new_is_stale(world: World) -> None:
    crawled(world)
    change(world, f"UPDATE urls SET seen_at = seen_at - {3 * DAY}")
    ran = doctor(world)

    assert ran.code == 0
    assert "paper-test: is asked, and gives nothing new for 3 days" in ran.out


def test_a_clock_that_is_behind_is_wrong(world: World) -> None:
    crawled(world)
    tamper(world.folder / STORE, f"UPDATE runs SET ended_at = ended_at + {DAY}")
    ran = doctor(world)

    assert ran.code == 2
    assert "set the clock" in of(ran, "clock")[0]


def test_a_permission_that_ends_soon_is_odd(world: World) -> None:
    today = datetime.now(UTC).date()
    until = today + timedelta(days=9)
    world.source("paper.test", FEED + permission(today, until))
    ran = doctor(world)

    assert ran.code == 0
    assert any("exm-1" in line for line in of(ran, "permissions")), ran.out


def permission(first: date, last: date) -> str:
    return (
        '[[permission]]\nid = "exm-1"\ngrantor = "Paper Ltd"\n'
        'contact = "rights@paper.test"\nscope = ["paper.test/*"]\n'
        f'purposes = ["search"]\nvalid_from = {first}\nvalid_until = {last}\n'
        'document = "letter.pdf"\nsha256 = "' + "0" * 64 + '"\n'
    )


def test_a_mistake_is_one_line(world: World) -> None:
    for arguments in (("--jsno",), ("everything",)):
        ran = run(world.folder, "doctor", *arguments)
        assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1), ran.err
