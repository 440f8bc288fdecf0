"""What holds whatever a site says: the laws of DESIGN.md, over generated input."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newscrawler.page import Page
from newscrawler.policy import (
    Decision,
    Document,
    Fault,
    Gate,
    Preference,
    Profile,
    Purpose,
    Scope,
    Stage,
    Statement,
    Terms,
    Verdict,
    WhenSilent,
)
from newscrawler.policy.formats.content_signals import read_content_signals
from newscrawler.policy.formats.robots_tag import read_date, read_directives
from newscrawler.policy.formats.usage_preferences import read_usage
from newscrawler.policy.hearing import retry_after
from newscrawler.policy.model import MAX_QUOTE, Place, quoted
from newscrawler.policy.operator import TYPES, Operator
from newscrawler.policy.proxy import Share
from newscrawler.policy.record import canonical, decision_record, read_decision
from tests.policy.asked import NOW, ROBOTS, TDMREP, URL, document, gate

RANK = {Verdict.ALLOW: 0, Verdict.DEFER: 1, Verdict.REFUSE: 2}
PURPOSES = st.frozensets(st.sampled_from(Purpose))
TEXTS = st.text(max_size=20)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TIMES = st.floats(0, 4e9).map(lambda value: round(value, 3))
RESTRAINING = (Preference.CONDITIONAL, Preference.DISALLOWED)


def statements(*preferences: Preference) -> st.SearchStrategy[Statement]:
    signals = ["content-usage", "robots-rules", "robots-tag", "notice", "tdmrep", "permission", "reading", "listing"]  # fmt: skip
    places = [Place(), Place(line=3), Place(selector="p"), Place(header="x")]
    return st.builds(
        Statement,
        signal=st.sampled_from(signals),
        purposes=PURPOSES,
        preference=st.sampled_from(preferences),
        scope=st.sampled_from(Scope),
        document=st.sampled_from([URL, ROBOTS]),
        quote=WORDS,
        spec=WORDS,
        sha256=st.none() | st.just("0" * 64),
        fetched_at=st.none() | TIMES,
        place=st.sampled_from(places),
        condition=st.none() | st.sampled_from(["attribution", "excerpt", "pay"]),
        holder=st.none() | st.sampled_from(["Gazette", "Wire"]),
        salvaged=st.booleans(),
    )


RESTRAINTS = statements(*RESTRAINING)
FAULTS = st.builds(Fault, WORDS, WORDS, st.none() | TIMES)
TERMS = st.builds(
    Terms,
    agent=st.just("newscrawler"),
    purposes=PURPOSES.filter(bool),
    profile=st.sampled_from(Profile),
    when_silent=st.sampled_from(WhenSilent),
    meets=st.frozensets(st.sampled_from(["attribution", "excerpt", "pay"])),
    proxy=st.integers(1, 99) | st.sampled_from(Share),
    operator=st.builds(
        Operator,
        country=st.sampled_from([None, "DE"]),
        types=st.none() | st.frozensets(st.sampled_from(TYPES)),
        commercial=st.none() | st.booleans(),
    ),
)
DECISIONS = st.builds(
    Decision,
    url=st.just(URL),
    stage=st.sampled_from(Stage),
    terms=TERMS,
    statements=st.lists(statements(*Preference), max_size=5).map(tuple),
    faults=st.lists(FAULTS, max_size=2).map(tuple),
    source=st.none() | WORDS,
    decided_at=TIMES,
    policy_version=st.just("1"),
)


# a decision


@given(DECISIONS, st.randoms(use_true_random=False))
def test_the_order_of_statements_never_matters(
    decision: Decision, random: Random
) -> None:
    said = list(decision.statements)
    random.shuffle(said)

    other = replace(decision, statements=tuple(said))

    assert other.verdict is decision.verdict
    assert other.usage == decision.usage
    assert other.permission == decision.permission


@given(DECISIONS, RESTRAINTS)
def test_one_more_restraint_never_allows(decision: Decision, one: Statement) -> None:
    assume(one.signal != "tdmrep")  # section 6.3: its later carriers replace

    more = replace(decision, statements=(*decision.statements, one))

    assert more.verdict is not Verdict.ALLOW or decision.verdict is Verdict.ALLOW


@given(DECISIONS, FAULTS)
def test_one_more_fault_is_never_allowed(decision: Decision, fault: Fault) -> None:
    more = replace(decision, faults=(*decision.faults, fault))

    assert more.verdict is not Verdict.ALLOW
    if decision.deciding or decision.faults:  # silence may be that of the unheard
        assert RANK[more.verdict] >= RANK[decision.verdict]


@given(DECISIONS)
def test_what_is_allowed_has_no_fault_and_no_statement_that_refuses(
    decision: Decision,
) -> None:
    if decision.verdict is Verdict.ALLOW:
        assert not decision.faults
        assert not decision.deciding


@given(DECISIONS)
def test_a_record_reads_back_equal(decision: Decision) -> None:
    record = decision_record(decision)
    again = json.loads(json.dumps(record))

    assert read_decision(record) == decision
    assert read_decision(again) == decision
    assert decision_record(read_decision(again)) == record
    assert json.loads(canonical(record)) == again


def test_a_record_from_before_an_operator_was_asked_reads_as_of_nobody() -> None:
    decision = gate().before_fetch(URL, NOW)
    record = decision_record(decision)
    del record["proxy"], record["operator"]

    assert read_decision(record) == decision


@given(DECISIONS)
def test_a_decision_keeps_its_id_while_its_evidence_is_the_same(
    decision: Decision,
) -> None:
    first, second = decision_record(decision), decision_record(replace(decision))
    later = decision_record(replace(decision, decided_at=decision.decided_at + 1))

    assert first["id"] == second["id"] != later["id"]


@pytest.mark.parametrize("key", ["url", "statements", "profile", "decided_at", "meets"])
def test_a_record_that_lacks_something_is_none(key: str) -> None:
    record = decision_record(gate().before_fetch(URL, NOW))
    del record[key]

    with pytest.raises(ValueError, match=key):
        read_decision(record)


# readers


def read_headers(text: str) -> object:
    headers = tuple((name, text) for name in ("content-usage", "content-signal", "x-robots-tag", "tdm-reservation", "tdm-policy", "crawler-price", "retry-after"))  # fmt: skip
    page = Page(b"", URL, headers, status=402)
    return decision_record(heard().after_fetch(page, NOW))


READERS: dict[str, Callable[[str], object]] = {
    "content-usage": lambda text: read_usage(text, liberal=True),
    "content-usage, to the letter": lambda text: read_usage(text, liberal=False),
    "content-signal": lambda text: read_content_signals(text, liberal=True),
    "robots-tag": lambda text: read_directives(text, liberal=True),
    "a date": read_date,
    "retry-after": lambda text: retry_after(text, NOW),
    "headers": read_headers,
    "quotes": quoted,
}
FRAGMENTS = st.sampled_from(["train-ai", "search", "=", "n", "y", ";", ",", '"', ":", "no", " ", "unavailable_after", "Wed", "25 Jun 2026", "+9999", "99999999999", "0", "noindex", "?0", "\ud800", "é", "ai-train"])  # fmt: skip
HOSTILE = st.text(max_size=40) | st.lists(FRAGMENTS, max_size=12).map("".join)


@pytest.mark.parametrize("name", READERS)
@given(text=HOSTILE)
def test_no_text_makes_a_reader_raise(name: str, text: str) -> None:
    READERS[name](text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["1", "/", "true", "\ud800", "https://gazette.example/a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["location", "tdm-reservation", "tdm-policy"]), inner),
    max_leaves=8,
)  # fmt: skip


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_document_makes_the_gate_raise_or_find_its_own_fault(body: bytes) -> None:
    found = gate(document(ROBOTS, body), document(TDMREP, body))

    decision = found.after_fetch(Page(body, URL, (("content-type", "text/html"),)), NOW)

    assert not [one for one in decision.faults if "Error(" in one.problem]
    assert read_decision(decision_record(decision)) == decision


@given(st.text(max_size=2_000))
def test_a_quote_is_one_line_of_printable_text(text: str) -> None:
    quote = quoted(text)

    assert len(quote) <= MAX_QUOTE
    assert quote.isprintable()
    assert quote.encode().decode() == quote


# a site

ROBOTS_LINES = st.sampled_from([
    "User-agent: *", "User-agent: newscrawler", "User-agent: GPTBot, newscrawler", "User-agent: Scrapy",
    "Disallow: /", "Disallow: a", "Disallow: /b", "Allow: /a", "Allow: /",
    "Content-Signal: ai-train=no, search=yes", "Content-Signal: use=reference", "Content-Signal: ai-input: no", "Content-Signal: /a/ ai-train=yes",
    "Content-Usage: train-ai=y, search=y", "Content-Usage: train-ai=n", "Content-Usage: /a/ ai-use=y", "Content-Usage: Search=n", "",
])  # fmt: skip
HEADERS = st.sampled_from([
    ("x-robots-tag", "noai"), ("x-robots-tag", "noarchive"), ("x-robots-tag", "nocache"), ("x-robots-tag", "noindex;noai"), ("x-robots-tag", "other: none"),
    ("content-usage", "train-ai=y, search=y"), ("content-usage", "train-ai=no"), ("content-signal", "ai-train=yes, ai-input=yes"), ("content-signal", "search=false"),
    ("tdm-reservation", "0"), ("tdm-reservation", "1"), ("tdm-reservation", "true"),
])  # fmt: skip
TDMREPS = st.sampled_from(["[]", "{}", '[{"location": "/", "tdm-reservation": 0}]', '[{"location": "/", "tdm-reservation": 1}]', '[{"location": "/", "tdm-reservation": 0}, {"location": "/a/", "tdm-reservation": 1}]', '[{"location": "/", "tdm-reservation": "1"}]', '{"tdm-reservation": 1}', "[tdm-reservation"])  # fmt: skip
SITES = st.fixed_dictionaries(
    {
        "robots": st.lists(ROBOTS_LINES, max_size=9).map("\n".join),
        "tdmrep": TDMREPS,
        "headers": st.lists(HEADERS, max_size=4).map(tuple),
        "silent": st.sampled_from(WhenSilent),
    }
)


def heard(
    site: Mapping[str, object] | None = None,
    profile: Profile = Profile.STRICT,
    robots: Document | None = None,
) -> Gate:
    """Return a gate that has heard a generated site."""
    site = site or {"robots": "", "tdmrep": "[]", "silent": WhenSilent.ALLOW}
    silent = site["silent"]
    assert isinstance(silent, WhenSilent)
    documents = (
        robots or document(ROBOTS, str(site["robots"])),
        document(TDMREP, str(site["tdmrep"])),
    )
    return gate(*documents, profile=profile, when_silent=silent, purposes=Purpose)


def shown(site: Mapping[str, object]) -> Page:
    headers = site["headers"]
    assert isinstance(headers, tuple)
    return Page(b"<p>News.", URL, headers)


def both(site: Mapping[str, object], profile: Profile) -> tuple[Decision, Decision]:
    found = heard(site, profile)
    return found.before_fetch(URL, NOW), found.after_fetch(shown(site), NOW)


SEVERITY = {
    Preference.UNKNOWN: 0,
    Preference.ALLOWED: 0,
    Preference.CONDITIONAL: 1,
    Preference.DISALLOWED: 2,
}


@given(SITES)
def test_strict_is_never_laxer_than_the_letter(site: Mapping[str, object]) -> None:
    strict, letter = both(site, Profile.STRICT), both(site, Profile.SPEC)

    for one, other in zip(strict, letter, strict=True):
        assert RANK[one.verdict] >= RANK[other.verdict], (one, other)
        for purpose in Purpose:
            severity = SEVERITY[one.usage[purpose]]
            if one.stage is Stage.USE and letter[0].verdict is not Verdict.REFUSE:
                assert severity >= SEVERITY[other.usage[purpose]], (purpose, one, other)


@given(SITES, st.sampled_from(Profile))
def test_salvage_only_restrains(site: Mapping[str, object], profile: Profile) -> None:
    for decision in both(site, profile):
        for one in decision.statements:
            assert not one.salvaged or one.preference in RESTRAINING
            assert not one.salvaged or profile is Profile.STRICT


@given(SITES)
def test_an_unknown_record_or_directive_changes_nothing(
    site: Mapping[str, object],
) -> None:
    headers = site["headers"]
    assert isinstance(headers, tuple)
    more = {
        **site,
        "robots": f"{site['robots']}\nX-Unknown: search=n, ai-train=no",
        "headers": (*headers, ("x-robots-tag", "nofoo"), ("x-policy", "noai")),
    }

    for one, other in zip(
        both(site, Profile.STRICT), both(more, Profile.STRICT), strict=True
    ):
        assert (one.verdict, one.usage) == (other.verdict, other.usage)


@given(SITES)
def test_the_order_of_groups_and_headers_changes_nothing(
    site: Mapping[str, object],
) -> None:
    headers = site["headers"]
    assert isinstance(headers, tuple)
    kept = tuple(one for one in headers if one[0] == "x-robots-tag")
    groups = ["User-agent: *\nAllow: /a", "User-agent: *\nDisallow: /a/1", "User-agent: Scrapy\nContent-Signal: ai-train=no\nAllow: /", "User-agent: *\nContent-Signal: use=full\nDisallow: /b", "User-agent: *\nContent-Signal: use=reference\nAllow: /c"]  # fmt: skip
    there = {**site, "robots": "\n".join(groups), "headers": kept}
    back = {**site, "robots": "\n".join(reversed(groups)), "headers": kept[::-1]}

    for one, other in zip(
        both(there, Profile.STRICT), both(back, Profile.STRICT), strict=True
    ):
        assert (one.verdict, one.usage) == (other.verdict, other.usage)


@given(SITES, st.sampled_from([500, 503, 429, 425, 408, 407, 301, None]))
def test_where_robots_txt_is_unreachable_nothing_is_allowed(
    site: Mapping[str, object], status: int | None
) -> None:
    found = heard(site, robots=document(ROBOTS, str(site["robots"]), status))

    assert found.before_fetch(URL, NOW).verdict is not Verdict.ALLOW
    assert found.after_fetch(shown(site), NOW).verdict is not Verdict.ALLOW


ONE_PURPOSE = [
    ("content-usage", "train-ai=y", Purpose.AI_TRAIN),
    ("content-usage", "ai-use=y", Purpose.AI_INPUT),
    ("content-usage", "search=y", Purpose.SEARCH),
    ("content-signal", "ai-train=yes", Purpose.AI_TRAIN),
    ("content-signal", "ai-input=yes", Purpose.AI_INPUT),
    ("content-signal", "search=yes", Purpose.SEARCH),
]


@pytest.mark.parametrize(("header", "value", "purpose"), ONE_PURPOSE)
def test_allowing_one_purpose_allows_no_other(
    header: str, value: str, purpose: Purpose
) -> None:
    usage = heard().after_fetch(Page(b"", URL, ((header, value),)), NOW).usage

    assert usage[purpose] is Preference.ALLOWED
    assert {usage[one] for one in Purpose if one is not purpose} == {Preference.UNKNOWN}


@given(SITES)
def test_every_statement_can_be_shown(site: Mapping[str, object]) -> None:
    for decision in both(site, Profile.STRICT):
        for one in decision.statements:
            assert one.document
            assert one.spec
            assert one.quote
            assert [one.place.line, one.place.selector, one.place.header].count(
                None
            ) == 2
