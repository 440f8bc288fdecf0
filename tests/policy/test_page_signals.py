"""What holds of the signals that a page carries, whatever the page."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.page import Json, Page
from newscrawler.policy import Profile, Purpose, Statement
from newscrawler.policy.formats.creative_commons import find_by_url, find_by_words
from newscrawler.policy.formats.data_mining import (
    read_assertion,
    read_plus,
    read_xmp,
)
from newscrawler.policy.formats.link_header import read_links
from newscrawler.policy.formats.robots_txt import RobotsTxt
from newscrawler.policy.model import Document, Preference, Scope, Terms
from newscrawler.policy.signals import (
    data_nosnippet,
    extension_rules,
    licence,
    media_mining,
    paywall,
)
from newscrawler.policy.visit import Visit
from tests.policy.asked import NOW, ROBOTS, URL

SIGNALS = [
    one.SIGNAL
    for one in (data_nosnippet, extension_rules, licence, media_mining, paywall)
]
SEVERITY = {
    Preference.UNKNOWN: 0,
    Preference.ALLOWED: 0,
    Preference.CONDITIONAL: 1,
    Preference.DISALLOWED: 2,
}


def said(
    html: str = "",
    profile: Profile = Profile.STRICT,
    *,
    link: str = "",
    robots: str = "",
) -> list[Statement]:
    document = Document(ROBOTS, NOW, 200, (), robots.encode("utf-8", "replace"))
    visit = Visit(
        url=URL,
        terms=Terms("newscrawler", frozenset(Purpose), profile),
        now=NOW,
        robots=RobotsTxt.from_bytes(document.body),
        robots_document=document,
        page=Page(html.encode("utf-8", "replace"), URL, (("link", link),)),
    )
    return [one for signal in SIGNALS for one in signal.statements(visit)]


def in_json_ld(value: Json) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


KEYS = st.sampled_from([
    "@type", "@graph", "@id", "url", "license", "usageInfo", "acquireLicensePage", "isAccessibleForFree", "hasPart", "cssSelector", "mainEntity", "image",
    "plus:DataMining", "OtherConstraints", "entries", "cawg.ai_training", "c2pa.data_mining", "use", "constraint_info",
])  # fmt: skip
LEAVES = st.sampled_from([
    None, True, False, 0, 1, "", "False", "no", "NewsArticle", "ImageObject", "https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-ND", "/terms",
    "https://creativecommons.org/publicdomain/zero/1.0/", "DMI-PROHIBITED", "DMI-ALLOWED", "DMI-PROHIBITED-X", "notAllowed", "allowed", "constrained", "\ud800", "https://[",
])  # fmt: skip
THINGS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)
TAGS = st.sampled_from([
    "<article>", "</article>", "<main>", "<figure>", "</figure>", "<div data-nosnippet>", "</div>", "<footer>", "words", "<svg><metadata>", "</metadata></svg>",
    '<a rel=license href="https://creativecommons.org/licenses/by/4.0/">', '<a rel="license" href="https://[">', "</a>", '<link rel=license href="/l" type="application/rsl+xml">',
    '<div itemscope itemtype="https://schema.org/Event">', '<meta itemprop="isAccessibleForFree" content="false">', '<span itemprop="license">CC BY-SA</span>',
    '<meta name="dc.rights" content="CC BY-NC">', '<meta name="plus:DataMining" content="DMI-PROHIBITED-Y">', '<rdf:D plus:DataMining="DMI-PROHIBITED">',
])  # fmt: skip
PAGES = THINGS.map(in_json_ld) | st.lists(TAGS, max_size=10).map("".join) | st.text()
ROBOTS_LINES = st.sampled_from([
    "User-agent: *", "User-agent: newscrawler", "User-agent: other", "Noindex: /", "Noindex: a", "Noindex:", "DisallowAITraining: /a", "DisallowAI: /", "Disallow-AI-Input: *", "AllowAI: /", "Allow: /", "Disallow: /b",
])  # fmt: skip
ROBOTS_TEXTS = st.lists(ROBOTS_LINES, max_size=8).map("\n".join) | st.text(max_size=40)
LINKS = st.text(max_size=40) | st.lists(
    st.sampled_from(["<", ">", ";", "rel=license", 'rel="', '"', ",", " ", "/l", "https://creativecommons.org/licenses/by/4.0/", "https://[", "type=a", "anchor="])
).map("".join)  # fmt: skip


@given(PAGES, LINKS, ROBOTS_TEXTS, st.sampled_from(Profile))
def test_no_page_makes_the_readers_raise(
    html: str, link: str, robots: str, profile: Profile
) -> None:
    for one in said(html, profile, link=link, robots=robots):
        places = [one.place.line, one.place.selector, one.place.header]
        assert one.quote
        assert one.spec
        assert one.purposes
        assert places.count(None) == 2


@given(PAGES, LINKS, ROBOTS_TEXTS)
def test_salvage_only_restrains(html: str, link: str, robots: str) -> None:
    letter = said(html, Profile.SPEC, link=link, robots=robots)

    assert not [one for one in letter if one.salvaged]
    for one in said(html, link=link, robots=robots):
        assert not one.salvaged or SEVERITY[one.preference] > 0


@given(PAGES, LINKS, ROBOTS_TEXTS)
def test_strict_is_never_laxer_than_the_letter(
    html: str, link: str, robots: str
) -> None:
    letter, strict = (
        said(html, profile, link=link, robots=robots)
        for profile in (Profile.SPEC, Profile.STRICT)
    )

    for purpose in Purpose:
        assert severity(strict, purpose) >= severity(letter, purpose)


def severity(found: list[Statement], purpose: Purpose) -> int:
    about = [one for one in found if one.scope is not Scope.ASSET]
    grades = [SEVERITY[one.preference] for one in about if purpose in one.purposes]
    return max(grades, default=0)


@given(st.dictionaries(KEYS, THINGS, max_size=4), THINGS)
def test_an_unknown_property_changes_nothing(
    thing: dict[str, Json], value: Json
) -> None:
    unknown = "https://gazette.example/ns#unknown"
    leaf = value if not isinstance(value, dict | list) else "no"

    before, after = said(in_json_ld(thing)), said(in_json_ld({**thing, unknown: leaf}))

    assert [(one.quote, one.preference) for one in before] == [
        (one.quote, one.preference) for one in after
    ]


@given(PAGES)
def test_an_unknown_attribute_or_meta_changes_nothing(html: str) -> None:
    more = f'<meta name="x-unknown" content="CC BY-NC">{html}'

    before, after = said(f'<meta name="a" content="b">{html}'), said(more)

    assert [(one.quote, one.place) for one in before] == [
        (one.quote, one.place) for one in after
    ]


TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(["CC ", "BY", "-", "NC", "Creative Commons", "Attribution", "DMI-", "PROHIBITED", "/", " ", "DataMining", "=", '"', ">", "<", "resource", "https://creativecommons.org/licenses/"]),
    max_size=10,
).map("".join)  # fmt: skip
READERS: dict[str, Callable[[str], object]] = {
    "Creative Commons, by URL": find_by_url,
    "Creative Commons, by words": find_by_words,
    "PLUS": lambda text: read_plus(text, text, liberal=True),
    "XMP": lambda text: list(read_xmp(text)),
    "CAWG": lambda text: list(read_assertion({text: {"use": text}})),
    "Link": lambda text: list(read_links(text)),
}


@pytest.mark.parametrize("name", READERS)
@given(text=TEXTS)
def test_no_text_makes_a_reader_raise(name: str, text: str) -> None:
    READERS[name](text)


HOSTILE = ["DataMining" + " " * 50_000, "a:" * 50_000, "DataMining " * 20_000, "CC " * 50_000, "Creative Commons " * 10_000, ";" * 50_000, "<>;a" * 20_000, "https://creativecommons.org/licenses/" + "a" * 50_000, "Creative Commons " + "Non" * 50_000]  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_no_text_makes_a_reader_slow(name: str) -> None:
    before = time.process_time()

    for text in HOSTILE:
        READERS[name](text)

    assert time.process_time() - before < 2


def test_a_page_full_of_references_makes_few_statements() -> None:
    elements = "".join(
        f'<div data-nosnippet>a</div><a rel=license href="/{number}">b</a>'
        f'<meta name="plus:DataMining" content="{number}/DMI-PROHIBITED">'
        for number in range(300)
    )

    assert len(said(elements)) <= (
        data_nosnippet.MOST + licence.MOST_RECORDED + media_mining.MOST
    )
