"""Sentences that bind a whole site: fixtures/signals/site-notice.toml."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from newscrawler.page import Page
from newscrawler.policy import Document, Gate, Preference, Purpose, Stage, Verdict
from newscrawler.policy.formats.http_status import MAX_HOPS
from newscrawler.policy.formats.terms_links import MOST, MOST_OF_SITE, terms_links
from newscrawler.policy.hearing import DAY, RETRY_AFTER
from newscrawler.policy.hearings import GIVEN_UP_AFTER
from tests.policy.asked import (
    ALLOW,
    DEFER,
    LISTING,
    NOTICE,
    NOW,
    REFUSE,
    SITE,
    URL,
    document,
    gate,
    learn_site_files,
    page,
    robots,
    silent_site,
)
from tests.policy.test_signals import FOLDER

TABLE = tomllib.loads((FOLDER / "site-notice.toml").read_text("utf-8"))
TERMS = f"{SITE}/terms"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def named(kind: str) -> list[object]:
    return [pytest.param(one, id=one["name"]) for one in TABLE[kind]]


def article(link: str) -> Page:
    return page(f"<article><p>News.</article><footer>{link}</footer>")


def hear(found: Gate, subject: str | Page, case: Mapping[str, object]) -> list[str]:
    """Answer for what the gate wants, and return what that was."""
    asked: list[str] = []
    while wanted := found.wants(subject, NOW):
        for url in wanted:
            asked.append(url)
            is_terms = url == TERMS
            body = str(case.get("body", "")) if is_terms else ""
            body += "<div>" * int(str(case.get("nested", 0))) if is_terms else ""
            status = case.get("status", 200) if is_terms else 404
            assert isinstance(status, int)
            stated = (("Content-Type", str(case.get("type", HTML[0][1]))),)
            found.learn(document(url, body, status=status, headers=stated), NOW)
    return asked


@pytest.mark.parametrize("case", named("terms"))
def test_terms(case: Mapping[str, object]) -> None:
    rules = robots(str(case.get("robots", "")))
    found = gate(*(one for one in silent_site() if one.url != rules.url), rules)
    read = article(str(case["link"]))

    asked = hear(found, read, case)

    assert (TERMS in asked) is not case.get("unasked", False)
    assert found.after_fetch(read, NOW).verdict.value == case["use"]
    if case["use"] != "defer":
        other = found.before_fetch(f"{SITE}/another", NOW)
        assert other.verdict.value == case["use"]


def test_the_terms_are_asked_for_once_a_day() -> None:
    found, read = gate(*silent_site()), article('<a href="/terms">Terms</a>')
    hear(found, read, {"body": "<p>Comments are moderated."})
    found.after_fetch(read, NOW)

    other = page("<p>News.<a href=/terms>AGB</a>", url=f"{SITE}/b")
    assert found.wants(other, NOW + DAY - 1) == ()
    found.learn(robots(""), NOW + DAY)
    assert TERMS in found.wants(f"{SITE}/b", NOW + DAY)


def test_terms_that_only_a_later_page_links_to_are_heard() -> None:
    found, read = gate(*silent_site()), article('<a href="/imprint">Imprint</a>')
    assert hear(found, read, {}) == [f"{SITE}/imprint"]
    assert found.after_fetch(read, NOW).verdict is ALLOW

    other = page('<p>News.<a href="/terms">Terms of use</a>', url=f"{SITE}/b")
    assert hear(found, other, {"body": f"<p>{NOTICE}"}) == [TERMS]
    assert found.after_fetch(other, NOW).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/c", NOW).verdict is REFUSE


def test_so_many_pages_of_terms_are_heard_of_a_site_and_those_gone_aside() -> None:
    found = gate(*silent_site())
    for number in range(MOST_OF_SITE + 3):
        read = article(f'<a href="/terms/{number}">Terms</a>')
        wanted = found.wants(read, NOW)
        assert bool(wanted) is (number < MOST_OF_SITE + 1)
        for url in wanted:  # the first is gone
            found.learn(document(url, status=200 if number else 404), NOW)
        found.after_fetch(read, NOW)


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("gazette.example", 1),
        ("www.gazette.example", 1),
        ("legal.gazette.example", 1),
        ("other.example", 0),
    ],
)
def test_terms_are_heard_on_every_host_of_a_source(host: str, asked: int) -> None:
    sport = "https://sport.gazette.example"
    found = gate(*silent_site(sport), sources=[LISTING])
    link = f'<a href="https://{host}/terms">Terms of use</a>'

    wanted = found.wants(page(f"<p>News.{link}", url=f"{sport}/1"), NOW)

    assert wanted == (f"https://{host}/robots.txt",)[:asked]


GROUP = "https://group{}.example/terms"


def moved(url: str, to: str, body: str = "") -> Document:
    return replace(document(url, body, status=302, headers=HTML), final_url=to)


def heard_of_groups(found: Gate, read: Page, answers: Iterable[Document]) -> list[str]:
    """Answer for terms as told, for all else that it is not there."""
    known = {one.url: one for one in answers}
    asked: list[str] = []
    while wanted := found.wants(read, NOW):
        for url in wanted:
            found.learn(known.get(url, document(url, status=404)), NOW)
        asked += [url for url in wanted if not url.endswith("/robots.txt")]
    return asked


@pytest.mark.parametrize("hops", range(1, MAX_HOPS + 2))
def test_terms_are_followed_over_so_many_sites(hops: int) -> None:
    way = [TERMS, *(GROUP.format(one) for one in range(hops))]
    answers = [moved(at, f"{to}#ai") for at, to in pairwise(way)]
    answers.append(document(way[-1], f"<p>{NOTICE}", headers=HTML))
    found, read = gate(*silent_site()), article('<a href="/terms">Terms</a>')

    asked = heard_of_groups(found, read, answers)

    assert asked == way[: MAX_HOPS + 1]
    verdict = REFUSE if hops <= MAX_HOPS else ALLOW
    assert found.after_fetch(read, NOW).verdict is verdict
    assert found.before_fetch(f"{SITE}/another", NOW).verdict is verdict


def test_terms_that_move_in_a_circle_are_asked_for_once() -> None:
    group = GROUP.format("")
    found, read = gate(*silent_site()), article('<a href="/terms">Terms</a>')

    asked = heard_of_groups(found, read, [moved(TERMS, group), moved(group, TERMS)])

    assert asked == [TERMS, group]
    assert found.after_fetch(read, NOW).faults == ()


def test_a_redirect_of_terms_that_itself_reserves_binds() -> None:
    found, read = gate(*silent_site()), article('<a href="/terms">Terms</a>')

    heard_of_groups(found, read, [moved(TERMS, GROUP.format(""), f"<p>{NOTICE}")])

    assert found.after_fetch(read, NOW).verdict is REFUSE


@pytest.mark.parametrize("status", [None, 429, 503])
def test_terms_that_moved_to_where_nobody_answers_are_unheard(
    status: int | None,
) -> None:
    group = GROUP.format("")
    found, read = gate(*silent_site()), article('<a href="/terms">Terms</a>')

    heard_of_groups(found, read, [moved(TERMS, group), document(group, status=status)])

    decided = found.after_fetch(read, NOW)
    assert decided.verdict is DEFER
    assert [one.document for one in decided.faults] == [group]


def test_terms_that_fail_three_times_are_absent() -> None:
    found, now = gate(*silent_site()), NOW
    read = article('<a href="/terms">Terms</a>')

    for _ in range(3):
        assert TERMS in found.wants(read, now)
        found.learn(document(TERMS, status=503), now)
        last, now = found.after_fetch(read, now), now + 3 * 60 * 60
        for one in silent_site():
            found.learn(one, now)

    assert last.verdict is ALLOW
    assert found.before_fetch(f"{SITE}/b", NOW).verdict is not DEFER


@pytest.mark.parametrize(
    ("between", "now_and_later"),
    [(None, (REFUSE, ALLOW)), (404, (ALLOW, ALLOW))],
    ids=["never answered again", "gone before"],
)
def test_terms_that_are_given_up_deny_what_they_denied(
    between: int | None, now_and_later: tuple[Verdict, Verdict]
) -> None:
    found, now = gate(*silent_site()), NOW
    read = article('<a href="/terms">Terms</a>')
    found.learn(document(TERMS, f"<p>{NOTICE}", headers=HTML), now)
    assert found.after_fetch(read, now).verdict is REFUSE
    if between is not None:
        found.learn(document(TERMS, status=between), now)

    for day in (1, 31):
        now = NOW + day * DAY
        for one in silent_site(at=now):
            found.learn(one, now)
        learn_site_files(found, at=now)
        for tries in (1, 2, 3) if day == 1 else (1,):
            found.learn(document(TERMS, status=503, at=now + tries), now + tries)
        expected = now_and_later[day > 1]
        assert found.before_fetch(f"{SITE}/b", now + 4).verdict is expected


def on_a_later_day(found: Gate, read: Page, answers: Iterable[Document]) -> Verdict:
    """Return the verdict once each answer came as often as is asked for it."""
    known = {one.url: one for one in answers}
    now = next(iter(known.values())).fetched_at
    for _ in range(GIVEN_UP_AFTER):
        for one in (*silent_site(at=now), *silent_site("https://group.example", now)):
            found.learn(one, now)
        learn_site_files(found, at=now)
        while wanted := found.wants(read, now):
            for url in wanted:
                answer = known.get(url, document(url, status=404))
                found.learn(replace(answer, fetched_at=now), now)
        now += RETRY_AFTER[2]
    for one in silent_site(at=now):
        found.learn(one, now)
    learn_site_files(found, at=now)
    return found.after_fetch(read, now - RETRY_AFTER[2]).verdict


@pytest.mark.parametrize(
    ("status", "after"), [(None, REFUSE), (503, REFUSE), (404, ALLOW), (200, ALLOW)]
)
def test_terms_that_moved_deny_what_they_denied_until_their_new_place_answers(
    status: int | None, after: Verdict
) -> None:
    group, found = "https://group.example/terms", gate(*silent_site())
    read = article('<a href="/terms">Terms</a>')
    found.learn(document(TERMS, f"<p>{NOTICE}", headers=HTML), NOW)
    assert found.after_fetch(read, NOW).verdict is REFUSE

    for day, verdict in ((1, after), (3, after), (31, ALLOW)):
        at = NOW + day * DAY
        there = document(group, status=status, headers=HTML, at=at)
        away = replace(moved(TERMS, group), fetched_at=at)
        assert on_a_later_day(found, read, [away, there]) is verdict


def test_terms_that_moved_over_too_many_sites_deny_what_they_denied() -> None:
    way = [TERMS, *(GROUP.format(one) for one in range(MAX_HOPS + 1))]
    found, read = gate(*silent_site()), article('<a href="/terms">Terms</a>')
    found.learn(document(TERMS, f"<p>{NOTICE}", headers=HTML), NOW)

    at = NOW + DAY
    answers = [replace(moved(one, to), fetched_at=at) for one, to in pairwise(way)]

    assert on_a_later_day(found, read, answers) is REFUSE


def test_what_is_given_up_allows_nothing() -> None:
    trust, found = f"{SITE}/trust.txt", gate(*silent_site(), purposes=["ai-train"])
    found.learn(document(trust, "datatrainingallowed=yes"), NOW)
    allowed = found.before_fetch(URL, NOW).usage[Purpose.AI_TRAIN]
    for tries in (1, 2, 3):
        found.learn(document(trust, status=503, at=NOW + tries), NOW + tries)

    assert allowed is Preference.ALLOWED
    last = found.before_fetch(URL, NOW + 4)
    assert last.usage[Purpose.AI_TRAIN] is Preference.UNKNOWN


@pytest.mark.parametrize("case", named("feed"))
def test_feeds(case: Mapping[str, object]) -> None:
    found = gate(*silent_site())
    headers = (("content-type", "application/rss+xml"),)
    body = str(case["body"]).encode()
    feed = Page(body, f"{SITE}/feed.xml", headers, fetched_at=NOW)

    assert found.after_fetch(feed, NOW, stage=Stage.ACQUIRE).verdict is ALLOW

    assert found.before_fetch(f"{SITE}/a", NOW).verdict.value == case["use"]


@pytest.mark.parametrize("case", named("entry"))
def test_entries(case: Mapping[str, object]) -> None:
    found = gate(*silent_site())
    headers = (("content-type", "application/xml"),)
    feed = Page(str(case["body"]).encode(), f"{SITE}/feed.xml", headers, fetched_at=NOW)

    assert found.after_fetch(feed, NOW, stage=Stage.ACQUIRE).verdict is ALLOW

    for name in "ab":
        url = f"{SITE}/{name}"
        assert found.before_fetch(url, NOW).verdict.value == case[name]
        assert found.after_fetch(page(url=url), NOW).verdict.value == case[name]


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/html", None])
def test_a_feed_is_heard_as_one_whatever_it_is_sent_as(kind: str | None) -> None:
    found = gate(*silent_site())
    headers = (("content-type", kind),) if kind else ()
    licence = (
        '<content url="/b"><license><prohibits>all</prohibits></license></content>'
    )
    body = (
        '<?xml version="1.0"?><!-- news --><rss xmlns:rsl="https://rslstandard.org/rsl">'
        f"<channel><item>{licence}</item></channel></rss>"
    )
    prefixed = re.sub("<(/?)(content|license|prohibits)", r"<\1rsl:\2", body)
    feed = Page(prefixed.encode(), f"{SITE}/feed.xml", headers, fetched_at=NOW)

    assert found.after_fetch(feed, NOW, stage=Stage.ACQUIRE).verdict is ALLOW

    assert found.before_fetch(f"{SITE}/b", NOW).verdict is REFUSE


def test_what_a_feed_says_of_its_site_is_heard_again() -> None:
    (case, *_) = (one for one in TABLE["feed"] if one["use"] == "refuse")
    found = gate(*silent_site())
    headers = (("content-type", "application/rss+xml"),)
    feed = Page(str(case["body"]).encode(), f"{SITE}/feed.xml", headers, fetched_at=NOW)
    found.after_fetch(feed, NOW, stage=Stage.ACQUIRE)
    for one in silent_site(at=NOW + DAY):
        found.learn(one, NOW + DAY)
    learn_site_files(found, at=NOW + DAY)
    url, now = f"{SITE}/b", NOW + DAY

    assert found.wants(url, now) == (feed.url,)
    found.learn(document(feed.url, feed.body, headers=headers), now)
    assert found.before_fetch(url, now).verdict is REFUSE
    found.learn(document(feed.url, "<rss/>", headers=headers), now)
    assert found.before_fetch(url, now).verdict is ALLOW


def test_a_feed_that_reserves_entries_is_heard_again() -> None:
    (case, *_) = TABLE["entry"]
    found = gate(*silent_site())
    headers = (("content-type", "application/xml"),)
    feed = Page(str(case["body"]).encode(), f"{SITE}/feed.xml", headers, fetched_at=NOW)
    found.after_fetch(feed, NOW, stage=Stage.ACQUIRE)
    (state,) = found.hosts.changed()

    later, url = gate(*silent_site(at=NOW + DAY)), f"{SITE}/b"
    later.hosts.restore(state)

    assert later.wants(url, NOW + DAY) == (f"{SITE}/feed.xml",)
    assert later.before_fetch(url, NOW + DAY).verdict is DEFER
    later.learn(document(feed.url, feed.body, headers=headers), NOW + DAY)
    assert later.before_fetch(url, NOW + DAY).verdict is REFUSE
    assert later.before_fetch(f"{SITE}/a", NOW + DAY).verdict is ALLOW


def test_a_page_names_few_pages_of_terms_the_likeliest_first() -> None:
    links = "".join(f'<a href="/{n}">Legal notice</a>' for n in range(9))
    found = terms_links(article(f'{links}<a href="/t">Terms of service</a>'))

    assert len(found) == MOST
    assert found[0] == f"{SITE}/t"


@pytest.mark.parametrize(
    "words",
    [
        "Terms of trade worsen",
        "Villkoren för bönder",
        "Vilkår for fred",
        "Legal aid cut",
    ],
)
def test_a_headline_is_no_link_to_terms(words: str) -> None:
    assert terms_links(article(f'<a href="/news/1">{words}</a>')) == ()
