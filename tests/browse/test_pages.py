"""Do pages say what the store holds, and nothing of what was withdrawn?"""

import html
import re
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from newscrawler.browse.opened import TooSlowError, open_to_read
from newscrawler.items import Article
from newscrawler.policy import Document
from newscrawler.storage.database import open_store
from newscrawler.storage.errors import StoreError
from newscrawler.storage.withdrawing import held_articles, withdraw
from tests.browse.conftest import Asking, browsing
from tests.storage.ledgers import ROBOTS
from tests.storage.samples import NO_TRAINING, NOW, UNHEARD, decision

SITE = "https://gazette.example"
EVIL = '<script>alert("1")</script>'
NOTICE = b"User-agent: *\nContent-Signal: ai-train=no\n# <b>bold</b>\n"


def fill(uri: str) -> None:
    """Keep articles, one of them hostile, and withdraw one."""
    with closing(open_store(uri)) as store:
        run = store.begin_run("news", {}, "1", NOW)
        store.keep_hearing(run, ROBOTS)
        answer = Document(f"{SITE}/robots.txt", NOW + 1, 200, (), NOTICE)
        store.keep_hearing(run, answer)
        for number, (headline, body) in enumerate(
            (
                ("Harga beras naik", "Nelayan bertanya.\n\nBupati menjawab."),
                (EVIL, f"{EVIL} a\u202eb javascript:alert(1)"),
                ("The walrus of Lanternmouth", "It has opened a library."),
            )
        ):
            url = f"{SITE}/{number}"
            kept = Article(
                url,
                headline=headline,
                articleBody=body,
                articleBodyHtml=f"<p onclick=x>{EVIL}</p>",
                license="javascript:alert(1)",
                inLanguage="id" if number == 0 else '"><b>',
                usage={"ai-train": "disallowed"},
            )
            store.keep(run, decision(url), kept, url, str(number))
        store.record(run, decision(f"{SITE}/no", NO_TRAINING, at=NOW + 1))
        store.record(run, decision(f"{SITE}/later", faults=(UNHEARD,), at=NOW + 2))
        store.end_run(run, NOW, {})
        walrus = max(held_articles(store), key=lambda one: one.number)
        refusing = decision(walrus.url, NO_TRAINING, at=NOW + 3)
        assert withdraw(store, run, walrus.number, refusing)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def uri(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    where = f"sqlite:///{tmp_path_factory.mktemp('shown') / 'n.db'}"
    if request.param == "postgresql":
        where = request.getfixturevalue("postgresql")
    fill(where)
    return where


@pytest.fixture(scope="module")
def shown(uri: str) -> Iterator[Asking]:
    yield from browsing(uri)


def linked(asking: Asking, target: str, words: str) -> str:
    """Return where the link of some words leads."""
    found = re.findall(r'href="([^"]*)"[^>]*>(.*?)</a>', asking.get(target).text)
    (where,) = {html.unescape(href) for href, told in found if words in told}
    return where


def test_an_article_is_found_and_shown_with_its_rights(shown: Asking) -> None:
    found = shown.get("/?q=beras+naik&language=id")
    assert '<h2 id="found">1 article</h2>' in found.text

    got = shown.get(linked(shown, "/?q=beras", "Harga beras naik"))

    assert "<p>Nelayan bertanya.</p>\n<p>Bupati menjawab.</p>" in got.text
    assert re.search(r"<dt>ai-train</dt><dd><span[^>]*>disallowed", got.text)
    assert "decision to keep it" in got.text


def test_what_a_page_wrote_is_shown_and_not_obeyed(shown: Asking) -> None:
    target = linked(shown, "/?q=alert", "alert")

    for got in (shown.get("/"), shown.get(target)):
        assert EVIL not in got.text
        assert html.escape(EVIL, quote=False).split("(")[0] in got.text
        assert 'lang="&' not in got.text
    assert "\u202e" not in shown.get(target).text
    assert 'href="javascript' not in shown.get(target).text


def test_what_was_withdrawn_is_told_of_without_its_words(shown: Asking) -> None:
    got = shown.get("/articles/3")

    assert got.status == 410
    assert NO_TRAINING.quote in html.unescape(got.text)
    assert "alrus" not in got.text
    assert "library" not in got.text
    for target in ("/", "/?q=walrus", "/decisions", "/articles/1", "/?q=library"):
        assert "Lanternmouth" not in shown.get(target).text
        assert 'href="/articles/3"' not in shown.get(target).text


def test_decisions_are_listed_by_verdict(shown: Asking) -> None:
    by = {
        verdict: shown.get(f"/decisions?verdict={verdict}").text
        for verdict in ("allow", "refuse", "defer")
    }

    assert [f"{SITE}/no" in text for text in by.values()] == [False, True, False]
    assert [f"{SITE}/later" in text for text in by.values()] == [False, False, True]
    assert f"{SITE}/1" in by["allow"]
    assert "No decision" in shown.get("/decisions?signal=notice").text
    assert f"{SITE}/no" in shown.get("/decisions?signal=content-signal").text
    assert f"{SITE}/no" in shown.get("/decisions?day=2023-11-14&source=gazette").text
    assert "No decision" in shown.get("/decisions?day=2023-11-15").text


@pytest.mark.parametrize("dates", ["2023", "2023-11", "2023-11-14"])
def test_articles_are_shown_by_year_month_and_day(shown: Asking, dates: str) -> None:
    """As docs/browse.md has it."""
    assert "Harga beras naik" in shown.get(f"/?day={dates}").text
    assert "Harga beras naik" not in shown.get(f"/?day=1{dates[1:]}").text


@pytest.mark.parametrize("path", ["/", "/decisions"])
@pytest.mark.parametrize(
    "day",
    ["2023-1", "02023", "nonsense", "2023-13-01", "20231114", "9999-12-31", "<b>"],
)
def test_what_is_no_day_is_said_in_one_line(shown: Asking, path: str, day: str) -> None:
    got = shown.get(f"{path}?day={quote(day)}")

    assert got.status == 400
    assert "is no day; write it as 2026-11-20" in html.unescape(got.text)
    assert "<b>" not in got.text


def test_a_decision_shows_the_words_and_where_the_ledger_tells_of_it(
    shown: Asking, uri: str
) -> None:
    got = shown.get(linked(shown, "/decisions?verdict=refuse", f"{SITE}/no"))

    assert NO_TRAINING.quote in html.unescape(got.text)
    assert "this decided" in got.text
    with closing(open_to_read(uri)) as store, store.reading() as connection:
        query = "SELECT sequence, hash FROM ledger WHERE run = 1 ORDER BY sequence"
        hashes = dict(tuple(row) for row in connection.execute(text(query)))
        query = "SELECT sequence FROM decisions WHERE verdict = 'refuse'"
        place = connection.scalar(text(f"{query} ORDER BY number LIMIT 1"))
    assert place is not None
    for at in (place - 1, place, place + 1):
        assert hashes[at] in got.text
    assert "not signed" in got.text


def test_what_was_not_heard_is_shown(shown: Asking) -> None:
    got = shown.get(linked(shown, "/decisions?verdict=defer", f"{SITE}/later"))

    assert f"{UNHEARD.problem}; asked again after 2023-11-14" in got.text


def test_a_document_is_shown_as_received_with_its_line_marked(shown: Asking) -> None:
    answers = shown.get("/hosts/gazette.example").text
    sha256 = re.findall(r'href="/documents/([0-9a-f]{64})"', answers)[0]

    got = shown.get(f"/documents/{sha256}?line=2")

    assert re.search(r'class="marked"><th scope="row">2.*?Content-Signal', got.text)
    assert got.text.count('class="marked"') == 1
    assert "&lt;b&gt;bold&lt;/b&gt;" in got.text
    assert "not the bytes" not in got.text


def test_a_hosts_history_says_what_changed(shown: Asking) -> None:
    got = shown.get("/hosts/gazette.example")

    assert re.search(
        r"<th scope=\"row\">ai-train</th><td><span[^>]*>disallowed", got.text
    )


def test_a_store_that_is_read_cannot_be_written(uri: str) -> None:
    acts = (
        "DELETE FROM articles",
        "UPDATE decisions SET verdict = 'allow'",
        "INSERT INTO hosts (host, updated_at) VALUES ('x', 0)",
        "DROP TABLE catalogue",
        "CREATE TABLE more (x INTEGER)",
    )
    with closing(open_to_read(uri)) as store:
        for act in acts:
            with (
                pytest.raises((StoreError, DBAPIError), match=r"read-?only"),
                store.reading() as connection,
            ):
                connection.execute(text(act))


def test_a_question_that_takes_too_long_is_stopped(uri: str) -> None:
    endless = (
        "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many)"
        " SELECT count(*) FROM many"
    )
    with (
        closing(open_to_read(uri, seconds=0.2)) as store,
        pytest.raises(TooSlowError, match=r"interrupted|statement timeout"),
        store.reading() as connection,
    ):
        connection.execute(text(endless))


def test_what_is_no_store_of_today_is_said_in_one_line(tmp_path: object) -> None:
    with pytest.raises(StoreError, match="is not there; a crawl makes it"):
        open_to_read(f"sqlite:///{tmp_path}/none.db")
