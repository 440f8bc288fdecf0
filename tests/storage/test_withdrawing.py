"""What is withdrawn is gone and stays away, and the ledger can tell why."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawler.page import Page
from newscrawler.policy.copies import copy_statements, fingerprint
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import Place, Preference, Scope, Statement
from newscrawler.purpose import Purpose
from newscrawler.storage.copy_rows import find_copied
from newscrawler.storage.database import Kept, Store, open_store
from newscrawler.storage.withdrawing import (
    find_withdrawn,
    has_withdrawn,
    held_articles,
    withdraw,
)
from tests.storage.ledgers import fill, problems, tamper
from tests.storage.samples import NO_TRAINING, NOW, article, decision, rows

SITE = "https://gazette.example"
URL = f"{SITE}/kept/0"
LATER = NOW + 1000
PARAGRAPHS = [f"{word} " * 20 for word in ("Harbour", "Lantern", "Ferry", "Quay")]


def refusing(url: str = URL, at: float = LATER) -> Decision:
    return decision(url, NO_TRAINING, at=at)


def withdrawn_store(file: Path) -> None:
    """Leave a store from which the first of two articles was withdrawn."""
    fill(file)
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("recheck", {}, "1", LATER)
        assert withdraw(store, run, 1, refusing())
        store.end_run(run, LATER, {})


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("withdrawn") / "newscrawler.db"
    withdrawn_store(file)
    return file


def test_a_withdrawn_article_leaves_a_tombstone(left: Path) -> None:
    with closing(open_store(f"sqlite:///{left}")) as store:
        assert [one.url for one in store.articles()] == [f"{SITE}/kept/1"]
        assert not store.seen([URL])
        assert has_withdrawn(store)
        words = "withdrawn on 2023-11-14: content-signal: Content-Signal: ai-train=no"
        assert find_withdrawn(store, f"{URL}#top") == words
        assert find_withdrawn(store, f"{SITE}/kept/1") is None
        kept_by = decision(URL)
        ids = {one.decision: one.id for one in store.decisions()}

    query = "SELECT url, signal, kept_by, decision, purge FROM tombstones"
    expected = (URL, "content-signal", ids[kept_by], ids[refusing()], None)
    assert rows(left, query) == [expected]
    assert problems(left) == []


def test_it_is_not_taken_in_again_under_any_of_its_urls(store: Store) -> None:
    run = store.begin_run("news", {}, "1", NOW)
    short = f"{SITE}/?p=1"
    assert (
        store.keep(run, decision(URL), article(URL), URL, "a", [short]) is Kept.STORED
    )
    (held,) = held_articles(store)

    assert withdraw(store, run, held.number, refusing())

    for url in (URL, short):
        again = store.keep(run, decision(url), article(url), url, "b")
        assert again is Kept.WITHDRAWN
    assert list(store.articles()) == []
    assert not withdraw(store, run, held.number, refusing())


def test_what_refuses_nothing_withdraws_nothing(store: Store, run: int) -> None:
    with pytest.raises(ValueError, match="nothing in the decision refuses it"):
        withdraw(store, run, 1, decision(URL))


def test_held_articles_come_with_the_decision_that_keeps_them(left: Path) -> None:
    with closing(open_store(f"sqlite:///{left}")) as store:
        (held,) = held_articles(store)
        elsewhere = list(held_articles(store, source="herald"))
        earlier = list(held_articles(store, before=NOW - 1))

    assert held.decision == decision(f"{SITE}/kept/1")
    assert (held.source, held.kept_at) == ("gazette", NOW)
    assert elsewhere == earlier == []


@pytest.mark.parametrize("signal", ["notice", "robots-rules"])
def test_a_copy_of_what_a_notice_withdrew_is_known_again(
    store: Store, run: int, signal: str
) -> None:
    notice = Statement(
        signal,
        frozenset((Purpose.AI_TRAIN,)),
        Preference.DISALLOWED,
        Scope.SITE,
        URL,
        "No AI training.",
        "test",
        place=Place(selector="footer"),
    )
    kept = article(URL, "\n\n".join(PARAGRAPHS))
    store.keep(run, decision(URL), kept, URL, "a")
    (held,) = held_articles(store)
    withdraw(store, run, held.number, decision(URL, notice, at=LATER), "Gazette Ltd")
    html = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    copy = Page(html.encode(), "https://copy.example/1")

    matches = find_copied(store, fingerprint(copy))

    said = [one.holder for one in copy_statements(matches, copy.url)]
    assert said == (["Gazette Ltd"] if signal == "notice" else [])


TAMPERED = {
    "a tombstone removed": (
        "DELETE FROM tombstones; DELETE FROM withdrawn_urls",
        [
            "run 3, record 3: the withdrawal was removed",
            "run 1, record 8: the article was removed",
        ],
    ),
    "a reason changed": (
        "UPDATE tombstones SET reason = 'retention'",
        [
            "tombstones row 1: changed: it is not what run 3, record 3 says",
            "run 1, record 8: the article was removed",
        ],
    ),
    "a tombstone for another article": (
        "UPDATE tombstones SET article_run = 2; DELETE FROM urls;DELETE FROM articles",
        [
            "tombstones row 1: changed: it is not what run 3, record 3 says",
            "run 1, record 8: the article was removed",
            "run 2, record 8: the article was removed",
        ],
    ),
    "a tombstone that nobody wrote": (
        (
            "INSERT INTO tombstones SELECT 9, url_hash, url, version, content_hash,"
            " record_sha256, source, kept_at, kept_by, 2, 8, withdrawn_at, signal, reason,"
            " decision, run, 99, NULL, article, warc FROM tombstones;"
            "DELETE FROM urls; DELETE FROM articles"
        ),
        [
            "tombstones row 9: inserted: it has no record",
            "run 2, record 8: the article was removed",
        ],
    ),
    "another article removed": (
        "DELETE FROM urls; DELETE FROM articles",
        ["run 2, record 8: the article was removed"],
    ),
    "its URL let in again": (
        "DELETE FROM withdrawn_urls",
        ["tombstones row 1: its URL is refused no more"],
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_removal_without_its_tombstone_is_found(
    left: Path, tmp_path: Path, name: str
) -> None:
    file = Path(shutil.copy(left, tmp_path / "copy.db"))
    script, said = TAMPERED[name]
    tamper(file, script)

    assert problems(file) == said


def test_an_article_that_came_back_is_found(tmp_path: Path) -> None:
    file = tmp_path / "newscrawler.db"
    fill(file)
    saved = rows(file, "SELECT * FROM articles WHERE number = 1")[0]
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("recheck", {}, "1", LATER)
        withdraw(store, run, 1, refusing())
    values = ", ".join("NULL" if one is None else repr(one) for one in saved)
    tamper(file, f"INSERT INTO articles VALUES ({values})")

    assert problems(file) == [
        "run 1, record 8: the article was withdrawn, and is there"
    ]


def test_a_withdrawal_that_fails_leaves_all_as_it_was(store: Store, run: int) -> None:
    store.keep(run, decision(URL), article(URL), URL, "a")
    (held,) = held_articles(store)
    unwritable = replace(refusing(), decided_at=float("nan"))

    with pytest.raises(ValueError, match="NaN"):
        withdraw(store, run, held.number, unwritable)

    assert [one.url for one in store.articles()] == [URL]
    assert not has_withdrawn(store)
