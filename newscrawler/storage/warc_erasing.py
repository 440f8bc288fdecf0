"""How does a withdrawn page leave its WARC file? Another record takes its place.

A record of the same length, so that all others stay where their articles say they are,
and that says what it replaces. Its zeros take no room on most disks. The file is
written anew beside itself and then replaced: whoever is stopped in between leaves the
old one or the new one, whole. A file system's snapshots and backups are beyond us.
"""

import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newscrawler.policy.record import iso_time
from newscrawler.storage.errors import StoreError
from newscrawler.storage.warc import OPEN, Place, explained_file, lock
from newscrawler.storage.warc_reading import Record, WarcError, record_of_member
from newscrawler.storage.warc_records import Block, stored_member
from newscrawler.storage.warc_recovery import set_aside_unfinished

ANEW = ".erasing"
"""The ending of a file on its way; one that is left is written over."""

STEP = 4096
"""Bytes that are no bytes on the disk where all are zero: a block of most disks."""

CHUNK = 256 * STEP
"""Bytes that are read at a time: our choice."""

_ZEROS = bytes(STEP)


@dataclass(frozen=True, slots=True)
class _Member:
    """A gzip member of a file: where it begins and ends, and the record in it."""

    begin: int
    end: int
    record: Record


def erase_captures(
    folder: Path, places: Sequence[Place], now: float
) -> frozenset[Place]:
    """Erase captures from a folder; return those that are in no file of it any more.

    StoreError where a crawl is writing to a file, or where it holds something else:
    then nothing may be called erased. What is not there was never written, or is gone.
    """
    if not folder.is_dir():
        raise StoreError(f"{folder}: NEWSCRAWLER_WARC: there is no such folder")
    set_aside_unfinished(folder)
    _drop_broken_off(folder)
    for name in sorted({one.file for one in places}):
        _erase(folder / name, [one for one in places if one.file == name], now)
    return frozenset(places)


def _erase(file: Path, places: Sequence[Place], now: float) -> None:
    if file.with_name(file.name + OPEN).exists():
        raise StoreError(f"{file}: a crawl is writing it; purge again when it ended")
    if not file.exists():
        _drop_unfinished(file)
        return
    with explained_file(file), _locked(file) as opened:
        size = os.fstat(opened).st_size
        gaps: dict[int, bytes] = {}
        for place in places:
            found = _capture(opened, file, place)
            if (found and found[-1].end == size) or place.offset >= size:
                _drop_unfinished(file)
            if found:
                length = found[-1].end - found[0].begin
                gaps[place.offset] = _instead(place, length, now)
        if gaps:
            _write_anew(opened, file, gaps)


@contextmanager
def _locked(file: Path) -> Iterator[int]:
    """Open a file that nobody else writes anew meanwhile."""
    opened = os.open(file, os.O_RDONLY)
    try:
        if not lock(opened, waits=False) or not os.path.samestat(
            os.fstat(opened), file.stat()
        ):
            raise StoreError(f"{file}: another purge is writing it; wait for its end")
        yield opened
    finally:
        os.close(opened)


def _capture(opened: int, file: Path, place: Place) -> list[_Member]:
    """Return the members of a capture, none where it is erased or was never written."""
    if place.offset >= os.fstat(opened).st_size:
        return []
    found: list[_Member] = []
    try:
        for member in _members(opened, place.offset):
            fields = member.record.fields
            if not found:
                if fields.get("warc-refers-to") == f"<{place.id}>":
                    return []
                if member.record.id != place.id:
                    break
            elif fields.get("warc-concurrent-to") != f"<{place.id}>":
                return found
            found.append(member)
    except (WarcError, zlib.error) as error:
        raise StoreError(f"{file}: at {place.offset}: {error}") from error
    if not found:
        words = f"what is at {place.offset} is not {place.id}"
        raise StoreError(f"{file}: {words}; it was not written by us so")
    return found


def _members(opened: int, at: int) -> Iterator[_Member]:
    """Yield the gzip members from an offset on; WarcError where one is not whole."""
    size = os.fstat(opened).st_size
    while at < size:
        reader, parts, end = zlib.decompressobj(31), [], at
        while not reader.eof:
            chunk = os.pread(opened, CHUNK, end)
            if not chunk:
                raise WarcError("a record breaks off")
            parts.append(reader.decompress(chunk))
            end += len(chunk)
        end -= len(reader.unused_data)
        yield _Member(at, end, record_of_member(b"".join(parts)))
        at = end


def _instead(place: Place, length: int, now: float) -> bytes:
    """Return the record that takes the place of a capture, so many bytes long."""
    words = b"The page that was here has been withdrawn and erased.\n"
    about = (("WARC-Refers-To", f"<{place.id}>"),)
    block = Block("metadata", iso_time(now), "text/plain", words, about)
    return stored_member(block, length)


def _write_anew(opened: int, file: Path, gaps: dict[int, bytes]) -> None:
    beside = file.with_name(file.name + ANEW)
    with beside.open("wb") as anew:
        at = 0
        for begin in sorted(gaps):
            _copy(opened, anew.fileno(), at, begin)
            _put(anew.fileno(), gaps[begin])
            at = begin + len(gaps[begin])
        size = os.fstat(opened).st_size
        _copy(opened, anew.fileno(), at, size)
        os.ftruncate(anew.fileno(), size)
        os.fchmod(anew.fileno(), os.fstat(opened).st_mode & 0o777)
        os.fsync(anew.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _copy(opened: int, anew: int, at: int, end: int) -> None:
    while at < end:
        chunk = os.pread(opened, min(CHUNK, end - at), at)
        if not chunk:
            raise OSError("it became shorter meanwhile")
        _put(anew, chunk)
        at += len(chunk)


def _put(anew: int, octets: bytes) -> None:
    """Write at the end, leaving out the blocks that are zero alone."""
    for at in range(0, len(octets), STEP):
        block = octets[at : at + STEP]
        if block == _ZEROS:
            os.lseek(anew, STEP, os.SEEK_CUR)
            continue
        left = memoryview(block)
        while left:
            left = left[os.write(anew, left) :]


def _drop_broken_off(folder: Path) -> None:
    """Remove what an interrupted purge left: copies of pages that nobody looks after."""
    for beside in folder.glob(f"*{ANEW}"):
        file = beside.with_name(beside.name.removesuffix(ANEW))
        if not file.exists():
            beside.unlink()
            continue
        with _locked(file):
            beside.unlink(missing_ok=True)


def _drop_unfinished(file: Path) -> None:
    """Remove what a killed crawl did not finish of the last capture of a file."""
    for aside in file.parent.glob(f"{file.name}{OPEN}.unfinished-*"):
        aside.unlink()
