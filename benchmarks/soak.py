"""Does a process that crawls on and on grow? ``python -m benchmarks.soak --minutes 60``.

The real crawler, crawl after crawl in one process, against sites on loopback addresses
that publish new articles every time, some of them reserved, missing, broken off or slow.
After each crawl: resident memory, open descriptors, tasks of the event loop, delayed
calls of the reactor. Growth is told from the median of the second quarter (the first
warms up) to that of the last; ends with 1 where it is beyond a limit, or a check fails.
"""

import argparse
import asyncio
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from benchmarks.measured import write_figures
from newscrawler.storage.database import open_store
from newscrawler.storage.verification import verify
from newscrawler.terminal.main_task import run_beside_crawls
from tests.wire.serving import Answer, serving
from tests.wire.sites import EVERYBODY, article

HOSTS = tuple(f"127.0.4.{number}" for number in range(1, 7))
EACH = 8
"""New articles of each host and crawl: our choice."""

LIMITS = {"resident MiB": 0.10, "descriptors": 0.0, "tasks": 0.0, "delayed calls": 0.0}
"""Growth that is no leak, in parts of what was there: a cache may fill to its bound."""

STORE = "soak.db"


class Publishing(Mapping[str, Answer]):
    """A site that names new articles whenever its sitemap is asked for."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.port = 0
        self.round = 0

    def get(self, path: str, _default: object = None) -> Answer:
        """Return what a path answers: one article in eight is of each bad kind."""
        if path == "/robots.txt":
            return EVERYBODY
        if path == "/sitemap.xml":
            self.round += 1
            return Answer(sitemap(self.host, self.port, self.round))
        number = int(path.rpartition("-")[2]) if path.startswith("/2026/") else -1
        if number < 0 or number % EACH == 1:
            return Answer(b"not here", 404)
        return changed(Answer(article(f"Boat {path} of {self.host}")), number % EACH)

    def __getitem__(self, path: str) -> Answer:
        return self.get(path)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def changed(answer: Answer, kind: int) -> Answer:
    """Return an answer as the publisher of its kind gives it."""
    if kind == 2:
        return Answer(resets=True)
    if kind == 3:
        noai = (b"X-Robots-Tag", b"noai")
        return Answer(answer.body, headers=(*answer.headers, noai))
    if kind == 4:
        return Answer(b"oops", 500)
    return answer


def sitemap(host: str, port: int, number: int) -> bytes:
    """Return the sitemap of a round."""
    names = (f"/2026/11/02/boat-{number * EACH + one}" for one in range(EACH))
    places = (f"<url><loc>http://{host}:{port}{one}</loc></url>" for one in names)
    return f"<urlset>{''.join(places)}</urlset>".encode()


def sampled(crawls: int, began: float) -> dict[str, float]:
    """Return what this process holds by now."""
    from twisted.internet import reactor  # noqa: PLC0415  importing it installs it

    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return {
        "crawls": crawls,
        "seconds": round(time.monotonic() - began, 1),
        "resident MiB": round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1),
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "tasks": len(asyncio.all_tasks()),
        "delayed calls": len(reactor.getDelayedCalls()),  # type: ignore[misc]  # an interface's methods lack self
    }


def crawl_on(minutes: float) -> None:
    """Crawl for so long in this process; a line of JSON after each crawl."""
    settings = get_project_settings()
    settings.setdict(
        {
            "NEWSCRAWLER_STORE": f"sqlite:///{STORE}",
            "NEWSCRAWLER_CONTACT": "https://desk.test/crawler",
            "NEWSCRAWLER_PRIVATE_HOSTS": ",".join(HOSTS),
            "DOWNLOAD_DELAY": 0,
            "RETRY_TIMES": 1,
            "LOG_LEVEL": "CRITICAL",
        },
        "cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    ends: list[bool] = []

    async def main() -> None:
        began, crawls = time.monotonic(), 0
        while not ends and time.monotonic() - began < 60 * minutes:
            await process.crawl("news", ask="all")
            crawls += 1
            sys.stdout.write(json.dumps(sampled(crawls, began)) + "\n")
            sys.stdout.flush()

    run_beside_crawls(process, main, lambda: ends.append(True))


def soaked(folder: Path, minutes: float) -> list[dict[str, float]]:
    """Return the samples of a process that crawled for so long, and what was served."""
    sites = {host: Publishing(host) for host in HOSTS}
    with serving(sites) as wire:
        (folder / "sources").mkdir()
        for host, site in sites.items():
            site.port = wire.port
            origin = f"http://{host}:{wire.port}/"
            (folder / "sources" / f"{host}.toml").write_text(
                f'id = "h{host.replace(".", "-")}"\nname = "{host}"\nhome = "{origin}"\n'
                f'domains = ["{host}"]\nsitemaps = ["{origin}sitemap.xml"]\n',
                "utf-8",
            )
        command = [sys.executable, "-m", "benchmarks.soak", "--crawl", str(minutes)]
        root = str(Path(__file__).parent.parent)
        ours = {"PYTHONPATH": root, "SCRAPY_SETTINGS_MODULE": "newscrawler.settings"}
        ran = subprocess.run(  # noqa: S603  ourselves
            command,
            cwd=folder,
            env={**os.environ, **ours},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # each crawl's summary
            text=True,
            check=True,
        )
        samples = [json.loads(line) for line in ran.stdout.splitlines()]
        return [one | {"requests": len(wire.asked)} for one in samples]


def growth(samples: Sequence[Mapping[str, float]], what: str) -> tuple[float, float]:
    """Return the medians of the second and of the last quarter."""
    quarter = max(1, len(samples) // 4)
    second, last = samples[quarter : 2 * quarter] or samples, samples[-quarter:]
    return (
        round(statistics.median(one[what] for one in second), 1),
        round(statistics.median(one[what] for one in last), 1),
    )


def main(minutes: float) -> int:
    """Soak, and write the figures; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        samples = soaked(Path(name), minutes)
        with (
            closing(open_store(f"sqlite:///{Path(name) / STORE}")) as store,
            store.reading() as connection,
        ):
            problems = len(verify(connection).problems)
            kept = sum(1 for _ in store.articles())
    last = samples[-1]
    found = {what: growth(samples, what) for what in LIMITS}
    leaks = [
        what
        for what, (before, after) in found.items()
        if after > before * (1 + LIMITS[what])
    ]
    told = {
        what: {
            "second quarter": before,
            "last quarter": after,
            "allowed growth": f"{LIMITS[what]:.0%}",
        }
        for what, (before, after) in found.items()
    }
    write_figures(
        "soak",
        "Crawling on and on in one process",
        f"make soak MINUTES={minutes:g}",
        {
            "minutes": round(last["seconds"] / 60, 1),
            "hosts": len(HOSTS),
            "crawls": int(last["crawls"]),
            "requests": int(last["requests"]),
            "requests a second": round(last["requests"] / last["seconds"], 1),
            "articles kept": kept,
            "problems that the ledger has": problems,
            "leaks found": len(leaks),
            **told,
        },
    )
    sys.stdout.write(json.dumps(told) + f"\nleaks: {leaks}\n")
    return 1 if leaks or problems else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--crawl", type=float, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.crawl is not None:
        crawl_on(asked.crawl)
    else:
        sys.exit(main(asked.minutes))
