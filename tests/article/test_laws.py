"""Extraction holds on any input: it never raises, and its HTML is safe."""

from html.parser import HTMLParser

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawler.article import Hints, content_hash, extract, problems
from newscrawler.article.markup import TAGS
from newscrawler.items import Article
from newscrawler.page import MAX_BYTES, Page

URL = "https://gazette.example/a"
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='article-body'>", "</div>", "<br><br>", "<h1>", "<li>",
        "<table><tr><td>", "<a href='javascript:alert(1)'>", "<a href='/b?x=\"<>'>", "</a>",
        "<script>alert(1)</script>", "<b><i>", "<pre>", "<blockquote>", "\0", "\u2028", "\ud7ff",
        "<figure><img src='x' onerror='y'><figcaption>", "<time datetime='2026-13-45'>",
        ('<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":["\\ud800"]}],'
        '"datePublished":99999999999999999999,"articleBody":{"a":1},"headline":["<b>x"]}</script>'),
        "Jakarta (X) - ", "Oleh: ", "By ", "© 2026 ", "(서울=연합) ", "&lt;script&gt;", "2 jam lalu",
        "Ein Satz, der lang genug ist, um als Absatz einer Nachricht zu gelten, steht hier. ",
    ]
)  # fmt: skip


def read(body: bytes, hints: Hints | None = None) -> Article:
    return extract(Page.from_html(body, URL, fetched_at=1.7e9), hints)


@given(st.binary(max_size=2000))
@example(b"")
@example(b"\0" * 500)
@example(b"\xff\xfe<\0p\0>\0")
def test_bytes_never_raise(body: bytes) -> None:
    article = read(body)

    assert article.url == URL
    assert (article.usage, article.permission, article.decision) == (None, None, None)


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=300)
def test_markup_never_raises_and_its_html_is_safe(pieces: list[str]) -> None:
    article = read("".join(pieces).encode())

    seen = Seen()
    seen.feed(article.articleBodyHtml or "")
    assert seen.tags <= TAGS
    assert all(name == "href" for name, _ in seen.attributes)
    assert all(
        value.startswith(("http://", "https://")) for _, value in seen.attributes
    )


@given(
    st.dictionaries(st.sampled_from(["headline", "body", "authors", "x"]), st.text())
)
def test_selectors_never_raise(select: dict[str, str]) -> None:
    article = read(b"<h1>A</h1><p>b</p>", Hints(select, "No/Zone", ("??",)))

    told = [m for m in article.metadata.validationMessages if m.startswith("select.")]
    assert len(told) <= len(select)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)


def test_a_page_that_cannot_be_read_is_an_article_without_fields() -> None:
    large = read(b" " * (MAX_BYTES + 1))
    deep = read(b"<div>" * 2000)

    assert large.headline is large.articleBody is None
    assert "bytes" in large.metadata.validationMessages[0]
    assert "nested" in deep.metadata.validationMessages[0]
    assert problems(large) == ("headline", "articleBody")


def test_a_long_line_is_read_in_linear_time() -> None:
    for piece in (
        "By ",
        "Editor: a; ",
        "a - ",
        "( ",
        "1/",
        "Jan 1 ",
        "| ",
        "© ",
        "=",
        ":",
    ):
        body = f"<h1>{piece * 20_000}</h1><p>{piece * 100_000}</p>"
        read(body.encode())


def test_many_elements_are_read_in_linear_time() -> None:
    for piece in (
        "<figure><img src=/a.jpg><p>Foto X",
        "<h2>Comments</h2>",
        "<a href=/b>Baca juga: ",
        "<div class=related>Baca juga: <a href=/b>x</a>",
        "<time datetime=2026-01-01>x</time>",
        "<li>By Ida Kern",
    ):
        read((piece * 3_000).encode())
        read(("<figure>" + piece * 3_000).encode())


def test_width_case_and_punctuation_do_not_count_in_the_hash() -> None:
    one = Article(URL, headline="Ｒing, gefunden!", articleBody="東京で 会議。\n\nEnde")
    two = Article(URL, headline="ring gefunden", articleBody="東京で、会議 ENDE")
    three = Article(URL, headline="ring gefunden", articleBody="東京で 会談 ende")

    assert content_hash(one) == content_hash(two) != content_hash(three)
