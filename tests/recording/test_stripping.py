"""What is said to be taken out of a page is not there afterwards; the rest is."""

import pytest

from newscrawler.article import extract
from newscrawler.page import Page
from newscrawler.recording.stripping import Strip, stripped

PAGE = """<!doctype html><html lang=en><head><title>Boats</title>
<meta name="author" content="Maren Holt">
<script>track("reader")</script><script src="https://ads.test/a.js"></script>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Boats",
 "author": [{"@type": "Person", "name": "Jos\\u00e9 Prado"},
 {"@type": "Organization", "name": "Harbour Desk"}]}</script></head>
<body onload="track()"><article><h1>Boats are counted</h1>
<p>By <a rel="author" href="/people/maren-holt">Maren Holt</a> and José Prado</p>
<p>MAREN HOLT counted 4,215 boats on 2026-11-20 at 08:15:00 +0100 for Harbour Desk.</p>
<p>Write to desk&#64;gazette.example, or call Phone: 020 7946 0958, +44 20 7946 0001.</p>
<p><a href="mailto:news%40gazette.example">mail</a> <a href="tel:0207946">call</a>
<a href="javascript:track()">more</a>
<a data-cfemail="4a6b" href="/cdn-cgi/l/email-protection#4a6b">mail</a></p>
</article><template><script>later()</script></template></body></html>"""
ALL = frozenset(Strip)

TAKEN = [
    *("Maren", "MAREN", "maren-holt", "Prado", "desk", "news%40", "7946", "4a6b"),
    *("track", "later", "ads.test", "javascript:", "onload"),
]
LEFT = [
    *("Boats are counted", "4,215", "2026-11-20", "08:15:00 +0100", "Harbour Desk"),
    *("application/ld+json", "NewsArticle", "Robin Example"),
]


@pytest.fixture(scope="module")
def text() -> str:
    return stripped(page(PAGE), ALL).text


def page(text: str) -> Page:
    return Page.from_html(text.encode(), "https://gazette.example/boats")


@pytest.mark.parametrize("words", TAKEN)
def test_it_is_taken_out(text: str, words: str) -> None:
    assert words in PAGE
    assert words not in text


@pytest.mark.parametrize("words", LEFT)
def test_it_stays(text: str, words: str) -> None:
    assert words in text


def test_what_is_taken_out_is_counted() -> None:
    counts = stripped(page(PAGE), ALL).counts

    assert counts == {
        "handlers": 2,
        "scripts": 3,
        "names": 6,
        "emails": 4,
        "numbers": 3,
    }


def test_only_what_was_asked_for_is_taken_out() -> None:
    scripts = stripped(page(PAGE), frozenset((Strip.SCRIPTS,))).text
    personal = stripped(page(PAGE), frozenset((Strip.PERSONAL,))).text

    assert "Maren Holt" in scripts
    assert "track" not in scripts
    assert "track" in personal
    assert "Maren Holt" not in personal


def test_a_stripped_page_still_is_an_article(text: str) -> None:
    found = extract(page(text))

    assert found.headline == extract(page(PAGE)).headline
    assert [one.name for one in found.authors or ()][:1] == ["Robin Example"]
