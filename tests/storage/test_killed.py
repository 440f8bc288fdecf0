"""Whoever keeps or exports and is killed at any moment leaves a store that verifies."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from newscrawler.policy import Gate, Purpose
from newscrawler.report.allowed_now import AllowedNow
from newscrawler.report.export import Exporting
from newscrawler.report.export_facts import Facts
from newscrawler.report.export_run import write_export
from newscrawler.storage.database import open_store
from newscrawler.storage.host_rows import find_hosts
from newscrawler.storage.kept_rows import kept_by, kept_pages
from tests.report.sites import SILENT, SITE, heard, judged, listing
from tests.storage.ledgers import problems
from tests.storage.samples import NOW, article, decision, rows

GROUPS, AT_ONCE = 4, 5
MOMENTS = 3
"""Random moments for each act: our choice; purge has its own fourteen in ``test_purging``."""


def keep(file: Path) -> None:
    """Keep articles as a crawl does, in groups."""
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("news", {}, "1", NOW)
        heard(store, run, SILENT, NOW)
        store.record(run, judged(SILENT))
        for group in range(GROUPS):
            urls = [f"{SITE}/{group}/{number}" for number in range(AT_ONCE)]
            store.keep_all(
                [
                    store.prepare(run, decision(url), article(url), url, url)
                    for url in urls
                ]
            )
        store.end_run(run, NOW, {})


def export(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        gate = Gate(purposes=["search"], sources=[listing()])
        states = partial(find_hosts, store)
        now = AllowedNow(gate, store.hearing, states, lambda _: None, NOW + 9)
        read = partial(kept_by, store)
        parts = Exporting(now, Facts(Purpose.SEARCH, NOW), read, str)
        out = file.parent / "out.jsonl"
        write_export(store, parts, kept_pages(store), out, {}, lambda: NOW)


ACTS = {"keep": keep, "export": export}


def child(act: str, file: Path, last: int) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-m", "tests.storage.test_killed", act, file, last)
    return subprocess.run(
        list(map(str, words)), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("act", ACTS)
def test_a_store_verifies_whenever_its_writer_is_killed(
    act: str, tmp_path: Path
) -> None:
    file = tmp_path / "whole" / "n.db"
    file.parent.mkdir()
    if act == "export":
        keep(file)
    before = file.read_bytes() if act == "export" else b""
    statements = int(child(act, file, 0).stdout)
    chance = random.Random(14)
    for last in sorted(chance.sample(range(1, statements), MOMENTS)):
        copy = tmp_path / str(last) / "n.db"
        copy.parent.mkdir()
        if before:
            copy.write_bytes(before)

        killed = child(act, copy, last)

        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert problems(copy) == []
        kept = rows(copy, "SELECT count(*) FROM articles")[0][0]
        assert isinstance(kept, int)
        assert kept % AT_ONCE == 0, "all of a group or none"
        if act == "export":
            export(copy)  # what was broken off is done again
            assert problems(copy) == []
            lines = (copy.parent / "out.jsonl").read_text("utf-8").splitlines()
            assert len(lines) == GROUPS * AT_ONCE


def _main(act: str, file: str, last: str) -> None:
    count = 0

    def take(_statement: str) -> None:
        nonlocal count
        count += 1
        if count == int(last):
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.set_trace_callback(take)

    event.listen(Pool, "connect", watch)
    ACTS[act](Path(file))
    sys.stdout.write(str(count))


if __name__ == "__main__":
    _main(*sys.argv[1:])
