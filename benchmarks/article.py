"""How fast is extraction beside its peers? ``python benchmarks/article.py``.

Each reads the pages of ``fixtures/pages``, in turn, in one process; a figure is the
least CPU time of some rounds, parsing included, and the ratio is to ours. Peers that
are not installed are named and left out: ``pip install trafilatura resiliparse
newspaper4k`` adds them. The fixtures are small pages; larger ones can be given as files.
"""

import argparse
import importlib
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from newscrawler.article import extract
from newscrawler.page import Page

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
URL = "https://gazette.example/news/article"
ROUNDS = 5
FAILURES: dict[str, str] = {}
"""What a reader raised on some page, by its name."""

LEAST = 2.0
"""Seconds that a round takes at the least, all readers together: pages are repeated."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads a page, and what it reads of it."""

    name: str
    reads: str
    read: Callable[[bytes], object]


class Downloaded(Protocol):
    """What we use of newspaper4k's article."""

    text: str

    def download(self, *, input_html: str) -> object:
        """Take the page."""

    def parse(self) -> object:
        """Read it."""


def ours(body: bytes) -> object:
    """Return the article: body, fields, links and notices."""
    return extract(Page.from_html(body, URL))


def trafilatura(*, fast: bool) -> Callable[[bytes], object]:
    """Return trafilatura with metadata, in its usual or its fast mode."""
    found: Callable[..., object] = importlib.import_module(
        "trafilatura"
    ).bare_extraction

    def read(body: bytes) -> object:
        return found(body, url=URL, with_metadata=True, fast=fast)

    return read


def resiliparse() -> Callable[[bytes], object]:
    """Return Resiliparse's text of the main content."""
    module = importlib.import_module("resiliparse.extract.html2text")
    found: Callable[..., object] = module.extract_plain_text

    def read(body: bytes) -> object:
        return found(body.decode("utf-8", "replace"), main_content=True)

    return read


def newspaper4k() -> Callable[[bytes], object]:
    """Return newspaper4k, without its downloads."""
    made: Callable[..., Downloaded] = importlib.import_module("newspaper").Article

    def read(body: bytes) -> object:
        article = made(URL, fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        return article.text

    return read


PEERS: tuple[tuple[str, str, Callable[[], Callable[[bytes], object]]], ...] = (
    ("trafilatura", "text, fields", lambda: trafilatura(fast=False)),
    ("trafilatura, fast", "text, fields", lambda: trafilatura(fast=True)),
    ("Resiliparse", "text alone", resiliparse),
    ("newspaper4k", "text, fields", newspaper4k),
)


def readers() -> Iterator[Reader]:
    """Yield ourselves and the peers that are installed; tell of the others."""
    yield Reader("newscrawler", "text, fields, links, notices", ours)
    for name, reads, made in PEERS:
        try:
            yield Reader(name, reads, made())
        except ImportError as error:
            sys.stdout.write(f"not installed: {name} ({error.name})\n")


def seconds(reader: Reader, pages: Sequence[bytes]) -> float:
    """Return the CPU time that a reader takes for all pages."""
    start = time.process_time()
    for page in pages:
        try:
            reader.read(page)
        except Exception as error:  # noqa: BLE001  a peer's failure is a finding
            FAILURES.setdefault(reader.name, str(error).splitlines()[0])
    return time.process_time() - start


def main(arguments: Sequence[str]) -> int:
    """Print a line for each reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, help="HTML files")
    given = parser.parse_args(arguments).pages
    pages = [path.read_bytes() for path in given or sorted(PAGES.glob("*/page.html"))]
    logging.disable()
    found = list(readers())
    once = sum(seconds(reader, pages) for reader in found)  # warms up too
    once = sum(seconds(reader, pages) for reader in found)
    pages *= max(1, round(LEAST / once))
    best = {reader.name: seconds(reader, pages) for reader in found}
    for _ in range(ROUNDS - 1):
        for reader in found:
            best[reader.name] = min(best[reader.name], seconds(reader, pages))
    kilobytes = sum(map(len, pages)) / len(pages) / 1000
    sys.stdout.write(f"{len(pages)} pages of {kilobytes:.1f} KB on the average\n")
    for reader in found:
        taken = best[reader.name] / len(pages)
        sys.stdout.write(
            f"{reader.name:20}{1000 * taken:8.2f} ms a page{1 / taken:8.0f} a second"
            f"{taken * len(pages) / best['newscrawler']:8.2f} x ours   {reader.reads}\n"
        )
    for name, failure in FAILURES.items():
        sys.stdout.write(f"{name} failed on some pages: {failure}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
