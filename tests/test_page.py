"""Is a document parsed once, whatever its bytes?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.markup.selector import css_path
from newscrawler.page import MAX_BYTES, Link, Meta, Page

URL = "https://gazette.example/a/1"
HTML = {"Content-Type": "text/html"}


def of(html: str | bytes, **headers: str) -> Page:
    body = html.encode() if isinstance(html, str) else html
    return Page.from_html(
        body, URL, {key.replace("_", "-"): value for key, value in headers.items()}
    )


def test_each_part_is_read_once() -> None:
    page = of('<base href="/b/"><meta name="a" content="b"><a href="c">d</a>')

    for name in (
        "text",
        "tree",
        "base",
        "metas",
        "links",
        "json_ld",
        "problem",
        "sha256",
        "language",
    ):
        assert getattr(page, name) is getattr(page, name), name


def test_what_was_let_go_is_there_again_for_who_asks() -> None:
    page = of('<a href="c">d</a><script type="application/ld+json">{"a": 1}</script>')
    before = page.links, page.json_ld, page.text, page.problem, page.sha256
    tree = page.tree

    page.let_go()

    assert page.tree is not tree
    assert before == (page.links, page.json_ld, page.text, page.problem, page.sha256)


def test_a_page_that_was_let_go_holds_no_tree() -> None:
    page = of('<base href="/b/"><meta name="a" content="b"><a href="c">d</a>')
    readers = (
        one for one in vars(Page) if not one.startswith("__") and one != "let_go"
    )
    for name in readers:
        getattr(page, name)
    page.css("a"), page.tags("a")
    assert "Lexbor" in repr(vars(page))

    page.let_go()

    assert "Lexbor" not in repr(vars(page))


def test_nothing_is_read_before_it_is_asked_for() -> None:
    page = of("<p>x")

    assert set(vars(page)) == {"body", "url", "headers", "status", "fetched_at"}


def test_headers_know_no_case_and_keep_their_lines() -> None:
    page = Page(b"", URL, [("X-A", "1"), ("x-b", "2"), ("x-a", "3")])

    assert page.header_lines("X-a") == ("1", "3")
    assert page.header("x-A") == "1, 3"
    assert page.header("x-c") is None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>Müller".encode(), "text/html; charset=utf-8"),
        ("<p>Müller".encode(), "text/html"),
        ("<p>Müller".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<meta charset=windows-1252><p>Müller".encode("cp1252"), "text/html"),
        ("\ufeff<p>Müller".encode(), "text/html; charset=iso-8859-1"),
        ("\ufeff<p>Müller".encode("utf-16-le"), "text/html; charset=utf-8"),
        ("\ufeff<p>Müller".encode("utf-16-be"), "text/html"),
        ("<p>Müller".encode(), 'text/html; charset="UTF8"'),
    ],
)
def test_text_is_decoded_by_bom_header_and_meta(body: bytes, content_type: str) -> None:
    page = of(body, Content_Type=content_type)

    assert page.problem is None
    node = page.tree.css_first("p")
    assert node is not None
    assert node.text() == "Müller"


@pytest.mark.parametrize(
    "charset",
    [
        "no-such",
        "",
        "utf-16",
        "base64",
        "zlib",
        "rot13",
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "utf-7",
        "\0",
    ],
)
def test_a_charset_that_lies_spoils_letters_and_nothing_else(charset: str) -> None:
    page = of("<p>plain Müller", Content_Type=f"text/html; charset={charset}")

    assert page.problem is None
    assert page.tree.css_first("html") is not None


@pytest.mark.parametrize("charset", ["punycode", "base64", "undefined"])
def test_a_meta_that_lies_spoils_no_more(charset: str) -> None:
    page = of(f"<meta charset={charset}><p>plain " + "x-" * 100_000)

    assert page.tree.css_first("p") is not None


def test_nul_is_a_character_like_another() -> None:
    page = of(b"<p>a\0b\0c")

    assert page.problem is None
    assert page.tree.css_first("p") is not None


@pytest.mark.parametrize(
    ("body", "content_type", "problem"),
    [
        (b"%PDF-1.7 ...", "text/html", "binary content sent as HTML"),
        (b"\x89PNG\r\n", "text/html", "binary content sent as HTML"),
        (b"\x1f\x8b\x08", "text/html", "binary content sent as HTML"),
        (b"a\0" * 20, "text/html", "binary content sent as HTML"),
        (b"<p>x", "application/pdf", "not HTML: 'application/pdf'"),
        (b"{}", "", "not HTML"),
        (b"<?xml version='1.0'?><rss/>", "", "not HTML"),
        (b"<div>" * 600, "text/html", "elements nested deeper than 512"),
    ],
)
def test_what_cannot_be_read_has_a_problem_and_an_empty_tree(
    body: bytes, content_type: str, problem: str
) -> None:
    page = of(body, Content_Type=content_type)

    assert page.problem == problem
    assert (page.metas, page.links, page.json_ld) == ((), (), ())


def test_a_page_that_is_too_long_is_not_cut() -> None:
    page = of(b"<meta name=robots content=all>" + b" " * MAX_BYTES)

    assert page.problem == f"a page of {MAX_BYTES + 30} bytes, more than {MAX_BYTES}"
    assert page.metas == ()


def test_a_page_of_the_longest_size_is_read() -> None:
    head = b"<meta name=robots content=all>"

    assert of(head + b" " * (MAX_BYTES - len(head))).metas == (Meta("robots", "all"),)


@pytest.mark.parametrize(
    ("body", "content_type", "is_html"),
    [
        (b"<p>x", "text/html; charset=x", True),
        (b"<p>x", "APPLICATION/XHTML+XML", True),
        (b"<p>x", "text/plain", False),
        (b"just words", "", True),
        (b"<?xml version='1.0'?>\n<html>", "", True),
        (b" \n<feed xmlns='x'>", "", False),
    ],
)
def test_a_page_is_html_if_it_says_so_or_says_nothing_else(
    body: bytes, content_type: str, *, is_html: bool
) -> None:
    assert of(body, Content_Type=content_type).is_html is is_html


def test_relative_links_are_resolved_against_the_base() -> None:
    page = of(
        '<base href=" /archive/ "><a href="2">two</a><a href="//b.example/3">three</a>'
    )

    assert [link.url for link in page.links] == [
        "https://gazette.example/archive/2",
        "https://b.example/3",
    ]


@pytest.mark.parametrize("base", ["", "https://[", "javascript:x", "data:,", "#"])
def test_a_base_that_is_none_raises_nothing(base: str) -> None:
    links = of(f'<base href="{base}"><a href="https://b.example/">b</a>').links

    assert [link.url for link in links] == ["https://b.example/"]


def test_links_are_those_that_can_be_followed() -> None:
    page = of(
        '<link rel="License Next" type="Application/RSL+XML" href="/l.xml">'
        '<a href="/2" rel="nofollow">two <b>2</b></a><area href="/3">'
        '<a href="mailto:a@b.example">m</a><a href="javascript:x()">j</a><a href="https://[">x</a><a>y</a>'
    )

    assert page.links == (
        Link(
            f"{URL[:23]}/l.xml",
            "",
            frozenset(("license", "next")),
            "application/rsl+xml",
            "link",
        ),
        Link(f"{URL[:23]}/2", "two 2", frozenset(("nofollow",)), "", "a"),
        Link(f"{URL[:23]}/3", "", frozenset(), "", "area"),
    )


def test_metas_are_named_by_any_of_four_attributes() -> None:
    page = of(
        '<meta name=" Robots " content="noai"><meta property="og:title" content="T">'
        '<meta itemprop="x" http-equiv="y" content="z"><meta name="empty" content="">'
        '<meta name="none"><meta content="nameless"><meta name="empty" content=" full ">'
    )

    assert page.metas == (
        Meta("robots", "noai"), Meta("og:title", "T"), Meta("x", "z"), Meta("y", "z"),
        Meta("empty", ""), Meta("empty", " full "),
    )  # fmt: skip
    assert page.meta("nothing", "empty") == "full"
    assert page.meta("nothing") is None


def test_language_is_what_the_document_states() -> None:
    assert of('<html lang=" id ">').language == "id"
    assert of('<html lang="">').language is None
    assert of("<p>x").language is None


def test_a_path_leads_to_its_element() -> None:
    page = of("<div><p>1<p id=x>2<p>3</div><div><p>4</div>")

    for node in page.tree.css("p, div"):
        found = page.tree.css_first(css_path(node))
        assert found is not None
        assert found.mem_id == node.mem_id


@given(st.binary(max_size=200), st.sampled_from(["text/html", "", "text/html; charset=utf-16", "x/y", "\ud800"]))  # fmt: skip
def test_no_bytes_make_a_page_raise(body: bytes, content_type: str) -> None:
    page = Page(body, URL, (("content-type", content_type),))

    for name in (
        "text",
        "problem",
        "tree",
        "base",
        "language",
        "metas",
        "links",
        "json_ld",
        "sha256",
    ):
        getattr(page, name)
