"""Headlines, authors, dates and origins of small pages, each case a class of faults."""

import json
import tomllib
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.article import extract
from newscrawler.article.named_days import read_named_day
from newscrawler.items import Article, AuthorType
from newscrawler.page import Page

FIELDS = Path(__file__).parents[2] / "fixtures" / "fields"
URL = "https://gazette.example/a"

Case = dict[str, object]


def cases(name: str) -> list[Case]:
    found: list[Case] = tomllib.loads((FIELDS / name).read_text("utf-8"))["case"]
    return found


def article(case: Case) -> Article:
    body = str(case["html"]).encode()
    fetched = case.get("fetched_at")
    return extract(
        Page.from_html(
            body,
            str(case.get("url", URL)),
            fetched_at=float(str(fetched)) if fetched is not None else None,
        )
    )


@pytest.mark.parametrize("case", cases("headlines.toml"), ids=lambda c: c["name"])
def test_a_headline_is_what_most_say_without_the_site(case: Case) -> None:
    found = article(case)

    assert found.headline == case["headline"]
    assert case.get("alternative") in (None, found.alternativeHeadline)


@pytest.mark.parametrize("case", cases("authors.toml"), ids=lambda c: c["name"])
def test_authors_are_who_the_page_says_wrote(case: Case) -> None:
    found = article(case)

    said = [
        one.name if one.type is AuthorType.PERSON else f"{one.name}, {one.type.value}"
        for one in found.authors or ()
    ]
    assert said == case["authors"]
    assert found.agency == case.get("agency")
    assert case.get("source") in (None, found.metadata.sources.get("authors"))


@pytest.mark.parametrize("case", cases("dates.toml"), ids=lambda c: c["name"])
def test_dates_are_those_of_the_article(case: Case) -> None:
    found = article(case)

    assert found.datePublished == case.get("published")
    assert case.get("modified") in (None, found.dateModified)
    assert case.get("source") in (None, found.metadata.sources.get("datePublished"))
    assert case.get("told") in (None, *found.metadata.validationMessages)


@pytest.mark.parametrize("case", cases("origins.toml"), ids=lambda c: c["name"])
def test_a_copy_names_its_origin(case: Case) -> None:
    found = article(case)

    said = asdict(found.syndication) if found.syndication else {}
    assert {name: value for name, value in said.items() if value} == case.get(
        "origin", {}
    )
    assert found.metadata.sources.get("syndication") == said.get("method")


@pytest.mark.parametrize("case", cases("doubts.toml"), ids=lambda c: c["name"])
def test_what_is_missing_or_doubtful_is_told(case: Case) -> None:
    found = article(case)

    assert list(found.metadata.validationMessages) == case["told"]


@pytest.mark.parametrize("case", cases("stated.toml"), ids=lambda c: c["name"])
def test_what_else_a_page_says_is_read(case: Case) -> None:
    found = article(case)
    wanted, sources = case["article"], case.get("sources", {})
    assert isinstance(wanted, dict)
    assert isinstance(sources, dict)

    said = json.loads(json.dumps(asdict(found)))
    assert {name: said[name] for name in wanted} == wanted
    assert {name: found.metadata.sources.get(name) for name in sources} == sources


@pytest.mark.parametrize("case", cases("named_days.toml"), ids=lambda c: c["text"])
def test_a_named_day_is_counted_back_from_the_fetch(case: Case) -> None:
    fetched = datetime(2026, 6, 4, 10, tzinfo=UTC).timestamp()

    found = read_named_day(str(case["text"]), str(case["language"]), None, fetched)

    assert (found.iso if found else None) == case.get("iso")
    assert found is None or found.counted


@given(st.text(max_size=80), st.none() | st.floats())
def test_named_days_never_raise(text: str, now: float | None) -> None:
    found = read_named_day(f"Today {text}", "en", None, now)

    assert found is None or (now is not None and found.counted)
