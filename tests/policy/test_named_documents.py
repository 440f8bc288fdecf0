"""Does the gate hear what a page names elsewhere?"""

from dataclasses import replace

import pytest

from newscrawler.policy import (
    Document,
    Gate,
)
from newscrawler.policy.hearing import RETRY_AFTER
from newscrawler.policy.reading import MOST_NAMED
from newscrawler.policy.visit import Signal
from tests.policy.asked import (
    ALLOW,
    DEFER,
    NOW,
    REFUSE,
    ROBOTS,
    SITE,
    URL,
    document,
    gate,
    page,
    problems,
    robots,
    silent_site,
    with_signal,
)

POLICY = "https://rights.example/policy.xml"


def naming(*urls: str) -> Signal:
    return Signal("zz-naming", lambda _: (), lambda visit: urls if visit.page else ())


def asked_of_another_host(answer: Document) -> Gate:
    """Return a gate at a page that names a document of another host."""
    found = with_signal(gate(*silent_site()), naming(POLICY))
    assert found.wants(page(), NOW) == ("https://rights.example/robots.txt",)
    found.learn(replace(answer, url="https://rights.example/robots.txt"), NOW)
    return found


def test_a_document_elsewhere_is_wanted_after_the_robots_txt_there() -> None:
    found = asked_of_another_host(robots(""))

    assert found.wants(page(), NOW) == (POLICY,)
    assert found.after_fetch(page(), NOW).verdict is DEFER
    found.learn(document(POLICY, "<rsl/>"), NOW)
    assert found.wants(page(), NOW) == ()
    assert found.after_fetch(page(), NOW).verdict is ALLOW


def test_a_document_that_the_robots_txt_there_forbids_is_absent() -> None:
    found = asked_of_another_host(robots("User-agent: *\nDisallow: /"))

    assert found.wants(page(), NOW) == ()
    assert found.after_fetch(page(), NOW).verdict is ALLOW


@pytest.mark.parametrize("status", [503, 429, None])
def test_a_document_whose_robots_txt_is_unreachable_is_a_fault(
    status: int | None,
) -> None:
    found = asked_of_another_host(document(ROBOTS, status=status))

    assert found.wants(page(), NOW) == ()
    decision = found.after_fetch(page(), NOW)

    assert decision.verdict is DEFER
    assert [one.document for one in decision.faults] == [POLICY]
    later = NOW + RETRY_AFTER[0]
    assert found.wants(page(), later) == ("https://rights.example/robots.txt",)


def test_a_document_at_a_private_address_is_not_asked_for() -> None:
    found = with_signal(gate(*silent_site()), naming("http://169.254.169.254/policy"))

    assert found.wants(page(), NOW) == ()


def test_a_page_that_names_too_many_documents_is_refused() -> None:
    urls = [f"{SITE}/policy/{at}" for at in range(MOST_NAMED + 1)]
    found = with_signal(gate(*silent_site()), naming(*urls))
    asked: list[str] = []

    while wanted := found.wants(page(), NOW):
        asked += wanted
        for url in wanted:
            found.learn(document(url), NOW)

    assert len(asked) == MOST_NAMED
    assert found.after_fetch(page(), NOW).verdict is REFUSE
    assert (URL, "names 1 more than 8 documents") in problems(
        found.after_fetch(page(), NOW)
    )
