"""What ``lint-site`` finds: a table of cases for each check."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.page import Page
from newscrawler.policy import Document
from newscrawler.report.lint import CHECKS, flaw_line, flaw_record, lint
from newscrawler.report.published import Published, PublishedPage

Case = Mapping[str, object]
CASES: list[Case] = tomllib.loads(
    (Path(__file__).parent / "lint.toml").read_text("utf-8")
)["case"]
NAMES = {one.__name__.replace("_", "-"): one for one in CHECKS}


def published(case: Case) -> Published:
    headers = case.get("headers", {})
    assert isinstance(headers, dict)
    body = str(case.get("page", ""))
    pages: tuple[PublishedPage, ...] = ()
    if body or headers:
        page = Page(body.encode(), "https://paper.test/", tuple(headers.items()))
        pages = (PublishedPage("page.html", page),)
    robots, tdmrep = document(case, "robots"), document(case, "tdmrep")
    return Published(robots, tdmrep, pages)


def document(case: Case, key: str) -> Document | None:
    if key not in case:
        return None
    name = "robots.txt" if key == "robots" else "tdmrep.json"
    return Document(name, 0.0, 200, body=str(case[key]).encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_check_finds_what_its_table_says(case: Case) -> None:
    wanted = case.get("finds", [])
    assert isinstance(wanted, list)

    found = list(NAMES[str(case["check"])](published(case)))

    assert len(found) == len(wanted), [flaw_line(one) for one in found]
    for flaw, line in zip(found, wanted, strict=True):
        place, _, mend = line.partition(": ")
        assert flaw.place == place
        assert mend in flaw.mend
        assert flaw.wrong
        assert flaw.meaning


def test_each_check_has_a_case_that_finds_something() -> None:
    shown = {case["check"] for case in CASES if case.get("finds")}

    assert set(NAMES) - shown == {"too-long"}
    assert len(NAMES) == len(CHECKS)


def test_a_file_beyond_what_crawlers_have_to_read_is_too_long() -> None:
    body = b"User-agent: *\n" + b"Disallow: /a\n" * 45000
    found = Published(Document("robots.txt", 0.0, 200, body=body))

    assert any(one.check == "too-long" for one in lint(found))


def test_a_sound_site_has_no_flaw() -> None:
    site = published(
        {
            "robots": "User-agent: *\nContent-Signal: search=yes, ai-train=no\n"
            "Disallow: /private/\n\nUser-agent: GPTBot\nDisallow: /\n\n"
            "Sitemap: https://paper.test/sitemap.xml\n",
            "tdmrep": '[{"location": "/", "tdm-reservation": 1}]',
            "headers": {"X-Robots-Tag": "noai, max-image-preview:large"},
            "page": "<meta name=robots content=noarchive><p>News.",
        }
    )

    assert lint(site) == []


def test_the_same_flaw_of_many_pages_is_one_line() -> None:
    pages = tuple(
        PublishedPage(
            f"{number}.html",
            Page(b"<meta name=robots value=noai>", f"https://paper.test/{number}"),
        )
        for number in range(3)
    )
    (found,) = lint(Published(pages=pages))

    assert found.document == "0.html"
    assert found.place.endswith(" (and in 2 more)")
    assert flaw_record(found)["check"] == "metas-without-content"


def test_a_line_does_not_command_the_terminal() -> None:
    site = published({"robots": "User-agent: *\nDisalow: /\x1b[2J\u202e\n"})
    (found,) = lint(site)

    assert flaw_line(found).isprintable()
    assert flaw_line(found).startswith("robots.txt line 2: “Disalow: /")


@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=100))
def test_whatever_a_site_publishes_the_checks_do_not_raise(
    robots: str, tdmrep: str, value: str
) -> None:
    headers = (("x-robots-tag", value), ("content-usage", value))
    page = Page(robots.encode("utf-8", "replace"), "https://paper.test/", headers)
    lines = f"User-agent: *\nContent-Signal: {value}\nDisallow: {value}\n{robots}"
    site = Published(
        Document("robots.txt", 0.0, 200, body=lines.encode("utf-8", "replace")),
        Document("tdmrep.json", 0.0, 200, body=tdmrep.encode("utf-8", "replace")),
        (PublishedPage("page.html", page),),
    )

    assert all(flaw_line(one).isprintable() for one in lint(site))
