"""What holds whatever a site says: the laws of DESIGN.md, over generated input."""

import json
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.page import Page
from newscrawler.policy import (
    Decision,
    Document,
    Gate,
    Preference,
    Profile,
    Purpose,
    Stage,
    Verdict,
    WhenSilent,
)
from newscrawler.policy.formats.content_signals import read_content_signals
from newscrawler.policy.formats.robots_tag import read_date, read_directives
from newscrawler.policy.formats.usage_preferences import read_usage
from newscrawler.policy.hearing import retry_after
from newscrawler.policy.model import MAX_QUOTE, quoted
from newscrawler.policy.record import decision_record, read_decision
from tests.policy.asked import NOW, ROBOTS, SITE, TDMREP, URL, document, gate
from tests.policy.drawn import (
    RESTRAINING,
)

RANK = {Verdict.ALLOW: 0, Verdict.DEFER: 1, Verdict.REFUSE: 2}


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
        "ai": st.sampled_from(["", "User-agent: *\nDisallow: /b", "Training: deny"]),
        "trust": st.sampled_from(["", "datatrainingallowed=no"]),
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
    documents = documents_of(site)
    if robots is not None:
        documents = [robots, *documents[1:]]
    return gate(*documents, profile=profile, when_silent=silent, purposes=Purpose)


def documents_of(site: Mapping[str, object]) -> list[Document]:
    return [
        document(ROBOTS, str(site["robots"])),
        document(TDMREP, str(site["tdmrep"])),
        document(f"{SITE}/ai.txt", str(site.get("ai", ""))),
        document(f"{SITE}/trust.txt", str(site.get("trust", ""))),
    ]


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


WITH_PATHS: dict[str, dict[str, object]] = {
    "robots-rules": {"robots": "User-agent: *\nDisallow: /a/"},
    "proxy-tokens": {"robots": "User-agent: GPTBot\nDisallow: /a/"},
    "extension-rules": {"robots": "User-agent: *\nNoindex: /a/"},
    "content-signal": {"robots": "User-agent: *\nContent-Signal: /a/ ai-train=no"},
    "content-usage": {"robots": "User-agent: *\nContent-Usage: /a/ train-ai=n"},
    "tdmrep": {"tdmrep": '[{"location": "/a/", "tdm-reservation": 1}]'},
    "ai-txt": {"ai": "User-agent: *\nDisallow: /a/"},
}


@pytest.mark.parametrize("signal", WITH_PATHS)
def test_what_is_said_of_a_path_is_said_of_it_alone(signal: str) -> None:
    found = gate(*documents_of({"robots": "", "tdmrep": "[]", **WITH_PATHS[signal]}))
    here, there, again = (
        {one.signal for one in found.before_fetch(SITE + path, NOW).statements}
        for path in ("/a/1", "/b", "/a/2")
    )

    assert signal in here & again
    assert signal not in there


PATHS = st.sampled_from(["/", "/a", "/a/1", "/b", "/b/2?c=d"])


@given(SITES, SITES, PATHS, PATHS, st.sampled_from(Profile))
def test_what_was_asked_before_and_has_changed_since_changes_nothing(
    was: Mapping[str, object],
    site: Mapping[str, object],
    first: str,
    path: str,
    profile: Profile,
) -> None:
    found = heard(was, profile)
    found.before_fetch(SITE + first, NOW)
    for one in documents_of(site):
        found.learn(one, NOW)

    found.before_fetch(SITE + first, NOW)
    asked = found.before_fetch(SITE + path, NOW)

    fresh = heard({**site, "silent": was["silent"]}, profile)
    assert asked == fresh.before_fetch(SITE + path, NOW)


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
