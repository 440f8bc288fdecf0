"""What may be kept of what came back?"""

import pytest

from newscrawler.page import MAX_BYTES, Page
from newscrawler.policy import (
    Preference,
    Purpose,
    Scope,
    Stage,
    WhenSilent,
)
from newscrawler.policy.hearing import DAY
from tests.policy.asked import (
    ALLOW,
    DEFER,
    LISTING,
    NO_TRAINING,
    NOTICE,
    NOW,
    REFUSE,
    SITE,
    TDMREP,
    URL,
    document,
    gate,
    notice_signal,
    page,
    robots,
    silent_site,
    with_signal,
)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"%PDF-1.7", "text/html"),
        (b"<b>" * 10_000, "text/html"),
        (b"x" * (MAX_BYTES + 1), "text/html"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(body: bytes, media_type: str) -> None:
    found = gate(*silent_site())

    decision = found.after_fetch(Page(body, URL, (("Content-Type", media_type),)), NOW)

    assert decision.verdict is REFUSE
    assert len(decision.faults) == 1


def test_a_feed_need_not_be_html() -> None:
    found = gate(*silent_site())
    feed = Page(b"<rss/>", URL, (("Content-Type", "application/rss+xml"),))

    assert found.after_fetch(feed, NOW, stage=Stage.ACQUIRE).verdict is ALLOW
    assert found.after_fetch(feed, NOW).verdict is REFUSE


def test_what_is_read_for_its_links_alone_is_not_refused_a_use() -> None:
    found = gate(robots(NO_TRAINING), document(TDMREP, status=404))
    section = page(headers=(("X-Robots-Tag", "noindex"),))

    assert found.before_fetch(URL, NOW).verdict is REFUSE
    assert found.before_fetch(URL, NOW, stage=Stage.ACQUIRE).verdict is ALLOW
    assert found.after_fetch(section, NOW).verdict is REFUSE
    assert found.after_fetch(section, NOW, stage=Stage.ACQUIRE).verdict is ALLOW


def test_what_is_read_for_its_links_alone_may_be_refused_itself() -> None:
    found = gate(robots("User-agent: *\nDisallow: /a/"), document(TDMREP, status=404))

    assert found.before_fetch(URL, NOW, stage=Stage.ACQUIRE).verdict is REFUSE
    assert found.after_fetch(page(), NOW, stage=Stage.ACQUIRE).verdict is REFUSE


@pytest.mark.parametrize("stage", Stage)
def test_nofollow_keeps_us_from_the_links_and_nothing_else(stage: Stage) -> None:
    found = gate(*silent_site())
    nofollow = page('<meta name="robots" content="nofollow">')

    decision = found.after_fetch(nofollow, NOW, stage=stage)

    assert decision.forbids_links
    assert decision.verdict is ALLOW
    assert not found.after_fetch(page(), NOW, stage=stage).forbids_links


HOP = "https://gazette.example/old"


def test_what_a_redirect_denies_holds_where_it_leads() -> None:
    hop = page("", HOP, (("X-Robots-Tag", "noai"),), status=301)

    strict, letter = gate(*silent_site()), gate(*silent_site(), profile="spec")  # type: ignore[arg-type]  # a setting's text

    assert strict.after_fetch(page(), NOW, hops=[hop]).verdict is REFUSE
    assert letter.after_fetch(page(), NOW, hops=[hop]).verdict is ALLOW


def test_where_a_redirect_denies_is_not_asked() -> None:
    hop = page("", HOP, (("tdm-reservation", "1"),), status=301)

    strict, letter = gate(*silent_site()), gate(*silent_site(), profile="spec")  # type: ignore[arg-type]  # a setting's text

    assert strict.before_fetch(URL, NOW, hops=[hop]).verdict is REFUSE
    assert letter.before_fetch(URL, NOW, hops=[hop]).verdict is ALLOW
    assert strict.before_fetch(URL, NOW, stage=Stage.ACQUIRE, hops=[hop]).verdict is (
        ALLOW
    )


def test_the_file_of_a_redirects_own_site_holds_until_a_page_lifts_it() -> None:
    silent, old = silent_site(), "https://old.example"
    tdmrep = document(
        f"{old}/.well-known/tdmrep.json", '[{"location": "/", "tdm-reservation": 1}]'
    )
    found = gate(*silent, robots("", old), tdmrep)
    hop = page("", f"{old}/1", status=301)
    lifted = page(headers=(("tdm-reservation", "0"),))

    assert found.before_fetch(URL, NOW, hops=[hop]).verdict is ALLOW
    assert found.after_fetch(page(), NOW, hops=[hop]).verdict is REFUSE
    assert found.after_fetch(lifted, NOW, hops=[hop]).verdict is ALLOW


def test_a_licence_that_a_redirect_names_holds_where_it_leads() -> None:
    licence = f"{SITE}/licence.xml"
    link = f'<{licence}>; rel="license"; type="application/rsl+xml"'
    rsl = (
        '<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license>'
        '<prohibits type="usage">all</prohibits></license></content></rsl>'
    )
    found = gate(*silent_site(), document(licence, rsl))
    hop = page("", HOP, (("Link", link),), status=301)

    assert found.after_fetch(page(), NOW, hops=[hop]).verdict is REFUSE
    assert found.after_fetch(page(), NOW).verdict is ALLOW


def test_links_are_not_followed_where_a_redirect_forbids_it() -> None:
    hop = page("", HOP, (("X-Robots-Tag", "nofollow"),), status=301)
    found = gate(*silent_site())

    for stage in Stage:
        decision = found.after_fetch(page(), NOW, stage=stage, hops=[hop])
        assert decision.verdict is ALLOW
        assert decision.forbids_links


def test_what_a_redirect_allows_is_not_allowed_where_it_leads() -> None:
    hop = page("", HOP, (("Content-Usage", "train-ai=y"),), status=301)
    found = gate(*silent_site(), purposes=["ai-train"], when_silent=WhenSilent.DENY)

    assert found.after_fetch(page(), NOW, hops=[hop]).verdict is REFUSE


def test_a_redirect_over_a_site_that_was_not_heard_defers() -> None:
    found = gate(*silent_site())
    hop = page("", "https://short.example/1", status=301)

    assert found.after_fetch(page(), NOW, hops=[hop]).verdict is DEFER


def test_silence_follows_the_setting() -> None:
    for when, verdict in ((WhenSilent.ALLOW, ALLOW), (WhenSilent.DENY, REFUSE)):
        found = gate(*silent_site(), when_silent=when)
        assert found.before_fetch(URL, NOW).verdict is ALLOW
        assert found.after_fetch(page(), NOW).verdict is verdict


def test_explicit_permission_for_every_purpose_ends_the_silence() -> None:
    asked = {"purposes": ["search", "ai-train"], "when_silent": WhenSilent.DENY}
    both = page(headers=(("Content-Usage", "search=y, train-ai=y"),))
    one = page(headers=(("Content-Usage", "search=y"),))

    assert gate(*silent_site(), **asked).after_fetch(both, NOW).verdict is ALLOW  # type: ignore[arg-type]  # by name
    assert gate(*silent_site(), **asked).after_fetch(one, NOW).verdict is REFUSE  # type: ignore[arg-type]  # by name


def test_a_condition_is_met_by_whoever_says_so() -> None:
    heard = (
        robots("User-agent: *\nContent-Signal: use=reference"),
        document(TDMREP, status=404),
    )

    assert gate(*heard, purposes=["search"]).before_fetch(URL, NOW).verdict is REFUSE
    met = gate(*heard, purposes=["search"], meets=["excerpt"])
    assert met.before_fetch(URL, NOW).verdict is ALLOW
    assert met.before_fetch(URL, NOW).usage[Purpose.SEARCH] is Preference.CONDITIONAL


def test_what_is_kept_out_of_excerpts_is_left_out_by_who_says_so() -> None:
    marked = page("<article><p>News.<p><span data-nosnippet>Not here.</span></article>")

    assert gate(*silent_site()).after_fetch(marked, NOW).verdict is REFUSE
    met = gate(*silent_site(), meets=["leave-out"]).after_fetch(marked, NOW)
    assert met.verdict is ALLOW
    assert met.usage[Purpose.AI_INPUT] is Preference.CONDITIONAL


@pytest.mark.parametrize("condition", ["pay", "pay USD 0.01"])
def test_nobody_says_that_we_pay(condition: str) -> None:
    found = gate(*silent_site(), meets=[condition])
    price = condition.removeprefix("pay").strip()
    headers = (("crawler-price", price),) if price else ()

    assert found.after_fetch(page(headers=headers, status=402), NOW).verdict is REFUSE


def test_an_earlier_carrier_of_tdmrep_refuses_nothing_yet() -> None:
    reserved = document(TDMREP, '[{"location": "/", "tdm-reservation": 1}]')
    found = gate(robots(""), reserved)
    lifted = page(headers=(("tdm-reservation", "0"),))

    assert found.before_fetch(URL, NOW).verdict is ALLOW
    assert found.before_fetch(URL, NOW).usage[Purpose.TDM] is Preference.DISALLOWED
    assert found.after_fetch(page(), NOW).verdict is REFUSE
    assert found.after_fetch(lifted, NOW).verdict is ALLOW


def test_a_site_wide_notice_refuses_the_sites_other_pages_before_they_are_fetched() -> (
    None
):
    other = f"{SITE}/b/2"
    found = with_signal(gate(*silent_site()), notice_signal())
    assert found.before_fetch(other, NOW).verdict is ALLOW

    found.after_fetch(page(), NOW)

    assert found.before_fetch(other, NOW).verdict is REFUSE
    assert found.before_fetch(other, NOW).deciding[0].quote == NOTICE
    assert found.before_fetch(other, NOW).deciding[0].document == URL


def test_a_notice_about_the_page_binds_the_page() -> None:
    found = with_signal(
        gate(*silent_site()), notice_signal(scope=Scope.PAGE, holder="Wire")
    )

    assert found.after_fetch(page(), NOW).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/b/2", NOW).verdict is ALLOW


def test_a_site_wide_notice_has_to_be_found_again_after_a_day() -> None:
    found = with_signal(
        gate(*silent_site(), *silent_site(at=NOW + DAY)), notice_signal()
    )
    found.after_fetch(page(), NOW)

    found.after_fetch(page(url=f"{SITE}/b/2"), NOW + 1, stage=Stage.ACQUIRE)

    assert found.before_fetch(f"{SITE}/b/3", NOW + DAY - 1).verdict is REFUSE
    assert found.before_fetch(f"{SITE}/b/3", NOW + DAY).verdict is ALLOW


def test_a_section_pages_notice_counts_for_the_site() -> None:
    found = with_signal(gate(*silent_site()), notice_signal())

    assert found.after_fetch(page(), NOW, stage=Stage.ACQUIRE).verdict is ALLOW
    assert found.before_fetch(f"{SITE}/b/2", NOW).verdict is REFUSE


def test_a_sites_hosts_share_its_memory_if_one_source_lists_them() -> None:
    sites = (*silent_site(), *silent_site("https://www.gazette.example"))
    found = with_signal(gate(*sites, sources=[LISTING]), notice_signal())

    found.after_fetch(page(), NOW)

    assert found.before_fetch("https://www.gazette.example/b", NOW).verdict is REFUSE
