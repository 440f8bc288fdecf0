"""Pages out of an archive pass the same gate, with the policies of then or of now."""

from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.spiders.archive import ArchiveSpider
from newscrawler.storage.database import open_store
from tests.archived import (
    RESERVED,
    ROBOTS,
    TDMREP,
    A,
    answer,
    document,
    last,
    listed,
    origin,
    page,
    read,
    record,
)
from tests.crawling import crawl
from tests.wire.world import CLOSED, World, story
from tests.wire.world import OPEN as LETS_IN


@pytest.fixture
def world(tmp_path: Path) -> World:
    return listed(tmp_path)


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_is_kept_as_it_was_archived(world: World, packed: bool) -> None:  # noqa: FBT001
    crawled = read(world, document(ROBOTS, LETS_IN), page(), packed=packed)
    (article,) = crawled.articles()

    assert article.url == A
    assert article.metadata.dateDownloaded == "2024-05-01T12:00:00+00:00"
    assert article.metadata.warc == f"old.warc{'.gz' if packed else ''}#urn:uuid:Rain"
    assert A not in crawled.requests


def test_the_decision_says_which_policy_is_of_then_and_which_of_now(
    world: World,
) -> None:
    said = origin(read(world, document(ROBOTS, LETS_IN), page()))

    then, _, now = said.partition("; as of now: ")
    assert then == f"out of old.warc.gz#urn:uuid:Rain; as captured: {ROBOTS}"
    assert TDMREP in now
    assert ROBOTS not in now


def test_a_policy_of_then_refuses_what_one_of_now_would_not(world: World) -> None:
    found = last(read(world, page(), document(ROBOTS, CLOSED)))

    assert found.verdict is Verdict.REFUSE
    (denial,) = found.deciding
    assert denial.document == ROBOTS
    assert denial.fetched_at == 1714564800.0


def test_a_captured_reservation_is_heard_wherever_it_stands(world: World) -> None:
    robots = document(ROBOTS, LETS_IN)
    found = last(read(world, page(), robots, document(TDMREP, RESERVED)))

    assert found.verdict is Verdict.REFUSE
    assert {one.document for one in found.deciding} == {TDMREP}


def test_what_the_archive_lacks_is_asked_for_today(world: World) -> None:
    world.site("a.example", {"robots.txt": CLOSED})
    crawled = read(world, page())

    assert last(crawled).verdict is Verdict.REFUSE
    assert ROBOTS in crawled.requests
    assert "as of now: https://a.example/robots.txt" in origin(crawled)


def test_no_document_is_asked_for_against_todays_robots_txt(world: World) -> None:
    world.site("a.example", {"robots.txt": CLOSED})
    crawled = read(world, document(ROBOTS, LETS_IN), page())

    assert set(crawled.requests) == {ROBOTS}


def test_a_policy_of_another_day_is_not_of_then(world: World) -> None:
    robots = document(ROBOTS, CLOSED, "2024-04-30T11:59:59Z")
    found = read(world, robots, page())

    assert last(found).verdict is Verdict.ALLOW
    assert "as captured" not in origin(found)


def test_the_last_policy_before_the_page_counts(world: World) -> None:
    both = (
        document(ROBOTS, LETS_IN, "2024-05-01T10:00:00Z"),
        document(ROBOTS, CLOSED, "2024-05-01T13:00:00Z"),
    )
    later = page("https://a.example/b", "2024-05-01T14:00:00Z", "Snow")
    crawled = read(world, *both, page(), later)

    assert last(crawled).verdict is Verdict.ALLOW
    assert last(crawled, "https://a.example/b").verdict is Verdict.REFUSE


def test_a_site_that_cannot_be_heard_today_defers(world: World) -> None:
    world.site("a.example", {}, '["/robots.txt"]\nstatus = 503\n')
    found = last(read(world, page()))

    assert found.verdict is Verdict.DEFER


def test_a_notice_on_the_page_refuses(world: World) -> None:
    words = "<footer><p>Scraping this website to train AI models is prohibited.</p>"
    text = story("Rain").replace("</body>", f"{words}</footer></body>").encode()
    other = page("https://a.example/b", name="Snow")
    crawled = read(world, record(A, answer(text)), other)

    assert last(crawled).verdict is Verdict.REFUSE
    assert last(crawled, "https://a.example/b").verdict is Verdict.REFUSE, "its site's"
    assert crawled.articles() == []


def test_a_host_that_is_not_listed_is_refused_unread(world: World) -> None:
    found = read(world, page("https://b.example/b"), document(ROBOTS, LETS_IN), page())

    assert last(found, "https://b.example/b").verdict is Verdict.REFUSE
    assert [one.url for one in found.articles()] == [A]
    assert not [one for one in found.requests if "b.example" in one]


def test_what_an_archive_says_is_not_heard_of_a_host_today(world: World) -> None:
    """Who makes an archive could else have a live crawl believe it."""
    crawled = read(world, document(ROBOTS, LETS_IN), document(TDMREP, RESERVED), page())
    store = open_store(crawled.store)
    (refusing,) = last(crawled).deciding
    heard, kept = store.hearing(TDMREP), store.document(refusing.sha256 or "")
    store.close()

    assert heard is not None
    assert heard.document.status == 404, "what the site says today"
    assert kept is not None
    assert kept.body == RESERVED, "and yet it is evidence"


def test_a_second_reading_keeps_nothing_twice(world: World) -> None:
    records = document(ROBOTS, LETS_IN), page()
    read(world, *records)
    again = read(world, *records)

    assert len(again.articles()) == 1
    assert again.items == []


OBJECTION = """who = "Ann Archivist"
when = 2026-01-01
scope = ["a.example/*"]
contact = "ann@a.example"
"""


def test_who_objects_is_heard_for_archived_pages_too(world: World) -> None:
    folder = world.folder / "objections"
    folder.mkdir()
    (folder / "ann.toml").write_text(OBJECTION, "utf-8")
    file = world.folder / "old.warc"
    file.write_bytes(document(ROBOTS, LETS_IN) + page())
    known = world.settings(NEWSCRAWLER_OBJECTIONS=str(folder))

    crawled = crawl(ArchiveSpider, world.folder, known, warc=str(file))

    assert crawled.articles() == []
    assert [one.signal for one in last(crawled).deciding] == ["objection"]


def test_an_archived_copy_of_what_its_origin_refused_is_refused(world: World) -> None:
    words = "".join(
        f"<p>On the {day}th day the keeper of the light wrote down the wind again, "
        f"and it was {day} knots more than the evening before.</p>"
        for day in range(10, 16)
    )
    article = f"<html><title>Wind</title><article><h1>Wind</h1>{words}</article>"
    own = "<footer><p>Scraping this website to train AI models is prohibited.</footer>"
    world.source("b.example")
    world.site("b.example", {"robots.txt": LETS_IN, "b.html": article + own})
    world.articles("https://b.example/b")

    crawled = read(
        world, document(ROBOTS, LETS_IN), record(A, answer(article.encode()))
    )

    assert crawled.articles() == []
    assert [one.signal for one in last(crawled).deciding] == ["copy"]
