"""What is odd in an archive's records is a fault; what is sound is read, however coded."""

import gzip
import zlib
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.storage.warc_answers import read_answer
from newscrawler.storage.warc_reading import Record
from tests.archived import (
    HTML,
    ROBOTS,
    A,
    answer,
    document,
    last,
    listed,
    page,
    read,
    record,
)
from tests.wire.running import run
from tests.wire.world import OPEN as LETS_IN
from tests.wire.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return listed(tmp_path)


ODD = {
    "cut by its crawler": (
        answer(b"x"),
        "WARC-Truncated: length\r\n",
        "warc-truncated",
    ),
    "another digest": (
        answer(b"x"),
        "WARC-Payload-Digest: sha1:AAAA\r\n",
        "its digest",
    ),
    "no answer": (b"Rain", "", "no HTTP answer"),
    "broken chunks": (
        answer(b"4\r\nRain\r\n5\r\nab", HTML + "Transfer-Encoding: chunked\r\n"),
        "",
        "its chunks break off",
    ),
    "broken gzip": (
        answer(gzip.compress(b"Rain" * 99)[:-9], HTML + "Content-Encoding: gzip\r\n"),
        "",
        "not read",
    ),
    "an unknown coding": (
        answer(b"\x0b\x02\x80Rain", HTML + "Content-Encoding: br\r\n"),
        "",
        "not read",
    ),
    "a short body": (answer(b"x", HTML + "Content-Length: 9\r\n"), "", "breaks off"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_record_is_refused_with_its_problem(world: World, name: str) -> None:
    content, more, words = ODD[name]
    robots = document(ROBOTS, LETS_IN)
    odd = record("https://a.example/odd", content, more=more)
    crawled = read(world, robots, odd, page())
    found = last(crawled, "https://a.example/odd")

    assert found.verdict is Verdict.REFUSE
    assert any(words in one.problem for one in found.faults)
    assert [one.url for one in crawled.articles()] == [A], "the next one is read"


def test_an_odd_policy_document_is_a_fault(world: World) -> None:
    robots = record(ROBOTS, answer(LETS_IN.encode()), more="WARC-Truncated: time\r\n")
    found = last(read(world, robots, page()))

    assert found.verdict is Verdict.DEFER
    assert found.faults[0].document == ROBOTS


def chunked(body: bytes) -> bytes:
    return b"%x;a=b\r\n%b\r\n0\r\n\r\n" % (len(body), body)


CODED = {
    "plain": ("", b"<p>Rain"),
    "chunked": ("Transfer-Encoding: chunked\r\n", chunked(b"<p>Rain")),
    "gzip": ("Content-Encoding: gzip\r\n", gzip.compress(b"<p>Rain")),
    "deflate": ("Content-Encoding: deflate\r\n", zlib.compress(b"<p>Rain")),
    "both": (
        "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
        chunked(gzip.compress(b"<p>Rain")),
    ),
    "unpacked by the archive": (
        "Transfer-Encoding: chunked\r\nContent-Encoding: br\r\nContent-Length: 900\r\n",
        b"<p>Rain",
    ),
}


@pytest.mark.parametrize("name", CODED)
def test_a_body_is_read_without_its_codings(name: str) -> None:
    head, body = CODED[name]
    content = answer(body, HTML + head)
    found = read_answer(Record({}, len(content), content))

    assert found[0] == 200
    assert found[2] == b"<p>Rain"
    assert not [key for key, _ in found[1] if "Encoding" in key]


def test_a_file_that_breaks_off_ends_with_one_line_and_exit_6(tmp_path: Path) -> None:
    listed(tmp_path)
    parts = [gzip.compress(one) for one in (document(ROBOTS, LETS_IN), page(), page())]
    (tmp_path / "cut.warc.gz").write_bytes(b"".join(parts)[:-20])
    chosen = ("-s", "NEWSCRAWLER_FIXTURES=sites", "-a", "warc=cut.warc.gz")
    ran = run(tmp_path, "crawl", "archive", *chosen)

    assert ran.code == 6, ran.err
    assert ran.kept() == {A}
    errors = [line for line in ran.lines if "ERROR" in line]
    assert len(errors) == 1
    assert "cut.warc.gz" in errors[0]


def test_a_file_without_a_record_is_an_error(tmp_path: Path) -> None:
    """As a download that came to nothing leaves one."""
    listed(tmp_path)
    (tmp_path / "none.warc.gz").touch()
    chosen = ("-s", "NEWSCRAWLER_FIXTURES=sites", "-a", "warc=none.warc.gz")
    ran = run(tmp_path, "crawl", "archive", *chosen)

    assert ran.code == 6, ran.err
    assert ran.lines[0].endswith("ERROR: none.warc.gz: holds no record")


NO_WARC = {
    "text": b"root:x:0:0:a secret\n",
    "packed text": gzip.compress(b"root:x:0:0:a secret\n"),
    "broken packing": b"\x1f\x8broot:x:0:0:a secret\n",
}


@pytest.mark.parametrize("name", NO_WARC)
def test_a_file_that_is_no_archive_is_a_mistake(tmp_path: Path, name: str) -> None:
    listed(tmp_path)
    (tmp_path / "list").write_bytes(NO_WARC[name])
    ran = run(tmp_path, "crawl", "archive", "-a", "warc=list")

    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert ran.lines[0].startswith("crawl: -a warc=list: ")
    assert "secret" not in ran.err


def test_a_file_whose_first_record_is_cut_is_said_to_break_off(tmp_path: Path) -> None:
    listed(tmp_path)
    (tmp_path / "cut.warc.gz").write_bytes(gzip.compress(page())[:-20])
    chosen = ("-s", "NEWSCRAWLER_FIXTURES=sites", "-a", "warc=cut.warc.gz")
    ran = run(tmp_path, "crawl", "archive", *chosen)

    assert ran.code == 6, ran.err
    words = "cut.warc.gz: breaks off; only the whole records before are read"
    assert f"nothing was kept: {words}" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "-a warc=PATH: name a WARC file"),
        (("-a", "warc=none.warc"), "-a warc=none.warc: no WARC file is there"),
    ],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    World(tmp_path).source("a.example")
    ran = run(tmp_path, "crawl", "archive", *arguments)

    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert words in ran.lines[0]
