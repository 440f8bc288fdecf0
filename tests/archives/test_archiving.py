"""A kept page goes to NEWSCRAWLER_WARC after its article; a refused one never."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawler.policy.record import decision_id
from newscrawler.storage.warc import OPEN, Place
from newscrawler.storage.warc_reading import Record, read_warc
from tests.crawling import Crawled
from tests.wire.running import run
from tests.wire.world import OPEN as LETS_IN
from tests.wire.world import World, story

A = "https://a.example/a"
NO_AI = '<meta name="robots" content="noai">'


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    found.source("a.example")
    pages = {"a.html": story("Rain"), "b.html": story("Secret snow", NO_AI)}
    moved = '["/old"]\nstatus = 301\nheaders = { Location = "/a" }\n'
    found.site("a.example", {"robots.txt": LETS_IN, **pages}, moved)
    return found


def archived(world: World, *urls: str, **settings: object) -> Crawled:
    folder = {"NEWSCRAWLER_WARC": str(world.folder / "warc")}
    return world.articles(*urls, **{**folder, **settings})


def records(world: World) -> Iterator[Record]:
    for file in sorted((world.folder / "warc").glob("*.warc.gz")):
        yield from read_warc(file)


def test_a_kept_page_is_archived_and_its_article_names_the_record(
    world: World,
) -> None:
    crawled = archived(world, A)
    (article,) = crawled.articles()
    place = Place.read(article.metadata.warc or "")
    (response,) = [one for one in records(world) if one.kind == "response"]
    (told,) = [one for one in records(world) if one.kind == "metadata"]

    assert place is not None
    assert (world.folder / "warc" / place.file).is_file()
    assert (response.id, response.url) == (place.id, A)
    assert response.content is not None
    assert response.content.endswith(story("Rain").encode())
    kept = [one for one in crawled.decisions() if decision_id(one) == article.decision]
    assert [one.url for one in kept] == [A]
    assert told.content is not None
    assert f"decision: {article.decision}\r\n".encode() in told.content
    assert b"source: a-example\r\n" in told.content
    (item,) = crawled.items
    assert item == article, "the feeds say the same"


def test_the_request_is_the_one_that_was_sent(world: World) -> None:
    archived(world, A)
    (request,) = [one for one in records(world) if one.kind == "request"]

    assert request.content is not None
    assert b"GET /a HTTP/1.1\r\nHost: a.example\r\n" in request.content
    assert b"User-Agent: newscrawler" in request.content
    assert b"Accept-Encoding: gzip, deflate" in request.content


def test_nothing_of_a_refused_page_is_archived(world: World) -> None:
    archived(world, A, "https://a.example/b")

    assert {one.url for one in records(world) if one.url} == {A}
    octets = b"".join(
        gzip.decompress(one.read_bytes()) for one in (world.folder / "warc").iterdir()
    )
    assert b"Secret snow" not in octets


def test_a_crawl_without_the_setting_archives_nothing(world: World) -> None:
    (article,) = world.articles(A).articles()

    assert article.metadata.warc is None
    assert not (world.folder / "warc").exists()


def test_an_unchanged_page_is_a_revisit_record(world: World) -> None:
    archived(world, A)
    archived(world, "https://a.example/old")
    (revisit,) = [one for one in records(world) if one.kind == "revisit"]
    (response,) = [one for one in records(world) if one.kind == "response"]

    assert revisit.fields["warc-refers-to-target-uri"] == A
    assert revisit.fields["warc-refers-to-date"] == response.date_text
    digest = "warc-payload-digest"
    assert revisit.fields[digest] == response.fields[digest]


def test_a_page_whose_article_is_not_stored_is_not_archived(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger takes nothing: what the article's transaction does is undone."""
    monkeypatch.setattr("newscrawler.storage.database.write_articles", broken)
    crawled = archived(world, A)

    assert crawled.articles() == []
    assert crawled.records.problem is not None
    assert not list((world.folder / "warc").glob("*"))


def broken(*_: object) -> None:
    from newscrawler.storage.errors import StoreError  # noqa: PLC0415

    raise StoreError("store.db: database or disk is full")


FULL = """
import os
from newscrawler.storage import warc
def full(file, octets, whole=os.write):
    if len(octets) > 600:
        raise OSError(28, "No space left on device")
    return whole(file, octets)
warc.os.write = full
"""


def test_a_full_disk_ends_the_crawl_with_exit_5(tmp_path: Path) -> None:
    chosen = ("-a", "source=harbour-gazette", "-s", "NEWSCRAWLER_WARC=warc")
    ran = run(tmp_path, "crawl", "fixtures", *chosen, before=FULL)

    assert ran.code == 5, ran.err
    assert "Traceback" not in ran.err
    assert "No space left on device" in ran.err


def test_a_killed_crawls_file_gets_its_name_at_the_next_start(world: World) -> None:
    archived(world, A)
    (file,) = (world.folder / "warc").iterdir()
    octets = file.read_bytes()
    left = file.with_name(file.name + OPEN)
    file.unlink()
    left.write_bytes(octets + octets[:20])

    archived(world, A)

    assert file.read_bytes() == octets
    assert [one.name for one in file.parent.iterdir() if one != file] == [
        f"{left.name}.unfinished-1"
    ]


@pytest.mark.parametrize(
    ("folder", "before", "words"),
    [
        ("file", "", "NEWSCRAWLER_WARC: 'file' is not a folder"),
        ("warc", "import sys; sys.modules['isal'] = None", "newscrawler[warc]"),
    ],
)
def test_what_makes_it_impossible_is_one_line(
    tmp_path: Path, folder: str, before: str, words: str
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    ran = run(
        tmp_path, "crawl", "fixtures", "-s", f"NEWSCRAWLER_WARC={folder}", before=before
    )

    assert ran.code == 2, ran.err
    (line,) = ran.lines
    assert words in line
