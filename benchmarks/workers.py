"""Do workers keep a host's pace together, and what is lost when one is killed?

    python -m benchmarks.workers pace --workers 2     20 hosts at 1 s, by the access log
    python -m benchmarks.workers kill --trials 10     2,000 URLs, SIGKILL of one of two

A PostgreSQL of its own, sites on loopback addresses, workers as the real command.
"""

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from newscrawler.storage.database import open_store
from tests.storage.postgres import programs, server
from tests.wire.serving import Answer, Served, Wire, serving
from tests.wire.sites import EVERYBODY, article

ROOT = Path(__file__).parent.parent
HOSTS = tuple(f"127.0.2.{number}" for number in range(1, 21))
SHARED = "127.0.2.99"
"""A listed host to which one article of each other host redirects."""


def paths_of(host: str, each: int) -> list[str]:
    """Return the articles of a host."""
    return [f"/2026/11/02/{host.replace('.', '-')}-{one}" for one in range(each)]


def pages(host: str, port: int, each: int) -> Iterator[tuple[str, Answer]]:
    """Yield the pages of a host, the first of which is elsewhere."""
    names = paths_of(host, each)
    locations = "".join(
        f"<url><loc>http://{host}:{port}{one}</loc></url>" for one in names
    )
    yield "/robots.txt", EVERYBODY
    yield "/sitemap.xml", Answer(f"<urlset>{locations}</urlset>".encode())
    place = f"http://{SHARED}:{port}{names[0]}"
    yield names[0], Answer(status=302, headers=((b"Location", place.encode()),))
    for name in names[1:]:
        yield name, Answer(article(f"Boat {name}"))


@contextmanager
def world(each: int) -> Iterator[tuple[Wire, str, Path]]:
    """Yield the sites, the URI of a new database, and a folder with the sources."""
    sites: dict[str, dict[str, Answer]] = {host: {} for host in (*HOSTS, SHARED)}
    binaries = programs()
    if binaries is None:
        raise SystemExit("there is no PostgreSQL: pip install -e '.[dev]'")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with server(folder / "pg", binaries) as store, serving(sites) as wire:
            (folder / "sources").mkdir()
            sites[SHARED]["/robots.txt"] = EVERYBODY
            for host in HOSTS:
                sites[host] |= dict(pages(host, wire.port, each))
                first = paths_of(host, each)[0]
                sites[SHARED][first] = Answer(article(f"Boat {first}"))
            for host in (*HOSTS, SHARED):
                write_source(folder, host, wire.port)
            yield wire, store, folder


def write_source(folder: Path, host: str, port: int) -> None:
    """List a host; the shared one has nothing of its own to find."""
    name = "h" + host.replace(".", "-")
    listing = (
        "" if host == SHARED else f'sitemaps = ["http://{host}:{port}/sitemap.xml"]\n'
    )
    (folder / "sources" / f"{name}.toml").write_text(
        f'id = "{name}"\nname = "{host}"\nhome = "http://{host}:{port}/"\n'
        f'domains = ["{host}"]\n{listing}',
        "utf-8",
    )


class Fleet:
    """Workers on a store, as processes."""

    def __init__(
        self, folder: Path, store: str, settings: Mapping[str, object]
    ) -> None:
        ours = {
            "NEWSCRAWLER_CONTACT": "https://desk.test/crawler",
            "NEWSCRAWLER_PRIVATE_HOSTS": ",".join((*HOSTS, SHARED)),
            "NEWSCRAWLER_STORE": store,
            "CONCURRENT_REQUESTS": 16,
        }
        self._words = [
            f"-s{key}={value}" for key, value in {**ours, **settings}.items()
        ]
        self._folder = folder
        self._err = (folder / "err").open("ab")

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command."""
        return subprocess.Popen(  # noqa: S603  ourselves
            [sys.executable, "-m", "newscrawler", *command, *self._words],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=self._err,
        )


def unfinished(engine: Engine) -> int:
    """Return how many jobs wait or are done."""
    query = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    with engine.connect() as connection, suppress(ProgrammingError):
        return int(connection.scalar(text(query)) or 0)
    return 1


def wait_for_the_end(store: str, patience: float) -> bool:
    """Wait until no job is left; False if that never came."""
    engine = create_engine(store.replace("postgresql:", "postgresql+psycopg:"))
    until = time.monotonic() + patience
    try:
        while time.monotonic() < until:
            if unfinished(engine) == 0:
                return True
            time.sleep(0.2)
        return False
    finally:
        engine.dispose()


def gaps(log: Sequence[Served], host: str) -> list[float]:
    """Return the seconds between a host's requests; below 0 where two met."""
    times = sorted((one.began, one.ended) for one in log if one.host == host)
    return [
        later - began if later >= ended else -1.0
        for (began, ended), (later, _) in pairwise(times)
    ]


def pace(workers: int, each: int, delay: float) -> None:
    """Print the least gap and the rates over all workers."""
    with world(each) as (wire, store, folder):
        fleet = Fleet(folder, store, {"DOWNLOAD_DELAY": delay})
        fleet.start("schedule", "--postgres").wait()
        many = str(-(-(len(HOSTS) + 1) // workers))
        running = [fleet.start("worker", "--concurrency", many) for _ in range(workers)]
        is_done = wait_for_the_end(store, 60 + 3 * each * delay)
        for one in running:
            one.send_signal(signal.SIGTERM)
            one.wait()
        log = list(wire.log)
    found = {host: gaps(log, host) for host in (*HOSTS, SHARED)}
    every = [one for some in found.values() for one in some]
    rates = [1 / statistics.mean(found[host]) for host in HOSTS]
    told = {
        "workers": workers,
        "jobs done": is_done,
        "requests": len(log),
        "at once": sum(one < 0 for one in every),
        "least gap": f"{min(every):.3f} s",
        "gaps under 0.95 of the delay": sum(one < 0.95 * delay for one in every),
        "requests a second a host, least": f"{min(rates):.3f}",
        "median": f"{statistics.median(rates):.3f}",
    }
    sys.stdout.write(f"{told}\n")


def kill(trials: int, urls: int, dead_after: float) -> None:
    """Print what each trial lost, asked for twice, and how long nobody took over."""
    for trial in range(trials):
        each = urls // len(HOSTS)
        with world(each) as (wire, store, folder):
            settings = {"DOWNLOAD_DELAY": 0.02, "NEWSCRAWLER_LEASE": dead_after}
            fleet = Fleet(folder, store, settings)
            fleet.start("schedule", "--postgres").wait()
            words = ("worker", "--concurrency", "10", "--dead-after", str(dead_after))
            first, second = fleet.start(*words), fleet.start(*words)
            many = random.Random(trial).uniform(0.2, 0.8) * urls
            wire.wait_for(partial(has_served, many), 300)
            first.kill()
            killed_at = time.monotonic()
            first.wait()
            is_done = wait_for_the_end(store, 600)
            second.send_signal(signal.SIGTERM)
            second.wait()
            sys.stdout.write(f"{told(wire, store, each, killed_at)}, done {is_done}\n")
            sys.stdout.flush()


def has_served(many: float, log: Sequence[Served]) -> bool:
    """Tell whether so many articles were served."""
    return len(articles(log)) >= many


def articles(log: Sequence[Served]) -> list[tuple[str, str]]:
    """Return the requests for articles that were answered."""
    return [(one.host, one.path) for one in log if one.path.startswith("/2026/")]


def told(wire: Wire, store: str, each: int, killed_at: float) -> str:
    """Return what came of a trial."""
    wanted = {(host, path) for host in HOSTS for path in paths_of(host, each)}
    asked = articles(wire.log)
    urls = {f"http://{host}:{wire.port}{path}" for host, path in wanted}
    with closing(open_store(store)) as found, found.reading() as connection:
        kept = found.seen(urls)
        waiting = text("SELECT url FROM frontier WHERE due_at IS NOT NULL")
        left = set(connection.scalars(waiting)) & urls - kept
    pauses = [
        min(after) - killed_at
        for host in HOSTS
        if (
            after := [
                one.began
                for one in wire.log
                if one.host == host and one.began > killed_at
            ]
        )
    ]
    met = sum(one < 0 for host in (*HOSTS, SHARED) for one in gaps(wire.log, host))
    return (
        f"lost {len(urls - kept - left)} of {len(urls)}, kept {len(kept)}, waiting "
        f"{len(left)}, asked again "
        f"{len(asked) - len(set(asked))}, at once {met}, taken over after "
        f"{max(pauses, default=0.0):.1f} s"
    )


def main() -> None:
    """Measure what the first argument names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["pace", "kill"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--each", type=int, default=60, help="articles a host")
    parser.add_argument("--delay", type=float, default=1.0)
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--urls", type=int, default=2000)
    parser.add_argument("--dead-after", type=float, default=20.0)
    asked = parser.parse_args()
    if asked.what == "pace":
        pace(asked.workers, asked.each, asked.delay)
    else:
        kill(asked.trials, asked.urls, asked.dead_after)


if __name__ == "__main__":
    main()
