"""What is erased from a WARC file is gone; all else stays where it was, and is sound."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.page import Page
from newscrawler.storage.errors import StoreError
from newscrawler.storage.warc import OPEN, Place, WarcFolder
from newscrawler.storage.warc_erasing import ANEW, erase_captures
from newscrawler.storage.warc_reading import read_warc, record_at
from newscrawler.storage.warc_records import Block, member, stored_member
from tests.storage.test_warc import KILLED, NOW, page, write

SITE = "https://gazette.example"
WORDS = "The walrus of Lanternmouth reads"
PAGES = [
    page(f"{SITE}/{number}", f"<p>{WORDS} {number}. {'Rain. ' * 9**number}".encode())
    for number in range(5)
]


def archived(folder: Path, pages: list[Page] = PAGES) -> list[Place]:
    archive = WarcFolder(folder)
    places = [write(archive, one) for one in pages]
    archive.close()
    return places


def held(folder: Path) -> list[int]:
    """Return which of the pages are in the files of a folder, unpacked."""
    text = b"".join(
        one.content or b"" for file in folder.iterdir() for one in read_warc(file)
    )
    return [number for number in range(5) if f"{WORDS} {number}.".encode() in text]


@given(gone=st.sets(st.integers(0, 4), min_size=1))
def test_the_others_stay_where_they_were(
    tmp_path_factory: pytest.TempPathFactory, gone: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("warc")
    places = archived(folder)
    file = folder / places[0].file
    before = file.read_bytes()

    for _ in range(2):  # who was interrupted does it again
        erase_captures(folder, [places[one] for one in gone], NOW)

        assert held(folder) == [one for one in range(5) if one not in gone]
        assert [one.name for one in folder.iterdir()] == [file.name]
        assert len(file.read_bytes()) == len(before)
        for number, place in enumerate(places):
            found = record_at(file, place.offset)
            if number in gone:
                assert found.fields["warc-refers-to"] == f"<{place.id}>"
                assert found.url == ""
            else:
                assert found.id == place.id


def test_warcio_takes_what_is_left_and_every_digest(tmp_path: Path) -> None:
    places = archived(tmp_path)
    erase_captures(tmp_path, places[1:4], NOW)
    for words in (("check",), ("index", "-f", "offset,warc-type")):
        command = (sys.executable, "-m", "warcio.cli", *words)
        done = subprocess.run(
            [*command, str(tmp_path / places[0].file)],
            check=False,
            capture_output=True,
            text=True,
        )

        assert done.returncode == 0, done.stdout
    assert f'"{places[4].offset}"' in done.stdout


def test_what_is_erased_takes_no_room(tmp_path: Path) -> None:
    noise = bytes(one * one % 251 * 7 % 256 ^ one // 997 % 256 for one in range(10**6))
    places = archived(tmp_path, [page(body=noise), page(f"{SITE}/b")])
    file = tmp_path / places[0].file
    before = file.stat()

    erase_captures(tmp_path, places[:1], NOW)

    assert file.stat().st_size == before.st_size
    if before.st_blocks * 512 >= before.st_size:  # the disk counts as disks do
        assert file.stat().st_blocks < before.st_blocks
    assert file.stat().st_mode == before.st_mode


def test_what_was_never_written_is_not_there(tmp_path: Path) -> None:
    (place,) = archived(tmp_path, PAGES[:1])
    size = (tmp_path / place.file).stat().st_size

    erase_captures(tmp_path, [replace(place, offset=size)], NOW)
    erase_captures(tmp_path, [replace(place, file="other.warc.gz")], NOW)

    assert held(tmp_path) == [0]


@pytest.mark.parametrize("offset", [1, 0])
def test_what_is_not_the_capture_is_left_and_said(tmp_path: Path, offset: int) -> None:
    (place,) = archived(tmp_path, PAGES[:1])
    before = (tmp_path / place.file).read_bytes()

    with pytest.raises(StoreError, match=place.file):
        erase_captures(tmp_path, [replace(place, offset=offset)], NOW)

    assert (tmp_path / place.file).read_bytes() == before


def test_a_file_that_a_crawl_writes_is_left_to_it(tmp_path: Path) -> None:
    archive = WarcFolder(tmp_path)
    place = write(archive, PAGES[0])

    with pytest.raises(StoreError, match="a crawl is writing it"):
        erase_captures(tmp_path, [place], NOW)

    archive.close()
    erase_captures(tmp_path, [place], NOW)
    assert held(tmp_path) == []


def test_what_a_killed_crawl_set_aside_of_it_goes_too(tmp_path: Path) -> None:
    half = member(Block("request", "2027-01-15T08:00:00Z", "x/y", WORDS.encode()))
    command = (sys.executable, "-c", KILLED, str(tmp_path), half[:-5].hex())
    subprocess.run(command, check=False)
    (before,) = tmp_path.glob(f"*{OPEN}")
    name = before.name.removesuffix(OPEN)
    never = Place(name, before.stat().st_size - len(half) + 5, "urn:uuid:1")

    erase_captures(tmp_path, [never], NOW)

    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_what_an_interrupted_purge_left_is_taken_away(tmp_path: Path) -> None:
    places = archived(tmp_path)
    for name in (places[0].file, "other.warc.gz"):
        (tmp_path / f"{name}{ANEW}").write_bytes(b"half")

    erase_captures(tmp_path, places[:1], NOW)

    assert [one.name for one in tmp_path.iterdir()] == [places[0].file]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such folder"):
        erase_captures(tmp_path / "none", [], NOW)


@given(length=st.integers(420, 200_000))
def test_a_stored_member_has_the_length_that_was_asked_for(length: int) -> None:
    block = Block("metadata", "2027-01-15T08:00:00Z", "text/plain", b"gone")

    assert len(stored_member(block, length)) == length
