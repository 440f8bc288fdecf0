"""Does what the gate knows of hosts outlive it?"""

import pytest

from newscrawler.policy import Gate
from newscrawler.policy.hearing import DAY
from newscrawler.policy.lasting import HostState
from tests.policy.asked import (
    ALLOW,
    DEFER,
    NOW,
    REFUSE,
    SITE,
    gate,
    page,
    silent_site,
)

OWN = "<footer><p>Scraping this website to train AI models is prohibited.</footer>"


def heir(found: Gate) -> Gate:
    """Return a gate of another process that took up what one left."""
    other = gate(*silent_site())
    known = {one.host: one for one in found.hosts.changed()}
    for host in other.hosts.unasked(f"{SITE}/b"):
        if host in known:
            other.hosts.restore(known[host])
    return other


def test_who_asked_us_to_wait_is_not_asked_by_the_next_process() -> None:
    found = gate(*silent_site())
    found.after_fetch(page(headers=(("Retry-After", "600"),), status=429), NOW)

    other = heir(found)

    assert other.before_fetch(f"{SITE}/b", NOW + 599).retry_at == NOW + 600
    assert other.before_fetch(f"{SITE}/b", NOW + 600).verdict is ALLOW


def test_refusals_are_counted_on() -> None:
    found = gate(*silent_site())
    for _ in range(2):
        found.after_fetch(page(status=403), NOW)

    other = heir(found)
    other.after_fetch(page(status=403), NOW)

    assert other.before_fetch(f"{SITE}/b", NOW).verdict is DEFER


def test_a_site_wide_notice_refuses_the_next_process_for_a_day() -> None:
    found = gate(*silent_site())
    found.after_fetch(page(OWN), NOW)

    other = heir(found)

    refused = other.before_fetch(f"{SITE}/b", NOW + DAY - 1)
    assert refused.verdict is REFUSE
    assert refused.deciding == found.before_fetch(f"{SITE}/b", NOW).deciding
    assert other.before_fetch(f"{SITE}/b", NOW + DAY).verdict is not REFUSE


def test_pages_of_terms_are_known_to_the_next_process() -> None:
    found = gate(*silent_site())
    found.after_fetch(page("<p>News.<a href=/terms>Terms of use</a>"), NOW)

    assert f"{SITE}/terms" in heir(found).wants(f"{SITE}/b", NOW)


def test_what_did_not_change_is_given_once() -> None:
    found = gate(*silent_site())
    found.after_fetch(page(OWN), NOW)
    assert [one.host for one in found.hosts.changed()] == ["gazette.example"]

    found.after_fetch(page(OWN), NOW + 60)

    assert list(found.hosts.changed()) == []
    assert found.hosts.unasked(f"{SITE}/a") == ("gazette.example",)
    assert found.hosts.unasked(f"{SITE}/b") == ()


@pytest.mark.parametrize(
    "state",
    [
        HostState("gazette.example", pause="[]"),
        HostState("gazette.example", pause='{"until": "soon"}'),
        HostState("gazette.example", pause='{"refused": "x"}'),
        HostState("gazette.example", memory="{"),
        HostState("gazette.example", memory='{"notices": [1]}'),
        HostState("gazette.example", memory='{"notices": [{"statement": {}}]}'),
        HostState(
            "gazette.example",
            memory='{"notices": [{"statement": {"signal": "notice"}}]}',
        ),
    ],
)
def test_what_cannot_be_read_is_said(state: HostState) -> None:
    with pytest.raises(ValueError):
        gate().hosts.restore(state)
