"""What is in a WARC file: whole records, each in a gzip member, and nothing written over."""

import gzip
import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from newscrawler.page import Page
from newscrawler.storage.errors import StoreError
from newscrawler.storage.warc import OPEN, Place, WarcFolder
from newscrawler.storage.warc_reading import Record, WarcError, read_warc
from newscrawler.storage.warc_records import Sent
from newscrawler.storage.warc_recovery import set_aside_unfinished

NOW = 1_800_000_000.125
FACTS = (("decision", "d" * 64), ("source", "gazette"))
SENT = Sent((("User-Agent", "newscrawler"), ("Cookie", "secret")), address="192.0.2.1")


def page(url: str = "https://gazette.example/a?b=1", body: bytes = b"<p>Rain") -> Page:
    headers = (
        ("Content-Type", "text/html"),
        ("Content-Length", "3"),
        ("X-Rights", "© niemand".encode().decode("latin-1")),
        ("Set-Note", "a\r\nInjected: yes"),
    )
    return Page(body, url, headers, fetched_at=NOW)


def write(folder: WarcFolder, one: Page) -> Place:
    place = folder.next_place(NOW)
    folder.write(place, one, SENT, FACTS)
    return place


def written(folder: Path, *pages: Page) -> Path:
    """Write pages to a folder, as a crawl that ends; return the one file."""
    archive = WarcFolder(folder)
    for one in pages:
        write(archive, one)
    archive.close()
    (file,) = folder.glob("*.warc.gz")
    return file


def kinds(file: Path) -> list[str]:
    return [one.kind for one in read_warc(file)]


def test_a_page_is_three_records_that_name_each_other(tmp_path: Path) -> None:
    archive = WarcFolder(tmp_path)
    place = write(archive, page())
    archive.close()
    info, response, request, metadata = read_warc(tmp_path / place.file)

    assert info.fields["warc-filename"] == place.file
    assert (response.kind, response.id) == ("response", place.id)
    assert {request.url, metadata.url} == {response.url}
    assert request.fields["warc-concurrent-to"] == f"<{place.id}>"
    assert metadata.fields["warc-concurrent-to"] == f"<{place.id}>"
    assert metadata.content == f"decision: {'d' * 64}\r\nsource: gazette\r\n".encode()
    assert response.date == NOW


def test_the_payload_is_what_was_judged_and_its_hash_is_the_statements(
    tmp_path: Path,
) -> None:
    one = page(body="<p>größer".encode())
    _, response, request, _ = read_warc(written(tmp_path, one))
    assert response.content is not None
    assert request.content is not None
    head, _, body = response.content.partition(b"\r\n\r\n")

    assert body == one.body
    digest = response.fields["warc-payload-digest"]
    assert digest == f"sha256:{hashlib.sha256(one.body).hexdigest()}"
    assert "© niemand".encode() in head, "the octets that were received"
    assert b"X-Crawler-content-length: 3" in head
    assert b"\r\nInjected" not in head
    assert request.content.startswith(b"GET /a?b=1 HTTP/1.1\r\nHost: gazette.example")
    assert b"secret" not in request.content


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    file = written(tmp_path, page(), page("https://gazette.example/b"))
    packed, members = file.read_bytes(), 0
    while packed:
        stream = io.BytesIO(packed)
        reader = gzip.GzipFile(fileobj=stream)
        assert reader.readline() == b"WARC/1.1\r\n"
        begin = packed.find(b"\x1f\x8b\x08", 3)
        packed = packed[begin:] if begin > 0 else b""
        members += 1

    assert members == len(kinds(file)) == 7


def test_warcio_takes_every_record_and_every_digest(tmp_path: Path) -> None:
    file = written(tmp_path, page(), page("https://gazette.example/b", b""))
    with file.open("rb") as stream:
        found = [
            (one.rec_type, one.digest_checker.passed)
            for one in ArchiveIterator(stream, check_digests="raise")
            if one.content_stream().read() is not None
        ]
    checked = subprocess.run(
        (sys.executable, "-m", "warcio.cli", "check", str(file)), check=False
    )

    assert [kind for kind, _ in found] == kinds(file)
    assert {passed for _, passed in found} == {True}
    assert checked.returncode == 0


def test_a_place_tells_file_offset_and_record(tmp_path: Path) -> None:
    archive = WarcFolder(tmp_path)
    first, second = page(), page("https://gazette.example/b")
    places = [write(archive, one) for one in (first, second)]

    for one, place in zip((first, second), places, strict=True):
        assert Place.read(str(place)) == place
        found = archive.find_earlier(place, one)
        assert found is not None
        assert found.url == one.url
    assert archive.find_earlier(places[0], second) is not None, "the same bytes"
    assert archive.find_earlier(places[0], page(body=b"<p>Snow")) is None
    assert archive.find_earlier(replace(places[0], offset=1), first) is None


@pytest.mark.parametrize(
    "text", ["", "../a.warc.gz#1#urn:uuid:1", "a.warc.gz#x#urn:uuid:1", "a#1#urn:uuid:"]
)
def test_what_names_no_record_of_ours_is_no_place(text: str) -> None:
    assert Place.read(text) is None


def test_a_revisit_record_has_no_body_and_says_what_it_refers_to(
    tmp_path: Path,
) -> None:
    archive, one = WarcFolder(tmp_path), page()
    earlier = archive.find_earlier(write(archive, one), one)
    place = archive.next_place(NOW)
    archive.write(place, one, SENT, FACTS, earlier)
    archive.close()
    revisit = next(
        record for record in read_warc(tmp_path / place.file) if record.id == place.id
    )

    assert revisit.kind == "revisit"
    assert revisit.fields["warc-refers-to-target-uri"] == one.url
    assert revisit.fields["warc-profile"].endswith("/identical-payload-digest")
    assert revisit.content is not None
    assert revisit.content.endswith(b"\r\n\r\n"), "headers alone"


def test_a_full_file_gives_way_and_all_names_differ(tmp_path: Path) -> None:
    archive = WarcFolder(tmp_path, most=1)
    places = [write(archive, page()) for _ in range(3)]
    archive.close()
    files = sorted(one.name for one in tmp_path.iterdir())

    assert files == sorted(one.file for one in places)
    assert len(set(files)) == 3
    assert all(
        set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for one in files
    )


def test_nothing_is_left_of_a_crawl_that_kept_nothing(tmp_path: Path) -> None:
    archive = WarcFolder(tmp_path)
    archive.next_place(NOW)
    archive.close()

    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_is_never_written_over(tmp_path: Path) -> None:
    archive = WarcFolder(tmp_path)
    place = write(archive, page())
    (tmp_path / place.file).write_bytes(b"of another")

    with pytest.raises(StoreError, match="File exists"):
        archive.close()

    assert (tmp_path / place.file).read_bytes() == b"of another"


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.storage.test_warc import NOW, page, write
from newscrawler.storage.warc import WarcFolder
archive = WarcFolder(Path(sys.argv[1]))
for _ in range(3):
    write(archive, page())
os.write(archive._file, bytes.fromhex(sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(
    "tail",
    [b"", gzip.compress(b"WARC/1.1\r\n" * 9)[:-5], b"\0"],
    ids=["nothing", "half a member", "no member"],
)
def test_what_a_killed_crawl_did_not_finish_is_set_aside(
    tmp_path: Path, tail: bytes
) -> None:
    command = (sys.executable, "-c", KILLED, str(tmp_path), tail.hex())
    assert subprocess.run(command, check=False).returncode == -9
    (before,) = tmp_path.glob(f"*{OPEN}")

    aside = set_aside_unfinished(tmp_path)

    assert not list(tmp_path.glob(f"*{OPEN}"))
    assert kinds(tmp_path / before.name.removesuffix(OPEN)).count("response") == 3
    assert [one.read_bytes() for one in aside] == ([tail] if tail else [])
    assert set_aside_unfinished(tmp_path) == ()


def test_a_file_that_another_crawl_writes_is_left_to_it(tmp_path: Path) -> None:
    archive = WarcFolder(tmp_path)
    write(archive, page())

    assert set_aside_unfinished(tmp_path) == ()

    place = write(archive, page())
    archive.close()
    assert kinds(tmp_path / place.file).count("response") == 2


@given(st.data())
def test_a_file_that_is_cut_anywhere_is_an_error_or_ends_with_a_record(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    file = written(folder, page(body=b"<p>" + bytes(range(256)) * 8))
    octets, whole = file.read_bytes(), kinds(file)
    if data.draw(st.booleans(), label="plain"):
        octets = gzip.decompress(octets)
    part = data.draw(st.floats(0, 1, exclude_min=True, exclude_max=True), label="part")
    file.write_bytes(octets[: max(1, int(part * len(octets)))])
    found: list[Record] = []
    error = None
    try:
        for one in read_warc(file):
            found.append(one)  # noqa: PERF402  what came before the error counts
    except WarcError as raised:
        error = str(raised)

    assert [one.kind for one in found] == whole[: len(found)]
    assert len(found) < len(whole) or error is not None
    assert error is None or "\n" not in error
