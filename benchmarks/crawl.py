"""What does a whole crawl cost a page?
``python -m benchmarks.crawl [ARTICLES [PYTHON ...]]``.

A made-up site on loopback addresses, served by a process of its own; a crawl with gate,
extraction, store and ledger in another, whose processor time and peak memory the system
tells. Beside it the peers that are installed here, or in the environments of the other
interpreters that are named (they cannot all share one): they fetch and extract, with no
gate and no store. Start-up is measured by a crawl of one host, and taken off.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from benchmarks.made_up_site import site

HOSTS, ARTICLES, PORT = 20, 2000, 8799
LIMIT_MS, LIMIT_MIB = 6.0, 250
CONTACT = "https://bench.your-newsroom.org/bot"
SCRIPTS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another crawler: the modules that its script imports, and the script."""

    name: str
    modules: tuple[str, ...]
    script: str


PEERS = (
    Peer("Fundus", ("fundus",), "fundus_crawl.py"),
    Peer("Scrapy with trafilatura", ("scrapy", "trafilatura"), "scrapy_trafilatura.py"),
    Peer("trafilatura, its command", ("trafilatura",), "trafilatura_command.py"),
    Peer("newspaper4k", ("newspaper",), "newspaper4k.py"),
    Peer("news-please", ("newsplease",), "news_please.py"),
)


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


class _Server(ThreadingHTTPServer):
    """One that says nothing when a peer hangs up."""

    def handle_error(self, *_: object) -> None:
        """Say nothing: what a crawl missed shows in its count of texts."""


def serve(articles: int) -> None:
    """Serve each host's share of the articles until we are told to end."""
    for number, host in enumerate(hosts()):
        files = dict(site(f"http://{host}:{PORT}", articles // HOSTS or 1, number))
        server = _Server((host, PORT), handler(files))
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


def theirs(folder: Path, number: int, *, peer: Peer, python: str) -> Cost:
    """Crawl the same with a peer, whose script ends by saying how many texts it has."""
    sitemaps = [f"http://{host}:{PORT}/sitemap.xml" for host in hosts()[:number]]
    return cost([python, str(SCRIPTS / peer.script), *sitemaps], folder)


def installed(peer: Peer, pythons: Sequence[str]) -> str | None:
    """Return the first interpreter that has all that a peer needs."""
    names = ", ".join(peer.modules)
    for python in pythons:
        asked = [python, "-c", f"import {names}"]
        if subprocess.run(asked, check=False, capture_output=True).returncode == 0:  # noqa: S603  named by who runs us
            return python
    return None


def texts(folder: Path) -> str:
    """Return the last line that a crawl said."""
    return (folder / "said.txt").read_text("utf-8").splitlines()[-1]


def main(articles: int, pythons: Sequence[str]) -> None:
    """Print a line for each way to crawl."""
    with tempfile.TemporaryDirectory() as name, served(articles):
        folder = Path(name)
        title = f"newscrawler (at most {LIMIT_MS} ms, {LIMIT_MIB} MiB)"
        rows: dict[str, partial[Cost]] = {title: partial(ours, folder)}
        for peer in PEERS:
            if python := installed(peer, [sys.executable, *pythons]):
                rows[peer.name] = partial(theirs, folder, peer=peer, python=python)
        first = 0.0
        for title, crawl in rows.items():
            few, all_of_them = crawl(1), crawl(HOSTS)
            pages = articles - articles // HOSTS
            taken = 1000 * (all_of_them.seconds - few.seconds) / pages
            first = first or taken
            said = "" if crawl.func is ours else f", {texts(folder)} texts"
            sys.stdout.write(
                f"{title}: {taken:.1f} ms a page, {taken / first:.2f} x ours, "
                f"{all_of_them.mebibytes:.0f} MiB{said}\n"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else ARTICLES, sys.argv[2:])
