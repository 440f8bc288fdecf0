"""No path that a site chooses leads out of its folder, or makes code or settings."""

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.fixture_site import FixtureError
from newscrawler.recording.names import file_name, site_folder

HARMLESS = re.compile(
    r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\.html?"
    r"|(?:robots|ai|trust)\.txt|\.well-known/[a-z0-9][a-z0-9_-]*\.(?:txt|json)"
)

STEPS = st.lists(
    st.sampled_from(
        (
            *("..", ".", "%2e%2e", "a", "", "conftest.py", "test_a.txt", ".git"),
            *("site.toml", "a%00b", "A", "a" * 300, "a.html", "\\..\\a", "~", "con:"),
            *(".well-known", "robots.txt", "config", "é"),
        )
    ),
    max_size=8,
)


@given(STEPS, st.sampled_from(("", "?", "?a=../../b")))
def test_every_path_is_a_harmless_name(steps: list[str], query: str) -> None:
    name = file_name(f"https://a.example/{'/'.join(steps)}{query}")

    assert HARMLESS.fullmatch(name)
    assert ".." not in PurePosixPath(name).parts
    assert len(name) <= 200


@given(st.text())
def test_every_text_is_a_harmless_name(text: str) -> None:
    assert HARMLESS.fullmatch(file_name(f"https://a.example/{text}"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "index.html"),
        ("/", "index.html"),
        ("/news/", "news/index.html"),
        ("/news/ferry", "news/ferry.html"),
        ("/news/ferry.html", "news/ferry.html"),
        ("/robots.txt", "robots.txt"),
        ("/.well-known/tdmrep.json", ".well-known/tdmrep.json"),
    ],
)
def test_a_plain_path_keeps_its_name(path: str, name: str) -> None:
    assert file_name(f"https://a.example{path}") == name


@pytest.mark.parametrize(
    "path",
    [
        *("/../a", "/%2e%2e/a", "//etc/passwd", "/conftest.py", "/test_a.txt", "/A"),
        *("/a?b=1", "/site.toml", "/.git/config", "/.well-known/conftest.py"),
        "/a.html/..%2fb",
    ],
)
def test_any_other_path_is_hashed(path: str) -> None:
    assert re.fullmatch(
        r"hashed/[0-9a-f]{32}\.html", file_name(f"https://a.example{path}")
    )


@pytest.mark.parametrize("url", ["https://../a", "file:///etc/passwd", "https:///a"])
def test_a_host_that_is_none_makes_no_folder(url: str) -> None:
    with pytest.raises(FixtureError):
        site_folder(url)
