"""One browser a process of tests; a new empty profile for each test."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Look, browser, chromium


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """A browser; without one CI fails, and others are told how to get it."""
    program = chromium()
    if program is None:
        miss = pytest.fail if os.environ.get("CI") else pytest.skip
        miss("no Chromium here: apt-get install chromium")
    with browser(program) as started:
        yield started


@pytest.fixture
def look(chrome: Browser) -> Iterator[Look]:
    """An empty page whose console and requests are listened to."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield Look(context.new_page()).listen()
    finally:
        context.close()
