"""A publisher is told which files held his articles, and no other's."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.items import Article
from newscrawler.purpose import Purpose
from newscrawler.report.blocks import Mark, Moment, Number, Text
from newscrawler.storage.counting import Chosen
from newscrawler.storage.database import Store, open_store
from newscrawler.storage.export_rows import add_items, begin_export, end_export
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.report.pages import DAY, EVIL, HOST, section, seen, statement, tables
from tests.storage.samples import NOW, decision

URLS = (
    f"https://{HOST}/a",
    f"https://www.{HOST}/b",
    f"https://not-{HOST}/c",
    f"https://other.example/{HOST}",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'n.db'}")) as found:
        run = found.begin_run("news", {}, "1", NOW)
        for url in URLS:
            kept = decision(url, at=NOW)
            found.keep(run, kept, Article(url=url, headline="A"), url, url)
        export(found, run, "all.jsonl", URLS, NOW)
        export(found, run, "others.csv", URLS[2:], NOW + DAY)
        export(found, run, EVIL, URLS[:1], NOW + 2 * DAY, is_whole=False)
        for held in list(held_articles(found)):
            if held.url in (URLS[1], URLS[3]):
                gone = decision(held.url, statement(), at=NOW)
                withdraw(found, run, held.number, gone)
        found.record(run, decision(URLS[0], at=NOW + 2 * DAY))
        found.end_run(run, NOW + 3 * DAY, {})
        yield found


def export(
    store: Store,
    run: int,
    file: str,
    urls: tuple[str, ...],
    now: float,
    *,
    is_whole: bool = True,
) -> None:
    numbers = [one.number for one in held_articles(store) if one.url in urls]
    assert len(numbers) == len(urls)
    number = begin_export(store, run, Purpose.TDM, file, now)
    add_items(store, number, numbers)
    if is_whole:
        end_export(store, number, now, (len(urls), 0), "0" * 64)


def told(store: Store, chosen: Chosen) -> list[tuple[object, ...]]:
    (table,) = tables(seen(store, chosen), "exported")
    return [row.cells for row in table.rows]


def test_each_file_that_held_an_article_is_named_the_newest_first(store: Store) -> None:
    broken, whole = told(store, Chosen(host=HOST))

    assert broken[:5] == (
        *(Moment(NOW + 2 * DAY), Text("Text and data mining"), Text(EVIL)),
        *(Number(1), Number(0)),
    )
    assert whole[2:5] == (Text("all.jsonl"), Number(2), Number(1))
    assert [one.label for one in (broken[5], whole[5]) if isinstance(one, Mark)] == [
        "broke off",
        "complete",
    ]


def test_those_from_a_day_on_are_named(store: Store) -> None:
    found = told(store, Chosen(host=HOST, since=NOW + DAY))

    assert [one[2] for one in found] == [Text(EVIL)]


def test_where_nothing_was_given_away_that_is_said(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'n.db'}")) as store:
        run = store.begin_run("news", {}, "1", NOW)
        store.record(run, decision(URLS[0], at=NOW))
        store.end_run(run, NOW, {})

        page = seen(store, Chosen(host=HOST))

    assert not tables(page, "exported")
    assert "No export held an article" in repr(section(page, "exported"))
