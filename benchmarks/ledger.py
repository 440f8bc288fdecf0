"""What does evidence cost? ``python benchmarks/ledger.py [PAGES]``.

CPU seconds of this process, beside the same work done before it: on a machine that is
shared, compare the ratios. A page is requested, judged and, one in ten, kept, as in a
crawl; its robots.txt is a managed one of 20 KB, with a group for each AI crawler.
"""

import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

from newscrawler.crawl.group_commit import AT_ONCE
from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.verification import verify
from newscrawler.tuning.collecting import collect_seldom

NOW = 1_800_000_000.0
SITE = "https://gazette.example"
PAGES = 10_000
KEPT_EACH = (0, 10, 1)
"""One page in so many is kept; 0: none is."""

CRAWLERS = (
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
)
PLAIN = b"User-agent: *\nAllow: /\n"
WORDS = 640
"""Words of an article, 4 KB: each has its own, that none is like another."""


def managed() -> bytes:
    """Return a robots.txt of 20 KB that lets search in and AI crawlers not."""
    lines = ["User-agent: *", "Content-Signal: search=yes,ai-train=no", "Allow: /", ""]
    lines += [f"User-agent: {one}\nDisallow: /\n" for one in CRAWLERS]
    text = "\n".join(lines)
    notice = "# This file expresses the choices of the owner of this site.\n"
    return (notice * ((20_000 - len(text)) // len(notice)) + text).encode()


def heard(robots: bytes) -> Gate:
    """Return a gate, for search alone, that has heard all of the site."""
    gate = Gate(purposes=["search"])
    gate.learn(Document(f"{SITE}/robots.txt", NOW, 200, (), robots), NOW)
    while wanted := gate.wants(f"{SITE}/", NOW):
        for url in wanted:
            gate.learn(Document(url, NOW, 404), NOW)
    return gate


def decided(robots: bytes, pages: int) -> list[tuple[Decision, Decision]]:
    """Return what the gate says before and after each page's fetch."""
    gate = heard(robots)
    page = Page.from_html(b"<html lang=en><title>x</title><p>x", f"{SITE}/", {}, NOW)
    request, use = gate.before_fetch(f"{SITE}/", NOW), gate.after_fetch(page, NOW)
    found = []
    for number in range(pages):
        url, at = f"{SITE}/news/2026/the-harbour-opens-{number}.html", NOW + number
        both = (replace(one, url=url, decided_at=at) for one in (request, use))
        found.append(tuple(both))
    return [(one, other) for one, other in found]


def stored(
    store: Store, decisions: Sequence[tuple[Decision, Decision]], kept_each: int
) -> float:
    """Return the CPU seconds that it takes to write pages down, kept ones in groups."""
    bodies(len(decisions))
    begin = time.process_time()
    run = store.begin_run("news", {}, "1", NOW)
    group = []
    for number, (request, use) in enumerate(decisions):
        store.record(run, request)
        store.record(run, use)
        if kept_each and number % kept_each == 0:
            body = bodies(len(decisions))[number]
            article = Article(url=use.url, headline="Harbour", articleBody=body)
            group.append(store.prepare(run, use, article, use.url, f"{number:064d}"))
        if len(group) == AT_ONCE:
            store.keep_all(group)
            group = []
    store.keep_all(group)
    store.end_run(run, NOW, {})
    return time.process_time() - begin


@cache
def bodies(pages: int) -> list[str]:
    """Return a text for each page."""
    chance = random.Random(14)
    letters = "etaoinshrdlucmfwypvbgk"
    words = [
        "".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(5000)
    ]
    return [" ".join(chance.choices(words, k=WORDS)) for _ in range(pages)]


def measure(robots: bytes, kept_each: int, pages: int) -> tuple[float, float, float]:
    """Return CPU ms a page, bytes a page, and records verified in a CPU second."""
    decisions = decided(robots, pages)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "newscrawler.db"
        with closing(open_store(f"sqlite:///{file}")) as store:
            cost = stored(store, decisions, kept_each)
            with store.reading() as connection:
                begin = time.process_time()
                found = verify(connection)
                rate = found.records / (time.process_time() - begin)
        assert not found.problems
        return cost / pages * 1000, file.stat().st_size / pages, rate


def yardstick() -> float:
    """Return CPU microseconds of one SHA-256 over 4 KB: how fast the machine is now."""
    begin, text = time.process_time(), b"x" * 4096
    for _ in range(20_000):
        hashlib.sha256(text).digest()
    return (time.process_time() - begin) / 20_000 * 1e6


def main() -> None:
    """Print a line for each share of pages that is kept."""
    collect_seldom()  # as every crawl does
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    for kept_each in KEPT_EACH:
        plain = measure(PLAIN, kept_each, pages)
        with_rules = measure(managed(), kept_each, pages)
        kept = f"1 in {kept_each}" if kept_each else "none"
        sys.stdout.write(
            f"kept {kept}: {with_rules[0]:.3f} ms CPU a page"
            f" ({plain[0]:.3f} with a plain robots.txt);"
            f" {with_rules[1]:.0f} bytes a page,"
            f" {with_rules[1] - plain[1]:+.0f} for the managed one;"
            f" {with_rules[2]:,.0f} records verified a second;"
            f" SHA-256 of 4 KB: {yardstick():.1f} us\n"
        )


if __name__ == "__main__":
    main()
