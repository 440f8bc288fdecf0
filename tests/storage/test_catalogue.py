"""Articles are found by their words, on both databases alike, and gone when withdrawn."""

import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from newscrawler.items import Article
from newscrawler.storage.catalogue_rows import AT_ONCE, list_waiting
from newscrawler.storage.catalogue_search import (
    NEAR,
    NEWEST,
    Listed,
    Wanted,
    find_listed,
)
from newscrawler.storage.catalogue_table import catalogue, unlisted
from newscrawler.storage.catalogue_words import MOST_WORDS, read_terms, words_of
from newscrawler.storage.database import Kept, Store, open_store
from newscrawler.storage.source_rows import last_kept
from newscrawler.storage.superseding import Replaced
from newscrawler.storage.version_rows import standing_at
from newscrawler.storage.withdrawing import withdraw
from tests.storage.samples import NO_TRAINING, NOW, decision

CASES = tomllib.loads((Path(__file__).parent / "searches.toml").read_text("utf-8"))[
    "case"
]
SITE = "https://gazette.example"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    uri = f"sqlite:///{tmp_path_factory.mktemp('catalogue') / 'n.db'}"
    if request.param == "postgresql":
        uri = request.getfixturevalue("postgresql")
    with closing(open_store(uri)) as store:
        yield store


@pytest.fixture
def kept(shared: Store) -> Store:
    """A store in whose catalogue nothing is."""
    with shared.writing() as connection:
        connection.execute(delete(catalogue))
        connection.execute(delete(unlisted))
    return shared


def keep(store: Store, name: str, source: str = "gazette", **said: str) -> int:
    """Keep an article; return its number."""
    url = f"{SITE}/{name}"
    run = store.begin_run("news", {}, "1", NOW)
    made = Article(url, headline=name, **said)  # type: ignore[arg-type]  # texts alone
    store.keep(run, decision(url, source=source), made, url, name)
    with store.reading() as connection:
        standing = standing_at(connection, url)
    assert standing is not None
    return standing.number


def found(store: Store, text: str = "", **facets: str) -> list[int]:
    return [one.article for one in listed(store, Wanted(read_terms(text), **facets))]


def listed(
    store: Store, wanted: Wanted, before: int = NEWEST, many: int = 50, near: int = NEAR
) -> list[Listed]:
    """Return what is found; the same before what waits is listed, and after."""
    asked = partial(find_listed, wanted=wanted, before=before, many=many, near=near)
    with store.writing() as connection:
        some = asked(connection)
        list_waiting(connection)
        assert asked(connection) == some
    return some


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_article_is_found_by_its_words(
    kept: Store, case: dict[str, str | list[str]]
) -> None:
    number = keep(kept, str(case["name"]), "of this", articleBody=str(case["text"]))

    def finds(text: str) -> bool:
        return bool(read_terms(text)) and found(kept, text, source="of this") == [
            number
        ]

    assert [one for one in case["found"] if not finds(one)] == []
    assert [one for one in case["missed"] if finds(one)] == []


def test_facets_are_asked_for_as_they_are_told(kept: Store) -> None:
    some = [
        keep(
            kept, "a", "one", inLanguage="id-ID", datePublished="2026-11-20T09:00:00Z"
        ),
        keep(kept, "b", "one two", inLanguage="EN", datePublished="2026-11-21"),
        keep(kept, "c", 'two" OR "one', datePublished="soon"),
    ]

    assert listed(kept, Wanted()) == [
        Listed(some[2], 'two" OR "one', None, "2023-11-14"),
        Listed(some[1], "one two", "en", "2026-11-21"),
        Listed(some[0], "one", "id", "2026-11-20"),
    ]
    assert found(kept, source="one") == some[:1]
    assert found(kept, source='two" OR "one') == some[2:]
    assert found(kept, language="id", source="one") == some[:1]
    assert found(kept, language="id", source="one two") == []
    assert found(kept, day="2026-11") == some[1::-1]
    assert found(kept, day="2026-11-21") == some[1:2]
    assert found(kept, day="2023", language="en") == []


def test_what_is_followed_or_withdrawn_is_listed_no_more(kept: Store) -> None:
    url = f"{SITE}/versions"
    number = keep(kept, "versions", articleBody="walrus of Lanternmouth")
    run = kept.begin_run("news", {}, "1", NOW)
    later = decision(url, at=NOW + 1)
    anew = Article(url, articleBody="seal of Lanternmouth")
    two = kept.prepare(run, later, anew, url, "second")
    assert kept.keep_all([replace(two, replaces=Replaced(number))]) == [Kept.CHANGED]

    assert found(kept, "walrus") == []
    assert len(found(kept, "seal lanternmouth")) == 1

    refusing = decision(url, NO_TRAINING, at=NOW + 2)
    assert withdraw(kept, run, found(kept, "seal")[0], refusing)
    assert found(kept, "seal") == []
    assert found(kept, "lanternmouth") == []


def test_common_words_and_rare_ones_are_found_in_the_same_order(kept: Store) -> None:
    some = [
        keep(kept, f"n{at}", "odd" if at % 2 else "even", articleBody=words)
        for at, words in enumerate(("tide boat", "boat", "boat", "tide boat", "boat"))
    ]
    terms, tide = read_terms("boat"), [some[3], some[0]]

    for near in range(1, 7):
        for many, before in product(range(1, 7), (*some, NEWEST)):
            of_common = listed(kept, Wanted(terms), before, many, near)
            below = [one for one in some[::-1] if one < before]
            assert [one.article for one in of_common] == below[:many]
        rare = listed(kept, Wanted(read_terms("tide")), many=2, near=near)
        assert [one.article for one in rare] == tide
        odd = listed(kept, Wanted(terms, source="odd"), many=9, near=near)
        assert [one.article for one in odd] == [some[3], some[1]]


def test_what_waits_is_found_among_what_is_listed(kept: Store) -> None:
    some: list[int] = []
    for at in range(6):
        some.insert(0, keep(kept, f"m{at}", articleBody="wherry"))
        with kept.writing() as connection:
            if at == 3:
                list_waiting(connection)
        assert found_as_it_is(kept, "wherry") == some
        assert found_as_it_is(kept, "wherry", many=2) == some[:2]
    with kept.reading() as connection:
        assert last_kept(connection, "gazette") == NOW


def found_as_it_is(store: Store, text: str, many: int = 50) -> list[int]:
    with store.reading() as connection:
        rows = find_listed(connection, Wanted(read_terms(text)), many=many)
    return [one.article for one in rows]


def waiting_and_listed(store: Store) -> tuple[int, int]:
    with store.reading() as connection:
        rows = (select(func.count()).select_from(one) for one in (unlisted, catalogue))
        waits, is_listed = (connection.scalar(one) or 0 for one in rows)
    return waits, is_listed


def test_what_is_withdrawn_or_followed_while_it_waits_waits_no_more(
    kept: Store,
) -> None:
    url = f"{SITE}/waits"
    number = keep(kept, "waits", articleBody="skiff of Lanternmouth")
    run = kept.begin_run("news", {}, "1", NOW)
    anew = Article(url, articleBody="yawl of Lanternmouth")
    two = kept.prepare(run, decision(url, at=NOW + 1), anew, url, "anew")
    assert kept.keep_all([replace(two, replaces=Replaced(number))]) == [Kept.CHANGED]

    assert waiting_and_listed(kept) == (1, 0)
    assert found_as_it_is(kept, "skiff") == []
    (current,) = found_as_it_is(kept, "yawl")
    refusing = decision(url, NO_TRAINING, at=NOW + 2)
    assert withdraw(kept, run, current, refusing)
    assert waiting_and_listed(kept) == (0, 0)
    assert found_as_it_is(kept, "yawl") == []


def test_articles_are_listed_when_there_are_enough_and_when_a_run_ends(
    kept: Store,
) -> None:
    run = kept.begin_run("news", {}, "1", NOW)

    def keep_so_many(name: str, many: int) -> None:
        urls = [f"{SITE}/{name}/{at}" for at in range(many)]
        new = [kept.prepare(run, decision(url), Article(url), url, url) for url in urls]
        assert kept.keep_all(new) == [Kept.STORED] * many

    keep_so_many("one", AT_ONCE - 1)
    assert waiting_and_listed(kept) == (AT_ONCE - 1, 0)
    keep_so_many("two", 3)
    assert waiting_and_listed(kept) == (2, AT_ONCE)
    kept.end_run(run, NOW + 1, {})
    assert waiting_and_listed(kept) == (0, AT_ONCE + 2)


@given(text=st.text(max_size=400))
def test_whatever_a_person_looks_for_has_an_answer(shared: Store, text: str) -> None:
    for facets in ({}, {"source": text}, {"language": text, "day": text}):
        assert isinstance(found(shared, text, **facets), list)


@given(st.text())
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    words = words_of({"articleBody": text}).split(" ")

    assert {one for term in read_terms(text) for one in term.tokens} <= set(words)
    assert words == [""] or all(one and "'" not in one for one in words)


def test_the_words_of_an_endless_text_have_an_end() -> None:
    text = " ".join(map(str, range(3 * MOST_WORDS)))

    assert len(words_of({"articleBody": text}).split(" ")) == MOST_WORDS


@given(st.text("aB1 .\n_é", max_size=60) | st.text("a", max_size=90))
def test_a_plain_text_has_the_words_that_any_text_has(text: str) -> None:
    """A letter in Greek lets each word be looked at by itself."""
    found = words_of({"articleBody": text, "headline": "α"})

    assert found.removeprefix("α").strip() == words_of({"articleBody": text})
