"""Every fixture page yields what its article.toml says."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path

import pytest

from newscrawler.article import Hints, extract, problems
from newscrawler.items import Article
from newscrawler.page import Page

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
SLUGS = sorted(path.parent.name for path in PAGES.glob("*/article.toml"))


def expected(slug: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((PAGES / slug / "article.toml").read_text("utf-8"))


def page(slug: str) -> Page:
    case = expected(slug)
    fetched = case.get("fetched_at")
    return Page.from_html(
        (PAGES / slug / "page.html").read_bytes(),
        str(case["url"]),
        fetched_at=fetched.timestamp() if isinstance(fetched, datetime) else None,
    )


def hints(slug: str) -> Hints:
    given = expected(slug).get("hints", {})
    select, languages = given.get("select", {}), given.get("languages", ())
    assert isinstance(select, dict)
    assert isinstance(languages, list | tuple)
    return Hints(
        select,
        str(given["timezone"]) if "timezone" in given else None,
        tuple(languages),
        str(given["agency"]) if "agency" in given else None,
    )


def article(slug: str) -> Article:
    return extract(page(slug), hints(slug))


def agrees(found: object, wanted: object) -> bool:
    """Tell whether a value holds all that a case names; a table may name less."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            agrees(found.get(key), value) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(found, list | tuple)
            and len(found) == len(wanted)
            and all(map(agrees, found, wanted))
        )
    return found == wanted


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_says_what_its_case_names(slug: str) -> None:
    found = asdict(article(slug))
    found.update({f"metadata.{key}": value for key, value in found["metadata"].items()})
    case = expected(slug)
    wanted = {
        **case["article"],
        **{f"metadata.{key}": value for key, value in case.get("metadata", {}).items()},
    }

    wrong = {
        name: found.get(name)
        for name, value in wanted.items()
        if not agrees(found.get(name), value)
    }

    assert wrong == {}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_body_is_the_story_and_nothing_else(slug: str) -> None:
    body = article(slug).articleBody or ""
    case = expected(slug)["body"]
    has, lacks = case["has"], case["lacks"]
    assert isinstance(has, list)
    assert isinstance(lacks, list)

    assert [text for text in has if text not in body] == []
    assert [text for text in lacks if text in body] == []
    assert problems(article(slug)) == ()


@pytest.mark.parametrize("slug", [s for s in SLUGS if "absent" in expected(s)])
def test_what_the_page_does_not_say_is_none(slug: str) -> None:
    found = article(slug)
    names = expected(slug)["absent"]["fields"]
    assert isinstance(names, list)

    assert {name: getattr(found, name) for name in names} == dict.fromkeys(names)


UNSOURCED = frozenset(
    [
        "url", "usage", "permission", "decision", "metadata", "articleBodyHtml",
        "datePublishedRaw", "dateModifiedRaw",
    ]
)  # fmt: skip
"""What the crawl adds, and what is the same as another field."""


@pytest.mark.parametrize("slug", SLUGS)
def test_every_field_says_where_it_was_read(slug: str) -> None:
    found = article(slug)

    filled = {
        field.name for field in fields(found) if getattr(found, field.name) is not None
    }
    assert filled - UNSOURCED - found.metadata.sources.keys() == set()
    assert found.metadata.sources.keys() <= filled
