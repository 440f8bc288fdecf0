"""How does what ``doctor`` looks at stand, and with which exit code does it end?"""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newscrawler.commands.doctor_checks import CHECKS
from newscrawler.commands.doctor_settings import LENIENT
from newscrawler.storage.schema import REVISION
from tests.commands.doctoring import FEED, FIXTURES, STORE, doctor, of, paper
from tests.storage.ledgers import tamper
from tests.wire.running import run
from tests.wire.world import World

DAY = 24 * 60 * 60.0


@pytest.fixture
def world(tmp_path: Path) -> World:
    return paper(tmp_path)


def crawled(world: World) -> World:
    assert run(world.folder, "crawl", "news", *FIXTURES).code == 0
    return world


def change(world: World, script: str) -> None:
    with closing(sqlite3.connect(world.folder / STORE)) as connection:
        connection.executescript(script)


def test_all_is_well_where_a_crawl_has_been(world: World) -> None:
    ran = doctor(crawled(world))

    assert ran.code == 0
    assert {line.split()[0] for line in ran.out.splitlines()} == {"ok"}, ran.out
    assert "ok   ledger: 1 run is whole to the last checkpoint (1 " in ran.out
    assert of(ran, "sources") == ["ok   sources: 1 can be read, 1 of them are fresh"]
    assert of(ran, "migrations") == [f"ok   migrations: schema {REVISION}"]
    assert len(ran.out.splitlines()) == len(CHECKS)


def test_before_the_first_crawl_there_is_nothing_wrong_and_no_store_is_made(
    world: World,
) -> None:
    ran = doctor(world)

    assert ran.code == 0
    assert of(ran, "store") == ["ok   store: there is none yet; a crawl makes it"]
    assert not (world.folder / STORE).exists()


def test_json_has_the_same(world: World) -> None:
    ran = doctor(crawled(world))
    found = json.loads(doctor(world, "--json").out)

    assert [f"{one['standing']:4} {one['check']}" for one in found] == [
        line.split(":")[0] for line in ran.out.splitlines()
    ]
    assert all(
        one["words"] and (one["mend"] or one["standing"] == "ok") for one in found
    )


def test_a_changed_record_fails(world: World) -> None:
    crawled(world)
    script = "UPDATE ledger SET record = replace(record, 'paper', 'taper') WHERE sequence = 3"
    tamper(world.folder / STORE, script)
    ran = doctor(world)

    assert ran.code == 1
    assert any("run 1, record 3" in line for line in of(ran, "ledger"))


def test_a_missing_record_fails(world: World) -> None:
    crawled(world)
    tamper(world.folder / STORE, "DELETE FROM ledger WHERE sequence = 3")

    ran = doctor(world)
    assert ran.code == 1
    assert of(ran, "ledger")[0].startswith("fail ledger: run 1")


def test_a_store_that_is_none_fails(world: World) -> None:
    (world.folder / STORE).write_bytes(b"This is a letter, no database. " * 40)
    ran = doctor(world)

    assert ran.code == 1
    assert "not a database" in of(ran, "store")[0]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (("-s", "ROBOTSTXT_OBEY=False"), "ROBOTSTXT_OBEY"),
        (("-s", "NEWSCRAWLER_PURPOSE=search"), "NEWSCRAWLER_PURPOSE: no such setting"),
        (("-s", "NEWSCRAWLER_SOURCES=nowhere"), "nowhere: not found"),
    ],
)
def test_a_setting_that_stops_a_crawl_fails(
    world: World, settings: tuple[str, ...], words: str
) -> None:
    ran = doctor(world, *settings)

    assert ran.code == 1
    assert any(
        line.startswith("fail ") and words in line for line in of(ran, "settings")
    )


def test_without_a_contact_no_network_crawl_warns(world: World) -> None:
    ran = run(world.folder, "doctor")

    assert ran.code == 0
    assert any("warn" in line and "CONTACT" in line for line in of(ran, "settings"))


def test_a_source_that_nobody_asks_is_stale(world: World) -> None:
    crawled(world)
    world.source("never.test", FEED)
    change(world, f"UPDATE decisions SET last_at = last_at - {3 * DAY}")
    found = of(doctor(world), "sources")

    assert any(
        "never-test: was never asked, though every = 60 min" in one for one in found
    )
    assert any("paper-test: was asked last 3 days ago" in one for one in found)
    assert found[-1] == "ok   sources: 2 can be read, 0 of them are fresh"


def test_a_source_that_gives_nothing_new_is_stale(world: World) -> None:
    crawled(world)
    change(world, f"UPDATE urls SET seen_at = seen_at - {3 * DAY}")
    ran = doctor(world)

    assert ran.code == 0
    assert "paper-test: is asked, and gives nothing new for 3 days" in ran.out


def test_a_clock_that_is_behind_fails(world: World) -> None:
    crawled(world)
    tamper(world.folder / STORE, f"UPDATE runs SET ended_at = ended_at + {DAY}")
    ran = doctor(world)

    assert ran.code == 1
    assert "set the clock" in of(ran, "clock")[0]


def test_a_permission_that_ends_soon_warns(world: World) -> None:
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


@pytest.mark.parametrize("name", [one[0] for one in LENIENT])
def test_a_setting_that_is_let_pass_though_it_weakens_warns(
    world: World, name: str
) -> None:
    weak = {
        "NEWSCRAWLER_PROFILE": "spec",
        "NEWSCRAWLER_PROXY": "all",
        "NEWSCRAWLER_PRIVATE_HOSTS": "paper.test",
        "DOWNLOAD_DELAY": "0.2",
        "CONCURRENT_REQUESTS_PER_DOMAIN": "4",
        "COOKIES_ENABLED": "True",
        "DOWNLOAD_TIMEOUT": "900",
    }
    ran = doctor(world, "-s", f"{name}={weak[name]}")

    assert ran.code == 0
    (told,) = [one for one in of(ran, "settings") if one.startswith("warn ")]
    assert told.startswith(f"warn settings: {name}: ")
    assert "; " in told


def test_all_settings_that_weaken_are_named_at_once(world: World) -> None:
    weak = ("-s", "ROBOTSTXT_OBEY=0", "-s", "TELNETCONSOLE_ENABLED=True")
    found = [one for one in of(doctor(world, *weak), "settings") if "fail" in one]

    assert [one.split(": ")[1] for one in found] == [
        "ROBOTSTXT_OBEY",
        "TELNETCONSOLE_ENABLED",
    ]
    assert all(one.endswith("; leave it out") for one in found)


def test_an_older_schema_warns_and_is_not_brought_up(world: World) -> None:
    crawled(world)
    change(world, "UPDATE alembic_version SET version_num = '0009'")
    ran = doctor(world)

    assert ran.code == 0
    words = (
        f"warn migrations: the store's schema is 0009, this newscrawler's {REVISION}"
    )
    assert of(ran, "migrations")[0].startswith(words)
    assert of(doctor(world), "migrations") == of(ran, "migrations")


def test_a_newer_schema_fails(world: World) -> None:
    crawled(world)
    change(world, "UPDATE alembic_version SET version_num = '9999'")
    ran = doctor(world)

    assert ran.code == 1
    assert of(ran, "migrations")[0].endswith("; upgrade newscrawler")


def test_a_store_of_another_program_fails(world: World) -> None:
    change(world, "CREATE TABLE letters (words TEXT)")
    ran = doctor(world)

    assert ran.code == 1
    assert "holds tables of another program (letters)" in of(ran, "store")[0]


def test_a_key_that_others_may_read_fails(world: World) -> None:
    key = world.folder / "ledger.pem"
    key.write_text("a key", "utf-8")
    key.chmod(0o644)
    ran = doctor(world, "-s", "NEWSCRAWLER_LEDGER_KEY=ledger.pem")

    assert ran.code == 1
    mend = "others may read it; chmod 600 ledger.pem"
    assert of(ran, "ledger") == [
        f"fail ledger: NEWSCRAWLER_LEDGER_KEY: ledger.pem: {mend}"
    ]


def test_a_decision_that_is_to_come_fails(world: World) -> None:
    crawled(world)
    change(world, f"UPDATE decisions SET last_at = last_at + {DAY}")

    assert "and the newest that is stored is of" in of(doctor(world), "clock")[0]
