"""Do people find their way through the store with a browser, and can all of them?"""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from newscrawler.browse.opened import open_to_read
from newscrawler.browse.server import serving
from newscrawler.browse.site import Site
from newscrawler.sources import read_registry
from newscrawler.storage.database import open_store
from tests.browser.looking import WIDTHS, Look
from tests.wire.running import run

SOURCES = Path(__file__).parents[2] / "fixtures" / "sources"

PAPER = 688
"""Pixels between the margins of a sheet of A4: 210 mm less 28, at 96 to the inch."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the store of a crawl over the fixture sites is served."""
    folder = tmp_path_factory.mktemp("browser")
    uri = f"sqlite:///{folder / 'newscrawler.db'}"
    # a process of its own: Playwright has the event loop of this one
    assert run(folder, "crawl", "fixtures", "-s", f"NEWSCRAWLER_STORE={uri}").code == 0
    with closing(open_store(uri)) as found:
        now = max(one.last_at for one in found.decisions())
    listed = {one.id: one for one in read_registry(SOURCES).sources}
    with (
        closing(open_to_read(uri)) as opened,
        serving(Site(opened, lambda: now, listed), 0) as server,
    ):
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def check(look: Look, home: str, name: str) -> None:
    """Hold a page to all that may be said against it, and show it to a person."""
    assert look.complaints == []
    assert [one for one in look.requests if not one.startswith(home)] == []
    assert look.barriers() == []
    for medium, width in (*(("screen", one) for one in WIDTHS), ("print", PAPER)):
        look.page.emulate_media(media=medium)  # type: ignore[arg-type]  # one of two
        look.page.set_viewport_size({"width": width, "height": 900})
        assert look.page.evaluate("document.documentElement.scrollWidth") <= width
    look.page.emulate_media(media="screen")
    look.photograph(name)


def test_words_and_facets_lead_to_an_article_and_its_decision(
    look: Look, home: str
) -> None:
    page = look.page
    page.goto(home)
    check(look, home, "articles")

    page.get_by_label("Words").fill("海水浴場 看板")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    expect(page.locator(".list h3")).to_have_count(1)
    page.get_by_label("Words").fill("sepeda kota")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".list h3")).to_contain_text("Bengkel sepeda")

    page.goto(home)
    page.locator('.facet a[href*="language=id"]').click()
    expect(page.locator('.facet a[aria-current="true"]')).to_have_count(1)
    expect(page.locator(".list h3 a[lang=id]")).to_have_count(2)
    check(look, home, "articles-faceted")

    page.locator(".list a").first.click()
    assert page.locator("article p").count() >= 1
    check(look, home, "article")

    page.get_by_role("link", name="The decision to keep it").click()
    expect(page.get_by_role("heading", name="In the ledger")).to_be_visible()
    check(look, home, "decision-allow")


def test_a_refusal_leads_to_the_line_that_refused(look: Look, home: str) -> None:
    page = look.page
    page.goto(f"{home}decisions")
    page.get_by_label("Verdict").select_option("refuse")
    page.get_by_label("Signal").fill("robots-rules")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**verdict=refuse*")
    assert set(page.locator(".list .verdict").all_inner_texts()) == {"refuse"}
    check(look, home, "decisions")

    page.locator(".list a").first.click()
    expect(page.get_by_text("this decided").first).to_be_visible()
    check(look, home, "decision-refuse")

    page.locator(".decides a", has_text="as it was received").first.click()
    expect(page.locator("tr.marked")).to_contain_text("Disallow")
    check(look, home, "document")


def test_sources_and_hosts_tell_of_their_health(look: Look, home: str) -> None:
    page = look.page
    page.goto(home)
    page.get_by_role("link", name="Sources").click()
    expect(page.locator("tbody tr .verdict").first).to_have_text("fresh")
    check(look, home, "sources")

    page.locator("tbody a").first.click()
    check(look, home, "source")

    page.locator('a[href^="/hosts/"]').first.click()
    expect(page.get_by_role("heading", name="Now")).to_be_visible()
    check(look, home, "host")


def test_it_can_be_walked_through_by_keyboard_and_in_the_dark(
    look: Look, home: str
) -> None:
    page = look.page
    page.emulate_media(color_scheme="dark")
    page.goto(home)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    check(look, home, "dark")
