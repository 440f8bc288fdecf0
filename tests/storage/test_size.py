"""A managed robots.txt of 20 KB adds next to nothing to each page in the store."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from newscrawler.page import Page
from newscrawler.policy import Document, Gate
from newscrawler.storage.database import open_store
from tests.storage.samples import NOW, article

SITE = "https://gazette.example"
PAGES = 400
MOST = 300
"""Bytes a page: the evidence's budget for a managed robots.txt."""

PLAIN = b"User-agent: *\nAllow: /\n"
CRAWLERS = (
    "Amazonbot",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "Google-Extended",
    "GPTBot",
)
GROUPS = "".join(f"User-agent: {one}\nDisallow: /\n\n" for one in CRAWLERS)
ALLOWS = "User-agent: *\nContent-Signal: search=yes,ai-train=no\nAllow: /\n\n"
MANAGED = f"{ALLOWS}{GROUPS}{'# The choices of the owner of this site.' * 480}".encode()


def size(file: Path, robots: bytes) -> int:
    """Return the bytes of a store in which each page of a site was kept."""
    gate = Gate(purposes=["search"])
    heard = [Document(f"{SITE}/robots.txt", NOW, 200, (), robots)]
    gate.learn(heard[0], NOW)
    while wanted := gate.wants(f"{SITE}/", NOW):
        for url in wanted:
            heard.append(Document(url, NOW, 404))
            gate.learn(heard[-1], NOW)
    page = Page.from_html(b"<html lang=en><title>x</title><p>x", f"{SITE}/", {}, NOW)
    first, then = gate.before_fetch(f"{SITE}/", NOW), gate.after_fetch(page, NOW)
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("news", {}, "1", NOW)
        for one in heard:
            store.keep_hearing(run, one)
        for number in range(PAGES):
            url, at = f"{SITE}/news/{number}", NOW + number
            use = replace(then, url=url, decided_at=at)
            store.record(run, replace(first, url=url, decided_at=at))
            store.record(run, use)
            store.keep(run, use, article(url), url, str(number))
        store.end_run(run, NOW, {})
    return file.stat().st_size


def test_a_managed_robots_txt_is_kept_once(tmp_path: Path) -> None:
    plain = size(tmp_path / "plain.db", PLAIN)

    managed = size(tmp_path / "managed.db", MANAGED)

    assert len(MANAGED) >= 19_000
    assert managed - plain <= MOST * PAGES
