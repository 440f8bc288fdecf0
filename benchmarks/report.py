"""How long does a report take, and how large is it? ``python -m benchmarks.report [N]``.

A synthetic store of N decisions (1,000,000): a hundred sources, six months, a use in
every decision, five in six of them refused by five signals, one in five of the others kept,
each record chained as a crawl chains it. Filled without the store's own code, which takes a
transaction for a hundred; what is measured is the command's own work.
"""

import resource
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Table, insert

from newscrawler.items import Article
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Listing
from newscrawler.purpose import UNDECLARED, in_order
from newscrawler.report.people_page import report_page
from newscrawler.report.rendering import html
from newscrawler.report.view import About, view
from newscrawler.report.wording import read_words
from newscrawler.storage.article_json import article_record
from newscrawler.storage.chain import Kind, link
from newscrawler.storage.checkpoint_rows import write_checkpoints
from newscrawler.storage.counting import Chosen
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.decision_rows import entry
from newscrawler.storage.ledger import stored_head
from newscrawler.storage.schema import articles, decisions, ledger, runs
from newscrawler.storage.text import json_text
from newscrawler.storage.upsert import Row

NOW = 1_800_000_000.0
DAY = 86_400
DAYS = 180
SOURCES = 100
KEPT_EACH = 5
"""One decision in so many that allow is of a kept article."""

AT_ONCE = 5000
BODY = "The harbour opened again and three hundred people came to see it. " * 30
SITES = (
    (b"User-agent: *\nAllow: /\n", b""),
    (b"User-agent: *\nContent-Signal: search=yes,ai-train=no\n", b""),
    (b"User-agent: *\nAllow: /\n", b'<meta name="robots" content="noai">'),
    (b"User-agent: *\nContent-Usage: train-ai=n\n", b""),
    (b"User-agent: *\nAllow: /\n", b'<meta name="tdm-reservation" content="1">'),
    (b"User-agent: *\nDisallow: /news/\n", b""),
)


def source_of(number: int) -> str:
    """Return the id of a source."""
    return f"gazette-{number:03}"


def judged(store: Store, run: int, number: int) -> Decision:
    """Hear a site and return what is decided of one of its pages."""
    robots, meta = SITES[number % len(SITES)]
    site = f"https://{source_of(number)}.example"
    listing = Listing(source_of(number), (f"{source_of(number)}.example",))
    gate = Gate(sources=[listing])
    while wanted := gate.wants(f"{site}/", NOW):
        for one in wanted:
            found = Document(one, NOW, 404)
            if one.endswith("/robots.txt"):
                found = Document(one, NOW, 200, (), robots)
            gate.learn(found, NOW)
            store.keep_hearing(run, found)
    head = b"<html lang=en><title>x</title>" + meta + b"<p>x"
    page = Page.from_html(head, f"{site}/news/", {}, NOW)
    return gate.after_fetch(page, NOW)


def fill(store: Store, many: int) -> None:
    """Write decisions, their records and kept articles, day after day."""
    run = store.begin_run("news", {}, "1", NOW - DAYS * DAY)
    some = [judged(store, run, number) for number in range(SOURCES)]
    for one in some:
        store.record(run, one)  # writes the statements
    store.flush()
    with store.writing() as connection:
        head = stored_head(connection, run)
        place, before = head.sequence, head.hash
        rows: dict[Table, list[Row]] = {ledger: [], decisions: [], articles: []}
        for number in range(many):
            place += 1
            before = _add(rows, run, number, place, some, before, many)
            if len(rows[ledger]) >= AT_ONCE:
                _write(connection, rows)
        _write(connection, rows)
        connection.execute(runs.update().values(ended_at=None))
        write_checkpoints(connection, None)


def _add(
    rows: dict[Table, list[Row]],
    run: int,
    number: int,
    place: int,
    some: list[Decision],
    before: str,
    many: int,
) -> str:
    """Add a decision to the rows that wait; return its record's hash."""
    first = some[number % len(some)]
    at = NOW - DAYS * DAY + number * (DAYS * DAY / many)
    url = f"{first.url}the-harbour-opens-{number}.html"
    told = entry(run, replace(first, url=url, decided_at=at))
    hash_ = link(before, told.record)
    record: Row = {"run": run, "sequence": place, "kind": Kind.DECISION.value}
    rows[ledger].append({**record, "record": told.record, "hash": hash_})
    counted = {"number": place, "sequence": place, "count": 1, "last_at": at}
    rows[decisions].append({**told.row, **counted})
    if told.row["verdict"] == "allow" and number % KEPT_EACH == 0:
        rows[articles].append(_article(run, url, at, place, str(first.source)))
    return hash_


def _article(run: int, url: str, at: float, place: int, source: str) -> Row:
    found = Article(url=url, headline="The harbour opens", articleBody=BODY)
    return {
        "url_hash": f"{place:064x}",
        "canonical_url": url,
        "version": 1,
        "is_current": True,
        "content_hash": f"{place:064x}",
        "source": source,
        "run": run,
        "decision": place,
        "kept_at": at,
        "record": json_text(article_record(found)),
        "sequence": 0,
    }


def _write(connection: Connection, rows: dict[Table, list[Row]]) -> None:
    for table, found in rows.items():
        if found:
            connection.execute(insert(table), found)
            found.clear()


def report(store: Store) -> str:
    """Return the report over a store, as the command writes it."""
    words = read_words("en")
    about = About(
        agent="newscrawler",
        user_agent="newscrawler/0",
        contact=None,
        purposes=in_order(UNDECLARED),
        declared=False,
        profile="strict",
        when_silent="allow",
        scrapy="-",
    )
    with store.reading() as connection:
        page = report_page(view(connection, Chosen(), about, words, NOW))
        return html(page, words, NOW)


def main() -> None:
    """Print how long it takes, and how large the file is."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        with closing(open_store(f"sqlite:///{Path(folder) / 'n.db'}")) as store:
            begin = time.process_time()
            fill(store, many)
            filled = time.process_time() - begin
        with closing(open_store(f"sqlite:///{Path(folder) / 'n.db'}")) as store:
            begin, wall = time.process_time(), time.monotonic()
            text = report(store)
            spent, waited = time.process_time() - begin, time.monotonic() - wall
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{many:,} decisions, filled in {filled:.0f} CPU s: a report in {spent:.1f}"
        f" CPU s ({waited:.1f} s by the clock), {len(text.encode()) / 1e6:.2f} MB;"
        f" {memory:.0f} MiB at most\n"
    )


if __name__ == "__main__":
    main()
