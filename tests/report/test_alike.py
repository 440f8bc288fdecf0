"""Who decides once for many articles decides as who decides of each."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from newscrawler.policy import Decision, Gate, Listing, Purpose, Verdict
from newscrawler.policy.model import Document
from newscrawler.policy.objection import Objection
from newscrawler.policy.permission import Permission
from newscrawler.report.alike import patterns_of
from newscrawler.report.allowed_now import AllowedNow
from newscrawler.report.export import Exporting, conditions
from newscrawler.report.export_facts import Facts
from newscrawler.storage.database import Store, StoredHearing, open_store
from newscrawler.storage.host_rows import find_hosts
from newscrawler.storage.kept_rows import KeptArticle, kept_by, kept_pages
from tests.report.sites import SILENT, SITE, heard, judged, listing
from tests.storage.samples import NOW, article

LATER = NOW + 86_400
PATHS = (
    *("/news/rain", "/news/rain.html", "/news/2026/rain", "/sport/rain", "/"),
    *("/news/rain?print=1", "/NEWS/rain", "/news/%72ain", "/news/r%C3%A4in", "/a//b"),
    *("/news/./rain", "/news/../sport/x", "/news/rain;x", "/news/a$", "/private/x"),
)
LINES = some.lists(
    some.sampled_from(
        (
            "Disallow: /news/",
            "Disallow: /news/rain$",
            "Disallow: /*?print=",
            "Disallow: /private/",
            "Disallow: private",
            "Disallow: /%6eews/2026",
            "Disallow: /news/rä",
            "Allow: /news/2026",
            "Allow: /",
            "Noindex: /sport",
            "DisallowAITraining: /news/2026/",
            "Content-Signal: ai-train=no",
            "Content-Signal: /sport ai-train=no",
            "Content-Usage: /news/rain train-ai=n",
            "Content-Usage: train-ai=y",
            "User-agent: GPTBot",
            "User-agent: *",
            "Visit-time: 0600-0845",
            "License: https://gazette.example/license.xml",
            "# No crawling of /sport for AI without permission.",
        )
    ),
    max_size=6,
)
SCOPES = some.sampled_from(
    (
        "gazette.example/*",
        "gazette.example/news/*",
        "gazette.example/*rain$",
        "x.example/",
    )
)
OTHERS = some.dictionaries(
    some.sampled_from(("/.well-known/tdmrep.json", "/ai.txt", "/trust.txt")),
    some.sampled_from(
        (
            b'[{"location": "/news/2026", "tdm-reservation": 1}]',
            b"User-Agent: *\nDisallow: /sport\n",
            b"belongto=https://a.example/\n",
        )
    ),
    max_size=2,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with an article at each path, kept when its site said nothing."""
    folder = tmp_path_factory.mktemp("alike")
    with closing(open_store(f"sqlite:///{folder}/n.db")) as store:
        run = store.begin_run("news", {}, "1", NOW)
        heard(store, run, SILENT, NOW)
        then = judged(SILENT)
        for number in range(2):  # the second time each has been met before
            for path in PATHS:
                url = f"{SITE}{path}" + "-b" * number
                at = NOW + len(path) + number
                one = replace(then, url=url, decided_at=at)
                text = article(url, f"{path} {number}")
                new = store.prepare(
                    run, one, text, f"{url}&{number}", f"{path}{number}"
                )
                store.keep_all([new])
        yield store


def permission(scope: str) -> Permission:
    day = date(2020, 1, 1), date(2099, 1, 1)
    purposes = frozenset((Purpose.AI_TRAIN, Purpose.TDM))
    return Permission("p", "Gazette Ltd", (scope,), purposes, *day)


def allowed(
    store: Store,
    documents: dict[str, bytes],
    of: Listing,
    objections: list[Objection],
    purpose: Purpose,
) -> AllowedNow:
    gate = Gate(purposes=[purpose], sources=[of], objections=objections)

    def hearing(url: str) -> StoredHearing | None:
        found = store.hearing(url)
        body = documents.get(url.removeprefix(SITE))
        if found is None or body is None:
            return found
        said = Document(url, NOW + 60, 200, (), body)
        return replace(found, document=said)

    states = partial(find_hosts, store)
    return AllowedNow(gate, hearing, states, {"gazette": 86_400.0 - 10}.get, LATER)


@settings(deadline=None, max_examples=60)
@given(
    LINES,
    OTHERS,
    some.lists(SCOPES, max_size=2),
    some.lists(SCOPES, max_size=1),
    some.sampled_from((Purpose.AI_TRAIN, Purpose.SEARCH)),
)
def test_the_same_leaves_with_the_same_rights(
    kept: Store,
    lines: list[str],
    others: dict[str, bytes],
    scopes: list[str],
    objected: list[str],
    purpose: Purpose,
) -> None:
    robots = "\n".join(["User-agent: *", *lines]).encode()
    objections = [
        Objection("Ann", date(2020, 1, 1), (one,), "a@b.example", None, "o.toml")
        for one in objected
    ]
    of = listing(*map(permission, scopes))
    documents = {**others, "/robots.txt": robots}
    parts = [
        allowed(kept, documents, of, objections, purpose) for _ in ("quick", "each")
    ]
    facts = Facts(purpose, LATER)
    quick = Exporting(parts[0], facts, partial(kept_by, kept), str)
    (page,) = kept_pages(kept)

    rows, excluded = quick.part(page)

    slow = {one.number: decided(parts[1], kept, one) for one in page}
    assert {
        number: (row["usage"], row["permission"], row["conditions"], row["heardAt"])
        for number, row in rows.items()
    } == {number: told for number, told in slow.items() if told is not None}
    ids = {one.decision_id for one in page if one.number not in rows}
    assert {one["decision"] for one in excluded} == ids
    assert rows.keys() == {number for number, told in slow.items() if told is not None}


def decided(each: AllowedNow, store: Store, one: KeptArticle) -> object:
    found = each.answer(kept_by(store, one), one.kept_at)
    decision = found.decision
    if decision.verdict is not Verdict.ALLOW:
        return None
    (purpose,) = decision.terms.purposes
    return (
        {use.value: said.value for use, said in decision.usage.items()},
        decision.permission,
        conditions(decision, purpose),
        "2023-11-14T22:14:20.125Z",
    )


def test_one_is_decided_for_many(kept: Store) -> None:
    asked: list[int] = []

    def read(one: KeptArticle) -> Decision:
        asked.append(one.number)
        return kept_by(kept, one)

    robots = {"/robots.txt": b"User-agent: *\nDisallow: /private/\n"}
    part = allowed(kept, robots, listing(), [], Purpose.SEARCH)
    (page,) = kept_pages(kept)

    rows, _ = Exporting(part, Facts(Purpose.SEARCH, LATER), read, str).part(page)

    plain = [one for one in page if one.number in rows and one.number not in asked]
    assert len(plain) >= 5


@pytest.mark.parametrize(
    "body",
    [
        b"Disallow: /caf\xc3\xa9",
        b"Disallow: /a%20b",
        b"Disallow: /a;b",
        b"\n".join(b"Disallow: /%d" % number for number in range(300)),
    ],
)
def test_patterns_that_readers_may_read_otherwise_are_none(body: bytes) -> None:
    assert patterns_of(body) is None
