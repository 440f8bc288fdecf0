"""Which decisions and articles can there be? Any that the types let through."""

from dataclasses import fields
from datetime import UTC, datetime
from types import EllipsisType

from hypothesis import strategies as st

from newscrawler.items import Article, Syndication
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import (
    Fault,
    Place,
    Preference,
    Profile,
    Scope,
    Stage,
    Statement,
    Terms,
    WhenSilent,
)
from newscrawler.policy.operator import COUNTRIES, TYPES, Operator
from newscrawler.policy.proxy import MOST, Share
from newscrawler.purpose import Purpose

LATEST = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp() * 1000)
SIGNALS = ("robots-rules", "tdmrep", "notice", "permission", "reading")

texts = st.text(max_size=30)
"""NUL and every script, no lone surrogates: those do not read back."""

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
times = st.integers(0, LATEST).map(lambda milliseconds: milliseconds / 1000)
purposes = st.frozensets(st.sampled_from(Purpose))
urls = st.builds(
    "https://{}.example/{}".format, st.sampled_from(("a", "b")), st.text(max_size=9)
)


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


def places() -> st.SearchStrategy[Place]:
    return st.builds(
        Place, st.none() | st.integers(1, 9999), maybe(texts), maybe(texts)
    )


def statements() -> st.SearchStrategy[Statement]:
    return st.builds(
        Statement,
        signal=st.sampled_from(SIGNALS) | names,
        purposes=purposes,
        preference=st.sampled_from(Preference),
        scope=st.sampled_from(Scope),
        document=urls,
        quote=texts,
        spec=texts,
        sha256=maybe(texts),
        fetched_at=st.none() | times,
        place=places(),
        condition=maybe(names),
        holder=maybe(names),
        salvaged=st.booleans(),
    )


def faults() -> st.SearchStrategy[Fault]:
    return st.builds(Fault, urls, texts, st.none() | times)


def terms() -> st.SearchStrategy[Terms]:
    return st.builds(
        Terms,
        agent=names,
        purposes=purposes,
        profile=st.sampled_from(Profile),
        when_silent=st.sampled_from(WhenSilent),
        meets=st.frozensets(names, max_size=2),
        proxy=st.integers(1, MOST) | st.sampled_from(Share),
        operator=operators(),
    )


def operators() -> st.SearchStrategy[Operator]:
    return st.builds(
        Operator,
        country=maybe(st.sampled_from(sorted(COUNTRIES))),
        types=st.none() | st.frozensets(st.sampled_from(TYPES)),
        commercial=st.none() | st.booleans(),
    )


def decisions(
    stages: st.SearchStrategy[Stage] | None = None,
) -> st.SearchStrategy[Decision]:
    return st.builds(
        Decision,
        url=urls | texts,
        stage=stages or st.sampled_from(Stage),
        terms=terms(),
        statements=st.lists(statements(), max_size=3).map(tuple),
        faults=st.lists(faults(), max_size=2).map(tuple),
        source=maybe(names),
        decided_at=times,
        policy_version=names,
    )


def articles() -> st.SearchStrategy[Article]:
    """Read off the types: a field that ``items`` gets later is filled here too."""
    years, shares = st.integers(1, 9999), st.floats(0, 1)
    given: dict[str, st.SearchStrategy[object] | EllipsisType] = {
        **dict.fromkeys((one.name for one in fields(Article)), ...),
        "url": urls,
        "copyrightYear": st.none() | years,
        "syndication": st.none() | st.builds(Syndication, confidence=shares),
    }
    return st.builds(Article, **given)
