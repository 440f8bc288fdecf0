"""What do notices cost on text that nobody has met? ``python benchmarks/notices_once.py``.

Every page is read once, in one new process, and parsed before the clock runs: processor
time, the first page apart. Without folders of pages (``*.html``, ``*.html.gz``) it reads
pages made of the sentences of the corpus, some of each language in turn.
"""

import argparse
import gzip
import statistics
import sys
import time
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from newscrawler.notices.find_in_page import read_page
from newscrawler.page import Page

CORPUS = Path(__file__).parents[1] / "fixtures" / "notices" / "corpus"
URL = "https://gazette.example/news/2026/11/20/the-harbour-opens-again.html"
SENTENCES = 20


def made_pages() -> Iterator[bytes]:
    """Yield pages of some sentences of one language, the languages in turn."""
    files = (
        tomllib.loads(path.read_text("utf-8")) for path in sorted(CORPUS.iterdir())
    )
    known = [[f"<p>{row['text']}" for row in file["text"]] for file in files]
    for at in range(0, max(map(len, known)), SENTENCES):
        for texts in known:
            if part := texts[at : at + SENTENCES]:
                yield f"<!doctype html><article>{''.join(part)}".encode()


def pages_in(folder: Path) -> Iterator[bytes]:
    """Yield the pages under a folder, in order of their names."""
    for path in sorted(folder.rglob("*.html*")):
        body = path.read_bytes()
        yield gzip.decompress(body) if path.suffix == ".gz" else body


def cost(body: bytes) -> float:
    """Return milliseconds of processor time that a page takes once it is parsed."""
    page = Page.from_html(body, URL)
    _ = page.text, page.metas, page.json_ld, page.tree, page.language
    start = time.process_time()
    read_page(page)
    return (time.process_time() - start) * 1e3


def main() -> None:
    """Print what the first page costs, and the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read one page of so many")
    given = parser.parse_args()
    found = (
        chain.from_iterable(map(pages_in, given.folders))
        if given.folders
        else made_pages()
    )
    first, *others = [
        cost(body) for at, body in enumerate(found) if at % given.every == 0
    ]
    sys.stdout.write(
        f"first {first:.0f} ms, then {len(others)} pages: median"
        f" {statistics.median(others):.1f} ms, mean {statistics.mean(others):.1f} ms\n"
    )


if __name__ == "__main__":
    main()
