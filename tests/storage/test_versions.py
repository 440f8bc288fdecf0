"""An article has versions: one is current, and what withdraws it withdraws them all."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawler.storage.database import Kept, Store, open_store
from newscrawler.storage.purging import erase_withdrawn
from newscrawler.storage.superseding import Replaced
from newscrawler.storage.text import text_hash
from newscrawler.storage.version_rows import Version, standing_at, versions_of
from newscrawler.storage.visit_rows import (
    Kind,
    Visit,
    has_unknown,
    read_visit,
    revive,
    write_visits,
)
from newscrawler.storage.withdrawing import (
    find_withdrawn,
    held_articles,
    withdraw,
)
from tests.storage.ledgers import problems
from tests.storage.samples import NO_TRAINING, NOW, article, decision, rows

URL = "https://gazette.example/a"
OTHER = "https://gazette.example/b"
WORDS = ("The walrus has opened a library.", "The walrus has closed its library.")


def keep(
    store: Store, run: int, words: str, replaces: Replaced | None = None, url: str = URL
) -> Kept:
    at = NOW + len(list(held_articles(store)))
    one = store.prepare(
        run, decision(url, at=at), article(url, words), url, text_hash(words)
    )
    visit = Visit(url, Kind.ARTICLE, "gazette", at, at, at + 9, etag='"1"')
    return store.keep_all([replace(one, replaces=replaces, visit=visit)])[0]


def two_versions(store: Store) -> int:
    run = store.begin_run("news", {}, "1", NOW)
    assert keep(store, run, WORDS[0]) is Kept.STORED
    assert keep(store, run, WORDS[1], Replaced(1)) is Kept.CHANGED
    return run


def versions(store: Store, url: str = URL) -> list[Version]:
    with store.reading() as connection:
        return versions_of(connection, url)


def body(one: Version) -> str | None:
    return one.article.articleBody if one.article is not None else None


def test_a_version_follows_another_and_is_the_current_one(
    store: Store, file: Path
) -> None:
    two_versions(store)
    first, second = versions(store)

    assert (body(first), body(second)) == WORDS
    assert (first.is_current, second.is_current) == (False, True)
    assert [one.articleBody for one in store.articles()] == [WORDS[1]]
    with store.reading() as connection:
        standing = standing_at(connection, URL)
    assert standing is not None
    assert standing.article == second.article
    assert standing.decision == decision(URL, at=NOW + 1)
    store.flush()
    assert problems(file) == []


@pytest.mark.parametrize(
    ("replaced", "words", "kept"),
    [
        (Replaced(2), WORDS[1], Kept.SAME_URL),
        (Replaced(2, is_said_anew=True), WORDS[1], Kept.CHANGED),
        (Replaced(2), WORDS[0], Kept.CHANGED),
        (Replaced(1), "Something new.", Kept.SAME_URL),
        (Replaced(9), "Something new.", Kept.SAME_URL),
        (None, "Something new.", Kept.SAME_URL),
    ],
)
def test_only_what_is_new_follows_the_current_one(
    store: Store, replaced: Replaced | None, words: str, kept: Kept
) -> None:
    run = two_versions(store)

    assert keep(store, run, words, replaced) is kept
    assert len(versions(store)) == (3 if kept is Kept.CHANGED else 2)


def test_with_the_current_version_all_are_withdrawn(store: Store, file: Path) -> None:
    run = two_versions(store)
    refusing = decision(URL, NO_TRAINING, at=NOW + 5)

    assert withdraw(store, run, 2, refusing)
    assert not withdraw(store, run, 1, refusing)

    assert [(one.version, body(one)) for one in versions(store)] == [
        (1, None),
        (2, None),
    ]
    assert find_withdrawn(store, URL) is not None
    with store.reading() as connection:
        assert read_visit(connection, URL, Kind.ARTICLE) is None
    store.flush()
    assert problems(file) == []


def test_an_older_version_may_go_alone(store: Store, file: Path) -> None:
    run = two_versions(store)

    assert withdraw(store, run, 1, decision(URL, NO_TRAINING, at=NOW + 5))

    assert [body(one) for one in versions(store)] == [None, WORDS[1]]
    assert find_withdrawn(store, URL) is None
    store.flush()
    assert problems(file) == []
    assert withdraw(store, run, 2, decision(URL, NO_TRAINING, at=NOW + 6))
    assert find_withdrawn(store, URL) is not None
    store.flush()
    assert problems(file) == []


def test_the_words_of_every_version_are_in_no_file_after_a_purge(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = two_versions(store)
    octets = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert all(one.encode() in octets for one in WORDS)

    with closing(open_store(f"sqlite:///{file}")) as store:
        withdraw(store, run, 2, decision(URL, NO_TRAINING, at=NOW + 5))
        erased = erase_withdrawn(store, run, NOW + 6, lambda _: None)

    assert [one.version for one in erased] == [1, 2]
    octets = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert not any(one.encode() in octets for one in WORDS)
    assert problems(file) == []
    told = "SELECT count(*) FROM ledger WHERE kind = 'article'"
    assert rows(file, told) == [(2,)]


def test_what_becomes_another_article_leads_to_it(store: Store, file: Path) -> None:
    run = store.begin_run("news", {}, "1", NOW)
    keep(store, run, WORDS[0])
    keep(store, run, WORDS[1], url=OTHER)

    assert keep(store, run, WORDS[1], Replaced(1)) is Kept.SAME_CONTENT
    assert [one.url for one in store.articles()] == [OTHER]
    assert store.seen([URL, OTHER]) == {URL, OTHER}
    store.flush()
    assert problems(file) == []


def test_a_visit_reads_back_equal_and_gives_way_to_the_next(store: Store) -> None:
    first = Visit(URL, Kind.LISTING, None, NOW, NOW, None)
    second = Visit(
        URL, Kind.LISTING, "gazette", NOW, NOW + 1, NOW + 2, NOW + 1, 5400.0, 1,
        '"e"', "Fri", "0" * 64, "b", "[null, [], []]",
    )  # fmt: skip
    for one in (first, second):
        with store.writing() as connection:
            write_visits(connection, [one])
        with store.reading() as connection:
            assert read_visit(connection, URL, Kind.LISTING) == one
            assert read_visit(connection, URL, Kind.ARTICLE) is None


def waiting(store: Store) -> list[tuple[str, float | None]]:
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT url, due_at FROM frontier")
        return [(row[0], row[1]) for row in found]


def test_an_article_waits_in_the_frontier_from_its_time_on(store: Store) -> None:
    run = store.begin_run("news", {}, "1", NOW)
    keep(store, run, WORDS[0])
    for source, now in ((None, NOW + 8), ("herald", NOW + 9)):
        with store.writing() as connection:
            revive(connection, run + 1, source, now)
        assert waiting(store) == []

    with store.writing() as connection:
        revive(connection, run + 1, "gazette", NOW + 9)

    assert waiting(store) == [(URL, 0.0)]
    with store.reading() as connection:
        visit = read_visit(connection, URL, Kind.ARTICLE)
        assert visit is not None
        assert visit.due_at is None
        assert not has_unknown(connection, [URL])
        assert has_unknown(connection, [URL, OTHER])
