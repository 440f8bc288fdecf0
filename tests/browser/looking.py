"""A page in a real browser, and all that the browser had to say against it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = (390, 1280)

# It looks up its maker's hosts when it starts; nothing here may use a network.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """A headless browser for as long as the tests of a process need one."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            yield started
        finally:
            started.close()


@dataclass
class Look:
    """A page, with what its console said and what it asked of a network."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self) -> "Look":
        """Note errors, warnings and requests from now on."""
        self.page.on("console", lambda said: self._said(said.type, said.text))
        self.page.on("pageerror", lambda error: self._said("error", str(error)))
        self.page.on("request", lambda asked: self.requests.append(asked.url))
        return self

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(f"{kind}: {text}")

    def barriers(self) -> list[str]:
        """The serious and critical violations that axe-core finds, one a line."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:200]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]

    def photograph(self, name: str) -> None:
        """Pictures for a person at each width, where SCREENSHOTS names a folder."""
        folder = os.environ.get("SCREENSHOTS")
        if not folder:
            return
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            path = Path(folder) / f"{name}-{width}.png"
            self.page.screenshot(path=path, full_page=True)
        self.page.pdf(path=Path(folder) / f"{name}.pdf")
