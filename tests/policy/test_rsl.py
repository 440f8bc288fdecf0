"""What a site licenses by RSL: fixtures/signals/rsl.toml."""

import tomllib
from collections.abc import Iterator, Mapping

import pytest

from newscrawler.page import Page
from newscrawler.policy import Document, Gate, Profile, Stage, Verdict
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.formats.rsl import NAMESPACE
from newscrawler.policy.lattice import usage
from newscrawler.policy.operator import UNKNOWN, Operator
from newscrawler.policy.signals.rsl import documents, statements
from newscrawler.policy.visit import Visit
from newscrawler.purpose import Purpose
from tests.policy.asked import (
    NOW,
    ROBOTS,
    SITE,
    TDMREP,
    URL,
    document,
    gate,
    silent_site,
)
from tests.policy.asked import page as a_page
from tests.policy.asked import robots as robots_txt
from tests.policy.test_signals import FOLDER, answer, check

LICENSE = f"{SITE}/license.xml"
ROBOTS_TEXT = f"License: {LICENSE}"
KEYS = {"name", "spec", "house", "profile", "robots", "license", "rsl", "document"}
KEYS |= {"documents", "page", "operator", "age", "expect", "strict", "letter"}


def cases() -> Iterator[object]:
    table = tomllib.loads((FOLDER / "rsl.toml").read_text("utf-8"))
    for case in table["fetched"]:
        for profile in Profile:
            yield pytest.param(case, profile, id=f"{case['name']} ({profile.value})")


def rsl(inner: str) -> str:
    return f'<rsl xmlns="{NAMESPACE}">{inner}</rsl>'


def licensed(inner: str) -> str:
    return rsl(f'<content url="/"><license>\n{inner}</license></content>')


def heard(case: Mapping[str, object]) -> list[Document]:
    """Return the documents of a case, robots.txt first."""
    found = {ROBOTS: answer(case.get("robots", ROBOTS_TEXT)).document(ROBOTS)}
    found[TDMREP] = document(TDMREP, status=404)
    for key, wrap in (("license", licensed), ("rsl", rsl), ("document", str.strip)):
        if key in case:
            found[LICENSE] = document(LICENSE, wrap(str(case[key])))
    others = case.get("documents", {})
    assert isinstance(others, Mapping)
    for key, given_ in others.items():
        url = key if "://" in key else SITE + key
        found[url] = answer(given_).document(url)
    return list(found.values())


def visit(
    found: list[Document],
    profile: Profile,
    page: Page,
    age: float = 0,
    operator: Operator = UNKNOWN,
) -> Visit:
    """Return what a reader gets of documents, the licences as old as that."""
    asked = Gate(profile=profile, operator=operator)
    by_url = {one.url: one for one in found if one.status == 200}
    return Visit(
        url=URL,
        terms=asked.terms,
        now=NOW + age,
        robots=RobotsTxt.from_bytes(found[0].body),
        robots_document=found[0],
        document_at=by_url.get,
        page=page,
    )


@pytest.mark.parametrize(("case", "profile"), list(cases()))
def test_documents(case: dict[str, object], profile: Profile) -> None:
    assert case.keys() <= KEYS, case.keys() - KEYS
    stated, age = case.get("operator"), case.get("age", 0)
    assert isinstance(age, int)
    page = answer(case.get("page", "<p>News.")).page(URL)
    expected = case.get("expect", {})
    special = case.get("strict" if profile is Profile.STRICT else "letter", {})
    assert isinstance(expected, dict)
    assert isinstance(special, dict)
    found = heard(case)

    operator = operator_of(stated or {})
    if not age:
        site = gate(*found, profile=profile, operator=operator)
        before = site.before_fetch(URL, NOW, stage=Stage.ACQUIRE)
        after = site.after_fetch(page, NOW)
        check(expected, before, after)
        check(special, before, after)
        return
    asked = visit(found, profile, page, age, operator)
    uses = usage(list(statements(asked)), asked.terms)
    for purpose, wanted in {**expected, **special}.items():
        assert uses[Purpose(purpose)].value == wanted, purpose


def operator_of(stated: object) -> Operator:
    assert isinstance(stated, Mapping)
    types = stated.get("types")
    return Operator(
        country=stated.get("country"),
        types=None if types is None else frozenset(types),
        commercial=stated.get("commercial"),
    )


def test_the_gate_asks_for_what_is_declared() -> None:
    site = gate(robots_txt(ROBOTS_TEXT), document(TDMREP, status=404))

    assert site.wants(URL, NOW) == (LICENSE,)
    site.learn(document(LICENSE, licensed('<permits type="usage">all</permits>')), NOW)

    assert site.wants(URL, NOW) == ()
    assert site.before_fetch(URL, NOW).verdict is Verdict.ALLOW


def test_a_licence_that_went_unheard_is_a_fault() -> None:
    site = gate(robots_txt(ROBOTS_TEXT), document(TDMREP, status=404))
    site.learn(document(LICENSE, status=503), NOW)

    decision = site.before_fetch(URL, NOW)

    assert [one.document for one in decision.faults] == [LICENSE]
    assert decision.verdict is not Verdict.ALLOW


def test_attribution_can_be_met_and_payment_cannot() -> None:
    for payment, verdict in (("attribution", Verdict.ALLOW), ("use", Verdict.REFUSE)):
        text = f'<permits type="usage">all</permits><payment type="{payment}"/>'
        found = heard({"license": text})
        site = gate(*found, meets=["attribution", "pay: use"])
        assert site.after_fetch(a_page(), NOW).verdict is verdict


def test_a_document_named_twice_is_asked_for_once() -> None:
    link = f'<{LICENSE}>; rel=license; type="application/rsl+xml"'
    page = a_page(headers=(("link", link), ("link", link)))
    asked = visit(heard({"license": ""}), Profile.STRICT, page)

    assert list(documents(asked)) == [LICENSE]


def test_the_words_say_which_section_gives_them_their_meaning() -> None:
    found = heard({"license": '<permits type="usage">search</permits>'})
    said = list(statements(visit(found, Profile.STRICT, a_page())))

    specs = {purpose: one.spec for one in said for purpose in one.purposes}
    assert specs[Purpose.AI_TRAIN] == "RSL 1.0 section 3.4.1"
    assert specs[Purpose.TDM].startswith("house: ")


def test_a_quote_is_what_was_published() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>\r\n' + licensed(
        '<payment type="use"><custom>https://gazette.example/ä</custom></payment>\n'
        '<permits\n type="usage">all</permits>'
    )
    found = [robots_txt(ROBOTS_TEXT), document(LICENSE, text.encode("latin-1"))]
    said = list(statements(visit(found, Profile.STRICT, a_page())))

    quote = '<payment type="use"><custom>https://gazette.example/ä</custom></payment>'
    assert {(one.quote, one.place.line) for one in said} == {(quote, 3)}
    assert {one.document for one in said} == {LICENSE}


LICENSED = """<rss version="2.0" xmlns:rsl="https://rslstandard.org/rsl"><channel>
<item><link>https://gazette.example/a/1</link>
<rsl:content url="https://gazette.example/a/1"><rsl:license>
<rsl:prohibits type="usage">ai-train</rsl:prohibits></rsl:license></rsl:content>
</item></channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_led_to_an_article_licenses_it(encoding: str) -> None:
    found = gate(*silent_site(), purposes=["ai-train"])
    feed = Page(
        LICENSED.encode(encoding),
        f"{SITE}/feed.xml",
        (("Content-Type", "application/rss+xml"),),
        fetched_at=NOW,
    )
    assert found.before_fetch(f"{SITE}/a/1", NOW).verdict is Verdict.ALLOW

    found.after_fetch(feed, NOW, stage=Stage.ACQUIRE)

    refused = found.before_fetch(f"{SITE}/a/1", NOW)
    assert refused.verdict is Verdict.REFUSE
    assert [one.document for one in refused.deciding] == [f"{SITE}/feed.xml"]
    assert found.before_fetch(f"{SITE}/a/2", NOW).verdict is Verdict.ALLOW
