"""One browser a module of tests; a new empty profile for each test.

Not one a process: while Playwright runs it has the event loop of its thread, and the
crawls of other modules' tests could start none.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import NAMES, Look, browser
from tests.programs import needed


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """A browser; without one CI fails, and others are told how to get it."""
    with browser(needed(*NAMES)) as started:
        yield started


@pytest.fixture
def look(chrome: Browser) -> Iterator[Look]:
    """An empty page whose console and requests are listened to."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield Look(context.new_page()).listen()
    finally:
        context.close()
