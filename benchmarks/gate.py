"""What does the gate cost? ``python benchmarks/gate.py -o benchmarks/gate.json``.

Made-up robots.txt files and a page of 100 KB; pyperf runs each several times in
processes of its own. Figures of a shared machine: compare ratios within one run.
"""

import random
from collections.abc import Iterator
from functools import cache
from itertools import cycle

import pyperf

from newscrawler.page import Page
from newscrawler.policy import Document, Gate
from newscrawler.policy.formats.robots_txt import RobotsTxt

NOW = 1_800_000_000.0
SITE = "https://gazette.example"
ARTICLE = f"{SITE}/news/2026/11/20/the-harbour-opens-again-after-two-years.html"
PARSED = ("is_html", "_decoded", "_bounded", "problem", "tree")
"""What a page has once it is parsed."""


@cache
def articles() -> Iterator[str]:
    """Return ever other articles of the site: a crawler asks for each but once.

    Every fourth has a query, which costs most.
    """
    return cycle(
        ARTICLE.replace("two", str(number)) + ("" if number % 4 else f"?page={number}")
        for number in range(10_000)
    )


def robots(size: int) -> bytes:
    """Return a robots.txt of about this many bytes: many groups, some wildcards."""
    draw = random.Random(7)  # the same file each time
    lines = ["User-agent: *", "Content-Signal: search=yes", "Crawl-delay: 1"]
    length = 0
    while length < size:
        if draw.random() < 0.05:
            lines += ["", f"User-agent: bot{len(lines)}"]
        word = "".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=12))
        star = "*/" if draw.random() < 0.1 else ""
        lines.append(f"Disallow: /{star}{word[:6]}/{word[6:]}")
        length += len(lines[-1]) + 1
    return "\n".join(lines).encode()


def page() -> bytes:
    """Return a page of about 100 KB that reserves nothing."""
    text = "The harbour opened again and three hundred people came to see it. " * 4
    blocks = "".join(f"<div class=b><p>{text}</p></div>" for _ in range(330))
    head = "<title>Harbour</title><meta name=description content=harbour>"
    return f"<!doctype html><html lang=en><head>{head}</head><body>{blocks}".encode()


@cache
def heard(size: int, hosts: int = 1) -> Gate:
    """Return a gate that has heard the robots.txt of so many hosts."""
    body = robots(size)
    gate = Gate()
    for number in range(hosts):
        site = SITE if number == 0 else f"https://host{number}.example"
        for url in (f"{site}/robots.txt", f"{site}/.well-known/tdmrep.json"):
            found = body if url.endswith(".txt") else b"[]"
            gate.learn(Document(url, NOW, 200, (), found), NOW)
    while wanted := gate.wants(f"{SITE}/", NOW):
        for url in wanted:
            gate.learn(Document(url, NOW, 404), NOW)
    gate.before_fetch(ARTICLE, NOW)
    return gate


@cache
def parsed() -> Page:
    """Return the page, parsed."""
    found = Page.from_html(page(), ARTICLE)
    assert found.tree
    return found


def unread() -> Page:
    """Return the page, parsed as before, of which nothing else was read."""
    found = Page.from_html(BODY, ARTICLE)
    found.__dict__ |= {key: it for key, it in vars(parsed()).items() if key in PARSED}
    return found


def main() -> None:
    """Run all benchmarks; each makes what it needs in a process of its own."""
    runner = pyperf.Runner(processes=3)
    for name, size, hosts in (
        ("before_fetch, robots.txt of 20 KB", 20_000, 1),
        ("before_fetch, robots.txt of 500 KiB", 512_000, 1),
        ("before_fetch, 100,000 hosts in memory", 100, 100_000),
    ):
        runner.bench_func(
            name,
            lambda size, hosts: heard(size, hosts).before_fetch(next(articles()), NOW),
            size,
            hosts,
        )
    runner.bench_func("read a robots.txt of 500 KiB", RobotsTxt.from_bytes, LARGE)
    runner.bench_func(
        "parse a page of 100 KB", lambda: Page.from_html(BODY, ARTICLE).tree
    )
    runner.bench_func(
        "after_fetch, page parsed already",
        lambda: heard(20_000).after_fetch(unread(), NOW),
    )


LARGE, BODY = robots(512_000), page()

if __name__ == "__main__":
    main()
