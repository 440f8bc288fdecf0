"""What does an export cost? ``python benchmarks/export.py [ARTICLES]``.

Rows a CPU second and the most memory of this process, over a synthetic store: a
hundred sites, each with a robots.txt that speaks of AI, articles of 2 KB. What is
measured is the whole way: read, decide again, write, take down. On a machine that is
shared, compare the ratios.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import Table, insert

from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Listing, Purpose
from newscrawler.report.allowed_now import AllowedNow
from newscrawler.report.export import Exporting
from newscrawler.report.export_facts import Facts
from newscrawler.report.export_run import write_export
from newscrawler.storage.article_json import article_record
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.decision_rows import entry
from newscrawler.storage.export.files import FORMS
from newscrawler.storage.host_rows import find_hosts
from newscrawler.storage.keeping import new_article
from newscrawler.storage.kept_rows import kept_by, kept_pages
from newscrawler.storage.schema import articles as kept
from newscrawler.storage.schema import decisions as decisions_table
from newscrawler.storage.schema import ledger
from newscrawler.storage.text import json_text
from newscrawler.storage.upsert import Row

NOW = 1_800_000_000.0
SITES = 100
AT_ONCE = 1000
BODY = "The harbour opened again and three hundred people came to see it. " * 30
ROBOTS = b"""User-agent: *
Content-Signal: search=yes,ai-train=no
Disallow: /private/
Disallow: /*?print=
Allow: /
"""


def host_of_site(number: int) -> str:
    """Return the host of a site."""
    return f"gazette-{number}.example"


def listings() -> list[Listing]:
    """Return the registry."""
    hosts = map(host_of_site, range(SITES))
    return [Listing(host.partition(".")[0], (host,)) for host in hosts]


def judged(store: Store, run: int, gate: Gate, site: str) -> Decision:
    """Hear a site, write it down, and return what the gate says of a page."""
    url = f"https://{site}/"
    while wanted := gate.wants(url, NOW):
        for one in wanted:
            found = Document(one, NOW, 404)
            if one.endswith("/robots.txt"):
                found = Document(one, NOW, 200, (), ROBOTS)
            gate.learn(found, NOW)
            store.keep_hearing(run, found)
    page = Page.from_html(b"<html lang=en><title>x</title><p>x", url, {}, NOW)
    return gate.after_fetch(page, NOW)


def fill(store: Store, articles: int) -> None:
    """Put articles in, a site after another, without the ledger's hashes.

    A crawl keeps one in a transaction; that is measured elsewhere, and slow.
    """
    run = store.begin_run("news", {}, "1", NOW)
    gate = Gate(purposes=["search"], sources=listings())
    decisions = [
        judged(store, run, gate, host_of_site(number)) for number in range(SITES)
    ]
    for one in decisions:
        store.record(run, one)
    store.flush()
    with store.writing() as connection:
        for first in range(0, articles, AT_ONCE):
            rows: dict[Table, list[Row]] = {ledger: [], decisions_table: [], kept: []}
            for number in range(first, min(first + AT_ONCE, articles)):
                decision = decisions[number * SITES // articles]
                for table, row in rows_of(run, number, decision).items():
                    rows[table].append(row)
            for table, found in rows.items():
                connection.execute(insert(table), found)


def rows_of(run: int, number: int, decision: Decision) -> dict[Table, Row]:
    """Return a kept article and its decision as rows."""
    url = f"{decision.url}news/2026/the-harbour-opens-{number}.html"
    at = NOW + number / 1000
    kept_at = replace(decision, url=url, decided_at=at)
    new = new_article(entry(run, kept_at), kept_at, article(url), url, str(number))
    text = json_text(article_record(new.article))
    place = SITES * 10 + number
    record: Row = {"run": run, "sequence": place, "kind": "decision", "hash": ""}
    counted = {"number": place, "sequence": place, "count": 1, "last_at": at}
    return {
        ledger: {**record, "record": new.entry.record},
        decisions_table: {**new.entry.row, **counted},
        kept: {**new.row, "record": text, "decision": place, "sequence": 0},
    }


def article(url: str) -> Article:
    """Return an article of 2 KB."""
    return Article(
        url=url,
        headline="The harbour opens",
        articleBody=f"{url} {BODY}",
        datePublished="2026-11-20T09:00:00+01:00",
        inLanguage="en",
        keywords=("harbour", "city"),
    )


def exporting(store: Store) -> Exporting:
    """Return what parts the articles of a store, for search."""
    allowed = AllowedNow(
        gate=Gate(purposes=["search"], sources=listings()),
        hearing=store.hearing,
        states=lambda hosts: find_hosts(store, hosts),
        retention=lambda _: None,
        now=NOW + 86_400,
    )
    facts = Facts(Purpose.SEARCH, NOW)
    return Exporting(allowed, facts, partial(kept_by, store), lambda host: host)


def timed(work: Callable[[], object]) -> float:
    """Return the CPU seconds that something takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def megabytes() -> float:
    """Return the most memory that this process has had so far, in MiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(store: Store, folder: Path, form: str, articles: int) -> str:
    """Return a line on one form: the whole way, and its writer alone."""
    first = FORMS[form](folder / f"first.{form}")
    first.write([{"url": "https://gazette.example/"}])  # what is loaded once
    first.close()
    parts, file = exporting(store), folder / f"out.{form}"
    pages = kept_pages(store)
    whole = timed(lambda: write_export(store, parts, pages, (), file, {}, lambda: NOW))
    assert parts.facts.items == articles
    rows = list(exporting(store).part(next(kept_pages(store)))[0].values())
    writer = FORMS[form](folder / f"alone.{form}")
    times = max(1, 20_000 // len(rows))

    def write() -> None:
        for _ in range(times):
            writer.write(rows)
        writer.close()

    alone = times * len(rows) / timed(write)
    return (
        f"{form}: {articles / whole:,.0f} articles a CPU second,"
        f" its writer alone {alone:,.0f}; {megabytes():.0f} MiB at most so far\n"
    )


def main() -> None:
    """Print a line for each form."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(open_store(f"sqlite:///{folder / 'n.db'}")) as store:
            spent = timed(lambda: fill(store, articles))
            sys.stdout.write(
                f"{articles} articles kept: {spent:.0f} CPU s, {megabytes():.0f} MiB\n"
            )
            for form in FORMS:
                sys.stdout.write(measure(store, folder, form, articles))
                sys.stdout.flush()


if __name__ == "__main__":
    main()
