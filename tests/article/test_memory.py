"""What pages hold is not remembered, however long it is."""

import gc
import tracemalloc

import pytest

from newscrawler.article import extract
from newscrawler.page import Page

LONG = 300_000
FEW = 100_000
"""Octets that may stay of five pages: what every page needs is loaded before."""

NAMES = "<div class='a{0} {1}' id='b{0} {1}'><p>News.</div>"
PLACES = "<a href='/{0}{1}'>a</a><x-{0}{1}><p>News.</x-{0}{1}>"
TIMES = "<time datetime='{0} {1}'>now</time>"
LINES = "<p class=author>By ü{0} {1}</p><footer><p>© {0} {1}</footer>"


def read(inside: str, number: int) -> None:
    html = f"<h1>Harbour opens</h1>{inside.format(number, 'x' * LONG)}"
    page = Page.from_html(html.encode(), f"https://gazette.example/{number}")
    extract(page)
    assert page.links is not None


@pytest.mark.parametrize("inside", [NAMES, PLACES, TIMES, LINES])
def test_what_a_page_holds_is_not_remembered(inside: str) -> None:
    for number in range(2):
        read(inside, number)
    gc.collect()
    tracemalloc.start()
    for number in range(2, 7):
        read(inside, number)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < FEW
