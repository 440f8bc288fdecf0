"""What a report says is what the store holds; what a site chose stays a text."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from newscrawler.policy import Decision
from newscrawler.policy.model import Stage, Verdict
from newscrawler.purpose import Purpose
from newscrawler.report.blocks import (
    Mark,
    Number,
    Quotes,
    State,
    Table,
    page_record,
)
from newscrawler.report.rendering import html
from newscrawler.report.wording import languages, read_words
from newscrawler.spiders.fixtures import FixturesSpider
from newscrawler.storage.counting import ALL, Chosen
from newscrawler.storage.database import Store, open_store
from tests.crawling import crawl
from tests.report.pages import (
    EVIL,
    HOST,
    SHOWN,
    fill,
    seen,
    tables,
)
from tests.storage.ledgers import tamper
from tests.storage.samples import NOW

WORDS = read_words("en")
OF_HOST = Chosen(host=HOST)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report") / "n.db"


@pytest.fixture(scope="module")
def store(file: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{file}")) as found:
        fill(found)
        yield found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = crawl(FixturesSpider, tmp_path_factory.mktemp("crawled"))
    with closing(open_store(found.store)) as store:
        yield store


def plain(one: Table) -> list[list[object]]:
    """The rows of a table, numbers and labels as they are."""
    return [[_plain(cell) for cell in row.cells] for row in one.rows]


def _plain(cell: object) -> object:
    if isinstance(cell, Mark):
        return f"{cell.label}: {cell.note}" if cell.note else cell.label
    if isinstance(cell, Quotes):
        return [(one.words, one.document, one.place) for one in cell.quotes]
    for name in ("words", "number", "percent", "code", "url", "at"):
        if hasattr(cell, name):
            return getattr(cell, name)
    raise AssertionError(cell)


def is_asked(one: Decision) -> bool:
    """Whether it let us request a page, so that another followed."""
    return (one.stage, one.verdict) == (Stage.ACQUIRE, Verdict.ALLOW)


def test_a_crawl_is_told_as_it_went(crawled: Store) -> None:
    page = seen(crawled)

    (by_day,) = tables(page, "days")
    columns = list(zip(*(row[1:] for row in plain(by_day)), strict=True))
    totals = [sum(int(str(one)) for one in column) for column in columns]
    decided = list(crawled.decisions())
    stopped = [
        sum(one.count for one in decided if one.decision.verdict is verdict)
        for verdict in (Verdict.REFUSE, Verdict.DEFER)
    ]
    assert totals == [len(list(crawled.articles())), *stopped]
    assert [one.cell for one in page.figures[:3]] == [Number(one) for one in totals]


def test_each_source_has_what_its_site_says_of_each_purpose(crawled: Store) -> None:
    (matrix,) = tables(seen(crawled), "matrix")

    decided = (one for one in crawled.decisions() if not is_asked(one.decision))
    assert sum(int(str(row[1])) for row in plain(matrix)) == sum(
        one.count for one in decided
    )
    rows = {str(row[0]): row[2:] for row in plain(matrix)}
    assert rows["closed-courier"] == ["refused: robots.txt rules"] * len(Purpose)
    assert rows["harbour-gazette"] == ["not reserved"] * len(Purpose)
    assert rows["foggy-herald"] == ["put off"] * len(Purpose)
    signal = rows["signal-tribune"]
    assert signal[list(Purpose).index(Purpose.SEARCH)] == "allowed"
    training = list(Purpose).index(Purpose.AI_TRAIN)
    assert signal[training] == "refused: Content-Signal"
    assert str(rows["usage-chronicle"][training]).startswith("2 of 3 refused")


def test_refusals_are_in_the_publishers_words_with_their_place(crawled: Store) -> None:
    by_signal, told = tables(seen(crawled), "refusals")

    rows = {(str(row[0]), str(row[2])): row for row in plain(told)}
    assert rows["signal-tribune", "Content-Signal"][3:] == [
        2,
        rows["signal-tribune", "Content-Signal"][4],
        [
            (
                "Content-Signal: search=yes, ai-train=no",
                "https://signal-tribune.example/robots.txt",
                "line 2",
            )
        ],
    ]
    unheard = rows["foggy-herald", "a document went unheard"][5]
    assert isinstance(unheard, list)
    assert unheard[0][0] == "503 Service Unavailable"
    assert unheard[0][2].startswith("asked again from 20")
    refused = sum(int(str(row[1])) + int(str(row[2])) for row in plain(by_signal))
    assert refused == sum(int(str(row[3])) for row in plain(told))


def test_a_publishers_page_is_about_that_publisher_alone(crawled: Store) -> None:
    page = seen(crawled, Chosen(host="tern-and-tide.example"))

    text = json.dumps(page_record(page))
    assert set(re.findall(r"https://([a-z-]+\.example)", text)) == {
        "tern-and-tide.example"
    }
    (kept,) = tables(page, "kept")
    of_host = [one for one in crawled.articles() if "tern-and-tide" in one.url]
    ids = {one.decision for one in of_host}
    assert {row[4] for row in plain(kept)} == ids
    assert page.figures[0].cell == Number(len(of_host))


def test_what_a_permission_let_us_keep_names_it_and_its_grantor(crawled: Store) -> None:
    page = seen(crawled, Chosen(host="riverside-observer.example"))

    for row in plain(tables(page, "kept")[0]):
        assert row[2:4] == [
            "permission: rso-2026-001",
            "granted by Riverside Observer Trust",
        ]


def test_of_a_host_that_nobody_asked_for_there_is_no_page(crawled: Store) -> None:
    with pytest.raises(LookupError, match=r"nobody\.example"):
        seen(crawled, Chosen(host="nobody.example"))


def test_what_a_site_wrote_is_told_and_harmless(store: Store) -> None:
    report = seen(store)
    for page in (report, seen(store, OF_HOST)):
        text = html(page, WORDS, NOW)
        found = Elements()
        found.feed(text)
        shown = EVIL.replace("\u202e", SHOWN).replace("\x07", SHOWN)
        assert shown in found.text
        assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069]", text)
        assert found.tags.count("script") == found.tags.count("style") == 1
        assert "img" not in found.tags
        assert all(one.startswith(("https://", "#")) for one in found.links)
        names = {name for name, _ in found.attributes}
        assert not [one for one in names if one.startswith("on") or one == "style"]


def test_the_policy_names_what_is_in_the_file_and_nothing_else(store: Store) -> None:
    text = html(seen(store), WORDS, NOW)

    policy = re.findall('Content-Security-Policy" content="([^"]*)"', text)[0]
    told = dict(one.split(" ", 1) for one in policy.replace("&#39;", "'").split("; "))
    for name in ("script", "style"):
        body = text.split(f"<{name}>", 1)[1].split(f"</{name}>", 1)[0]
        digest = b64encode(sha256(body.encode()).digest()).decode()
        assert told[f"{name}-src"] == f"'sha256-{digest}'"
    assert told.keys() - {"script-src", "style-src"} == {
        "default-src",
        "base-uri",
        "form-action",
    }
    assert set(told.values()) >= {"'none'"}
    assert "unsafe" not in policy


def test_what_changed_was_withdrawn_and_is_alike_is_told(store: Store) -> None:
    page = seen(store)

    crawling = [
        row for row in plain(tables(page, "changes")[0]) if row[2] == "Crawling"
    ]
    assert [row[3:5] for row in crawling] == [["allowed", "disallowed"]]
    assert crawling[0][5] == [
        ("User-agent: * / Disallow: /", "robots.txt line 2", None)
    ]
    (withdrawn,) = tables(page, "withdrawn")
    assert [(row[0], row[5]) for row in plain(withdrawn)] == [
        (f"https://{HOST}/kept/gone", "not erased yet")
    ]
    (pair,) = plain(tables(page, "alike")[0])
    assert {pair[0], pair[2]} == {f"https://{HOST}/kept/{n}" for n in ("one", "two")}
    assert int(str(pair[4])) > 80
    of_source, of_all = tables(page, "coverage")
    assert plain(of_source)[0][1:3] == [2, 100]
    assert ["headline", 2, 100] in plain(of_all)
    (permission,) = plain(tables(page, "permissions")[0])
    assert permission[1] == "ends soon"


def test_a_broken_chain_is_the_first_thing_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "n.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        fill(store)
        whole = seen(store)
        tamper(file, "UPDATE ledger SET record = record || ' ' WHERE sequence = 3")
        broken = seen(store)

    assert whole.figures[-1].cell == Mark(State.GOOD, "whole")
    assert broken.figures[-1].cell == Mark(State.BAD, "broken")
    (problems,) = tables(broken, "ledger")
    assert plain(problems)[0][0] == "run 1, record 3"


def test_of_nothing_there_is_little_to_say(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'n.db'}")) as store:
        page = seen(store)

    assert [one.cell for one in page.figures[:5]] == [Number(0)] * 5
    assert "There is no checkpoint yet" in html(page, WORDS, NOW)


def test_a_time_and_a_source_bound_what_is_told(store: Store) -> None:
    every, late = seen(store), seen(store, Chosen(since=NOW + 86_400))
    other = seen(store, Chosen(source=EVIL))

    assert len(tables(every, "days")[0].rows) == 3
    assert len(tables(late, "days")[0].rows) == 2
    assert [one.cell for one in late.figures[:2]] == [Number(0), Number(2)]
    assert [one.cell for one in other.figures[:3]] == [Number(0), Number(0), Number(1)]
    assert {row.source for row in tables(other, "refusals")[1].rows} == {EVIL}


def test_postgresql_tells_the_same(store: Store, postgresql: str) -> None:
    with closing(open_store(postgresql)) as other:
        fill(other)
        for chosen in (ALL, OF_HOST, Chosen(source="gazette", since=NOW)):
            there, here = (page_record(seen(one, chosen)) for one in (other, store))
            assert there == here


@pytest.mark.parametrize("language", languages())
def test_each_language_can_tell_all_of_it(store: Store, language: str) -> None:
    words = read_words(language)

    text = html(seen(store, ALL, words), words, NOW)

    assert f'<html lang="{language}">' in text
    assert words("report.title") in text


class Elements(HTMLParser):
    """What a file's elements are, and its text as a reader sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    @property
    def links(self) -> list[str]:
        return [
            value or "" for name, value in self.attributes if name in ("href", "src")
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data
