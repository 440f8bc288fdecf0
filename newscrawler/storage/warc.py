"""Where do the captures of kept pages go? Into WARC files of a folder, that only grow.

A file that is being written ends in ``.open`` and is locked; at its end, or by the next
start, it gets its name. No file is ever written over.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from uuid import uuid4

from newscrawler import __version__
from newscrawler.page import Page
from newscrawler.policy.record import iso_time
from newscrawler.storage.errors import StoreError
from newscrawler.storage.warc_reading import WarcError, record_at
from newscrawler.storage.warc_records import (
    Earlier,
    Lines,
    Sent,
    digest_of,
    info_record,
    new_id,
    page_records,
)

MAX_SIZE = 1_000_000_000
"""Bytes after which a file is full: what WARC/1.1 annex B.2 recommends."""

OPEN = ".open"
ENDING = ".warc.gz"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is: its file's name, the offset of its member, its id.

    >>> Place.read("a.warc.gz#12#urn:uuid:1")
    Place(file='a.warc.gz', offset=12, id='urn:uuid:1')
    """

    file: str
    offset: int
    id: str

    def __str__(self) -> str:
        return f"{self.file}#{self.offset}#{self.id}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place of a text, None if it names none in a folder of ours."""
        file, _, rest = text.partition("#")
        offset, _, record_id = rest.partition("#")
        is_sound = record_id.startswith("urn:uuid:") and file.endswith(ENDING)
        if not is_sound or Path(file).name != file or not offset.isdecimal():
            return None
        return cls(file, int(offset), record_id)


class WarcFolder:
    """Writes captures to a folder, each to the one file that is open."""

    def __init__(self, folder: Path, most: int = MAX_SIZE) -> None:
        self._folder = folder
        self._most = most
        self._file: int | None = None
        self._name = ""
        self._begin = 0
        self._size = 0
        self._ahead: list[bytes] = []

    def next_place(self, now: float) -> Place:
        """Return where the next capture will go; a full file gives way to a new one.

        After what is announced, if anything is: that all goes to one file.
        """
        with explained_file(self._folder / self._name):
            is_full = self._size >= self._most and not self._ahead
            if self._file is None or is_full:
                self.close()
                self._open(now)
        return Place(self._name, self._size + sum(map(len, self._ahead)), new_id())

    def announce(self, place: Place, page: Page, sent: Sent, facts: Lines) -> None:
        """Take a page for the place that ``next_place`` told; it is not written yet."""
        self._ahead.append(page_records(page, sent, facts, place.id))

    def write_announced(self) -> None:
        """Write what was announced, in its order; StoreError if not."""
        octets, self._ahead = b"".join(self._ahead), []
        if octets:
            self._append(octets)

    def forget_announced(self) -> None:
        """Write nothing of what was announced: it is not kept."""
        self._ahead = []

    def write(
        self,
        place: Place,
        page: Page,
        sent: Sent,
        facts: Lines,
        earlier: Earlier | None = None,
    ) -> None:
        """Write a page at the place that ``next_place`` told; StoreError if not."""
        if place.file != self._name or place.offset != self._size:
            raise ValueError(f"{place}: the next record goes elsewhere")
        self._append(page_records(page, sent, facts, place.id, earlier))

    def find_earlier(self, place: Place, page: Page) -> Earlier | None:
        """Return what a revisit record refers to: the record of the same payload."""
        for name in (place.file, place.file + OPEN):
            with suppress(OSError, WarcError):
                record = record_at(self._folder / name, place.offset)
                if record.is_response(place.id, digest_of(page)):
                    return Earlier(record.fields["warc-target-uri"], record.date_text)
        return None

    def close(self) -> None:
        """Give the file its name; one that holds no capture is taken away."""
        if self._file is None:
            return
        at = self._folder / (self._name + OPEN)
        with explained_file(at):
            os.fsync(self._file)
            if self._size == self._begin:
                at.unlink()
            else:
                finish(at)
            os.close(self._file)
        self._file = None

    def _open(self, now: float) -> None:
        moment = datetime.fromtimestamp(now, UTC).strftime("%Y%m%d%H%M%S")
        name = f"newscrawler-{moment}-{uuid4().hex[:12]}{ENDING}"
        at = self._folder / (name + OPEN)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(at, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        lock(self._file)
        if not at.exists():  # another start took it for one that was left
            os.close(self._file)
            self._open(now)
            return
        self._name, self._size, self._begin = name, 0, 0
        about = (
            ("software", f"newscrawler/{__version__}"),
            ("format", "WARC File Format 1.1"),
            ("description", "pages that their publishers' reservations let us keep"),
        )
        self._append(info_record(name, iso_time(now), about))
        self._begin = self._size

    def _append(self, octets: bytes) -> None:
        assert self._file is not None, "a place was asked for"
        with explained_file(self._folder / self._name):
            left = memoryview(octets)
            try:
                while left:
                    left = left[os.write(self._file, left) :]
            except OSError:
                with suppress(OSError):  # else the next start sets it aside
                    os.ftruncate(self._file, self._size)
                raise
        self._size += len(octets)


def lock(file: int, *, waits: bool = True) -> bool:
    """Tell whether an open file is locked for us; without ``waits`` it may not be."""
    import fcntl  # noqa: PLC0415  not on every system, and only who archives needs it

    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def finish(at: Path) -> None:
    """Give a file that was open its name; FileExistsError if that is another's."""
    name = at.with_name(at.name.removesuffix(OPEN))
    if not name.exists() or name.stat().st_size > 0:
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    at.replace(name)  # over our own empty file, and no other


@contextmanager
def explained_file(at: Path) -> Iterator[None]:
    """Let a failure of the disk say where and what, in one line."""
    try:
        yield
    except OSError as error:
        where = error.filename or at
        raise StoreError(f"{where}: {error.strerror or error}") from error
