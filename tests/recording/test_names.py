"""No path that a site chooses leads out of its folder, or makes code or settings."""

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.downloading.fixture_site import FixtureError
from newscrawler.page import Page
from newscrawler.policy import Document
from newscrawler.recording.names import file_name, site_folder
from newscrawler.recording.site_files import answers_of

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


def test_a_document_that_moved_is_recorded_as_what_was_answered_there() -> None:
    at, group = "https://gazette.example/terms", "https://group.example/terms"
    moved = Document(at, 0.0, 302, (), b"moved", final_url=group)
    there = Document(group, 0.0, 200, (), b"<p>Terms.")

    found = answers_of(Page(b"", "https://gazette.example/a"), (), (moved, there))

    assert [(one.url, one.kind, one.status, one.body) for one in found[1:]] == [
        (at, "redirect", 302, b""),
        (group, "document", 200, b"<p>Terms."),
    ]
