"""How are sources and spiders tested over fixtures? A pytest plugin.

pytest loads it for everybody who has newscrawler installed: nothing else is imported
before a test asks for it.

    @pytest.mark.parametrize("page", recorded_pages("recorded"), ids=str)
    def test_a_page_is_read_as_recorded(page: RecordedPage, crawled: Crawl) -> None:
        assert crawled.differences(page) == []
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # whoever does not use the plugin must not wait for Scrapy
    from scrapy import Spider
    from scrapy.settings import Settings

    from newscrawler.recording.fixture_crawl import Crawled

__all__ = ["Crawl", "RecordedPage", "crawled", "recorded_pages"]


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """A page that ``newscrawler fixture record`` wrote, and the folder that it is in."""

    folder: Path
    url: str

    def __str__(self) -> str:
        return self.folder.name


def recorded_pages(folder: str | Path) -> list[RecordedPage]:
    """Return the recorded pages at a folder or below, by path.

    LookupError if there are none: a test over nothing would always pass.
    """
    found = [
        RecordedPage(file.parent, str(json.loads(file.read_text("utf-8"))["url"]))
        for file in sorted(Path(folder).rglob("recorded.json"))
    ]
    if not found:
        raise LookupError(f"no recorded page is in {str(folder)!r}")
    return found


class Crawl:
    """Crawls fixture sites for a test: no network, each time with a store of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def __call__(
        self,
        spider: "type[Spider]",
        fixtures: str | Path,
        settings: Mapping[str, object] | None = None,
        **arguments: str,
    ) -> "Crawled":
        """Return what a spider's crawl of fixtures left: articles, decisions, refusals.

        ``fixtures``: the folder that has ``sites/<host>/``. ``settings`` go before those
        of the project that the test runs in; ``arguments`` are the spider's (``-a``).
        Where that is no crawl, ConfigurationError, FixtureError or StoreError.
        """
        from newscrawler.recording.fixture_crawl import (  # noqa: PLC0415
            SITES,
            crawl_alone,
        )

        place = self._folder / str(next(self._numbers))
        place.mkdir(parents=True)
        found = _project_settings(settings or {})
        return crawl_alone(spider, Path(fixtures) / SITES, place, found, arguments)

    def differences(
        self, page: RecordedPage, settings: Mapping[str, object] | None = None
    ) -> list[str]:
        """Return the lines that ``newscrawler fixture check`` would print of a page."""
        from newscrawler.recording import expectation, folder  # noqa: PLC0415

        recording = folder.read_recording(page.folder)
        found = _project_settings(settings or {})
        now = expectation.outcome_now(page.folder, page.url, found)
        said = expectation.differences(recording.expected, now)
        told = [line for one in said for line in expectation.lines(one)]
        return [*folder.edits(recording), *told]


def _project_settings(more: Mapping[str, object]) -> "Settings":
    """Return the settings of the project around the test, else ours."""
    from scrapy.utils.conf import closest_scrapy_cfg  # noqa: PLC0415
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415

    has_project = closest_scrapy_cfg() or "SCRAPY_SETTINGS_MODULE" in os.environ
    found = get_project_settings()
    if not has_project:
        found.setmodule("newscrawler.settings", priority="project")
    found.setdict(dict(more), "cmdline")
    return found


@pytest.fixture
def crawled(tmp_path: Path) -> Crawl:
    """Crawl fixture sites with a spider: ``crawled(NewsSpider, "tests/fixtures")``."""
    return Crawl(tmp_path / "crawled")
