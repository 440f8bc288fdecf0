"""What did a crawl leave that was killed? Whole records, and what it had not finished.

The unfinished end of a file is set aside beside it, byte by byte, and the file is given
its name. A file that another crawl has locked is left to it.
"""

import os
from pathlib import Path

from newscrawler.storage.warc import ENDING, OPEN, explained_file, finish, lock

STEP = 64 * 1024
"""Bytes that are unpacked at a time: our choice."""


def set_aside_unfinished(folder: Path) -> tuple[Path, ...]:
    """End the files that nobody writes any more; return where unfinished ends went."""
    aside = []
    for at in sorted(folder.glob(f"*{ENDING}{OPEN}")):
        with explained_file(at):
            found = _set_aside(at)
        if found is not None:
            aside.append(found)
    return tuple(aside)


def whole_members(file: int) -> int:
    """Return how many bytes of an open file are whole gzip members."""
    from isal import isal_zlib  # noqa: PLC0415  it comes with an extra

    whole = at = 0
    reader = isal_zlib.decompressobj(31)
    while chunk := os.pread(file, STEP, at):
        try:
            reader.decompress(chunk)
        except isal_zlib.error:  # type: ignore[misc]  # its stub says that it is an instance
            break
        at += len(chunk)
        if reader.eof:
            at -= len(reader.unused_data)
            whole, reader = at, isal_zlib.decompressobj(31)
    return whole


def _set_aside(at: Path) -> Path | None:
    file = os.open(at, os.O_RDWR)
    try:
        # not there: whoever held the lock has just ended it
        if not lock(file, waits=False) or not at.exists():
            return None
        whole = whole_members(file)
        aside = _copy_end(at, file, whole)
        if whole:
            finish(at)
        else:
            at.unlink()
        return aside
    finally:
        os.close(file)


def _copy_end(at: Path, file: int, whole: int) -> Path | None:
    """Copy what follows the last whole member to a file of its own, and cut it off."""
    if os.fstat(file).st_size == whole:
        return None
    number = 1
    while (aside := at.with_name(f"{at.name}.unfinished-{number}")).exists():
        number += 1
    with aside.open("xb") as copy:
        position = whole
        while chunk := os.pread(file, STEP, position):
            copy.write(chunk)
            position += len(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    os.ftruncate(file, whole)
    return aside
