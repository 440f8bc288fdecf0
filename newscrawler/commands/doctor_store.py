"""Are the store, its ledger, the clock and the disk as a crawl needs them?"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

import newscrawler
from newscrawler.commands.doctor_check import Check, Installation, Standing, mended
from newscrawler.how_many import counted
from newscrawler.policy.record import iso_time
from newscrawler.storage.checkpoint import Signer, read_signer
from newscrawler.storage.database import Store
from newscrawler.storage.errors import StoreError
from newscrawler.storage.opening import place, store_url
from newscrawler.storage.past_runs import hole, last_runs, newest_time, unclosed
from newscrawler.storage.verification import check_chains

LEEWAY = 60.0
"""Seconds by which a clock may have been ahead of what it is now: our choice."""

STILL = 60 * 60.0
"""Seconds without a decision after which a run is not under way: our choice."""

LITTLE, TOO_LITTLE = 1024**3, 100 * 1024**2
"""Bytes on a disk that are little, and too little for a crawl: our choice."""

RECORDS = 20_000
"""Records of the ledger that are held to their hashes, the newest: our choice."""

PAGES = 512 * 1024**2
"""Bytes of a SQLite file up to which all its pages are looked at: our choice."""


def store(here: Installation) -> Iterator[Check]:
    """Tell whether the store can be reached, and is whole."""
    if here.store_problem is not None:
        yield mended("store", Standing.FAIL, here.store_problem)
    elif here.store is None and here.schema is None:
        yield Check("store", Standing.OK, "there is none yet; a crawl makes it")
    elif here.store is not None:
        found = here.store.counts()
        words = (
            f"{counted(found.runs, 'run')}, {counted(found.decided, 'decision')},"
            f" {counted(found.articles, 'article')}"
        )
        yield from _unsound(here.store, _file(here))
        yield Check("store", Standing.OK, words)


def _unsound(store: Store, file: Path | None) -> Iterator[Check]:
    """Find pages of a SQLite file that are damaged; a server looks after its own."""
    if file is None or file.stat().st_size > PAGES:
        return
    with store.reading() as connection:
        found = connection.scalars(text("PRAGMA quick_check(1)")).all()
    if found != ["ok"]:
        words = f"{file}: {str(found[0]).splitlines()[0]}"
        yield Check("store", Standing.FAIL, words, "restore it from a copy")


def _file(here: Installation) -> Path | None:
    """Return the file of the store, None where it is on a server."""
    url = store_url(str(here.settings["NEWSCRAWLER_STORE"]))
    return Path(place(url)) if url.drivername == "sqlite" else None


def ledger(here: Installation) -> Iterator[Check]:
    """Hold the newest records to their hashes, and to the last checkpoint."""
    signer: Signer | None = None
    try:
        signer = read_signer(here.settings["NEWSCRAWLER_LEDGER_KEY"])
    except StoreError as error:
        yield mended("ledger", Standing.FAIL, str(error))
    if here.store is None:
        return
    yield from _chains(here.store, signer)
    with here.store.reading() as connection:
        for one in unclosed(connection):
            words = f"run {one.run} was not closed; its last is {iso_time(one.last_at)}"
            if here.now - one.last_at > STILL:
                mend = "it was killed: the next crawl goes on from there"
                yield Check("ledger", Standing.WARN, words, mend)


def _chains(store: Store, signer: Signer | None) -> Iterator[Check]:
    with store.reading() as connection:
        found = check_chains(connection, signer, RECORDS)
        holes = [hole(connection, run) for run in last_runs(connection, None, 1)]
    broken = [str(one) for one in found.problems]
    broken = broken or [one for one in holes if one is not None]
    mend = "keep the file as it is; newscrawler ledger verify tells all"
    for words in broken:
        yield Check("ledger", Standing.FAIL, words, mend)
    if not broken:
        signed = counted(found.checkpoints, "checkpoint")
        signed += f", {found.signed} signed by the key"
        whole = counted(found.runs, "run is", "runs are")
        words = f"{whole} whole to the last checkpoint ({signed})"
        if found.left_out:
            older = counted(found.left_out, "older record is", "older records are")
            words += f"; {older} ledger verify's"
        yield Check("ledger", Standing.OK, words)


def clock(here: Installation) -> Iterator[Check]:
    """Find a clock that is behind what it once was: every document would be stale."""
    made = Path(newscrawler.__file__).stat().st_mtime
    known = {"newscrawler was installed": made}
    if here.store is not None:
        with here.store.reading() as connection:
            known["the newest that is stored is of"] = newest_time(connection) or made
    behind = [one for one, at in known.items() if at > here.now + LEEWAY]
    for what in behind:
        words = f"it is {iso_time(here.now)}, and {what} {iso_time(known[what])}"
        yield Check("clock", Standing.FAIL, words, "set the clock")
    if not behind:
        yield Check("clock", Standing.OK, iso_time(here.now))


def disk(here: Installation) -> Iterator[Check]:
    """Tell how much room there is for the store and for archived pages."""
    for folder in sorted(_folders(here)):
        free = shutil.disk_usage(folder).free
        words = f"{folder}: {free / LITTLE:.1f} GiB free"
        standing = Standing.OK if free >= LITTLE else Standing.WARN
        if free < TOO_LITTLE:
            standing = Standing.FAIL
        mend = "" if standing is Standing.OK else "make room"
        yield Check("disk", standing, words, mend)


def _folders(here: Installation) -> set[Path]:
    found: set[Path] = set()
    if here.found is not None and here.found.warc is not None:
        found.add(here.found.warc)
    if here.found is not None and here.found.store and not here.store_problem:
        file = _file(here)
        found |= set() if file is None else {file.parent}
    return {one for one in found if one.is_dir()}
