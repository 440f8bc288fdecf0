"""Report and publisher's page in a real browser: over a real crawl's store."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from newscrawler.report.bot_page import Bot, bot_page
from newscrawler.report.rendering import html
from newscrawler.report.wording import languages, read_words
from newscrawler.storage.counting import ALL, Chosen
from newscrawler.storage.database import Store, open_store
from tests.browser.looking import WIDTHS, Look
from tests.report.pages import HOST, about, fill, seen
from tests.storage.samples import NOW
from tests.wire.running import run

PAPER = 688
"""Pixels between the margins of a sheet of A4: 210 mm less 28, at 96 to the inch."""

SCHEMES = ("dark", "light")
"""Of the narrow screen and the wide one: a telephone at night, an office by day."""
CHOSEN = {"report": ALL, "publisher": Chosen(host=HOST)}
PAGES = (*CHOSEN, "bot")
BOT = Bot(
    about(), "1", "desk@desk.test", "https://desk.test/.well-known/keys", "k" * 43
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The fixture crawl, and a site with hostile texts beside it."""
    folder = tmp_path_factory.mktemp("crawled")
    uri = f"sqlite:///{folder / 'newscrawler.db'}"
    # a process of its own: Playwright has the event loop of this one
    assert run(folder, "crawl", "fixtures", "-s", f"NEWSCRAWLER_STORE={uri}").code == 0
    with closing(open_store(uri)) as store:
        fill(store)
        yield store


def opened(look: Look, store: Store, folder: Path, name: str, language: str) -> str:
    """Open a page from a file; return its address."""
    words = read_words(language)
    is_bot = name not in CHOSEN
    page = bot_page(BOT, words) if is_bot else seen(store, CHOSEN[name], words)
    file = folder / f"{name}.html"
    file.write_text(html(page, words, NOW), "utf-8")
    look.page.goto(file.as_uri())
    return file.as_uri()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", PAGES)
def test_it_is_whole_in_itself_for_everybody(
    look: Look, store: Store, tmp_path: Path, name: str, language: str
) -> None:
    address = opened(look, store, tmp_path, name, language)

    for width, scheme in zip(WIDTHS, SCHEMES, strict=True):
        look.page.set_viewport_size({"width": width, "height": 900})
        look.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert look.barriers() == []
        look.photograph(f"{name}-{language}-{scheme}")
    assert (look.complaints, look.requests) == ([], [address])


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen(
    look: Look, store: Store, tmp_path: Path, name: str
) -> None:
    opened(look, store, tmp_path, name, "en")

    for width in WIDTHS:
        look.page.set_viewport_size({"width": width, "height": 900})
        wide = look.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    look.page.emulate_media(media="print")
    look.page.set_viewport_size({"width": PAPER, "height": 900})
    assert look.page.evaluate("document.documentElement.scrollWidth") <= PAPER


def test_tables_are_filtered_by_text_source_and_verdict(
    look: Look, store: Store, tmp_path: Path
) -> None:
    opened(look, store, tmp_path, "report", "en")
    page = look.page
    rows = page.locator("#refusals tr[data-verdict]:visible")
    every = rows.count()

    page.locator("select[name=verdict]").select_option("put off")
    assert 0 < rows.count() < every
    page.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(every)

    page.locator("select[name=source]").select_option("signal-tribune")
    assert rows.count() == 1
    assert page.locator("#matrix tbody tr:visible").count() == 1
    page.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(every)

    page.get_by_label("Show rows that contain").fill("DILARANG MENGAMBIL")
    assert 0 < rows.count() < every
    assert "dilarang" in rows.first.inner_text().lower()
    assert "rows are shown" in page.get_by_role("status").inner_text()
    assert look.complaints == []


def test_without_a_script_all_is_there_and_nothing_is_dead(
    look: Look, store: Store, tmp_path: Path
) -> None:
    address = opened(look, store, tmp_path, "report", "en")
    browser = look.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(address)
        assert page.locator("form.filter").is_hidden()
        assert page.locator("#refusals tbody tr:visible").count() > 30
        assert page.locator("svg.bars rect.bar").count() > 1
    finally:
        context.close()


def test_the_keyboard_reaches_the_report_first(
    look: Look, store: Store, tmp_path: Path
) -> None:
    opened(look, store, tmp_path, "report", "en")

    look.page.keyboard.press("Tab")
    assert look.page.evaluate("document.activeElement.className") == "skip"
    look.page.keyboard.press("Enter")
    assert look.page.evaluate("document.activeElement.id") == "main"


def test_hostile_words_do_nothing(look: Look, store: Store, tmp_path: Path) -> None:
    opened(look, store, tmp_path, "publisher", "en")

    assert look.page.locator("img").count() == 0
    assert look.page.locator("script").count() == 1
    assert look.page.locator("a[href^=javascript]").count() == 0
    assert "onerror=alert(1)" in look.page.locator("main").inner_text()
