"""Whatever is asked, and by whom: answers are escaped, bounded, and for this machine."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.browse.app import POLICY
from newscrawler.browse.asked import read_asked
from newscrawler.report.harmless import web_url
from tests.browse.conftest import PORT, Asking

CASES = tomllib.loads((Path(__file__).parent / "hostile.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_what_is_asked_in_bad_faith(asking: Asking, case: dict[str, str]) -> None:
    got = asking.get(case["target"])

    assert str(got.status) == str(case["status"])
    assert case.get("shows", "") in got.text
    assert case.get("hides", "\x00") not in got.text
    assert "Traceback" not in got.text


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        f"127.0.0.1:{PORT + 1}",
        f"localhost.evil.example:{PORT}",
        f"127.0.0.1:{PORT}@evil.example",
        f"0.0.0.0:{PORT}",
        "",
        None,
    ],
)
def test_a_name_that_is_not_ours_is_told_nothing(
    asking: Asking, host: str | None
) -> None:
    got = asking.get("/", host=host)

    assert (got.status, got.text) == (421, "this is no host of ours\n")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_our_own_names_are_answered(asking: Asking, name: str) -> None:
    assert asking.get("/", host=f"{name}:{PORT}").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading_is_answered(asking: Asking, method: str) -> None:
    got = asking.get("/", method=method)

    assert got.status == 405
    assert got.headers["Allow"] == "GET, HEAD"


def test_head_is_get_without_its_body(asking: Asking) -> None:
    head, got = asking.get("/sources", method="HEAD"), asking.get("/sources")

    assert head.text == ""
    assert head.headers == got.headers


@pytest.mark.parametrize("target", ["/", "/style.css", "/none", "/sources"])
def test_every_answer_forbids_what_it_does_not_need(
    asking: Asking, target: str
) -> None:
    headers = asking.get(target).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert POLICY.startswith("default-src 'none'; style-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_every_link_leads_somewhere_and_outside_by_the_web_alone(
    asking: Asking,
) -> None:
    todo, seen = ["/", "/decisions", "/sources"], set[str]()
    while todo and len(seen) < 150:
        target = todo.pop(0)
        if target in seen:
            continue
        seen.add(target)
        got = asking.get(target)
        assert got.status == 200, target
        assert not re.search(r"<script|\son\w+=|style=|<img|<iframe", got.text), target
        for tag in re.findall(r"<a [^>]*>", got.text):
            href = re.search(r'href="([^"]*)"', tag)
            assert href is not None
            if href[1].startswith("#"):
                assert f'id="{href[1][1:]}"' in got.text
            elif href[1].startswith("/"):
                todo.append(href[1].replace("&amp;", "&").partition("#")[0])
            else:
                assert href[1].startswith(("https://", "http://")), tag
                assert 'rel="noopener noreferrer"' in tag

    kinds = {one.split("/")[1].partition("?")[0] for one in seen if one}
    assert kinds >= {"", "articles", "decisions", "sources"}


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "https://",
        "https://[::",
        "http:\x00//x.example",
        None,
        7,
    ],
)
def test_what_is_no_address_of_the_web_is_no_link(text: object) -> None:
    assert web_url(text) is None


@given(path=st.text(max_size=60), query=st.text(max_size=200))
def test_every_question_has_an_answer(asking: Asking, path: str, query: str) -> None:
    for begin in ("/", "/articles/", "/decisions/", "/sources/", "/hosts/"):
        got = asking.app.answer(read_asked(begin + path, query))
        assert got.status in {200, 404, 410}
