"""Whose place is a URL, and which forms of it are the same?"""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.address import (
    authority,
    canonical_form,
    host_of,
    is_private,
    is_within,
    linked_url,
    target,
    usable_url,
    without_credentials,
)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Gazette.Example/a", "https://gazette.example"),
        ("HTTPS://gazette.example.:443/", "https://gazette.example"),
        ("http://gazette.example:443/", "http://gazette.example:443"),
        ("https://user:secret@gazette.example/", "https://gazette.example"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443"),
        ("https://gazette.example:/", "https://gazette.example"),
    ],
)
def test_an_authority_is_scheme_host_and_port(url: str, origin: str) -> None:
    found = authority(url)

    assert found is not None
    assert found.origin == origin


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gazette.example/a",
        "//gazette.example/a",
        "ftp://gazette.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///a",
        "https://[::1/",
        "https://[x]/",
        "https://a..b/",
        "https://-a.example/",
        "https://a b.example/",
        "https://gazette.example:99999/",
        "https://gazette.example:0/",
        "https://gazette.example:port/",
        "https://" + "a" * 64 + ".example/",
    ],
)
def test_what_has_no_authority(url: str) -> None:
    assert authority(url) is None
    assert host_of(url) == ""


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://gazette.example", "/"),
        ("https://gazette.example?a", "/?a"),
        ("https://gazette.example/a?b#c", "/a?b"),
        ("https://gazette.example/a?", "/a?"),
        ("https://gazette.example/a#?", "/a"),
        ("https://gazette.example/a//b/", "/a//b/"),
        ("https://gazette.example//a", "//a"),
        ("https://gazette.example/a/../b", "/b"),
        ("https://gazette.example/a/%2E./b", "/b"),
        ("https://gazette.example/../../b/.", "/b/"),
        ("https://gazette.example/a/..", "/"),
        ("https://gazette.example/a/b/..", "/a/"),
        ("https://gazette.example/...", "/..."),
        ("https://gazette.example/.", "/"),
    ],
)
def test_a_target_is_path_and_query_that_lead_where_they_say(
    url: str, path: str
) -> None:
    assert target(url) == path


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTPS://Gazette.example:443", "https://gazette.example/"),
        ("https://gazette.example/a#b", "https://gazette.example/a"),
        ("https://gazette.example/a?b=1&a=2", "https://gazette.example/a?a=2&b=1"),
        (
            "https://gazette.example/a?utm_source=x&fbclid=y&id=1",
            "https://gazette.example/a?id=1",
        ),
        ("https://gazette.example/a?id=1&id=2", "https://gazette.example/a?id=1&id=2"),
        ("https://gazette.example/%7Eä", "https://gazette.example/~%C3%A4"),
        ("http://gazette.example/a", "http://gazette.example/a"),
    ],
)
def test_a_canonical_form_leaves_out_what_names_nothing(url: str, form: str) -> None:
    assert canonical_form(url) == form
    assert canonical_form(form) == form


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (" https://gazette.example/a b ", "https://gazette.example/a%20b"),
        ("https://gazette.example/ü?q=ü", "https://gazette.example/%C3%BC?q=%C3%BC"),
        ("https://a:b@gazette.example/", "https://gazette.example/"),
        ("https://gazette.example./a.", "https://gazette.example/a."),
        ("https://gazette.example..:443?a.", "https://gazette.example:443/?a."),
        ("https://./a", None),
        ("javascript:alert(1)", None),
        ("gazette", None),
        ("https://[::1", None),
        ("https://a\\@b/", "https://a/@b/"),
        ("https://gazette.example:x/", None),
        ("\0", None),
    ],
)
def test_what_can_be_requested(text: str, url: str | None) -> None:
    assert usable_url(text) == url


@given(
    st.text(max_size=40)
    | st.text(max_size=20).map("https://{}".format)
    | st.text("[]:@/?#%.\\0x9Aa\ud800\u2028", max_size=20).map("http://a{}".format)
)
def test_no_text_makes_it_raise(text: str) -> None:
    url = usable_url(text)
    host_of(text)
    is_private(text)

    if url is not None:
        assert authority(url) is not None
        assert usable_url(url) == url
        assert target(url).startswith("/")
        assert canonical_form(canonical_form(url)) == canonical_form(url)


def test_names_within_a_domain() -> None:
    assert is_within("www.gazette.example", "gazette.example")
    assert is_within("gazette.example", "gazette.example")
    assert not is_within("othergazette.example", "gazette.example")


def test_credentials_are_not_shown() -> None:
    assert (
        without_credentials("https://a:b@c@gazette.example/@x")
        == "https://gazette.example/@x"
    )
    assert (
        without_credentials("https://gazette.example/@x")
        == "https://gazette.example/@x"
    )


PIECES = st.sampled_from(["/", "a", "b1", ".", "..", "//", "?q=1", "#top", "%2e", "é", " ", ":", "@", "\\", "~", "ž.html"])  # fmt: skip
BASES = st.sampled_from(["https://gazette.example.", "https://gazette.example./a/", "https://gazette.example/news/1?x=y", "http://gazette.example:8080/a/b", "https://GAZETTE.example/", "https://user@gazette.example/"])  # fmt: skip


@given(BASES, st.lists(PIECES, max_size=6).map("".join))
def test_a_link_leads_where_joining_leads(base: str, link: str) -> None:
    assert linked_url(base, link) == usable_url(urljoin(base, link.strip()))


PATHS = st.text("aZ09/_.~-%:@ü", max_size=12)
HOSTS = st.text("ab1.-A:8", min_size=1, max_size=9)


@given(HOSTS, PATHS)
def test_a_url_that_looks_canonical_is_read_like_any_other(
    host: str, path: str
) -> None:
    url = f"https://{host}/{path}"
    try:
        long_way = canonical_form(f"{url}#fragment")  # which no short way takes
    except ValueError:
        return

    assert canonical_form(url) == long_way
