"""What do a poll and an article cost? ``python -m benchmarks.scale_costs``.

`newscrawler schedule` crawls a made-up site on loopback addresses, one job a source, into
a new store; then again and again with nothing new, as if the time had passed. What it took
goes to ``scale_costs.toml``, which the simulation reads. Processor time varies by half on
a shared machine; bytes and statements do not.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from benchmarks import crawl
from newscrawler.__main__ import main as newscrawler

COSTS = Path(__file__).with_name("scale_costs.toml")
PORT, EACH, POLLS, LISTED = 8795, 20, 3, 5_000
"""Articles of a source; rounds of polls with nothing new; further sources, not due."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What one thing costs: milliseconds of a processor, SQL statements, bytes of SQLite.

    ``*_listed``: of each further source in the registry; ``text_bytes`` of an article's
    are its record, as JSON.
    """

    poll_ms: float
    article_ms: float
    listed_ms: float
    poll_leases: float
    article_leases: float
    poll_bytes: float
    article_bytes: float
    text_bytes: float


@dataclass(frozen=True, slots=True)
class Round:
    """What one run of `schedule` came to: its cost, lease statements, size of the store."""

    ms: float
    leases: int
    bytes: int


def counted(folder: Path) -> None:
    """Run the rest of the command line here, and write how often leases were asked."""
    found = 0

    def count(_: Connection, __: object, said: str, *___: object) -> None:
        nonlocal found
        found += "leases" in said

    event.listen(Engine, "before_cursor_execute", count)
    try:
        newscrawler(sys.argv[3:])
    finally:
        (folder / "leases").write_text(str(found))


def run(folder: Path) -> Round:
    """Crawl what is due."""
    settings = {
        "NEWSCRAWLER_SOURCES": "sources",
        "NEWSCRAWLER_STORE": "sqlite:///bench.db",
        "NEWSCRAWLER_PRIVATE_HOSTS": ",".join(crawl.hosts()),
        "NEWSCRAWLER_CONTACT": crawl.CONTACT,
        "DOWNLOAD_DELAY": "0",
    }
    command = [sys.executable, "-m", "benchmarks.scale_costs", "counted", str(folder)]
    command += ["schedule", "--concurrency", "4"]
    command += [word for pair in settings.items() for word in ("-s", "=".join(pair))]
    root = str(Path(__file__).parent.parent)
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(  # noqa: S603  our own
            command,
            cwd=folder,
            stdout=said,
            stderr=said,
            env={**os.environ, "PYTHONPATH": root},
        )
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit((folder / "said.txt").read_text()[-2000:])
    ms = 1000 * (used.ru_utime + used.ru_stime)
    return Round(ms, int((folder / "leases").read_text()), size(folder))


def size(folder: Path) -> int:
    """Return the bytes in use of the store."""
    with closing(sqlite3.connect(folder / "bench.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        names = ("page_count", "freelist_count", "page_size")
        pages, free, each = (
            int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in names
        )
    return (pages - free) * each


def text_bytes(folder: Path) -> float:
    """Return the mean length of an article's record."""
    with closing(sqlite3.connect(folder / "bench.db")) as database:
        found = database.execute("SELECT avg(length(record)) FROM articles").fetchone()
    return float(found[0])


def pass_time(folder: Path) -> None:
    """Let every source and every listing be due, as they are a quarter of an hour later."""
    with closing(sqlite3.connect(folder / "bench.db")) as database, database:
        database.execute("UPDATE visits SET due_at = 0 WHERE kind = 'listing'")
        database.execute("UPDATE leases SET next_at = 0 WHERE name LIKE 'source:127-%'")


def list_sources(folder: Path) -> None:
    """Write the sources that are crawled."""
    (folder / "sources").mkdir()
    for host in crawl.hosts():
        home = f"http://{host}:{PORT}/"
        words = f'id = "{host.replace(".", "-")}"\nname = "{host}"\nhome = "{home}"\nevery = "15 min"\n'
        words += f'domains = ["{host}"]\nsitemaps = ["{home}sitemap.xml"]\n'
        (folder / "sources" / f"{host}.toml").write_text(words)


def list_others(folder: Path) -> None:
    """Write sources that are listed, and not due."""
    entries = (
        f'[[source]]\nid = "s{n}"\nname = "{n}"\nhome = "https://s{n}.example/"\n'
        f'domains = ["s{n}.example"]\nfeeds = ["https://s{n}.example/feed"]\n'
        for n in range(LISTED)
    )
    (folder / "sources" / "others.toml").write_text("".join(entries))
    rows = [(f"source:s{n}", "", 0.0, 4e9, 0.0) for n in range(LISTED)]
    with closing(sqlite3.connect(folder / "bench.db")) as database, database:
        database.executemany(
            "INSERT INTO leases (name, owner, until, next_at, delay)"
            " VALUES (?, ?, ?, ?, ?)",
            rows,
        )


def measured(folder: Path) -> Costs:
    """Return what was measured of a site that is served already."""
    list_sources(folder)
    first, idle = run(folder), run(folder)
    polls = []
    for _ in range(POLLS):
        pass_time(folder)
        polls.append(run(folder))
    text = text_bytes(folder)
    list_others(folder)
    crowded = run(folder)
    hosts, articles = crawl.HOSTS, crawl.HOSTS * EACH
    poll_ms = (sum(one.ms for one in polls) / POLLS - idle.ms) / hosts
    poll_leases = (polls[-1].leases - idle.leases) / hosts
    poll_bytes = (polls[-1].bytes - idle.bytes) / (hosts * POLLS)
    return Costs(
        poll_ms=poll_ms,
        article_ms=(first.ms - idle.ms - poll_ms * hosts) / articles,
        listed_ms=(crowded.ms - idle.ms) / LISTED,
        poll_leases=poll_leases,
        article_leases=(first.leases - polls[-1].leases) / articles,
        poll_bytes=poll_bytes,
        article_bytes=(first.bytes - poll_bytes * hosts) / articles,
        text_bytes=text,
    )


def main() -> None:
    """Measure, and write it down."""
    crawl.PORT = PORT
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "benchmarks.scale_costs", "serve"]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as server:  # noqa: S603  our own
            assert server.stdout is not None
            server.stdout.readline()  # it is up
            try:
                found = measured(Path(name))
            finally:
                server.terminate()
    lines = [f"{key} = {value:.4g}" for key, value in asdict(found).items()]
    text = "# benchmarks/scale_costs.py wrote this; its docstring says how\n"
    COSTS.write_text(text + "\n".join(lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["counted"]:
        counted(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["serve"]:
        crawl.PORT = PORT
        crawl.serve(crawl.HOSTS * EACH)
    else:
        main()
