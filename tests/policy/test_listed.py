"""Whom may the gate ask at all?"""

from dataclasses import replace

import pytest

from newscrawler.policy import (
    Gate,
    Purpose,
    Stage,
)
from tests.policy.asked import (
    ALLOW,
    LISTING,
    NOW,
    REFUSE,
    gate,
    page,
    silent_site,
)


def test_a_host_that_is_not_listed_wants_nothing_and_is_refused() -> None:
    found = gate(*silent_site("https://courier.example"), sources=[LISTING])

    assert found.wants("https://courier.example/", NOW) == ()
    assert found.before_fetch("https://courier.example/", NOW).verdict is REFUSE
    assert (
        found.after_fetch(page(url="https://courier.example/"), NOW).verdict is REFUSE
    )


def test_a_domain_is_listed_with_its_subdomains_a_host_alone() -> None:
    listing = replace(LISTING, hosts=("feeds.example",))
    found = gate(sources=[listing])

    assert found.wants("https://www.gazette.example/", NOW)
    assert found.wants("https://feeds.example/", NOW)
    assert not found.wants("https://sub.feeds.example/", NOW)
    assert not found.wants("https://othergazette.example/", NOW)


# A port, those that the source names (None: there is no registry), and what is said.
PORTS: list[tuple[str, frozenset[int] | None, str | None]] = [
    ("", frozenset(), None),
    (":80", frozenset(), None),
    (":8443", frozenset([8443]), None),
    (":8443", None, None),
    (":8443", frozenset(), "port 8443, which no URL of its source names"),
    (":9200", frozenset([8443]), "port 9200, which no URL of its source names"),
    (":25", frozenset([25]), "port 25, of another service"),
    (":6667", None, "port 6667, of another service"),
]


@pytest.mark.parametrize(("port", "named", "said"), PORTS)
def test_another_service_of_a_host_is_not_asked(
    port: str, named: frozenset[int] | None, said: str | None
) -> None:
    listings = None if named is None else [replace(LISTING, ports=named)]
    site = f"https://gazette.example{port}"
    found = gate(*silent_site(site), sources=listings)
    url = f"{site}/news/1"

    before, after = found.before_fetch(url, NOW), found.after_fetch(page(url=url), NOW)

    assert before.verdict is after.verdict is (REFUSE if said else ALLOW)
    assert [one.quote for one in before.deciding] == ([said] if said else [])
    unasked = gate(sources=listings)
    assert bool(unasked.wants(url, NOW)) is not bool(said)
    assert unasked.listed.unreachable(url) == said


def test_a_host_named_for_its_feed_alone_is_asked_for_feeds_alone() -> None:
    listing = replace(LISTING, hosts=("feeds.example",))
    found = gate(*silent_site("https://feeds.example"), sources=[listing])
    url = "https://feeds.example/story"

    listed = found.before_fetch(url, NOW, stage=Stage.ACQUIRE)
    article = found.before_fetch(url, NOW)
    fetched = found.after_fetch(page(url=url), NOW)

    assert listed.verdict is ALLOW
    assert found.after_fetch(page(url=url), NOW, stage=Stage.ACQUIRE).verdict is ALLOW
    assert (article.verdict, fetched.verdict) == (REFUSE, REFUSE)
    assert article.deciding[0].quote == (
        "feeds.example is listed for feeds, sitemaps and sections alone"
    )


def test_a_host_of_the_domain_and_one_that_is_named_are_not_so_bound() -> None:
    listing = replace(LISTING, hosts=("feeds.gazette.example", "feeds.example"))
    found = gate(
        *silent_site("https://feeds.gazette.example"),
        *silent_site("https://feeds.example"),
        sources=[listing],
    )
    found.listed.name("feeds.example", "explain")

    for host in ("feeds.gazette.example", "feeds.example"):
        assert found.before_fetch(f"https://{host}/story", NOW).verdict is ALLOW


def test_a_host_that_the_operator_names_is_asked_and_the_decision_says_so() -> None:
    found = gate(*silent_site("https://courier.example"), sources=[LISTING])
    found.listed.name("courier.example", "explain")

    decision = found.before_fetch("https://courier.example/", NOW)

    assert decision.verdict is ALLOW
    assert decision.source is None
    assert [one.quote for one in decision.statements if one.signal == "listing"] == [
        "courier.example is named by the operator: explain"
    ]


def test_without_a_registry_a_command_asks_the_host_alone_that_it_names() -> None:
    found = Gate()
    found.listed.name("gazette.example", "explain")

    assert found.listed.is_askable("gazette.example")
    assert not found.listed.is_askable("elsewhere.example")
    assert found.before_fetch("https://elsewhere.example/", NOW).verdict is REFUSE


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://0x7f.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://intranet/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_a_private_address_wants_nothing_and_is_refused(url: str) -> None:
    found = gate()

    assert found.wants(url, NOW) == ()
    assert found.before_fetch(url, NOW).verdict is REFUSE


def test_a_private_address_that_is_named_may_be_asked() -> None:
    found = gate(private_hosts=["127.0.0.1"])

    assert found.wants("http://127.0.0.1:8000/a", NOW) == (
        "http://127.0.0.1:8000/robots.txt",
    )
    assert found.wants("http://127.0.0.2:8000/a", NOW) == ()


@pytest.mark.parametrize("agent", ["", "news crawler", "newscrawler/1.0", "bot2", "*"])
def test_a_crawler_has_a_product_token(agent: str) -> None:
    with pytest.raises(ValueError, match="product token"):
        Gate(agent=agent)


def test_some_purpose_is_declared_or_all_are_assumed() -> None:
    assert Gate().terms.purposes == frozenset(Purpose) - {Purpose.TDM_RESEARCH}
    with pytest.raises(ValueError, match="purpose"):
        Gate(purposes=[])
    with pytest.raises(ValueError, match="sell"):
        Gate(purposes=["sell"])
