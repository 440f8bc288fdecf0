"""By what is it decided again whether a kept article may stay?"""

from dataclasses import replace
from datetime import date

import pytest

from newscrawler.policy import Decision, Gate, Listing, Permission, Scope, WhenSilent
from newscrawler.policy.model import Fault, Place, Preference, Statement
from newscrawler.policy.permission import Reading, quote_sha256
from newscrawler.policy.reconsider import (
    ended,
    is_lost,
    reconsidered,
    retention_statements,
)
from tests.policy.asked import (
    AI_TRAIN,
    ALLOW,
    DEFER,
    LISTING,
    NO_TRAINING,
    NOTICE,
    NOW,
    PERMISSION,
    REFUSE,
    ROBOTS,
    SITE,
    TDMREP,
    URL,
    document,
    gate,
    page,
    robots,
)

LATER = NOW + 90 * 24 * 60 * 60
GOOD = "User-agent: *\nAllow: /"


def heard(text: str, listing: Listing = LISTING, at: float = NOW) -> Gate:
    silent = document(TDMREP, status=404, at=at)
    return gate(robots(text, at=at), silent, sources=[listing])


def kept(*said: Statement, listing: Listing = LISTING) -> Decision:
    found = heard(GOOD, listing).after_fetch(page(), NOW)
    return replace(found, statements=(*found.statements, *said))


def notice(text: str = NOTICE, document: str = URL) -> Statement:
    place = Place(selector="footer")
    return Statement(
        signal="notice",
        purposes=AI_TRAIN,
        preference=Preference.DISALLOWED,
        scope=Scope.PAGE,
        document=document,
        quote=text,
        spec="test",
        place=place,
    )


def permitted(**changes: object) -> Listing:
    permission: Permission = replace(PERMISSION, **changes)  # type: ignore[arg-type]
    return replace(LISTING, permissions=(permission,))


def test_what_is_said_as_before_stays_allowed() -> None:
    again = reconsidered(heard(GOOD, at=LATER), kept(), LATER)

    assert (again.verdict, again.decided_at) == (ALLOW, LATER)
    assert not is_lost(again)


def test_what_robots_txt_said_then_counts_no_more_once_it_is_heard_again() -> None:
    then = kept(*heard(NO_TRAINING).after_fetch(page(), NOW).statements)

    assert reconsidered(heard(GOOD, at=LATER), then, LATER).verdict is ALLOW
    now = reconsidered(heard(NO_TRAINING, at=LATER), kept(), LATER)
    assert is_lost(now)
    assert [one.fetched_at for one in now.deciding] == [LATER]


def test_what_the_page_said_then_counts_still() -> None:
    listing, over = permitted(), permitted(valid_until=date(2026, 12, 1))
    then = kept(notice(), listing=listing)
    assert then.verdict is ALLOW

    again = reconsidered(heard(GOOD, replace(over), at=LATER), then, LATER)

    assert [one.signal for one in again.deciding] == ["notice"]


def test_a_page_that_was_to_be_had_until_a_day_is_lost_on_it() -> None:
    header = "unavailable_after: Sat, 30 Jan 2027 00:00:00 GMT"
    found = heard(GOOD)
    then = found.after_fetch(page(headers=(("X-Robots-Tag", header),)), NOW)
    last = 1_801_267_200.0  # the day's begin

    assert then.verdict is ALLOW
    assert reconsidered(heard(GOOD, at=last - 1), then, last - 1).verdict is ALLOW
    assert is_lost(reconsidered(heard(GOOD, at=last), then, last))


@pytest.mark.parametrize("until", [date(2026, 12, 1), date(2027, 12, 1)])
def test_a_reading_lifts_as_long_as_it_holds(until: date) -> None:
    reading = Reading(quote_sha256(NOTICE), "a quotation", "legal desk", until)
    listing = replace(LISTING, readings=(reading,))

    again = reconsidered(heard(GOOD, listing, at=LATER), kept(notice()), LATER)

    assert (again.verdict is ALLOW) is (until.year == 2027)


@pytest.mark.parametrize("signal", ["origin: notice", "redirect: robots-tag", "copy"])
def test_what_another_site_said_is_not_dropped_for_being_heard(signal: str) -> None:
    said = replace(notice(document=ROBOTS), signal=signal)

    again = reconsidered(heard(GOOD, at=LATER), kept(said), LATER)

    assert again.verdict is REFUSE


def test_who_goes_unheard_takes_nothing_away() -> None:
    unheard = gate(document(ROBOTS, status=503, at=LATER), sources=[LISTING])

    again = reconsidered(unheard, kept(), LATER)

    assert again.verdict is DEFER
    assert not is_lost(again)


def test_silence_loses_what_only_a_permission_allowed() -> None:
    then = kept()
    terms = replace(then.terms, when_silent=WhenSilent.DENY)

    assert is_lost(replace(then, terms=terms))
    assert not is_lost(replace(then, terms=terms, faults=unheard_faults()))


def unheard_faults() -> tuple[Fault, ...]:
    return (
        gate(document(ROBOTS, status=503), sources=[LISTING])
        .before_fetch(URL, NOW)
        .faults
    )


@pytest.mark.parametrize(("days", "is_over"), [(89, True), (90, True), (91, False)])
def test_retention_ends_on_its_day(days: int, *, is_over: bool) -> None:
    said = retention_statements(NOW, days * 24 * 60 * 60.0, LATER)

    decision = ended(kept(), said, LATER)

    assert is_lost(decision) is is_over
    assert retention_statements(NOW, None, LATER) == []


def test_what_could_not_be_heard_again_is_said_still() -> None:
    trust = f"{SITE}/trust.txt"
    before, now = heard(GOOD), heard(GOOD, at=LATER)
    before.learn(document(trust, "datatrainingallowed=no"), NOW)
    for tries in range(3):
        now.learn(document(trust, status=503, at=LATER + tries), LATER + tries)
    now.learn(document(f"{SITE}/.well-known/trust.txt", status=404, at=LATER), LATER)
    then = before.after_fetch(page(), NOW)

    again = reconsidered(now, then, LATER + 3)

    assert again.verdict is REFUSE
    assert [one.signal for one in again.deciding] == ["trust-txt"]
