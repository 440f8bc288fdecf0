"""Who objects is heard from that day on, whatever the site says and whoever permits."""

from dataclasses import replace
from datetime import date

import pytest

from newscrawler.policy import Stage, Verdict
from newscrawler.policy.objection import Objection
from tests.policy.asked import (
    ALLOW,
    LISTING,
    NO_TRAINING,
    NOW,
    PERMISSION,
    REFUSE,
    SITE,
    TDMREP,
    URL,
    document,
    gate,
    page,
    robots,
)

WHEN = date(2026, 11, 1)
OBJECTION = Objection(
    "Ann Author", WHEN, ("gazette.example/a/*",), "ann@mail.example", None, "o.toml", 3
)


@pytest.mark.parametrize(
    ("scope", "host", "verdict"),
    [
        ("gazette.example/*", "www.gazette.example", REFUSE),
        ("www.gazette.example/*", "gazette.example", REFUSE),
        ("www.gazette.example/*", "WWW.gazette.example:8443", REFUSE),
        ("gazette.example/*", "sport.gazette.example", ALLOW),
        ("gazette.example/b/*", "www.gazette.example", ALLOW),
    ],
)
def test_who_objects_for_a_site_objects_for_its_name_with_www(
    scope: str, host: str, verdict: Verdict
) -> None:
    site = f"https://{host}".lower()
    objection = replace(OBJECTION, scope=(scope,))
    heard = robots("", site), document(f"{site}/.well-known/tdmrep.json", status=404)
    found = gate(*heard, objections=[objection])

    assert found.before_fetch(f"https://{host}/a/1", NOW).verdict is verdict


def test_no_document_is_asked_for_where_somebody_objects() -> None:
    there = replace(OBJECTION, scope=("group.example/*",))
    licence = "https://group.example/license.xml"
    heard = (
        robots(f"License: {licence}\n# https://group.example/terms"),
        document(TDMREP, status=404),
    )
    found = gate(*heard, objections=[there])

    assert found.wants(URL, NOW) == ()
    known = found.hearings.heard(licence)
    assert known is not None
    assert known.problem == "at an address to which somebody objects"
    assert found.before_fetch(URL, NOW).verdict is REFUSE  # declared, not to be had


def test_an_objection_refuses_to_ask_and_to_keep_and_nobody_is_asked() -> None:
    found = gate(sources=[LISTING], objections=[OBJECTION])

    asked, kept = found.before_fetch(URL, NOW), found.after_fetch(page(), NOW)

    assert found.wants(URL, NOW) == ()
    for decision in (asked, kept):
        assert decision.verdict is REFUSE
        (said,) = decision.deciding
        assert (said.signal, said.document, said.place.line) == (
            "objection",
            "o.toml",
            3,
        )
        assert said.quote == "Ann Author (ann@mail.example) objects since 2026-11-01"
    assert found.before_fetch(URL, NOW, stage=Stage.ACQUIRE).verdict is REFUSE


def test_a_permission_does_not_lift_an_objection() -> None:
    listing = replace(LISTING, permissions=(PERMISSION,))
    heard = (robots(NO_TRAINING), document(TDMREP, status=404))

    without = gate(*heard, sources=[listing]).after_fetch(page(), NOW)
    found = gate(*heard, sources=[listing], objections=[OBJECTION])

    assert without.verdict is ALLOW
    assert found.after_fetch(page(), NOW).verdict is REFUSE


@pytest.mark.parametrize(
    ("scope", "when", "url", "is_refused"),
    [
        ("gazette.example/*", WHEN, URL, True),
        ("*.gazette.example/*", WHEN, URL, True),
        ("gazette.example/b/*", WHEN, URL, False),
        ("sport.gazette.example/*", WHEN, URL, False),
        ("gazette.example/*", date(2027, 1, 1), URL, False),
        ("gazette.example/*", date(2026, 11, 18), f"{SITE}/", True),
    ],
)
def test_its_scope_and_day_are_those_of_a_permission(
    scope: str, when: date, url: str, *, is_refused: bool
) -> None:
    objection = Objection("A", when, (scope,), "a@mail.example", "why", "o.toml")
    found = gate(objections=[objection])

    said = {one.signal for one in found.before_fetch(url, NOW).statements}

    assert ("objection" in said) is is_refused


def test_what_was_withdrawn_is_refused_by_its_url() -> None:
    found = gate()
    found.listed.barred.withdraw(URL, "withdrawn on 2026-11-02: objection")

    (said,) = found.before_fetch(URL, NOW).deciding

    assert (said.signal, said.quote) == (
        "withdrawn",
        "withdrawn on 2026-11-02: objection",
    )
    assert found.wants(URL, NOW) == ()
    assert found.wants(f"{SITE}/b", NOW) != ()


@pytest.mark.parametrize("path", ["//a/1", "/a//1", "/%2Fa/1"])
def test_slashes_too_many_go_round_no_objection(path: str) -> None:
    found = gate(objections=[OBJECTION])

    assert found.before_fetch(f"{SITE}{path}", NOW).verdict is REFUSE
    assert found.wants(f"{SITE}{path}", NOW) == ()
