"""What a crawl archives is sound to others' tools, and is read back as it was kept."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawler.spiders.archive import ArchiveSpider
from newscrawler.storage.warc_reading import read_warc, record_at
from tests.crawling import Crawled, crawl
from tests.wire.world import OPEN, World, decisions, kept, story

A, B, OLD = (f"https://a.example/{name}" for name in ("a", "b", "old"))


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    found.source("a.example")
    pages = {"a.html": story("Rain"), "b.html": story("Snow")}
    moved = '["/old"]\nstatus = 301\nheaders = { Location = "/a" }\n'
    found.site("a.example", {"robots.txt": OPEN, **pages}, moved)
    return found


def archived(world: World) -> Crawled:
    """Crawl two pages, and one of them again by an address that leads to it."""
    folder = {"NEWSCRAWLER_WARC": str(world.folder / "warc")}
    first = world.articles(A, B, **folder)
    world.articles(OLD, **folder)
    return first


def ran(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False)


def warcio(*words: str) -> subprocess.CompletedProcess[str]:
    return ran(sys.executable, "-m", "warcio.cli", *words)


def test_warcio_checks_and_indexes_all_that_two_crawls_archived(world: World) -> None:
    archived(world)
    files = [str(one) for one in sorted((world.folder / "warc").iterdir())]

    checked = warcio("check", "-v", *files)
    indexed = warcio("index", "-f", "offset,warc-type,warc-target-uri", *files)

    assert checked.returncode == indexed.returncode == 0, checked.stdout
    assert "fail" not in checked.stdout
    found = [json.loads(line) for line in indexed.stdout.splitlines()]
    ours = [one for file in files for one in read_warc(Path(file))]
    assert [one["warc-type"] for one in found] == [one.kind for one in ours]
    assert [one.get("warc-target-uri", "") for one in found] == [
        one.url for one in ours
    ]
    assert [one.kind for one in ours].count("revisit") == 1
    assert checked.stdout.count("digest pass") == len(ours) - 1, "all that have a body"


def test_pywbs_indexer_finds_each_page_that_two_crawls_archived(world: World) -> None:
    """Webrecorder's, which was pywb's: pywb serves what its CDXJ lists."""
    archived(world)
    folder = world.folder / "warc"
    indexer = Path(sys.executable).with_name("cdxj-indexer")

    indexed = ran(indexer, "--sort", *sorted(folder.iterdir()))

    assert (indexed.returncode, indexed.stderr) == (0, "")
    lines = [line.split(" ", 2) for line in indexed.stdout.splitlines()]
    found = [(key, json.loads(fields)) for key, _, fields in lines]
    assert [(key, of["url"], of["mime"]) for key, of in found] == LISTED
    for _, of in found:
        record = record_at(folder / of["filename"], int(of["offset"]))
        assert record.url == of["url"]
        assert record.fields["warc-payload-digest"] == of["digest"]


LISTED = [
    ("example,a)/a", A, "text/html"),
    ("example,a)/a", A, "warc/revisit"),
    ("example,a)/b", B, "text/html"),
]


def test_what_a_crawl_archived_is_kept_alike_out_of_its_archive(world: World) -> None:
    first = archived(world)
    elsewhere = world.folder / "elsewhere"
    elsewhere.mkdir()

    again = crawl(
        ArchiveSpider, elsewhere, world.settings(), warc=str(world.folder / "warc")
    )

    assert kept(again) == kept(first) == {A, B}
    assert not {A, B, OLD} & set(again.requests), "a page was asked for"
    texts = [
        {one.url: (one.headline, one.articleBody) for one in crawled.articles()}
        for crawled in (first, again)
    ]
    assert texts[0] == texts[1]
    (origin,) = [
        said.quote
        for said in decisions(again, A)[-1].statements
        if said.signal == "archive"
    ]
    assert "; as of now: https://a.example/robots.txt" in origin
