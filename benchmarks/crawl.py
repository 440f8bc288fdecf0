"""What does a whole crawl cost a page? ``python -m benchmarks.crawl [ARTICLES]``.

A made-up site on loopback addresses, served by a process of its own; a crawl with gate,
extraction, store and ledger in another, whose processor time and peak memory the system
tells. Beside it, where trafilatura is installed, a bare Scrapy spider with trafilatura:
no gate, no store. Start-up is measured by a crawl of one article, and taken off.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

from benchmarks.made_up_site import site

HOSTS, ARTICLES, PORT = 20, 2000, 8799
LIMIT_MS, LIMIT_MIB = 6.0, 250
CONTACT = "https://bench.your-newsroom.org/bot"
PEER = """
import sys
import scrapy, trafilatura
from scrapy.crawler import CrawlerProcess
class Spider(scrapy.spiders.SitemapSpider):
    name = "peer"
    sitemap_urls = sys.argv[1:]
    def parse(self, response):
        yield {"text": trafilatura.bare_extraction(response.body, url=response.url,
                                                   with_metadata=True).text}
process = CrawlerProcess({"LOG_LEVEL": "WARNING", "ROBOTSTXT_OBEY": True})
process.crawl(Spider)
process.start()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time, and the most memory held, in MiB."""

    seconds: float
    mebibytes: float


def hosts() -> list[str]:
    """Return the loopback addresses that stand for publishers."""
    return [f"127.0.0.{number + 2}" for number in range(HOSTS)]


@contextmanager
def served(articles: int) -> Iterator[None]:
    """Serve the site from a process of its own while something crawls it."""
    command = [sys.executable, "-m", "benchmarks.crawl", "serve", str(articles)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603  our own
        assert process.stdout is not None
        process.stdout.readline()  # it is up
        try:
            yield
        finally:
            process.terminate()


def serve(articles: int) -> None:
    """Serve each host's share of the articles until we are told to end."""
    for number, host in enumerate(hosts()):
        files = dict(site(f"http://{host}:{PORT}", articles // HOSTS or 1, number))
        server = ThreadingHTTPServer((host, PORT), handler(files))
        Thread(target=server.serve_forever).start()
    print("up", flush=True)  # noqa: T201  for who started us


def handler(files: Mapping[str, bytes]) -> type[BaseHTTPRequestHandler]:
    """Return what answers from these files."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = files.get(self.path)
            self.send_response(404 if body is None else 200)
            is_page = self.path.endswith(".html")
            self.send_header("Content-Type", "text/html" if is_page else "text/plain")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end; what it says goes to a file in the folder."""
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(  # noqa: S603  our own
            command, cwd=folder, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit((folder / "said.txt").read_text()[-2000:])
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ours(folder: Path, number: int) -> Cost:
    """Crawl the first so many hosts into a new store."""
    sources = folder / f"sources-{number}"
    sources.mkdir(exist_ok=True)
    for host in hosts()[:number]:
        home = f"http://{host}:{PORT}/"
        words = f'id = "h{host.rpartition(".")[2]}"\nname = "{host}"\nhome = "{home}"\n'
        words += f'domains = ["{host}"]\nsitemaps = ["{home}sitemap.xml"]\n'
        (sources / f"{host}.toml").write_text(words)
    (folder / "bench.db").unlink(missing_ok=True)
    settings = {
        "NEWSCRAWLER_SOURCES": str(sources),
        "NEWSCRAWLER_STORE": "sqlite:///bench.db",
        "NEWSCRAWLER_PRIVATE_HOSTS": ",".join(hosts()),
        "NEWSCRAWLER_CONTACT": CONTACT,
        "DOWNLOAD_DELAY": "0",
    }
    command = [sys.executable, "-m", "newscrawler", "crawl", "news"]
    command += [word for pair in settings.items() for word in ("-s", "=".join(pair))]
    return cost(command, folder)


def peer(folder: Path, number: int) -> Cost:
    """Crawl the same with Scrapy and trafilatura alone."""
    sitemaps = [f"http://{host}:{PORT}/sitemap.xml" for host in hosts()[:number]]
    return cost([sys.executable, "-c", PEER, *sitemaps], folder)


def main(articles: int) -> None:
    """Print a line for each way to crawl."""
    with tempfile.TemporaryDirectory() as name, served(articles):
        folder = Path(name)
        title = f"newscrawler (at most {LIMIT_MS} ms, {LIMIT_MIB} MiB)"
        rows = {title: lambda n: ours(folder, n)}
        if find_spec("trafilatura"):
            rows["Scrapy with trafilatura"] = lambda n: peer(folder, n)
        first = 0.0
        for title, crawl in rows.items():
            few, all_of_them = crawl(1), crawl(HOSTS)
            pages = articles - articles // HOSTS
            taken = 1000 * (all_of_them.seconds - few.seconds) / pages
            first = first or taken
            sys.stdout.write(
                f"{title}: {taken:.1f} ms a page, {taken / first:.2f} x ours, "
                f"{all_of_them.mebibytes:.0f} MiB\n"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ARTICLES)
