"""What does it cost to archive a page? ``python -m benchmarks.warc``.

CPU seconds of this process, beside zlib's first level on the same bytes: on a machine
that is shared, compare the ratio. Pages of 70 KB, each with words of its own, are
written as a crawl does, into a folder that is thrown away.
"""

import random
import sys
import tempfile
import time
import zlib
from pathlib import Path

from benchmarks.measured import write_figures
from newscrawler.page import Page
from newscrawler.storage.warc import WarcFolder
from newscrawler.storage.warc_reading import read_warc
from newscrawler.storage.warc_records import Sent

NOW = 1_800_000_000.0
PAGES = 1000
SIZE = 70_000
ROUNDS = 3
SENT = Sent((("User-Agent", "newscrawler/1 (+https://desk.test)"), ("Accept", "*/*")))
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Date", "Fri, 15 Jan 2027 08:00:00 GMT"),
    ("Cache-Control", "max-age=60"),
    ("Content-Encoding", "gzip"),
)
FACTS = (("decision", "d" * 64), ("source", "gazette"), ("usage", "search=allowed"))


def bodies() -> list[bytes]:
    """Return pages of 70 KB: markup that repeats, words that do not."""
    chance = random.Random(14)
    words = [
        "".join(chance.choices("etaoinshrdlucmfwypvbgk", k=chance.randint(2, 11)))
        for _ in range(20_000)
    ]
    return [_body(chance, words) for _ in range(PAGES)]


def _body(chance: random.Random, words: list[str]) -> bytes:
    parts, size = ["<html lang=en><title>x</title>"], 0
    while size < SIZE:
        text = " ".join(chance.choices(words, k=40))
        parts.append(
            f'<div class="story__body story__body--wide"><p class="text">{text}</p>'
            f'<a class="related__link" href="/news/2027/01/{chance.random()}">More</a>'
            "</div>\n"
        )
        size += len(parts[-1])
    return "".join(parts).encode()[:SIZE]


def archived(folder: Path, pages: list[Page]) -> float:
    """Return the CPU seconds that it takes to write pages."""
    for page in pages:
        _ = page.sha256  # reckoned for the decision already
    begin = time.process_time()
    archive = WarcFolder(folder)
    for page in pages:
        archive.write(archive.next_place(NOW), page, SENT, FACTS)
    archive.close()
    return time.process_time() - begin


def read(folder: Path) -> float:
    """Return the CPU seconds that it takes to read them all again."""
    begin = time.process_time()
    for file in folder.iterdir():
        assert sum(one.kind == "response" for one in read_warc(file)) == PAGES
    return time.process_time() - begin


def yardstick(texts: list[bytes]) -> float:
    """Return the CPU seconds of zlib's first level on the bodies alone."""
    begin = time.process_time()
    for text in texts:
        zlib.compress(text, 1)
    return time.process_time() - begin


def measured(texts: list[bytes]) -> dict[str, float]:
    """Return what a page costs, in CPU milliseconds, and its bytes in the file."""
    pages = [
        Page(text, f"https://gazette.example/{number}", HEADERS, fetched_at=NOW)
        for number, text in enumerate(texts)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cost, plain = archived(folder, pages), yardstick(texts)
        size = sum(one.stat().st_size for one in folder.iterdir())
        again = read(folder)
    return {
        "ms CPU a page": round(cost / PAGES * 1000, 3),
        "ms of zlib's first level alone": round(plain / PAGES * 1000, 3),
        "ms to read it again": round(again / PAGES * 1000, 3),
        "bytes in the file": round(size / PAGES),
    }


def main() -> None:
    """Print a line for each round, and write them down."""
    texts, rounds = bodies(), dict[str, dict[str, float]]()
    for at in range(1, ROUNDS + 1):
        rounds[f"round {at}"] = found = measured(texts)
        line = ", ".join(f"{name} {value}" for name, value in found.items())
        sys.stdout.write(f"{line}\n")
    best = min(one["ms CPU a page"] for one in rounds.values())
    figures = {"pages": PAGES, "bytes of a page": SIZE, "best, ms CPU a page": best}
    title = "Archiving kept pages as WARC (bar 0.5 ms a page)"
    write_figures("warc", title, "python -m benchmarks.warc", {**figures, **rounds})


if __name__ == "__main__":
    main()
